"""Read tables as offices save them, and remember where everything stood."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jiphyeon.kernel import Place, Refused


@dataclass(frozen=True, slots=True)
class Table:
    """One file: its column names and its rows, each with the line on which it ends."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    lines: tuple[int, ...]

    def place(self, row: int, column: str | None = None) -> Place:
        """Return where row `row` (from 0) stands: line as an editor counts, row from the first under the header."""
        return Place(self.file, line=self.lines[row], row=row + 1, column=column)

    def need(self, column: str) -> None:
        """Refuse where a column is missing, naming those there are."""
        if column not in self.columns:
            raise Refused(
                "column_missing",
                ko="'{column}' 열이 없습니다. 있는 열: {have}",
                en="There is no column {column}; the columns are: {have}.",
                place=Place(self.file, line=1, column=column),
                column=column,
                have=", ".join(self.columns),
            )


def read_table(path: Path) -> Table:
    """Read a CSV file in UTF-8 (with or without its mark) or CP949, with a header line.

    Refuses an unreadable file, an unknown encoding, an empty file, a repeated or empty column name, and rows
    with more or fewer fields than the header.
    """
    try:
        raw = path.read_bytes()
    except OSError as wrong:
        raise Refused(
            "file_unreadable",
            ko="파일을 읽을 수 없습니다: {why}",
            en="The file cannot be read: {why}.",
            place=Place(str(path)),
            why=wrong.strerror or str(wrong),
        ) from None
    reader = csv.reader(io.StringIO(_decoded(raw, path.name), newline=""), strict=True)
    try:
        return _table(path.name, reader)
    except csv.Error as wrong:
        raise Refused(
            "csv_broken",
            ko="CSV 형식이 잘못되었습니다: {why}",
            en="The CSV is broken here: {why}.",
            place=Place(path.name, line=reader.line_num),
            why=str(wrong),
        ) from None


def _decoded(raw: bytes, name: str) -> str:
    at = 0
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as wrong:
            at = max(at, wrong.start)
    raise Refused(
        "encoding_unknown",
        ko="UTF-8도 CP949도 아닌 파일입니다. UTF-8로 저장해 주십시오.",
        en="The file is neither UTF-8 nor CP949; save it as UTF-8.",
        place=Place(name, line=raw[:at].count(b"\n") + 1),
    )


def _table(name: str, reader: Iterator[list[str]]) -> Table:
    header = [field.strip() for field in next(reader, [])]
    if not any(header):
        raise Refused(
            "file_empty",
            ko="첫 줄에 열 이름이 있어야 합니다.",
            en="The first line must name the columns; it is empty.",
            place=Place(name, line=1),
        )
    for position, column in enumerate(header):
        if not column or column in header[:position]:
            raise Refused(
                "column_name_unusable",
                ko="{position}번째 열의 이름이 {what}.",
                en="The name of column number {position} is {what}.",
                place=Place(name, line=1, column=column or None),
                position=position + 1,
                what="used twice" if column else "empty",
            )
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    for fields in reader:
        line: int = reader.line_num  # type: ignore[attr-defined]  # csv's reader has it, its protocol does not
        if not any(field.strip() for field in fields):
            continue
        if len(fields) != len(header):
            raise Refused(
                "fields_uneven",
                ko="칸이 {have}개입니다. 머리줄에는 {need}개가 있습니다.",
                en="This row has {have} fields; the header has {need}.",
                place=Place(name, line=line, row=len(rows) + 1),
                have=len(fields),
                need=len(header),
            )
        rows.append(dict(zip(header, (field.strip() for field in fields), strict=True)))
        lines.append(line)
    return Table(name, tuple(header), tuple(rows), tuple(lines))
