"""A table written down: rows as JSON has them, and as CSV that any spreadsheet opens and none runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date

from jiphyeon.foundation.open_data.datasets import Cell, Dataset, Row, columns
from jiphyeon.kernel import Words
from jiphyeon.kernel.tables import no_formula

ROWS_A_PIECE = 1000
MARK = "\ufeff"  # spreadsheets take a file without it for another encoding

Plain = str | int | bool | None | dict[str, str] | list[str | int]


def plain(cell: Cell) -> Plain:
    """Return a value as JSON has it: a day as text, words in both languages."""
    if isinstance(cell, Words):
        return {"ko": cell.ko, "en": cell.en}
    if isinstance(cell, date):
        return cell.isoformat()
    if cell is None or isinstance(cell, str | int):
        return cell
    return list(cell)


def as_objects(dataset: Dataset, rows: Iterable[Row]) -> Iterator[dict[str, Plain]]:
    """Yield rows as JSON objects with every field of the table, in its order."""
    names = [one.name for one in dataset.fields]
    for row in rows:
        yield {name: plain(row[name]) for name in names}


def as_csv(dataset: Dataset, rows: Iterable[Row]) -> Iterator[str]:
    """Yield the table as CSV in pieces, the heading with the first; cells of text are inert (see `kernel.tables.inert`)."""
    named = columns(dataset)
    out = io.StringIO()
    table = csv.writer(out)
    out.write(MARK)
    table.writerow([name for _field, name, _language in named])
    for count, row in enumerate(rows, start=1):
        table.writerow([_cell(row[one.name], language) for one, _name, language in named])
        if count % ROWS_A_PIECE == 0:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def _cell(cell: Cell, language: str) -> str | int:
    if isinstance(cell, Words):
        return no_formula(cell.text(language))
    text = plain(cell)
    if isinstance(text, bool):
        return "true" if text else "false"
    if isinstance(text, list):
        text = ",".join(map(str, text))
    return no_formula(text) if isinstance(text, str) else text if isinstance(text, int) else ""
