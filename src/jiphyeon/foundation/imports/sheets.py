"""The first sheet of a workbook, measured before anything lays it out: a process of its own, with a limit on memory and time.

`python -m jiphyeon.foundation.imports.sheets` takes a workbook on its standard input and answers with lines of JSON: rows by the
hundred, then `{"end": true}`; or `{"refused": code, …}`. The reader lays a sheet out as a rectangle from its first to its last
cell, so that two cells at opposite corners ask for half a terabyte; and what cannot be given ends a process, with nothing to
catch. Whatever a file does to this process, whoever asked reads on.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import IO, Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MOST_CELLS = 6_000_000  # of the rectangle from the first cell to the last
MOST_ELEMENTS = 8_000_000  # of the rows and cells, empty ones too
MOST_BYTES = 400 * 1024 * 1024  # of everything in the workbook, unpacked
MOST_MEMORY = 1536 * 1024 * 1024
MOST_CPU_SECONDS = 120
_PIECE = 1 << 16
_AT_ONCE = 200  # rows in a line
_DIGITS = "0123456789"
_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_TEXTS = (".xml", ".rels")
_OTHER_KINDS = {"content.xml", "xl/workbook.bin"}  # the reader would take these for another kind of workbook


class WorkbookError(Exception):
    """A workbook that is not laid out: a code, and the cell that reaches too far."""

    def __init__(self, code: str, cell: str = "") -> None:
        self.code, self.cell = code, cell
        super().__init__(code)


class Extent:
    """How far the cells of a sheet reach, by what stands in it and never by what it says of itself."""

    def __init__(self) -> None:
        self.inside = False
        self.elements = 0
        self.row = 0
        self.row_text = ""
        self.columns: set[str] = set()
        self.first_row, self.last_row, self.first_column, self.last_column = 1 << 30, 0, 1 << 30, 0
        self.waiting: str | None = None  # a cell of which it is not known yet whether anything stands in it
        self.before, self.after = (
            "",
            0,
        )  # the last cell that named its place, and how many came after it that did not

    def begin(self, tag: str, attributes: list[str]) -> None:
        """Hear of an element."""
        if tag not in _COMMON and ":" in tag:
            tag = tag.rpartition(":")[2]
        if not self.inside:
            self.inside = tag == "sheetData"
            return
        if tag == "c":
            self._counted()
            self.waiting = self._place(attributes)
        elif tag == "row":
            self._counted()
            self.before, self.after = "", 0
            self.row = (
                int(self._number(_attribute(attributes, "r"))) if "r" in attributes[::2] else self.row + 1
            )
        elif self.waiting is not None:
            self._filled(self.waiting)
            self.waiting = None

    def end(self, tag: str) -> None:
        """Hear of the end of an element."""
        if self.inside and tag.endswith("sheetData") and tag.rpartition(":")[2] == "sheetData":
            self.inside = False

    def _counted(self) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise WorkbookError("workbook_too_large")

    def _place(self, attributes: list[str]) -> str:
        if attributes and attributes[0] == "r":
            self.before, self.after = attributes[1], 0
            return attributes[1]
        if "r" in attributes[::2]:
            self.before, self.after = _attribute(attributes, "r"), 0
            return self.before
        self.after += 1
        letters = self.before.rstrip(_DIGITS)
        return f"{_letters((_column(letters) if letters else 0) + self.after)}{max(self.row, 1)}"

    def _filled(self, cell: str) -> None:
        letters = cell.rstrip(_DIGITS)
        digits = cell[len(letters) :]
        if letters in self.columns and digits == self.row_text:
            return
        column, row = _column(letters), int(self._number(digits))
        self.columns.add(letters)
        self.row_text = digits
        self.first_row, self.last_row = min(self.first_row, row), max(self.last_row, row)
        self.first_column, self.last_column = min(self.first_column, column), max(self.last_column, column)
        area = (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)
        if area > MOST_CELLS:
            raise WorkbookError("workbook_too_large", cell)

    def _number(self, digits: str) -> str:
        if not digits.isascii() or not digits.isdigit() or len(digits) > len("1048576"):
            raise WorkbookError("workbook_broken")
        return digits


_COMMON = frozenset({"c", "v", "row", "is", "t", "f"})


def _attribute(attributes: list[str], name: str) -> str:
    return attributes[attributes[::2].index(name) * 2 + 1]


def _column(letters: str) -> int:
    if not _LETTERS.fullmatch(letters):
        raise WorkbookError("workbook_broken")
    number = 0
    for sign in letters.upper():
        number = number * 26 + ord(sign) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, at = divmod(number - 1, 26)
        letters = chr(ord("A") + at) + letters
    return letters


def measure(content: IO[bytes]) -> None:
    """Read every text of a workbook once, piece by piece. WorkbookError: what is too large or too far apart to be laid out."""
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
            names = [one.filename.lower().replace("\\", "/").lstrip("/") for one in members]
            if len(set(names)) < len(names) or _OTHER_KINDS & set(names):
                raise WorkbookError("workbook_broken")
            left = MOST_BYTES
            for name, member in zip(names, members, strict=True):
                if name.endswith(_TEXTS):
                    with archive.open(member) as opened:
                        left = _measure_text(opened, left, sheets_are_named="xl/_rels/" in name)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, RuntimeError, OSError) as error:
        raise WorkbookError("workbook_broken") from error


def _measure_text(opened: IO[bytes], left: int, *, sheets_are_named: bool) -> int:
    extent = Extent()
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler = _hear_names if sheets_are_named else extent.begin
    parser.EndElementHandler = None if sheets_are_named else extent.end
    parser.StartDoctypeDeclHandler = _refuse_types
    while piece := opened.read(_PIECE):
        left -= len(piece)
        if left < 0:
            raise WorkbookError("workbook_too_large")
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return left


def _hear_names(_tag: str, attributes: list[str]) -> None:
    # A sheet is whatever the workbook calls one: a name that was not read here is not to be read later either.
    if "Target" in attributes[::2] and not _attribute(attributes, "Target").lower().endswith(".xml"):
        raise WorkbookError("workbook_broken")


def _refuse_types(*_declared: Any) -> None:
    raise WorkbookError("workbook_broken")


def rows_of(content: IO[bytes]) -> Iterator[tuple[int, list[Any]]]:
    """Yield each row of the first sheet that is shown, with its number as a spreadsheet counts."""
    try:
        book = CalamineWorkbook.from_filelike(content)
        shown = [
            one.name
            for one in book.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
        ]
        sheet = book.get_sheet_by_name(shown[0] if shown else book.sheet_names[0])
        skipped = sheet.start[0] if sheet.start else 0
        rows = sheet.iter_rows()
    except (CalamineError, IndexError, OSError, ValueError) as error:
        raise WorkbookError("workbook_broken") from error
    yield from enumerate(rows, skipped + 1)


def _as_json(cell: object) -> dict[str, Any]:
    if isinstance(cell, timedelta):
        return {"timedelta": cell.total_seconds()}
    if isinstance(cell, datetime | date | time):
        return {type(cell).__name__: cell.isoformat()}
    raise TypeError(type(cell))


_KINDS: dict[str, Callable[[Any], object]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}


def cell_of(document: dict[str, Any]) -> Any:
    """Return what a cell holds that JSON has no kind for; any other object as it is."""
    for kind, value in document.items():
        if kind in _KINDS:
            return _KINDS[kind](value)
    return document


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 -- not on every system
    except ImportError:
        return
    limits = (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        _soft, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))


def main(content: IO[bytes], out: IO[str]) -> None:
    """Answer with the rows of a workbook, or why there are none."""
    _limit()
    whole = BytesIO(content.read())
    batch: list[tuple[int, list[Any]]] = []
    try:
        measure(whole)
        whole.seek(0)
        for row in rows_of(whole):
            batch.append(row)
            if len(batch) == _AT_ONCE:
                out.write(json.dumps(batch, default=_as_json) + "\n")
                batch = []
    except WorkbookError as no:
        out.write(json.dumps({"refused": no.code, "cell": no.cell}) + "\n")
        return
    out.write(json.dumps(batch, default=_as_json) + "\n")
    out.write(json.dumps({"end": True}) + "\n")


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout)
