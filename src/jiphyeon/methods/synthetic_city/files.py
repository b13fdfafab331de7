"""A city as files: Parquet for population work, and the rows the simulated holders look people up in."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from jiphyeon.kernel import Refused
from jiphyeon.methods.synthetic_city.city import City, Columns

MARK = "city.json"
_EXACT = {"area": 2, "loan_rate": 3}  # digits after the point


def table_of(columns: Columns) -> pa.Table:
    """Return columns as an Arrow table; money and ids as int64, areas and rates as exact decimals."""
    return pa.table({name: _column(name, values) for name, values in columns.items()})


def _column(name: str, values: NDArray[Any]) -> pa.Array:
    mask = np.ma.getmaskarray(values) if isinstance(values, np.ma.MaskedArray) else None
    made = pa.array(np.ma.getdata(values), mask=mask)
    if name in _EXACT:
        # A decimal is kept as a whole number and a scale: the same bytes, read with the scale they were drawn in.
        whole = made.cast(pa.decimal128(19, 0))
        return pa.Array.from_buffers(pa.decimal128(19, _EXACT[name]), len(whole), whole.buffers())
    return made.dictionary_encode() if made.type == pa.string() else made


def write_city(city: City, folder: Path, *, rows: bool, progress: Callable[[str, int], None]) -> None:
    """Write a city's files into a folder, whole or not at all.

    people.parquet, households.parquet, dwellings.parquet, city.json and, with `rows`, people.sqlite3. A city written
    there before is replaced. Refused: a folder that holds anything else.
    """
    with _whole(folder) as partial:
        for name, columns in (
            ("people", city.people),
            ("households", city.households),
            ("dwellings", city.dwellings),
        ):
            progress(f"{name}.parquet", 0)
            pq.write_table(table_of(columns), partial / f"{name}.parquet", compression="zstd")
        if rows:
            write_holders(city, partial / "people.sqlite3", progress=progress)
        about = {
            "note": "A synthetic city. Nobody in it is real.",
            "people": len(city.people["person_id"]),
            "households": len(city.households["household_id"]),
            "dwellings": len(city.dwellings["dwelling_id"]),
            "seed": city.seed,
            "as_of": city.as_of.isoformat(),
        }
        (partial / MARK).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARK).exists())):
        raise Refused(
            "city_folder",
            ko="{folder}에 다른 것이 들어 있습니다. 빈 폴더나 새 이름을 주세요.",
            en="{folder} holds something else. Name an empty or a new folder.",
            folder=folder,
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield partial
        partial.chmod(0o755)
        if folder.exists():
            old = partial.with_name(f"{partial.name}-old")
            folder.rename(old)
            partial.rename(folder)
            shutil.rmtree(old)
        else:
            partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


_AT_ONCE = 20_000


def write_holders(city: City, file: Path, *, progress: Callable[[str, int], None]) -> None:
    """Write person, household and dwelling as SQLite tables that the simulated holders look people up in.

    Truths are 0 and 1, days, areas and rates are text, what no holder keeps is NULL.
    """
    tables = {"person": city.people, "household": city.households, "dwelling": city.dwellings}
    with closing(sqlite3.connect(file, isolation_level=None)) as rows:
        rows.execute("PRAGMA journal_mode=OFF")
        rows.execute("PRAGMA synchronous=OFF")
        for done, (table, columns) in enumerate(tables.items()):
            rows.execute("BEGIN")
            progress(f"{file.name}: {table}", 100 * done // len(tables))
            _write_table(rows, table, columns)
            rows.execute("COMMIT")


def _write_table(rows: sqlite3.Connection, table: str, columns: Columns) -> None:
    key, *others = columns
    named = ", ".join([f"{key} INTEGER PRIMARY KEY", *others])
    rows.execute(f"CREATE TABLE {table} ({named})")
    insert = f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 -- our own names
    for start in range(0, len(columns[key]), _AT_ONCE):
        part = [_plain(name, values[start : start + _AT_ONCE]) for name, values in columns.items()]
        rows.executemany(insert, zip(*part, strict=True))


def _plain(name: str, values: NDArray[Any]) -> list[Any]:
    if name in _EXACT:
        unit = 10 ** _EXACT[name]
        return [f"{value // unit}.{value % unit:0{_EXACT[name]}}" for value in values.tolist()]
    listed: list[Any] = values.astype(str).tolist() if values.dtype.kind == "M" else values.tolist()
    return listed
