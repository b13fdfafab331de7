"""Households and other rows by their number: where each stands, and what their people add up to, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlglot import exp

from jiphyeon.methods.rules.population.sources.checks import close_ids, whole_numbers
from jiphyeon.methods.rules.population.sources.tables import Table
from jiphyeon.methods.rules.sql.arrays import NeedsDatabase, Vector
from jiphyeon.methods.rules.sql.values import SQL

Places = NDArray[np.int32]


@dataclass(frozen=True)
class Numbered:
    """Rows of another table, or groups of people, found by their whole-number id: `place[id - low]`, -1 for none.

    `count`: how many there are. `everybody`: nobody lacks one.
    """

    low: int
    place: Places
    count: int
    everybody: bool

    @classmethod
    def of(cls, table: Table | None, people: Table, column: str) -> Numbered:
        """Return the rows of `table`, or where there is none the groups that the people's own ids make."""
        everybody = people.columns[column].nulls == 0
        ends = close_ids(people if table is None else table, column)
        if ends is None:
            raise NeedsDatabase("ids far apart, or not whole numbers")
        low, high = ends
        place = np.full(high - low + 1, -1, np.int32)
        if table is None:
            for ids in whole_numbers(people, column):
                place[ids - low] = 0
            there = np.flatnonzero(place == 0)
            place[there] = np.arange(len(there), dtype=np.int32)
            return cls(low, place, len(there), everybody)
        first = 0
        for ids in whole_numbers(table, column):
            place[ids - low] = np.arange(first, first + len(ids), dtype=np.int32)
            first += len(ids)
        return cls(low, place, first, everybody)

    def places(self, ids: pa.Array) -> Places:
        """Return whose row each id names."""
        if not ids.null_count:
            return np.asarray(self.place[ids.to_numpy() - self.low])
        absent = pc.is_null(ids).to_numpy(zero_copy_only=False)
        found = self.place[ids.fill_null(self.low).to_numpy() - self.low]
        return np.where(absent, np.int32(-1), found)


class Tally:
    """One count or sum over every household, in 64-bit whole numbers. `sizes`: how many people each household has."""

    def __init__(self, sql: SQL, sizes: NDArray[np.int64]) -> None:
        self.inner = None if isinstance(sql.this, exp.Star) else sql.this
        self.sizes = sizes
        self.added = np.zeros(len(sizes), np.int64) if isinstance(sql, exp.Sum) else None
        self.unknown: NDArray[np.int64] | None = None
        self.bound = 0

    def add(self, places: Places, value: Vector) -> None:
        """Take in people of these households; `value` is theirs."""
        values = value.values
        if value.missing is not None:
            if self.unknown is None:
                self.unknown = np.zeros(len(self.sizes), np.int64)
            np.add.at(self.unknown, places[value.missing], 1)
            values = np.where(value.missing, 0, values)
        if self.added is not None:
            self.bound = max(self.bound, abs(value.low), abs(value.high))
            np.add.at(self.added, places, values.astype(np.int64, copy=False))

    def total(self) -> Vector:
        """Return it for every household; a sum of nothing known is missing. Raises NeedsDatabase past 64 bits."""
        known = self.sizes if self.unknown is None else self.sizes - self.unknown
        if self.added is None:
            return Vector.of_numbers(known)
        if self.bound * int(self.sizes.max(initial=0)) >= 2**63:
            raise NeedsDatabase("a sum of more than 64 bits")
        return Vector.of_numbers(self.added, None if bool(known.all()) else known == 0)


def over_leaves(sql: SQL) -> SQL:
    """Return an expression over aggregates with each in place of a column named by its own text."""

    def named(node: SQL) -> SQL:
        return exp.column(node.sql()) if isinstance(node, exp.Count | exp.Sum) else node

    made: SQL = sql.copy().transform(named)
    return made
