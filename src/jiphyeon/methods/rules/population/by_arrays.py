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
from jiphyeon.methods.rules.population.counting import Patterns, figures
from jiphyeon.methods.rules.population.engine import PARQUET, Engine
from jiphyeon.methods.rules.population.opening import Population, literal
from jiphyeon.methods.rules.population.patterns import MET, OPEN, UNMET, Coded
from jiphyeon.methods.rules.population.results import Figures
from jiphyeon.methods.rules.population.tables import IDS
from jiphyeon.methods.rules.population.vectors import Stretch, Vectors
from jiphyeon.methods.rules.programme import Kind
from jiphyeon.methods.rules.sql.arrays import Vector
from jiphyeon.methods.rules.sql.statements import Compiled
from jiphyeon.methods.rules.sql.values import SQL, case, number

PASS, FAIL, UNKNOWN = range(3)
WORDS = pa.array(["pass", "fail", "unknown"])
BITS = 31  # clauses in one 32-bit whole number


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

    def of(self, stretch: Stretch) -> Coded:
        """Return the patterns of some people, what the clauses answer in the order they were named."""
        begun = Coded.nothing(stretch.count)
        if self.at_home is not None and stretch.homes is not None:
            begun = self.at_home.at(stretch.homes)
        found = begun.with_([stretch.value(one) for one in self.rest])
        return Coded(found.code, found.keys[:, self.order])


class PatternCount:
    """How many people show each pattern, added up over the stretches."""

    def __init__(self, clauses: int) -> None:
        self.clauses = clauses
        self.people: dict[bytes, int] = {}

    def add(self, coded: Coded) -> None:
        """Take in some people."""
        for key, count in zip(coded.keys, coded.people.tolist(), strict=True):
            if count:
                text = key.tobytes()
                self.people[text] = self.people.get(text, 0) + count

    def patterns(self) -> Patterns:
        """Return them for counting."""
        keys = np.frombuffer(b"".join(self.people), np.uint8).reshape(len(self.people), self.clauses)
        return Patterns(
            tuple(keys[:, place] == UNMET for place in range(self.clauses)),
            tuple(keys[:, place] == OPEN for place in range(self.clauses)),
            np.array(list(self.people.values()), np.int64),
        )


def due_by_key(keys: NDArray[np.uint8], places: Sequence[int]) -> NDArray[np.bool_]:
    """Return which patterns meet all the clauses at `places`."""
    found: NDArray[np.bool_] = (keys[:, list(places)] == MET).all(axis=1)
    return found


class Judging:
    """A version judged for everybody: rows for the result file, and the figures of all that have been written.

    Raises Unfit where a database must do it.
    """

    by = "arrays"

    def __init__(self, at: Engine, compiled: Compiled, population: Population) -> None:
        self.at, self.compiled, self.population = at, compiled, population
        self.clauses = [clause.sql for clause in compiled.judging]
        self.words = -(-len(self.clauses) // BITS)
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

    def figures(self, _file: Path) -> Figures:
        """Return the figures of everybody written: they were counted on the way."""
        places = [(clause.id, place) for place, clause in enumerate(self.compiled.judging)]
        patterns = self.count.patterns()
        if self.compiled.amount is None:
            return figures(patterns, places, None, 0)
        due = int(patterns.people[patterns.due([place for _, place in places])].sum())
        return figures(patterns, places, self.total, due - self.known)

    # -- rows -----------------------------------------------------------------------------------------------

    @property
    def _schema(self) -> pa.Schema:
        """Return what the database is handed of each person: a bit a clause is far less than a column each."""
        identity = self.population.tables["people"].columns[IDS["people"]].type
        bits = [(f"{word}_{n}", pa.int32()) for n in range(self.words) for word in ("met", "open")]
        others = [(name, pa.bool_()) for name in self.others]
        result = pa.dictionary(pa.int8(), pa.string())
        return pa.schema(
            [(IDS["people"], identity), *bits, *others, ("result", result), ("amount", pa.int64())]
        )

    def _told(self) -> exp.Select:
        """Return the statement that spreads the bits into the columns of the result file."""
        place = {clause.id: at for at, clause in enumerate(self.compiled.judging)}
        select = exp.select(exp.column(IDS["people"]))
        for clause in self.compiled.shown:
            told: SQL = exp.column(clause.id, quoted=True)
            if clause.id in place:
                word, bit = divmod(place[clause.id], BITS)
                told = _bit(f"met_{word}", bit)
                if not clause.certain:
                    told = case((exp.Not(this=exp.Paren(this=_bit(f"open_{word}", bit))), told))
            select = select.select(exp.alias_(told, clause.id, quoted=True))
        return select.select("result", "amount").from_("judged_rows")

    def _batches(self, rows: range | None) -> Iterator[pa.RecordBatch]:
        rows = range(self.population.people) if rows is None else rows
        self.done = 0.0
        try:
            for stretch in self.vectors.stretches(rows):
                yield self._rows(stretch)
                self.done = (stretch.first + stretch.count - rows.start) / len(rows)
        except BaseException as why:
            self.failed = why
            raise

    def _rows(self, stretch: Stretch) -> pa.RecordBatch:
        coded = self.answers.of(stretch)
        self.count.add(coded)
        failing = (coded.keys == UNMET).any(axis=1)
        due = due_by_key(coded.keys, range(len(self.clauses)))
        result = np.select([due, failing], [PASS, FAIL], UNKNOWN).astype(np.int8)[coded.code]
        columns = [stretch.stored(IDS["people"])]
        for word in range(self.words):
            part = coded.keys[:, word * BITS : (word + 1) * BITS]
            each = np.int32(1) << np.arange(part.shape[1], dtype=np.int32)
            columns += [pa.array(((part == one) @ each).astype(np.int32)[coded.code]) for one in (MET, OPEN)]
        columns += [arrow(stretch.value(sql).spread(stretch.count)) for sql in self.others.values()]
        columns.append(pa.DictionaryArray.from_arrays(pa.array(result), WORDS))
        columns.append(self._amounts(stretch, result))
        return pa.RecordBatch.from_arrays(columns, schema=self._schema)

    def _amounts(self, stretch: Stretch, result: NDArray[np.int8]) -> pa.Array:
        """Return what everybody is due: 0 where they are not, nothing where it is not known."""
        if self.compiled.amount is None:
            return pa.nulls(stretch.count, pa.int64())
        due = np.flatnonzero(result == PASS)
        found = stretch.only(due).value(self.compiled.amount).spread(len(due))
        known = found.values if found.missing is None else found.values[~found.missing]
        self.total += sum(known.tolist())
        self.known += len(known)
        amounts = np.zeros(stretch.count, np.int64)
        amounts[due] = found.values
        unknown = result == UNKNOWN
        if found.missing is not None:
            unknown[due] = found.missing
        return pa.array(amounts, mask=unknown if bool(unknown.any()) else None)


def arrow(found: Vector) -> pa.Array:
    """Return a yes/no, a whole number or a word as a column."""
    if found.words is not None:
        indices = pa.array(found.values.astype(np.int32), mask=found.missing)
        return pa.DictionaryArray.from_arrays(indices, pa.array(found.words, pa.string())).cast(pa.string())
    flags = found.values.dtype == np.bool_
    return pa.array(found.values, pa.bool_() if flags else pa.int64(), mask=found.missing)


def _bit(word: str, bit: int) -> SQL:
    """Return whether a bit of a column is set."""
    masked = exp.BitwiseAnd(this=exp.column(word), expression=number(1 << bit))
    return exp.NEQ(this=exp.Paren(this=masked), expression=number(0))
