"""Rows of a CSV file that know their place, and what a cell may say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from jiphyeon.kernel import (
    Period,
    Place,
    Refused,
    Table,
    day_of,
    did_you_mean,
    identifier,
    perhaps,
    read_table,
)

T = TypeVar("T")

YES = {"yes", "y", "true", "1", "예", "여", "o"}
NO = {"no", "n", "false", "0", "아니오", "부", "x", ""}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file, `number` from 0."""

    table: Table
    number: int

    def place(self, column: str | None = None) -> Place:
        """Return where the row, or one of its cells, stands."""
        return self.table.place(self.number, column)

    @property
    def line(self) -> int:
        """The line of the file, as an editor counts."""
        return self.table.lines[self.number]

    def text(self, column: str) -> str:
        """Return the cell; "" where the file lacks the column."""
        return self.table.rows[self.number].get(column, "")

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

    def id(self, column: str) -> str:
        """Return what names something. Refuses an empty cell and signs nobody can see."""
        return identifier(self.needed(column), self.place(column))

    def words(self, column: str) -> tuple[str, ...]:
        """Return the cell's parts between semicolons."""
        parts = (raw.strip() for raw in self.text(column).split(";"))
        return tuple(identifier(part, self.place(column)) for part in parts if part)

    def known(self, column: str, word: str, words: Iterable[str], ko: str, en: str) -> str:
        """Return `word`, one of `words`. Refuses another, naming the nearest; `ko` and `en` say what it is none of."""
        known = sorted(words)
        if word in known:
            return word
        raise Refused(
            "word_unknown",
            ko="{word!r}은(는) " + ko + "{perhaps}",
            en="{word!r} is " + en + "{hint}",
            place=self.place(column),
            word=word,
            perhaps=perhaps(word, known),
            hint=did_you_mean(word, known),
        )

    def read(self, column: str, text: str, reader: Callable[[str], T], ko: str, en: str) -> T:
        """Return `reader(text)`, refusing with `ko` and `en` where it cannot be read."""
        try:
            return reader(text)
        except (ValueError, KeyError) as error:
            raise Refused(
                "cell_unreadable",
                ko="{text!r}: " + ko,
                en="{text!r} " + en,
                place=self.place(column),
                text=text,
            ) from error

    def day(self, column: str) -> date | None:
        """Return the cell as a day, None where empty."""
        text = self.text(column)
        if not text:
            return None
        return self.read(
            column,
            text,
            day_of,
            "날짜(예: 2026-07-01)가 아닙니다.",
            "is not a day such as 2026-07-01.",
        )

    def whole(self, column: str, default: int | None = None) -> int | None:
        """Return the cell as a whole number from 0 to 9999, `default` where empty."""
        text = self.text(column)
        if not text:
            return default
        return self.read(
            column,
            text,
            _whole,
            "0에서 9999까지의 정수가 아닙니다.",
            "is not a whole number from 0 to 9999.",
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
            start = day_of(first) if first else date.min
            return Period(start, day_of(last) if last else None)

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
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise ValueError
    return int(text)


def _yes(text: str) -> bool:
    if text in YES:
        return True
    if text in NO:
        return False
    raise ValueError


def rows(path: Path, needed: Sequence[str], names: Mapping[str, str]) -> list[Row]:
    """Return a CSV file's rows. `names` maps Korean headings to the columns' own.

    Refuses what `kernel.read_table` refuses, a missing column, a column nobody knows, and a file without rows.
    """
    table = read_table(path, names=names)
    for column in needed:
        table.need(column)
    known = sorted(set(names.values()))
    for column in table.columns:
        if column not in known:
            raise Refused(
                "column_unknown",
                ko="모르는 열입니다.{perhaps} 아는 열: {known}",
                en="This column is not known{hint} Known are: {known}.",
                place=Place(table.file, line=1, column=column),
                perhaps=perhaps(column, known),
                hint=did_you_mean(column, known),
                known=", ".join(known),
            )
    if not table.rows:
        raise Refused("file_empty", ko="내용이 없습니다.", en="there are no rows.", place=Place(table.file))
    return [Row(table, number) for number in range(len(table.rows))]
