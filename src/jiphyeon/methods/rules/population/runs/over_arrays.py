"""Judging everybody over arrays: the pattern of each person's clauses, and from it the result file and the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlglot import exp

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.model.programme import Kind
from jiphyeon.methods.rules.population.arrays.columns import stored
from jiphyeon.methods.rules.population.arrays.households import Places
from jiphyeon.methods.rules.population.arrays.patterns import MET, OPEN, UNMET, Coded
from jiphyeon.methods.rules.population.arrays.vectors import Chunk, Vectors
from jiphyeon.methods.rules.population.duckdb_engine import PARQUET, Engine
from jiphyeon.methods.rules.population.results import Figures
from jiphyeon.methods.rules.population.runs.counting import Patterns, figures
from jiphyeon.methods.rules.population.runs.due_once import Second, with_seconds
from jiphyeon.methods.rules.population.sources.schema import Population, literal
from jiphyeon.methods.rules.population.sources.tables import IDS
from jiphyeon.methods.rules.sql.arrays import Vector
from jiphyeon.methods.rules.sql.statements import Compiled, home_columns
from jiphyeon.methods.rules.sql.values import SQL, case, number

PASS, FAIL, UNKNOWN = range(3)
RESULTS = ("pass", "fail", "unknown")
# A word of a known few is written some seven times as fast as a text of which the database knows nothing.
RESULT = exp.DataType.build(f"ENUM({', '.join(map(repr, RESULTS))})", dialect="duckdb")
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
        self.order = np.argsort([*homes, *rest])
        self.at_home: Coded | None = None
        if homes and vectors.homes is not None:
            own = [vectors.at_home[texts[place]] for place in homes]
            self.at_home = Coded.nothing(vectors.homes.count).with_(own)

    def of(self, chunk: Chunk) -> Coded:
        """Return the patterns of some people, what the clauses answer in the order they were named."""
        begun = Coded.nothing(chunk.count)
        if self.at_home is not None and chunk.homes is not None:
            begun = self.at_home.at(chunk.homes)
        found = begun.with_([chunk.value(one) for one in self.rest])
        return Coded(found.code, found.keys[:, self.order])


class PatternCount:
    """How many people show each pattern, added up over the chunks."""

    def __init__(self, clauses: int) -> None:
        self.keys = np.zeros((0, clauses), np.uint8)
        self.people = np.zeros(0, np.int64)
        self.added: list[tuple[NDArray[np.uint8], NDArray[np.int64]]] = []
        self.waiting = 0

    def add(self, coded: Coded) -> None:
        """Take in some people."""
        self.added.append((coded.keys, coded.people))
        self.waiting += len(coded.keys)
        if self.waiting > MOST_WAITING:
            self._merge()

    def patterns(self) -> Patterns:
        """Return them for counting."""
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


class Judging:
    """A version judged for everybody: rows for the result file, and the figures of all that have been written.

    Raises NeedsDatabase where a database must do it.
    """

    by = "arrays"

    def __init__(self, at: Engine, compiled: Compiled, population: Population) -> None:
        self.at, self.compiled, self.population = at, compiled, population
        self.clauses = [clause.sql for clause in compiled.judging]
        self.words = -(-len(self.clauses) // BITS)
        # What can never be left open is not told of.
        place = {clause.id: at for at, clause in enumerate(compiled.judging)}
        doubtful = {place[one.id] // BITS for one in compiled.shown if one.id in place and not one.certain}
        self.columns = [
            (word, kind)
            for word in range(self.words)
            for kind in (("met", MET), ("open", OPEN))
            if kind[1] == MET or word in doubtful
        ]
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
        self.total = self.known = 0
        self.homes: list[Places] | None = []
        self.done = 0.0
        self.failed: BaseException | None = None

    def write(self, file: Path, step: str, rows: range | None = None) -> None:
        """Write the row of everybody, or of those at some rows of the people."""
        told = pa.RecordBatchReader.from_batches(self._schema, self._batches(rows))
        self.at.connection.register("judged_rows", told)
        copy = f"COPY ({self._told().sql('duckdb')}) TO {literal(file)} {PARQUET}"
        try:
            self.at.run(copy, step, lambda: self.done)
        except (duckdb.Error, Refused) as why:
            # What the rows stumbled over travels through the database as mere words.
            raise self.failed or why from None
        finally:
            self.at.connection.unregister("judged_rows")

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

    @property
    def _schema(self) -> pa.Schema:
        """Return what the database is handed of each person: a bit a clause is far less than a column each."""
        identity = self.population.tables["people"].columns[IDS["people"]].type
        bits = [(f"{name}_{word}", pa.int32()) for word, (name, _) in self.columns]
        others = [(name, pa.bool_()) for name in self.others]
        return pa.schema(
            [(IDS["people"], identity), *bits, *others, ("result", pa.int8()), ("amount", pa.int64())]
        )

    def _told(self) -> exp.Select:
        """Return the statement that spreads the bits into the columns of the result file."""
        place = {clause.id: at for at, clause in enumerate(self.compiled.judging)}
        select = exp.select(f"{self.population.told_id} AS {IDS['people']}")
        for clause in self.compiled.shown:
            told: SQL = exp.column(clause.id, quoted=True)
            if clause.id in place:
                word, bit = divmod(place[clause.id], BITS)
                told = _bit(f"met_{word}", bit)
                if not clause.certain:
                    told = case((exp.Not(this=exp.Paren(this=_bit(f"open_{word}", bit))), told))
            select = select.select(exp.alias_(told, clause.id, quoted=True))
        words = [exp.cast(exp.Literal.string(word), RESULT) for word in RESULTS]
        code = exp.column("result")
        result = case(
            *((exp.EQ(this=code, expression=number(place)), word) for place, word in enumerate(words))
        )
        return select.select(exp.alias_(result, "result"), "amount").from_("judged_rows")

    def _batches(self, rows: range | None) -> Iterator[pa.RecordBatch]:
        rows = range(self.population.people) if rows is None else rows
        self.done = 0.0
        try:
            for chunk in self.vectors.chunks(rows):
                yield self._rows(chunk)
                self.done = (chunk.first + chunk.count - rows.start) / len(rows)
        except BaseException as why:
            self.failed = why
            raise

    def _rows(self, chunk: Chunk) -> pa.RecordBatch:
        coded = self.answers.of(chunk)
        self.count.add(coded)
        failing = (coded.keys == UNMET).any(axis=1)
        due = due_by_key(coded.keys, range(len(self.clauses)))
        result = np.select([due, failing], [PASS, FAIL], UNKNOWN).astype(np.int8)[coded.code]
        self._note_homes(chunk, result)
        columns = [chunk.stored(IDS["people"])]
        for word, (_, answer) in self.columns:
            part = coded.keys[:, word * BITS : (word + 1) * BITS]
            each = np.int32(1) << np.arange(part.shape[1], dtype=np.int32)
            columns.append(stored(((part == answer) @ each).astype(np.int32)[coded.code]))
        columns += [arrow(chunk.value(sql).spread(chunk.count)) for sql in self.others.values()]
        columns.append(stored(result))
        columns.append(self._amounts(chunk, result))
        return pa.RecordBatch.from_arrays(columns, schema=self._schema)

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

    def _amounts(self, chunk: Chunk, result: NDArray[np.int8]) -> pa.Array:
        """Return what everybody is due: 0 where they are not, nothing where it is not known."""
        if self.compiled.amount is None:
            return pa.nulls(chunk.count, pa.int64())
        due = np.flatnonzero(result == PASS)
        found = chunk.only(due).value(self.compiled.amount).spread(len(due))
        known = found.values if found.missing is None else found.values[~found.missing]
        self.total += sum(known.tolist())
        self.known += len(known)
        amounts = np.zeros(chunk.count, np.int64)
        amounts[due] = found.values
        unknown = result == UNKNOWN
        if found.missing is not None:
            unknown[due] = found.missing
        return stored(amounts, unknown if bool(unknown.any()) else None)


def arrow(found: Vector) -> pa.Array:
    """Return a yes/no, a whole number or a word as a column."""
    if found.words is not None:
        indices = stored(found.values.astype(np.int32), found.missing)
        return pa.DictionaryArray.from_arrays(indices, pa.array(found.words, pa.string())).cast(pa.string())
    whole = found.values if found.values.dtype == np.bool_ else found.values.astype(np.int64, copy=False)
    return stored(whole, found.missing)


def _bit(word: str, bit: int) -> SQL:
    """Return whether a bit of a column is set."""
    masked = exp.BitwiseAnd(this=exp.column(word), expression=number(1 << bit))
    return exp.NEQ(this=exp.Paren(this=masked), expression=number(0))
