"""Text of tables as readers see it: composed, without outer blanks; an id is what is written, and nothing hidden in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jiphyeon.kernel import Refused
from jiphyeon.kernel.text import clean, identifier
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.population.duckdb_engine import Engine
from jiphyeon.methods.rules.population.sources.faults import BadCell
from jiphyeon.methods.rules.population.sources.tables import IDS, Table, parquet_table

# Visible ASCII with blanks only inside needs no cleaning; most text of registers is of this kind.
PLAIN = r"[!-~]([ -~]*[!-~])?"
_PLAIN = re.compile(PLAIN + r"\Z")
BATCH = 100_000

Cells = list[str | None]


def cleaned(cells: Sequence[str | None]) -> Cells:
    """Return cells composed and without outer blanks."""
    return [cell if cell is None or _PLAIN.match(cell) else clean(cell) for cell in cells]


def ids(kind: str, name: str, cells: Sequence[str | None], first: int) -> tuple[Cells, list[BadCell]]:
    """Return ids as they are written, and those that cannot be one (they count as missing).

    `first`: the row of the first cell, from 0.
    """
    found: Cells = []
    bad_cells: list[BadCell] = []
    for place, cell in enumerate(cells):
        if cell is None or _PLAIN.match(cell):
            found.append(cell)
            continue
        try:
            read = identifier(cell)
        except Refused as no:
            read = ""
            bad_cells.append(BadCell(kind, first + place, name, cell, no.code, no.text("ko"), no.text("en")))
        else:
            if not read:
                ko, en = "번호가 비어 있습니다.", "The id is empty."
                bad_cells.append(BadCell(kind, first + place, name, cell, "id_empty", ko, en))
        found.append(read or None)
    return found, bad_cells


def clean_parquet(at: Engine, table: Table, types: Mapping[str, Type | None]) -> tuple[Table, list[BadCell]]:
    """Return a table of Parquet with its text cleaned, and the ids that cannot be; the file itself where nothing differs.

    Raises Refused for two columns whose names differ only by blanks.
    """
    names = {name: clean(name) for name in table.columns}
    _once(table, list(names.values()))
    texts = [name for name, seen in table.columns.items() if names[name] in types and seen.kind == "text"]
    unclean = {name for name in texts if not _is_plain(table, name)}
    if not unclean and all(name == shown for name, shown in names.items()):
        return table, []
    made, bad_cells, done = at.folder / f"{table.kind}.parquet", list[BadCell](), 0
    with pq.ParquetFile(table.parquet) as file:
        fields = [
            pa.field(names[one.name], pa.string() if one.name in unclean else one.type)
            for one in file.schema_arrow
        ]
        with pq.ParquetWriter(made, pa.schema(fields)) as writer:
            for batch in file.iter_batches(batch_size=BATCH):
                columns = []
                for name, column in zip(batch.schema.names, batch.columns, strict=True):
                    if name not in unclean:
                        columns.append(column)
                        continue
                    cells: Cells = column.to_pylist()
                    if names[name] in IDS.values():
                        cells, bad = ids(table.kind, names[name], cells, done)
                        bad_cells += bad
                    else:
                        cells = cleaned(cells)
                    columns.append(pa.array(cells, pa.string()))
                writer.write_table(pa.table(columns, schema=pa.schema(fields)))
                done += batch.num_rows
                at.progress(f"reading {table.kind}", done / table.rows)
    return parquet_table(table.kind, made, table.named), bad_cells


def _is_plain(table: Table, name: str) -> bool:
    """Return whether every cell of a column of text is visible ASCII with blanks only inside."""
    with pq.ParquetFile(table.parquet) as file:
        for batch in file.iter_batches(batch_size=2**20, columns=[name]):
            column = batch.column(0)
            words = column.dictionary if pa.types.is_dictionary(column.type) else column
            if pc.all(pc.match_substring_regex(words, f"^{PLAIN}$")).as_py() is False:
                return False
    return True


def _once(table: Table, names: Sequence[str]) -> None:
    for place, name in enumerate(names):
        if name in names[:place]:
            raise Refused(
                "column_name_unusable",
                ko="{name} 열이 둘입니다. 하나만 남기고 다시 저장해 주세요.",
                en="There are two columns called {name}; keep one and save again.",
                place=table.place(column=name),
                name=name,
            )
