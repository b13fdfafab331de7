"""A cell that cannot be: where a reader finds it, and how it is refused."""

# ruff: noqa: S608 -- statements are made of our own names, quoted columns and literals

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jiphyeon.kernel import Place, Refused
from jiphyeon.methods.rules.population.duckdb_engine import Engine, whole
from jiphyeon.methods.rules.population.sources.schema import literal, quoted
from jiphyeon.methods.rules.population.sources.tables import Table


@dataclass(frozen=True, slots=True)
class BadCell:
    """One cell that cannot be: its table, its row counted from 0, and the reason in both languages.

    `place` is where a reader finds it, once `located` has looked it up.
    """

    kind: str
    row: int
    column: str
    value: str
    code: str
    ko: str
    en: str
    place: Place = field(default=Place(""))

    def refused(self, more: int) -> Refused:
        """Return the refusal that names this cell, and how many more there are."""
        rest = f" ({more:,} more like this.)" if more else ""
        return Refused(
            self.code,
            ko=self.ko + (f" (이런 행이 {more:,}개 더 있습니다.)" if more else ""),
            en=self.en + rest,
            place=self.place,
        )


def refuse(bad_cells: list[BadCell]) -> None:
    """Raise Refused naming the first wrong cell and how many more there are; nothing where all is well."""
    if bad_cells:
        alike = sum(
            1 for one in bad_cells if one.code == bad_cells[0].code and one.column == bad_cells[0].column
        )
        raise bad_cells[0].refused(alike - 1)


def numbered(table: Table) -> str:
    """Return the table with its row numbers, as SQL."""
    return f"read_parquet({literal(table.parquet)}, file_row_number=true)"


def located(engine: Engine, tables: Mapping[str, Table], bad_cells: list[BadCell]) -> list[BadCell]:
    """Return the wrong cells with their places: by the number of the row, or by its id where rows have no numbers."""
    found: dict[tuple[str, int], str] = {}
    for kind, table in tables.items():
        rows = sorted({one.row for one in bad_cells if one.kind == kind}) if table.by_id else []
        if rows:
            listed = ", ".join(map(str, rows))
            found |= {
                (kind, whole(row)): str(key)
                for row, key in engine.run(
                    f"SELECT file_row_number, coalesce(CAST({quoted(table.id)} AS VARCHAR), '–') "
                    f"FROM {numbered(table)} WHERE file_row_number IN ({listed})"
                )
            }
    return [
        replace(one, place=tables[one.kind].place(one.row, one.column, found.get((one.kind, one.row))))
        for one in bad_cells
    ]
