"""Spreadsheets that a person takes away: .xlsx and CSV, row by row, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain
from tempfile import TemporaryDirectory
from typing import IO

from xlsxwriter import Workbook

from jiphyeon.kernel.tables import no_formula

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Cell = str | int | date | None
MOST_SIGNS = 32_767  # of one cell of a spreadsheet


def write_xlsx(
    file: IO[bytes],
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    title: str = "",
    won: frozenset[int] = frozenset(),
) -> int:
    """Write one sheet and return how many rows it holds: text as text, days as days, numbers as numbers.

    Rows are written as they come and none is kept; what was written lies sealed by nobody until the file is made, so
    the folder it waits in is this process's own. `won`: the columns (from 0) whose numbers are set with thousands.
    """
    with TemporaryDirectory(prefix="sheet-") as waiting:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": waiting,
        }
        book = Workbook(file, options)
        sheet = book.add_worksheet(title[:31] or None)
        bold, thousands = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, no_formula(head)[:MOST_SIGNS], bold)
        at = 0
        for at, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(at, column, no_formula(cell)[:MOST_SIGNS])
                elif isinstance(cell, date):
                    sheet.write_datetime(at, column, datetime.combine(cell, time()), day)
                elif cell is not None:
                    sheet.write_number(at, column, cell, thousands if column in won else None)
        book.close()
    return at


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a CSV in UTF-8 with its mark, so that spreadsheets read Korean; days as 2024-03-02."""
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for row in chain([heads], rows):
        writer.writerow([_plain(cell) for cell in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _plain(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return no_formula(cell) if isinstance(cell, str) else cell
