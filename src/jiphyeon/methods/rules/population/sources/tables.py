"""Tables of people, households and dwellings: Parquet read as it is, CSV turned into Parquet, with what is promised.

A Parquet footer already says how many values are missing and between which bounds the rest lie, so nothing is read to
learn it. Refusals name the file, the row and the column.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from jiphyeon.kernel import Place, Refused

KINDS = ("people", "households", "dwellings")
IDS = {"people": "person_id", "households": "household_id", "dwellings": "dwelling_id"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A column as the file promises it. `nulls`, `low`, `high`: None where the file does not say."""

    name: str
    type: pa.DataType
    nulls: int | None
    low: Any = None
    high: Any = None

    @property
    def kind(self) -> str:
        """Return what the column holds: whole, decimal, float, boolean, date, text or other."""
        return kind_of(self.type)


def kind_of(type_: pa.DataType) -> str:
    """Return a column type in one word."""
    tests = {
        "boolean": pa.types.is_boolean,
        "whole": pa.types.is_integer,
        "decimal": pa.types.is_decimal,
        "float": pa.types.is_floating,
        "date": pa.types.is_date,
    }
    found = next((name for name, test in tests.items() if test(type_)), None)
    if found:
        return found
    if pa.types.is_dictionary(type_):
        return kind_of(type_.value_type)
    return "text" if pa.types.is_string(type_) or pa.types.is_large_string(type_) else "other"


@dataclass(slots=True)
class Lines:
    """On which line and in which row of a spreadsheet each record of a file stands; kept only where the step changes."""

    records: list[int] = field(default_factory=list)
    spots: list[tuple[int, int]] = field(default_factory=list)

    def add(self, record: int, line: int, row: int) -> None:
        """Note where a record stands, all counted from 0 but the line and the row."""
        if not self.spots or (line - record, row - record) != self._step(-1):
            self.records.append(record)
            self.spots.append((line, row))

    def __call__(self, record: int) -> tuple[int, int]:
        """Return the line and the row of a record."""
        place = bisect_right(self.records, record) - 1
        line, row = self._step(place)
        return record + line, record + row

    def _step(self, place: int) -> tuple[int, int]:
        line, row = self.spots[place]
        return line - self.records[place], row - self.records[place]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the Parquet file that is read, the file as it was named, its rows and columns.

    `lines`: where each row stands in a CSV file; rows of Parquet are counted from 1. `by_id`: rows have no numbers there
    (a table of a database) and are named by their id. `words`: ids that are text, also where they are kept as numbers
    while they are worked with. `unread`: columns there are that nothing asks for. `kept` holds ids that were read once
    and will be asked for again.
    """

    kind: str
    parquet: Path
    named: str
    rows: int
    columns: Mapping[str, Seen]
    lines: Lines | None = None
    by_id: bool = False
    words: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()
    kept: dict[str, NDArray[np.int64]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def id(self) -> str:
        """Return the column that names a row."""
        return IDS.get(self.kind, "person_id")

    def place(self, row: int | None = None, column: str | None = None, key: str | None = None) -> Place:
        """Return where a refusal points, `row` counted from 0 in the Parquet file; `key` is the row's id."""
        if self.by_id:
            return Place(self.named, column=column, key=None if key is None else f"{self.id} {key}")
        if row is None or self.lines is None:
            return Place(self.named, row=self.row(row) if row is not None else None, column=column)
        line, shown = self.lines(row)
        return Place(self.named, line=None if line == shown else line, row=shown, column=column)

    def row(self, row: int) -> int:
        """Return the number of a row as somebody sees it who opens the named file."""
        return row + 1 if self.lines is None else self.lines(row)[1]


def parquet_table(
    kind: str,
    file: Path,
    named: str | None = None,
    *,
    lines: Lines | None = None,
    by_id: bool = False,
    words: frozenset[str] = frozenset(),
    unread: tuple[str, ...] = (),
) -> Table:
    """Return the table in a Parquet file from its footer alone. Refuses what is missing, cut off or empty."""
    named = named or str(file)
    try:
        footer = pq.read_metadata(file)
        schema = pq.read_schema(file)
    except FileNotFoundError as why:
        raise Refused(
            "no_such_file",
            ko="그런 파일이 없습니다. 경로를 다시 적어 주세요.",
            en="There is no such file.",
            place=Place(named),
        ) from why
    except (pa.ArrowInvalid, OSError) as why:
        raise Refused(
            "broken_parquet",
            ko="Parquet 파일이 잘렸거나 Parquet이 아닙니다.",
            en="This is no whole Parquet file: it was cut off, or is something else. Copy it again.",
            place=Place(named),
        ) from why
    if not footer.num_rows:
        raise nothing_in(kind, named)
    return Table(kind, file, named, footer.num_rows, _columns(footer, schema), lines, by_id, words, unread)


def nothing_in(kind: str, named: str) -> Refused:
    """Return the refusal of a table that has a header and no row."""
    return Refused(
        "empty_file",
        ko="사람이 한 명도 없습니다." if kind == "people" else "행이 하나도 없습니다.",
        en="There is nobody in it." if kind == "people" else "There is no row in it.",
        place=Place(named),
    )


def _columns(footer: pq.FileMetaData, schema: pa.Schema) -> dict[str, Seen]:
    found: dict[str, Seen] = {}
    places = {footer.schema.column(n).path: n for n in range(footer.num_columns)}
    for one in schema:
        place = places.get(one.name)
        ends = None if place is None else _ends(footer, place)
        nulls, low, high = ends or (None, None, None)
        found[one.name] = Seen(one.name, one.type, nulls, low, high)
    return found


def _ends(footer: pq.FileMetaData, place: int) -> tuple[int | None, Any, Any] | None:
    nulls: int | None = 0
    lows: list[Any] = []
    highs: list[Any] = []
    bounded = True
    for group in range(footer.num_row_groups):
        column = footer.row_group(group).column(place)
        facts = column.statistics
        if facts is None:
            return None
        nulls = None if nulls is None or not facts.has_null_count else nulls + facts.null_count
        if facts.has_min_max:
            lows.append(facts.min)
            highs.append(facts.max)
        elif not (facts.has_null_count and facts.null_count == column.num_values):
            bounded = False
    if not bounded or not lows or not isinstance(lows[0], bool | int | date | Decimal | float | str):
        return nulls, None, None
    return nulls, min(lows), max(highs)
