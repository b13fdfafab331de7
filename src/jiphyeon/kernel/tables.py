"""Tables as offices save them, read without a guess, and where everything stood in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jiphyeon.kernel.files import read_bytes
from jiphyeon.kernel.refusal import Place, Refused
from jiphyeon.kernel.spelling import did_you_mean, perhaps
from jiphyeon.kernel.text import clean
from jiphyeon.kernel.words import Words

INERT = Words(
    "수식으로 읽힐 글은 앞에 '를 붙였습니다.",
    "Text that a spreadsheet would run as a formula has an apostrophe before it.",
)
SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Table:
    """One file: its column names and its rows, each with the line on which it ends.

    Every name and cell is text, in composed form and without outer blanks. No cell is a comment, a number or a day
    until somebody who knows what it should be reads it as one.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    lines: tuple[int, ...]

    def place(self, row: int, column: str | None = None) -> Place:
        """Return where row `row` (from 0) stands: line as an editor counts, row from the first under the header."""
        return Place(self.file, line=self.lines[row], row=row + 1, column=column)

    def need(self, column: str) -> None:
        """Refuse where a column is missing, naming those there are and the nearest of them."""
        if column not in self.columns:
            raise Refused(
                "column_missing",
                ko="'{column}' 열이 없습니다.{perhaps} 있는 열: {have}",
                en="There is no column {column}{hint} The columns are: {have}.",
                place=Place(self.file, line=1, column=column),
                column=column,
                have=", ".join(self.columns),
                hint=did_you_mean(column, self.columns),
                perhaps=perhaps(column, self.columns),
            )


def read_table(path: Path, *, separator: str = ",", names: Mapping[str, str] | None = None) -> Table:
    """Read a CSV file with a header line, in UTF-8 (with or without its mark) or CP949.

    `names` maps other headings, Korean ones say, to the columns' own. The file's own shape is what is checked first.
    Refuses an unreadable file, an unknown encoding, an empty file, another separator than the one told, a repeated
    or empty column name, and rows with more or fewer fields than the header.
    """
    text = decoded(read_bytes(path), path.name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return _table(path.name, reader, separator, names or {})
    except csv.Error as error:
        raise Refused(
            "csv_broken",
            ko="CSV 형식이 잘못되었습니다: {why}",
            en="The CSV is broken here: {why}.",
            place=Place(path.name, line=reader.line_num),
            why=str(error),
        ) from None


def decoded(raw: bytes, name: str) -> str:
    """Return a file's text without a byte order mark: UTF-8, or CP949 where it cannot be UTF-8.

    Refuses everything else, and a NUL, which no text holds.
    """
    at = 0
    if raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        for encoding in ("utf-8-sig", "cp949"):
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError as error:
                at = max(at, error.start)
                continue
            if "\x00" not in text:
                return text
            at = raw.index(b"\x00")
            break
    raise Refused(
        "encoding_unknown",
        ko="UTF-8도 CP949도 아닌 파일입니다. UTF-8로 저장해 주세요.",
        en="The file is neither UTF-8 nor CP949; save it as UTF-8.",
        place=Place(name, line=raw[:at].count(b"\n") + 1),
    )


def _table(name: str, reader: Iterator[list[str]], separator: str, names: Mapping[str, str]) -> Table:
    written = [clean(field) for field in next(reader, [])]
    if not any(written):
        raise Refused(
            "file_empty",
            ko="첫 줄에 열 이름이 있어야 합니다.",
            en="The first line must name the columns; it is empty.",
            place=Place(name, line=1),
        )
    _refuse_separator(name, written, separator)
    header = [names.get(column, column) for column in written]
    for position, column in enumerate(header):
        if not column or column in header[:position]:
            raise Refused(
                "column_name_unusable",
                ko="{position}번째 열의 이름이 " + ("앞에 이미 있습니다." if column else "비어 있습니다."),
                en="The name of column number {position} is " + ("used twice." if column else "empty."),
                place=Place(name, line=1, column=column or None),
                position=position + 1,
            )
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    for fields in reader:
        line: int = reader.line_num  # type: ignore[attr-defined]  # csv's reader has it, its protocol does not
        cells = [clean(field) for field in fields]
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise Refused(
                "fields_uneven",
                ko="칸이 {have}개입니다. 머리줄에는 {need}개가 있습니다.",
                en="This row has {have} fields; the header has {need}.",
                place=Place(name, line=line, row=len(rows) + 1),
                have=len(cells),
                need=len(header),
            )
        rows.append(dict(zip(header, cells, strict=True)))
        lines.append(line)
    return Table(name, tuple(header), tuple(rows), tuple(lines))


def _refuse_separator(name: str, header: list[str], separator: str) -> None:
    """Refuse a header of one name that another separator would part: it is told, never guessed."""
    other = next((sign for sign in SEPARATORS if sign != separator and sign in header[0]), None)
    if len(header) > 1 or other is None:
        return
    raise Refused(
        "separator_other",
        ko="열을 {separator!r}(으)로 나누지 않고 {other!r}(으)로 나눈 파일 같습니다. {separator!r}(으)로 저장해 주세요.",
        en="Columns seem to be parted by {other!r}, not by {separator!r}; save the file with {separator!r}.",
        place=Place(name, line=1),
        separator=separator,
        other=other,
    )


def no_formula(text: str) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula: an apostrophe before what begins like one.

    >>> no_formula("=1+1"), no_formula("-3"), no_formula("한빛")
    ("'=1+1", "'-3", '한빛')
    """
    return (
        f"'{text}"
        if text.lstrip(" ")[:1] in {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}
        else text
    )
