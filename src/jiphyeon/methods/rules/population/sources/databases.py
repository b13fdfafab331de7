"""Tables of a database: read once into Parquet in the engine's folder, all as of one moment, batch by batch.

Only the columns a rule may ask for leave the database. Refusals name table, row (by its id) and column.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from jiphyeon.kernel import Place, Refused
from jiphyeon.kernel.spelling import did_you_mean, perhaps
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.population.duckdb_engine import Engine
from jiphyeon.methods.rules.population.sources.cells import ID, READINGS, WHOLE, Reading
from jiphyeon.methods.rules.population.sources.faults import BadCell
from jiphyeon.methods.rules.population.sources.files import SQLITE, TOWNS, Database, InDatabase
from jiphyeon.methods.rules.population.sources.sqlite import SqliteSnapshot
from jiphyeon.methods.rules.population.sources.sqlite import failed as sqlite_failed
from jiphyeon.methods.rules.population.sources.tables import Table, parquet_table

# So many rows are held as Python's values at a time, so many make a group of the Parquet file.
BATCH, GROUP = 20_000, 500_000
# A table with more cells that cannot be read has the wrong column, not wrong rows.
MOST_BAD_CELLS = 100_000

Types = Mapping[str, Type | None]


class Snapshot(Protocol):
    """A database as of one moment."""

    database: Database

    def columns(self, table: InDatabase) -> dict[str, str]: ...

    def names(self) -> list[str]: ...

    def unfit(self, declared: str, wanted: Type | None) -> bool: ...

    def holds_words(self, table: InDatabase, column: str) -> bool: ...

    def count(self, table: InDatabase) -> int: ...

    def rows(
        self, table: InDatabase, columns: Mapping[str, str], size: int
    ) -> Iterator[list[tuple[Any, ...]]]: ...

    def close(self) -> None: ...


@contextmanager
def snapshot(database: Database) -> Iterator[Snapshot]:
    """Open a database for reading, everything as of one moment. Its errors become refusals that name it."""
    if database.scheme == SQLITE:
        try:
            with closing(SqliteSnapshot(database)) as at:
                yield at
        except sqlite3.Error as why:
            raise sqlite_failed(why, database) from why
        return
    import psycopg  # noqa: PLC0415 -- only who reads from PostgreSQL pays for it

    from jiphyeon.methods.rules.population.sources import postgres  # noqa: PLC0415

    try:
        with closing(postgres.PostgresSnapshot(database)) as at:
            yield at
    except psycopg.Error as why:
        raise postgres.failed(why, database) from why


def database_table(
    at: Engine, snapshot: Snapshot, kind: str, table: InDatabase, types: Types
) -> tuple[Table, list[BadCell]]:
    """Return a database's table as Parquet, and the cells that could not be read (they count as missing).

    Raises Refused for a table that is not there or empty, a column of the wrong type, far too many wrong cells.
    """
    every = snapshot.columns(table)
    if not every:
        names = snapshot.names()
        raise Refused(
            "no_such_table",
            ko="{table}이라는 표가 없습니다.{perhaps}",
            en="There is no table called {table!r}{hint}",
            place=Place(snapshot.database.shown),
            table=table.name,
            hint=did_you_mean(table.name, names),
            perhaps=perhaps(table.name, names),
        )
    read = {name: types[name] for name in every if name in types}
    for name, wanted in read.items():
        if name not in TOWNS and snapshot.unfit(every[name], wanted):
            raise Refused(
                "column_type",
                ko="이 열은 {wanted_ko}여야 합니다. 지금은 {found}입니다.",
                en="Each cell of this column must be {wanted}, not {found}.",
                place=Place(str(table), column=name),
                wanted="whole number or word" if wanted is None else READINGS[wanted].wanted[1],
                wanted_ko="정수나 글자" if wanted is None else READINGS[wanted].wanted[0],
                found=every[name],
            )
    made = at.folder / f"{kind}.parquet"
    unread = tuple(name for name in every if name not in read)
    if not read:
        raise Refused(
            "missing_columns",
            ko="쓸 수 있는 열이 하나도 없습니다. 있는 열: {have}",
            en="There is no column here that is known. It has: {have}.",
            place=Place(str(table)),
            have=", ".join(every),
        )
    bad_cells = _copied(at, snapshot, kind, table, read, every)
    found = parquet_table(kind, made, str(table), by_id=True, unread=unread)
    return found, bad_cells


def _copied(
    at: Engine, snapshot: Snapshot, kind: str, table: InDatabase, read: Types, declared: Mapping[str, str]
) -> list[BadCell]:
    """Write a table's rows to Parquet and return the cells that could not be read."""
    readings = {name: _reading(snapshot, table, name, wanted) for name, wanted in read.items()}
    schema = pa.schema([(name, reading.arrow) for name, reading in readings.items()])
    rows, done, bad_cells, held = snapshot.count(table), 0, list[BadCell](), list[pa.RecordBatch]()
    with pq.ParquetWriter(at.folder / f"{kind}.parquet", schema) as writer:
        for batch in snapshot.rows(table, {name: declared[name] for name in read}, BATCH):
            arrays = []
            for (name, reading), cells in zip(readings.items(), zip(*batch, strict=True), strict=True):
                array, bad = reading.column(cells)
                arrays.append(array)
                bad_cells += [_bad_cell(kind, done + place, name, cell, reading) for place, cell in bad]
            if len(bad_cells) > MOST_BAD_CELLS:
                raise _hopeless(table, bad_cells[0])
            held.append(pa.record_batch(arrays, schema=schema))
            done += len(batch)
            if sum(map(len, held)) >= GROUP:
                writer.write_table(pa.Table.from_batches(held))
                held = []
            at.progress(f"reading {table.name}", min(0.999, done / max(rows, done)))
        if held:  # an empty group would promise nothing of its columns
            writer.write_table(pa.Table.from_batches(held))
    at.progress(f"reading {table.name}", 1.0)
    return bad_cells


def _reading(snapshot: Snapshot, table: InDatabase, column: str, wanted: Type | None) -> Reading:
    """Return how a column is read; ids are whole numbers or words, all of one kind."""
    if wanted is not None:
        return READINGS[wanted]
    return ID if snapshot.holds_words(table, column) else WHOLE


def _bad_cell(kind: str, row: int, column: str, cell: Any, reading: Reading) -> BadCell:
    shown = repr(cell)[:60] if isinstance(cell, str | bytes) else str(cell)[:60]
    ko, en = reading.wanted
    return BadCell(
        kind, row, column, shown, "cell_type", f"{shown}: {ko}이어야 합니다.", f"{shown} is not {en}."
    )


def _hopeless(table: InDatabase, first: BadCell) -> Refused:
    return Refused(
        "column_type",
        ko="읽을 수 없는 칸이 {most:,}개가 넘습니다. 예: {example} 이 열이 맞는지 확인해 주세요.",
        en="More than {most:,} cells cannot be read, such as: {example} Is this the right column?",
        place=Place(str(table), column=first.column),
        most=MOST_BAD_CELLS,
        example=first.en,
    )
