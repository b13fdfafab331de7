"""A CSV file as rows that know their place, in whichever encoding the office saved it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from jiphyeon.kernel import Period, Place, Refused

T = TypeVar("T")

YES = {"yes", "y", "true", "1", "예", "여", "o"}
NO = {"no", "n", "false", "0", "아니오", "부", "x", ""}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: its cells by column, and where it stands. `number` counts as an editor does."""

    file: str
    number: int
    cells: dict[str, str]

    def place(self, column: str | None = None) -> Place:
        """Return where the row, or one of its cells, stands."""
        return Place(self.file, row=self.number, column=column)

    def text(self, column: str) -> str:
        """Return the cell without its outer blanks; "" where the file lacks the column."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """Return the cell. Refuses an empty one."""
        if not (text := self.text(column)):
            raise Refused(
                "cell_empty",
                ko="값이 비어 있습니다.",
                en="this cell is empty, and it is needed.",
                place=self.place(column),
            )
        return text

    def words(self, column: str) -> tuple[str, ...]:
        """Return the cell's parts between semicolons."""
        return tuple(part for raw in self.text(column).split(";") if (part := raw.strip()))

    def read(self, column: str, text: str, reader: Callable[[str], T], ko: str, en: str) -> T:
        """Return `reader(text)`, refusing with `ko` and `en` where it cannot be read."""
        try:
            return reader(text)
        except (ValueError, KeyError) as wrong:
            raise Refused(
                "cell_unreadable",
                ko="{text!r}: " + ko,
                en="{text!r} " + en,
                place=self.place(column),
                text=text,
            ) from wrong

    def day(self, column: str) -> date | None:
        """Return the cell as a day, None where empty."""
        text = self.text(column)
        if not text:
            return None
        return self.read(
            column,
            text,
            date.fromisoformat,
            "날짜(예: 2026-07-01)가 아닙니다.",
            "is not a day such as 2026-07-01.",
        )

    def whole(self, column: str, default: int | None = None) -> int | None:
        """Return the cell as a whole number not below 0, `default` where empty."""
        text = self.text(column)
        if not text:
            return default
        return self.read(
            column, text, _whole, "0 이상의 정수가 아닙니다.", "is not a whole number of 0 or more."
        )

    def yes(self, column: str) -> bool:
        """Return the cell as yes or no; empty is no."""
        return self.read(
            column, self.text(column).lower(), _yes, "예/아니오가 아닙니다.", "is neither yes nor no."
        )

    def choice(self, column: str, choices: dict[str, T]) -> T:
        """Return what the cell names among `choices`."""
        named = ", ".join(choices)
        return self.read(
            column,
            self.needed(column).lower(),
            choices.__getitem__,
            f"다음 중 하나여야 합니다: {named}",
            f"is not one of: {named}.",
        )

    def period(self, column: str, text: str) -> Period:
        """Return "2026-01-01..2026-12-31", either end open, as a period. Refuses one that ends before it starts."""
        first, dots, last = text.partition("..")

        def read(_: str) -> Period:
            if not dots:
                raise ValueError
            start = date.fromisoformat(first) if first else date.min
            return Period(start, date.fromisoformat(last) if last else None)

        return self._backwards(
            column,
            lambda: self.read(
                column,
                text,
                read,
                "기간(예: 2026-01-01..2026-12-31)이 아닙니다.",
                "is not a period such as 2026-01-01..2026-12-31.",
            ),
        )

    def term(self, first: str, last: str) -> Period | None:
        """Return the period between two columns, None where both are empty. Refuses a term that ends before it starts."""
        start, end = self.day(first), self.day(last)
        if start is None and end is None:
            return None
        if start is None:
            self.needed(first)
        return self._backwards(last, lambda: Period(start or date.min, end))

    def _backwards(self, column: str, make: Callable[[], Period]) -> Period:
        try:
            return make()
        except Refused as no:
            if no.code != "period_backwards":
                raise
            raise Refused(
                "term_backwards",
                ko="끝나는 날({last})이 시작하는 날({first})보다 빠릅니다.",
                en="it ends on {last}, before it starts on {first}.",
                place=self.place(column),
                **no.values,
            ) from no


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise ValueError
    return int(text)


def _yes(text: str) -> bool:
    if text in YES:
        return True
    if text in NO:
        return False
    raise ValueError


def decoded(path: Path) -> str:
    """Return a file's text: UTF-8, with or without a byte order mark, or CP949. Refuses anything else."""
    try:
        raw = path.read_bytes()
    except OSError as wrong:
        raise Refused(
            "file_unreadable",
            ko="파일을 읽을 수 없습니다: {reason}",
            en="the file cannot be read: {reason}.",
            place=Place(str(path)),
            reason=wrong.strerror,
        ) from wrong
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused(
        "encoding_unknown",
        ko="UTF-8도 CP949도 아닌 파일입니다. 다시 저장해 주십시오.",
        en="the file is neither UTF-8 nor CP949; please save it again as one of them.",
        place=Place(str(path)),
    )


def rows(path: Path, needed: Sequence[str], names: dict[str, str]) -> list[Row]:
    """Return a CSV file's rows. `names` maps other headings (Korean ones) to the columns' own.

    Refuses a missing or doubled column, a row with more cells than headings, and a file without rows.
    """
    reader = csv.reader(io.StringIO(decoded(path)))
    file = path.name
    heading = [names.get(name.strip(), name.strip()) for name in next(reader, [])]
    for name in needed:
        if name not in heading:
            raise Refused(
                "column_missing",
                ko="열 {column!r}이(가) 없습니다. 있는 열: {found}",
                en="column {column!r} is missing; the file has: {found}.",
                place=Place(file, row=1),
                column=name,
                found=", ".join(heading) or "-",
            )
    if doubled := next((name for name in heading if heading.count(name) > 1), None):
        raise Refused(
            "column_doubled",
            ko="같은 열이 두 번 나옵니다.",
            en="this column stands there twice.",
            place=Place(file, row=1, column=doubled),
        )
    found = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        row = Row(file, reader.line_num, {n: c.strip() for n, c in zip(heading, cells, strict=False)})
        if len(cells) > len(heading):
            raise Refused(
                "row_too_long",
                ko="머리글({heads}칸)보다 칸이 많습니다({cells}칸).",
                en="the row has {cells} cells, and the heading {heads}.",
                place=row.place(),
                cells=len(cells),
                heads=len(heading),
            )
        found.append(row)
    if not found:
        raise Refused("file_empty", ko="내용이 없습니다.", en="there are no rows.", place=Place(file))
    return found
