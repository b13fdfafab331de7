"""Everybody as arrays, a chunk of people at a time: what a household adds up to, joined by counting instead of hashing.

Where ids are whole numbers that lie close together, a household's place is looked up in one array, its sums are
counted into another, and what speaks of the household alone is judged once for it. The expressions are those compiled
for the databases (`sql.arrays`); whatever does not fit, ids as words or numbers past 64 bits, is `NeedsDatabase` and left to
DuckDB.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlglot import exp

from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.model.vocabulary import Vocabulary
from jiphyeon.methods.rules.population.arrays.columns import batches, to_arrow, vector
from jiphyeon.methods.rules.population.arrays.households import Numbered, Places, Tally, over_leaves
from jiphyeon.methods.rules.population.duckdb_engine import Engine, Resources
from jiphyeon.methods.rules.population.sources.schema import Population
from jiphyeon.methods.rules.population.sources.tables import IDS
from jiphyeon.methods.rules.sql.arrays import NeedsDatabase, Vector, computed
from jiphyeon.methods.rules.sql.layout import Column
from jiphyeon.methods.rules.sql.shelves import Household, Shelf
from jiphyeon.methods.rules.sql.values import SQL

CHUNK = (
    2**16
)  # people looked at together: arrays that the processor's cache holds, made again and again in one place
FEW = 4096  # whole numbers beside one another for each of which an expression is reckoned once
ROOM = 200  # bytes a person of a chunk may take while it is looked at


@dataclass
class Chunk:
    """Some of the people, one after another: their places in the file, and any expression over them.

    `columns`: what was read of them. `homes`, `dwellings`: whose row in the other tables is theirs (-1: nobody's).
    """

    vectors: Vectors
    first: int
    count: int
    columns: Mapping[str, pa.Array]
    homes: Places | None
    dwellings: Places | None
    picked: NDArray[np.intp] | None = None
    known: dict[str, Vector] = field(default_factory=dict)

    def value(self, sql: SQL) -> Vector:
        """Return an expression for these people; what speaks of the household alone was computed once for it."""
        at_home = self.vectors.at_home.get(self.vectors.text_of(sql)) if self.homes is not None else None
        if at_home is None:
            return computed(sql, self.look)
        return self._gathered(at_home, self.vectors.homes, self.homes)

    def look(self, name: str) -> Vector:
        """Return a column of their row by its name."""
        found = self.known.get(name)
        if found is None:
            found = self.known[name] = self._found(name)
        return found

    def only(self, places: NDArray[np.intp]) -> Chunk:
        """Return some of these people, by place."""
        return Chunk(
            self.vectors,
            self.first,
            len(places),
            self.columns,
            None if self.homes is None else self.homes[places],
            None if self.dwellings is None else self.dwellings[places],
            places,
        )

    def as_read(self, name: str) -> pa.Array:
        """Return a column as it was read."""
        column = self.columns[name]
        return column if self.picked is None else column.take(pa.array(self.picked))

    def _found(self, name: str) -> Vector:
        vectors = self.vectors
        if name in vectors.parts:
            return computed(vectors.parts[name], self.look)
        if name in vectors.sums:
            return self._gathered(vectors.sums[name], vectors.homes, self.homes)
        if name == "is_listed":
            return Vector(np.ones(self.count, np.bool_) if self.homes is None else self.homes >= 0)
        kind = vectors.population.where[name]
        if kind == "people":
            return vectors.of_fact(name, self.as_read(name))
        if kind == "households":
            return self._gathered(vectors.raw[name], vectors.homes, self.homes)
        return self._gathered(vectors.raw[name], vectors.dwellings, self.dwellings)

    def _gathered(self, found: Vector, numbered: Numbered | None, places: Places | None) -> Vector:
        if numbered is None or places is None:
            raise NeedsDatabase("nobody belongs to a household")
        lost = None if numbered.everybody else places < 0
        return found.at(places, lost if lost is not None and bool(lost.any()) else None)


class Vectors:
    """A population made ready to be gone through. Raises NeedsDatabase where a database must do it.

    `wanted`: the expressions asked of everybody; `later`: those asked of some.
    """

    def __init__(
        self,
        at: Engine,
        population: Population,
        facts: Vocabulary,
        household: Household,
        shelf: Shelf,
        wanted: Sequence[SQL],
        later: Sequence[SQL] = (),
    ) -> None:
        if not (at.means.arrays and population.intact):
            raise NeedsDatabase("DuckDB was asked for, or rows were set aside")
        self.population, self.facts, self.progress = population, facts, at.progress
        self.people = population.tables["people"]
        layers = (*shelf.layers, *household.members.layers)
        self.parts = {name: sql for layer in layers for name, sql in layer.items()}
        self.aggregates = dict(household.columns.values())
        self.sums: dict[str, Vector] = {}
        self.raw: dict[str, Vector] = {}
        self.at_home: dict[str, Vector] = {}
        self.texts: dict[int, tuple[SQL, str]] = {}
        own = {sql.sql(): sql for sql in wanted if self._is_of_home(sql)}
        elsewhere = [*later, *self.aggregates.values(), *(sql for sql in wanted if sql.sql() not in own)]
        self.facts_here = self._leaves([*wanted, *elsewhere], "people")
        raw = {kind: self._leaves(elsewhere, kind) for kind in ("households", "dwellings")}
        at_home = self._leaves([*own.values()], "households")
        self._require_room(at.means, len(raw["households"]) + len(raw["dwellings"]) + len(own))
        self.homes = self._numbered(
            "households", needed=bool(self.aggregates or at_home or raw["households"])
        )
        self.dwellings = self._numbered("dwellings", needed=bool(raw["dwellings"]))
        self.own_home = self._kept_places()
        for kind, names in raw.items():
            self._read_raw(kind, names)
        if self.aggregates and self.homes is not None:
            self._add_up(self.homes)
        if own and self.homes is not None:
            self._judge_homes(own, at_home, self.homes)

    # -- going through --------------------------------------------------------------------------------------

    def chunks(self, rows: range | None = None, also: Sequence[str] = ()) -> Iterator[Chunk]:
        """Yield the people in the order of the file, those at some rows or all; `also` as they are stored."""
        yield from self._through([IDS["people"], *sorted(self.facts_here), *also], rows)

    def _through(self, columns: Sequence[str], rows: range | None = None) -> Iterator[Chunk]:
        first = 0 if rows is None else rows.start
        keys = []
        if self.homes is not None and self.own_home is None:
            keys.append(IDS["households"])
        if self.dwellings is not None:
            keys.append(IDS["dwellings"])
        wanted = list(dict.fromkeys([*columns, *keys]))
        # Ids that the checks have read already are not read again, unless nothing else is.
        known = [name for name in wanted if name in self.people.kept and self._kept_as_read(name)]
        if len(known) == len(wanted):
            known = known[1:]
        for batch in batches(self.people, [name for name in wanted if name not in known], CHUNK, rows):
            read = dict(zip(batch.schema.names, batch.columns, strict=True))
            count = batch.num_rows
            read |= {name: to_arrow(self.people.kept[name][first : first + count]) for name in known}
            homes = None
            if self.homes is not None:
                homes = (
                    self.homes.places(read[IDS["households"]])
                    if self.own_home is None
                    else self.own_home[first : first + count]
                )
            dwellings = None if self.dwellings is None else self.dwellings.places(read[IDS["dwellings"]])
            yield Chunk(self, first, count, read, homes, dwellings)
            first += count

    def _kept_as_read(self, name: str) -> bool:
        """Return whether the kept ids are of the very kind the file holds."""
        return bool(pa.types.is_int64(self.people.columns[name].type))

    def text_of(self, sql: SQL) -> str:
        """Return an expression as text; it is written out once, however many chunks ask for it."""
        known = self.texts.get(id(sql))
        if known is None:
            known = self.texts[id(sql)] = (sql, sql.sql())
        return known[1]

    def of_fact(self, name: str, found: pa.Array) -> Vector:
        """Return what was read of a fact, or of a column that only tells people apart."""
        if name in self.population.layout.facts:
            return vector(found, self.facts[name].type, self.population.layout.facts[name])
        whole = pa.types.is_integer(found.type)
        return vector(found, Type.INTEGER if whole else Type.CODE, Column(name))

    # -- what is needed -------------------------------------------------------------------------------------

    def _leaves(self, expressions: Iterable[SQL], kind: str) -> set[str]:
        """Return the columns of a table that expressions speak of, through every part and sum they name."""
        names: set[str] = set()
        waiting = list(expressions)
        while waiting:
            for column in waiting.pop().find_all(exp.Column):
                if column.name not in names:
                    names.add(column.name)
                    inner = self.parts.get(column.name) or self.aggregates.get(column.name)
                    waiting += [inner] if inner is not None else []
        return {name for name in names if self.population.where.get(name) == kind}

    def _is_of_home(self, sql: SQL) -> bool:
        """Return whether an expression speaks of the household alone, and everybody has one."""
        people, names = self.people.columns.get(IDS["households"]), {c.name for c in sql.find_all(exp.Column)}
        if people is None or people.nulls != 0 or not names:
            return False
        return all(
            name in self.aggregates
            or self.population.where.get(name) == "households"
            or (name in self.parts and self._is_of_home(self.parts[name]))
            for name in names
        )

    def _require_room(self, means: Resources, columns: int) -> None:
        """Leave to DuckDB, which can spill, what may not fit in the memory allowed."""
        tables = self.population.tables
        others = sum(table.rows for kind, table in tables.items() if kind != "people")
        most = self.people.rows if "households" not in tables else others
        need = 24 * self.people.rows + 8 * (columns + 2 * len(self.aggregates) + 2) * most + ROOM * CHUNK
        if need > means.memory * 2**20:
            raise NeedsDatabase("more memory than allowed")

    def _numbered(self, kind: str, *, needed: bool) -> Numbered | None:
        seen = self.people.columns.get(IDS[kind])
        if not needed or seen is None or seen.nulls == self.people.rows:
            return None
        return Numbered.of(self.population.tables.get(kind), self.people, IDS[kind])

    def _kept_places(self) -> Places | None:
        """Return everybody's household where the checks have read the ids already."""
        ids = self.people.kept.get(IDS["households"])
        return None if self.homes is None or ids is None else self.homes.place[ids - self.homes.low]

    # -- households and dwellings ---------------------------------------------------------------------------

    def _read_raw(self, kind: str, names: set[str]) -> None:
        """Read the columns of another table that are looked up for single people."""
        table = self.population.tables.get(kind)
        if table is None or not names:
            return
        read: dict[str, list[Vector]] = {name: [] for name in sorted(names)}
        for batch in batches(table, list(read), CHUNK):
            for name, column in zip(batch.schema.names, batch.columns, strict=True):
                read[name].append(self.of_fact(name, column))
        self.raw |= {name: _joined(parts) for name, parts in read.items()}

    def _add_up(self, homes: Numbered) -> None:
        """Count and sum over every household what the expressions ask of it."""
        aggregates = self.aggregates.values()
        leaves = {one.sql(): one for sql in aggregates for one in sql.find_all(exp.Count, exp.Sum)}
        sizes = np.zeros(homes.count, np.int64)
        tallies = {text: Tally(one, sizes) for text, one in leaves.items()}
        kept = self.own_home is not None
        own_home = self.own_home if self.own_home is not None else np.empty(self.people.rows, np.int32)
        if kept and homes.everybody:
            sizes += np.bincount(own_home, minlength=homes.count)
        for chunk in self._through(sorted(self._leaves(aggregates, "people"))):
            assert chunk.homes is not None  # noqa: S101 -- `homes` is there
            if not kept:
                own_home[chunk.first : chunk.first + chunk.count] = chunk.homes
            housed = None if homes.everybody else chunk.homes >= 0
            places = chunk.homes if housed is None else chunk.homes[housed]
            if not (kept and homes.everybody):
                np.add.at(sizes, places, 1)
            for tally in tallies.values():
                if tally.inner is not None:
                    value = chunk.value(tally.inner).spread(chunk.count)
                    tally.add(places, value if housed is None else value.at(np.flatnonzero(housed)))
            self.progress("adding up households", (chunk.first + chunk.count) / self.people.rows)
        self.own_home = own_home
        totals = {text: tally.total() for text, tally in tallies.items()}
        for name, sql in self.aggregates.items():
            self.sums[name] = computed(over_leaves(sql), lambda text: totals[text]).spread(homes.count)

    def _judge_homes(self, wanted: Mapping[str, SQL], names: set[str], homes: Numbered) -> None:
        """Reckon once a household what speaks of it alone."""
        found: dict[str, list[Vector]] = {text: [] for text in wanted}
        tables: dict[str, _Table] = {}
        shorter = {text: self._over_few(sql, tables) for text, sql in wanted.items()}
        for first, count, read in self._homes_through(sorted(names), homes):
            look = _Looked(self, first, count, read, tables)
            for text, sql in shorter.items():
                found[text].append(computed(sql, look).spread(count))
        self.at_home = {text: _joined(parts) for text, parts in found.items()}

    def _over_few(self, sql: SQL, tables: dict[str, _Table]) -> SQL:
        """Return an expression with what hangs on one small number alone (how many live together) as columns of `tables`."""

        def few(node: SQL) -> SQL:
            if not isinstance(node, exp.Add | exp.Sub | exp.Mul | exp.Div | exp.Cast | exp.Case):
                return node
            names = self._sums_alone(node)
            kept = self.sums.get(names.pop()) if len(names) == 1 else None
            if kept is None or kept.missing is not None or not 0 <= kept.high - kept.low < FEW:
                return node
            every = Vector(np.arange(kept.low, kept.high + 1), None, kept.low, kept.high)

            def look(name: str) -> Vector:
                return computed(self.parts[name], look) if name in self.parts else every

            name = f"few_{len(tables)}"
            tables[name] = _Table(computed(node, look).spread(len(every.values)), kept)
            return exp.column(name)

        shorter: SQL = sql.copy().transform(few)
        return shorter

    def _sums_alone(self, sql: SQL) -> set[str]:
        """Return the sums of a household that an expression speaks of through its parts; also "" where of anything else."""
        names: set[str] = set()
        for column in sql.find_all(exp.Column):
            if column.name in self.parts:
                names |= self._sums_alone(self.parts[column.name])
            else:
                names.add(column.name if column.name in self.sums else "")
        return names

    def _homes_through(
        self, names: Sequence[str], homes: Numbered
    ) -> Iterator[tuple[int, int, Mapping[str, pa.Array]]]:
        table, first = self.population.tables.get("households"), 0
        if table is None or not names:
            yield 0, homes.count, {}
            return
        for batch in batches(table, names, CHUNK):
            yield first, batch.num_rows, dict(zip(batch.schema.names, batch.columns, strict=True))
            first += batch.num_rows


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """What an expression comes to for each whole number from the least that `by` holds to the greatest."""

    values: Vector
    by: Vector

    def at(self, rows: slice) -> Vector:
        """Return it for some rows of `by`."""
        return self.values.at(self.by.values[rows] - self.by.low)


class _Looked:
    """The columns of some households in a row, each worked out once."""

    def __init__(
        self,
        vectors: Vectors,
        first: int,
        count: int,
        read: Mapping[str, pa.Array],
        tables: Mapping[str, _Table],
    ) -> None:
        self.vectors, self.first, self.count, self.read, self.tables = vectors, first, count, read, tables
        self.known: dict[str, Vector] = {}

    def __call__(self, name: str) -> Vector:
        found = self.known.get(name)
        if found is None:
            vectors = self.vectors
            if name in self.tables:
                found = self.tables[name].at(np.s_[self.first : self.first + self.count])
            elif name in vectors.parts:
                found = computed(vectors.parts[name], self)
            elif name in vectors.sums:
                found = vectors.sums[name].at(np.s_[self.first : self.first + self.count])
            else:
                found = vectors.of_fact(name, self.read[name])
            self.known[name] = found
        return found


def _joined(parts: Sequence[Vector]) -> Vector:
    """Return the parts of a column as one."""
    if len(parts) == 1:
        return parts[0]
    words: tuple[str, ...] | None = None
    values = [one.values for one in parts]
    if any(one.words is not None for one in parts):
        words = tuple(dict.fromkeys(word for one in parts for word in one.words or ()))
        values = [np.array([words.index(w) for w in one.words or ()], np.int32)[one.values] if one.words else one.values
                  for one in parts]  # fmt: skip
    missing = None
    if any(one.missing is not None for one in parts):
        missing = np.concatenate(
            [np.zeros(len(one.values), np.bool_) if one.missing is None else one.missing for one in parts]
        )
    low, high = min(one.low for one in parts), max(one.high for one in parts)
    return Vector(np.concatenate(values), missing, low, high, words)
