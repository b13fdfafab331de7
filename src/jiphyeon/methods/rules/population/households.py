"""Households and other rows by their number: where each stands, and what their people add up to, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlglot import exp

from jiphyeon.methods.rules.population.checks import close_ids, whole_numbers
from jiphyeon.methods.rules.population.tables import Table
from jiphyeon.methods.rules.sql.arrays import Unfit, Vector
from jiphyeon.methods.rules.sql.values import SQL

Places = NDArray[np.int32]
EXACT = 2**53  # a float counts whole numbers exactly below this
HALF = 24  # bits of the lower part where a number is summed in two


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
            raise Unfit("ids far apart, or not whole numbers")
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

    def counted(self, places: Places, weights: NDArray[Any] | None = None) -> NDArray[np.int64]:
        """Return how many people each row has among these, or what their weights add up to."""
        if self.everybody:
            return np.bincount(places, weights, self.count).astype(np.int64, copy=False)
        return np.bincount(places + 1, weights, self.count + 1)[1:].astype(np.int64, copy=False)


class Tally:
    """One count or sum over every household, exact: floats only where they count whole numbers below 2^53."""

    def __init__(self, sql: SQL, homes: Numbered) -> None:
        self.inner = None if isinstance(sql.this, exp.Star) else sql.this
        self.sums = isinstance(sql, exp.Sum)
        self.homes = homes
        self.added = np.zeros(homes.count, np.int64)
        self.seen: NDArray[np.int64] | None = None
        self.reach = 0

    def add(self, places: Places, sizes: NDArray[np.int64], value: Vector | None) -> None:
        """Take in people of these households, of whom `sizes` belong to each; `value` is theirs (None: to be counted)."""
        counted = self.homes.counted
        if value is None:
            self.added += sizes
            return
        known = sizes if value.missing is None else counted(places[~value.missing])
        if not self.sums:
            self.added += known
            return
        if self.seen is None:
            self.seen = np.zeros(len(sizes), np.int64)
        self.seen += known
        bound = max(abs(value.low), abs(value.high))
        largest = int(sizes.max(initial=0))
        self.reach += bound * largest
        if self.reach >= 2**63:
            raise Unfit("a sum of more than 64 bits")
        values = value.values if value.missing is None else np.where(value.missing, 0, value.values)
        if bound * largest < EXACT:
            self.added += counted(places, values)
        elif (bound >> HALF) * largest < EXACT and largest < EXACT >> HALF:
            self.added += counted(places, values >> HALF) << HALF
            self.added += counted(places, values & (2**HALF - 1))
        else:
            raise Unfit("a household too large")

    def total(self) -> Vector:
        """Return it for every household; a sum of nothing known is missing."""
        missing = None if self.seen is None or bool(self.seen.all()) else self.seen == 0
        return Vector.of_numbers(self.added, missing)


def over_leaves(sql: SQL) -> SQL:
    """Return an expression over aggregates with each in place of a column named by its own text."""

    def named(node: SQL) -> SQL:
        return exp.column(node.sql()) if isinstance(node, exp.Count | exp.Sum) else node

    made: SQL = sql.copy().transform(named)
    return made
