"""The tables of a population from wherever they stand: Parquet as it is, CSV and databases turned into Parquet once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from jiphyeon.methods.rules.model.vocabulary import Vocabulary
from jiphyeon.methods.rules.population.duckdb_engine import Engine
from jiphyeon.methods.rules.population.sources.csv_files import SEPARATOR_OF, Raw, read_raw, written
from jiphyeon.methods.rules.population.sources.databases import database_table, snapshot
from jiphyeon.methods.rules.population.sources.faults import BadCell
from jiphyeon.methods.rules.population.sources.files import Files, InDatabase, columns_of
from jiphyeon.methods.rules.population.sources.tables import IDS, Table, parquet_table
from jiphyeon.methods.rules.population.sources.texts import clean_parquet


def read_tables(at: Engine, files: Files, facts: Vocabulary) -> tuple[dict[str, Table], list[BadCell]]:
    """Return the tables named, and the cells that could not be read (they count as missing).

    All tables of one database are read as of one moment. Raises Refused for what is not there or no table at all.
    """
    found: dict[str, Table] = {}
    bad_cells: list[BadCell] = []
    stored: dict[str, InDatabase] = {}
    raw: dict[str, Raw] = {}
    for kind, source in files.named.items():
        if isinstance(source, InDatabase):
            stored[kind] = source
        elif _is_csv(source):
            raw[kind] = read_raw(at, kind, source, columns_of(kind, facts))
        else:
            found[kind], cells = clean_parquet(at, parquet_table(kind, source), columns_of(kind, facts))
            bad_cells += cells
    for database in dict.fromkeys(one.database for one in stored.values()):
        with snapshot(database) as now:
            for kind, table in stored.items():
                if table.database == database:
                    found[kind], cells = database_table(at, now, kind, table, columns_of(kind, facts))
                    bad_cells += cells
    whole = _whole_ids(raw.values(), found)
    for kind, one in raw.items():
        found[kind], cells = written(at, one, columns_of(kind, facts), whole)
        bad_cells += cells
    return {kind: found[kind] for kind in files.named}, bad_cells


def _is_csv(source: Path) -> bool:
    return source.suffix.lower() in SEPARATOR_OF


def _whole_ids(raw: Iterable[Raw], others: Mapping[str, Table]) -> set[str]:
    """Return the ids that are whole numbers, written as such, in every table that has them.

    `101` may be joined as a number because no other text is that number; beside `0101` both stay text.
    """
    texts = {name for one in raw for name in one.columns if name not in one.whole}
    texts |= {
        name
        for table in others.values()
        for name, seen in table.columns.items()
        if seen.kind == "text" and seen.nulls != table.rows
    }
    return set(IDS.values()) - texts
