"""A list as a file: .xlsx or CSV, read page by page, names covered unless asked for open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO, Any

from django.db.models import QuerySet

from jiphyeon.foundation.queues.declaring import Column, Queue
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.saying import localized
from jiphyeon.kernel.spreadsheets import Cell, csv_lines, write_xlsx

MOST_ROWS = 100_000
_AT_ONCE = 500


def covered(name: str) -> str:
    """Return a name with its middle covered.

    >>> covered("김하나"), covered("남궁민"), covered("이현"), covered("Anna Schmidt")
    ('김○나', '남○민', '이○', 'A○○○○○○○○○○t')
    """
    if len(name) < 3:
        return name[:1] + "○" * (len(name) - 1)
    return name[0] + "○" * (len(name) - 2) + name[-1]


def columns_of(queue: Queue[Any, Any]) -> list[Column[Any]]:
    """Return the columns a file holds."""
    return [column for column in queue.columns if column.where != "page" and column.kind != "check"]


def to_xlsx(queue: Queue[Any, Any], rows: QuerySet[Any], file: IO[bytes], today: date, *, names: bool) -> int:
    """Write the rows as a workbook and return how many they were."""
    columns = columns_of(queue)
    won = frozenset(place for place, column in enumerate(columns) if column.kind == "won")
    return write_xlsx(
        file, _heads(columns), _lines(queue, rows, today, names=names), title=localized(queue.words), won=won
    )


def to_csv(queue: Queue[Any, Any], rows: QuerySet[Any], today: date, *, names: bool) -> Iterator[bytes]:
    """Yield the rows as CSV."""
    return csv_lines(_heads(columns_of(queue)), _lines(queue, rows, today, names=names))


def _heads(columns: Sequence[Column[Any]]) -> list[str]:
    return [localized(column.words) for column in columns]


def _lines(queue: Queue[Any, Any], rows: QuerySet[Any], today: date, *, names: bool) -> Iterator[list[Cell]]:
    columns = columns_of(queue)
    held: list[Any] = []
    for row in rows[:MOST_ROWS].iterator(chunk_size=_AT_ONCE):
        held.append(row)
        if len(held) == _AT_ONCE:
            yield from _cells(queue, columns, held, today, names=names)
            held = []
    yield from _cells(queue, columns, held, today, names=names)


def _cells(
    queue: Queue[Any, Any], columns: Sequence[Column[Any]], rows: Sequence[Any], today: date, *, names: bool
) -> Iterator[list[Cell]]:
    for line in queue.lines(rows, today):
        yield [
            covered(str(cell)) if column.personal and not names and cell else cell
            for column in columns
            for cell in (_cell(column.value(line)),)
        ]


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, bool):
        return localized(value)
    if isinstance(value, int):
        return int(value)
    return localized(
        value.word if isinstance(value, Badge) else value[0] if isinstance(value, tuple) else value
    )
