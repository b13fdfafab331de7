"""Judging everybody over arrays: the pattern of each person's clauses, and from it the result file and the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jiphyeon.methods.rules.model.programme import Kind
from jiphyeon.methods.rules.population.arrays.columns import to_arrow
from jiphyeon.methods.rules.population.arrays.households import Places
from jiphyeon.methods.rules.population.arrays.patterns import MET, OPEN, UNMET, Coded, Grown
from jiphyeon.methods.rules.population.arrays.vectors import Chunk, Vectors
from jiphyeon.methods.rules.population.duckdb_engine import Engine
from jiphyeon.methods.rules.population.parquet.columns import Column, Flags, Ids, Numbers, Words
from jiphyeon.methods.rules.population.parquet.writer import Writer
from jiphyeon.methods.rules.population.results import Figures
from jiphyeon.methods.rules.population.runs.counting import Patterns, figures
from jiphyeon.methods.rules.population.runs.due_once import Second, with_seconds
from jiphyeon.methods.rules.population.sources.schema import Population
from jiphyeon.methods.rules.population.sources.tables import IDS
from jiphyeon.methods.rules.sql.arrays import Vector
from jiphyeon.methods.rules.sql.statements import Compiled, home_columns
from jiphyeon.methods.rules.sql.values import SQL

PASS, FAIL, UNKNOWN = range(3)
RESULTS = ("pass", "fail", "unknown")
NOWHERE = -1  # the place of a home nobody knows
BITS = 31  # clauses in one 32-bit whole number
DIGITS = 39  # answers of three kinds in one 64-bit whole number
MOST_WAITING = 2**18  # patterns kept before those alike are added up


class Answers:
    """Clauses asked of everybody: those of the household alone once a household, the others of each person."""

    def __init__(self, vectors: Vectors, clauses: Sequence[SQL]) -> None:
        texts = [one.sql() for one in clauses]
        homes = [place for place, text in enumerate(texts) if text in vectors.at_home]
        rest = [place for place, text in enumerate(texts) if text not in vectors.at_home]
        self.rest = [clauses[place] for place in rest]
        self.at_home: Coded | None = None
        if homes and vectors.homes is not None:
            own = [vectors.at_home[texts[place]] for place in homes]
            self.at_home = Coded.nothing(vectors.homes.count).with_(own)
        begun = (self.at_home or Coded.nothing(0)).keys
        self.grown = Grown(begun, np.argsort([*homes, *rest]), vectors.people.rows)

    def of(self, chunk: Chunk) -> Coded:
        """Return the patterns of some people, what the clauses answer in the order they were named."""
        begun = Coded.nothing(chunk.count)
        if self.at_home is not None and chunk.homes is not None:
            begun = self.at_home.at(chunk.homes)
        return self.grown.by([chunk.value(one) for one in self.rest], begun)


class PatternCount:
    """How many people show each pattern, added up over the chunks."""

    def __init__(self, clauses: int) -> None:
        self.keys = np.zeros((0, clauses), np.uint8)
        self.people = np.zeros(0, np.int64)
        self.added: list[tuple[NDArray[np.uint8], NDArray[np.int64]]] = []
        self.waiting = 0
        self.shared: NDArray[np.uint8] | None = None
        self.sharing = self.people

    def add(self, coded: Coded) -> None:
        """Take in some people."""
        if coded.keys is self.shared:
            self.sharing += coded.people
            return
        self._set_down()
        self.shared, self.sharing = coded.keys, coded.people
        if self.waiting > MOST_WAITING:
            self._merge()

    def _set_down(self) -> None:
        """Keep what was counted by the keys of the last chunks."""
        if self.shared is None:
            return
        there = np.flatnonzero(self.sharing)
        self.added.append((self.shared[there], self.sharing[there]))
        self.waiting += len(there)
        self.shared = None

    def patterns(self) -> Patterns:
        """Return them for counting."""
        self._set_down()
        self._merge()
        return Patterns(
            tuple(one == UNMET for one in self.keys.T), tuple(one == OPEN for one in self.keys.T), self.people
        )

    def _merge(self) -> None:
        """Add up what is alike, so that no more is kept than there are patterns."""
        keys = np.concatenate([self.keys, *(keys for keys, _ in self.added)])
        people = np.concatenate([self.people, *(people for _, people in self.added)])
        self.added, self.waiting = [], 0
        if not keys.size:
            # Nobody, or nothing is asked: one pattern at most.
            self.keys, self.people = keys[:1], people.sum(keepdims=True)[: len(keys)]
            return
        places = np.arange(keys.shape[1])
        digits = [
            keys[:, places[at : at + DIGITS]]
            @ (3 ** np.arange(len(places[at : at + DIGITS]), dtype=np.int64))
            for at in range(0, len(places), DIGITS)
        ]
        order = np.lexsort(digits)
        changes = [np.diff(one[order]) != 0 for one in digits]
        firsts = np.concatenate([[0], np.flatnonzero(np.logical_or.reduce(changes)) + 1])
        self.keys, self.people = keys[order[firsts]], np.add.reduceat(people[order], firsts)


def due_by_key(keys: NDArray[np.uint8], places: Sequence[int]) -> NDArray[np.bool_]:
    """Return which patterns meet all the clauses at `places`."""
    found: NDArray[np.bool_] = (keys[:, list(places)] == MET).all(axis=1)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class RowsOfKeys:
    """What the rows of people say by their pattern: the result, and words of a bit a clause (met, open)."""

    keys: NDArray[np.uint8]
    result: NDArray[np.int8]
    met: list[NDArray[np.int32]]
    open: list[NDArray[np.int32]]

    @classmethod
    def of(cls, keys: NDArray[np.uint8]) -> RowsOfKeys:
        """Return them for all patterns."""
        failing = (keys == UNMET).any(axis=1)
        due = due_by_key(keys, range(keys.shape[1]))
        result = np.select([due, failing], [PASS, FAIL], UNKNOWN).astype(np.int8)
        return cls(keys, result, _words(keys == MET), _words(keys == OPEN))


def _words(flags: NDArray[np.bool_]) -> list[NDArray[np.int32]]:
    """Return columns of flags as whole numbers of a bit a column."""
    found = []
    for first in range(0, flags.shape[1], BITS):
        part = flags[:, first : first + BITS]
        found.append((part @ (np.int32(1) << np.arange(part.shape[1], dtype=np.int32))).astype(np.int32))
    return found


class ResultColumns:
    """The columns of a result file. Ids that are words stay words, also where they were joined as numbers."""

    def __init__(self, compiled: Compiled, population: Population) -> None:
        people, name = population.tables["people"], IDS["people"]
        words = name in people.words or people.columns[name].kind == "text"
        self.ids = Ids(name, pa.string() if words else pa.int64())
        self.clauses = [Flags(clause.id) for clause in compiled.shown]
        self.results = Words("result", RESULTS)
        self.amounts = Numbers("amount")

    @property
    def all(self) -> list[Column]:
        """Return the columns in their order."""
        return [self.ids, *self.clauses, self.results, self.amounts]


class Judging:
    """A version judged for everybody: rows for the result file, and the figures of all that have been written.

    Raises NeedsDatabase where a database must do it.
    """

    by = "arrays"

    def __init__(self, at: Engine, compiled: Compiled, population: Population) -> None:
        self.at, self.compiled, self.population = at, compiled, population
        self.clauses = [clause.sql for clause in compiled.judging]
        self.place = {clause.id: place for place, clause in enumerate(compiled.judging)}
        self.others = {clause.id: clause.sql for clause in compiled.shown if clause.kind is Kind.AMOUNT}
        amount = [] if compiled.amount is None else [compiled.amount]
        self.vectors = Vectors(
            at,
            population,
            compiled.version.facts,
            compiled.household,
            compiled.shelf,
            self.clauses,
            [*self.others.values(), *amount],
        )
        self.answers = Answers(self.vectors, self.clauses)
        self.count = PatternCount(len(self.clauses))
        self.rows: RowsOfKeys | None = None
        self.total = self.known = 0
        self.homes: list[Places] | None = []

    def write(self, file: Path, step: str, rows: range | None = None) -> None:
        """Write the row of everybody, or of those at some rows of the people."""
        rows = range(self.population.people) if rows is None else rows
        columns = ResultColumns(self.compiled, self.population)
        with Writer(file, columns.all) as writer:
            for chunk in self.vectors.chunks(rows):
                self._add(chunk, columns)
                writer.added(chunk.count)
                self.at.progress(step, (chunk.first + chunk.count - rows.start) / len(rows))

    def write_part(self, file: Path, number: int, count: int) -> None:
        """Write one of the parts: some rows on end. Households were added up over everybody before."""
        people = self.population.people
        self.write(file, "judging", range(people * number // count, people * (number + 1) // count))

    def figures(self, _file: Path, second: Second) -> Figures:
        """Return the figures of everybody written: they were counted on the way, before anybody came second."""
        places = [(clause.id, place) for place, clause in enumerate(self.compiled.judging)]
        patterns = self.count.patterns()
        total, still_open = None, 0
        if self.compiled.amount is not None:
            due = int(patterns.people[patterns.due([place for _, place in places])].sum())
            total, still_open = self.total, due - self.known
        return with_seconds(figures(patterns, places, total, still_open), self.compiled, second)

    @property
    def may_share(self) -> bool:
        """Return whether two of those due may live together; no where each was seen in a home of their own."""
        if self.compiled.claim is None:
            return False
        if self.homes is None:
            return True
        homes = np.sort(np.concatenate(self.homes)) if self.homes else np.zeros(0, np.int32)
        return NOWHERE in homes or bool((homes[1:] == homes[:-1]).any())

    # -- rows -----------------------------------------------------------------------------------------------

    def _add(self, chunk: Chunk, columns: ResultColumns) -> None:
        """Add the rows of some people to the columns."""
        coded = self.answers.of(chunk)
        self.count.add(coded)
        if self.rows is None or self.rows.keys is not coded.keys:
            self.rows = RowsOfKeys.of(coded.keys)
        result = self.rows.result.take(coded.code)
        self._note_homes(chunk, result)
        met, left_open = (
            [one.take(coded.code) for one in words] for words in (self.rows.met, self.rows.open)
        )
        columns.ids.add(chunk.as_read(IDS["people"]).cast(columns.ids.arrow))
        for clause, column in zip(self.compiled.shown, columns.clauses, strict=True):
            if clause.id in self.place:
                word, bit = divmod(self.place[clause.id], BITS)
                each = np.int32(1 << bit)
                column.add((met[word] & each) != 0, None if clause.certain else (left_open[word] & each) != 0)
            else:
                found = chunk.value(self.others[clause.id]).spread(chunk.count)
                column.add(found.values, found.missing)
        columns.results.add(result)
        columns.amounts.add(*self._amounts(chunk, result))

    def _note_homes(self, chunk: Chunk, result: NDArray[np.int8]) -> None:
        """Note in whose home those due live, where homes have been numbered for the expressions anyway."""
        if self.compiled.claim is None or self.homes is None:
            return
        numbered = {IDS["households"]: chunk.homes, IDS["dwellings"]: chunk.dwellings}
        columns = home_columns(self.compiled.version, self.population.sources, self.population.layout)
        places = [one[result == PASS] for name in columns if (one := numbered[name]) is not None]
        if not columns or len(places) < len(columns):
            self.homes = None
        elif len(places) == 1:
            self.homes.append(places[0])
        else:
            # Households below all dwellings, so that none of the one is taken for one of the other.
            dwelling, household = places
            self.homes.append(
                np.where(dwelling >= 0, dwelling, np.where(household < 0, NOWHERE, NOWHERE - 1 - household))
            )

    def _amounts(
        self, chunk: Chunk, result: NDArray[np.int8]
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_] | None]:
        """Return what everybody is due, and of whom that is not known; 0 where they are not due."""
        amounts = np.zeros(chunk.count, np.int64)
        if self.compiled.amount is None:
            return amounts, np.ones(chunk.count, np.bool_)
        due = np.flatnonzero(result == PASS)
        found = chunk.only(due).value(self.compiled.amount).spread(len(due))
        known = found.values if found.missing is None else found.values[~found.missing]
        self.total += sum(known.tolist())
        self.known += len(known)
        amounts[due] = found.values
        unknown = result == UNKNOWN
        if found.missing is not None:
            unknown[due] = found.missing
        return amounts, unknown


def arrow(found: Vector) -> pa.Array:
    """Return a yes/no, a whole number or a word as a column."""
    if found.words is not None:
        indices = to_arrow(found.values.astype(np.int32), found.missing)
        return pa.DictionaryArray.from_arrays(indices, pa.array(found.words, pa.string())).cast(pa.string())
    whole = found.values if found.values.dtype == np.bool_ else found.values.astype(np.int64, copy=False)
    return to_arrow(whole, found.missing)
