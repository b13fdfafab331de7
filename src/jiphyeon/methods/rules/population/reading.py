"""The tables of a population from wherever they stand: Parquet as it is, CSV and databases turned into Parquet once."""

from __future__ import annotations

from jiphyeon.methods.rules.population.csv_tables import csv_table
from jiphyeon.methods.rules.population.database_tables import database_table, snapshot
from jiphyeon.methods.rules.population.engine import Engine
from jiphyeon.methods.rules.population.files import Files, InDatabase, columns_of
from jiphyeon.methods.rules.population.tables import Table, parquet_table
from jiphyeon.methods.rules.population.wrong import Wrong
from jiphyeon.methods.rules.vocabulary import Vocabulary


def read_tables(at: Engine, files: Files, facts: Vocabulary) -> tuple[dict[str, Table], list[Wrong]]:
    """Return the tables named, and the cells that could not be read (they count as missing).

    All tables of one database are read as of one moment. Raises Refused for what is not there or no table at all.
    """
    found: dict[str, Table] = {}
    wrong: list[Wrong] = []
    stored: dict[str, InDatabase] = {}
    for kind, source in files.named.items():
        if isinstance(source, InDatabase):
            stored[kind] = source
        elif source.suffix.lower() in {".csv", ".tsv", ".txt"}:
            found[kind], cells = csv_table(at, kind, source, columns_of(kind, facts))
            wrong += cells
        else:
            found[kind] = parquet_table(kind, source)
    for database in dict.fromkeys(one.database for one in stored.values()):
        with snapshot(database) as now:
            for kind, table in stored.items():
                if table.database == database:
                    found[kind], cells = database_table(at, now, kind, table, columns_of(kind, facts))
                    wrong += cells
    return {kind: found[kind] for kind in files.named}, wrong
