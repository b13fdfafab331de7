"""Several versions judged together: each distinct clause and amount once, everything else read off patterns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlglot import exp

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.judging.plan import plan_for
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.programme import Ranking, Version
from jiphyeon.methods.rules.population.arrays.vectors import Chunk, Vectors
from jiphyeon.methods.rules.population.duckdb_engine import Engine
from jiphyeon.methods.rules.population.results import Figures, Share
from jiphyeon.methods.rules.population.runs.counting import Patterns, figures
from jiphyeon.methods.rules.population.runs.due_once import Second, of_people, with_seconds
from jiphyeon.methods.rules.population.runs.over_arrays import Answers, PatternCount, arrow, due_by_key
from jiphyeon.methods.rules.population.scenarios.reading import expression_of
from jiphyeon.methods.rules.population.sources.schema import Population
from jiphyeon.methods.rules.population.sources.tables import IDS
from jiphyeon.methods.rules.sql.arrays import NeedsDatabase
from jiphyeon.methods.rules.sql.compiler import Compiler
from jiphyeon.methods.rules.sql.due_once import first_claimant, parted
from jiphyeon.methods.rules.sql.shelves import Household, Shelf
from jiphyeon.methods.rules.sql.statements import JUDGED, Compiled, compile_version, rows_of, settled
from jiphyeon.methods.rules.sql.values import SQL, case, every, is_null, number, printed, some


@dataclass(frozen=True, slots=True)
class Spread:
    """How people are told apart: a number by its edges (each begins a band), or a column as it is (no edges)."""

    by: str
    expression: str
    edges: tuple[int, ...] = ()

    def key(self, band: int | str | None) -> str:
        """Return how a band is called."""
        if band is None:
            return "unknown"
        if not self.edges or isinstance(band, str):
            return str(band)
        low, high = (None, *self.edges)[band], (*self.edges, None)[band]
        if low is None:
            return f"<{high}"
        return f"{low}+" if high is None else f"{low}" if high == low + 1 else f"{low}–{high - 1}"


SPREADS = (
    Spread("age", "age", (19, 25, 30, 35, 40, 50, 65)),
    Spread("income", "household_income", (1_000_000, 2_000_000, 3_000_000, 4_000_000, 6_000_000)),
    Spread("household_size", "household_size", (2, 3, 4, 5)),
)


@dataclass(frozen=True, slots=True)
class Rank:
    """A ranking key as a column: whole numbers over `scale`."""

    sql: SQL
    scale: int
    lowest_first: bool


class JointRun:
    """Several versions judged together: each distinct clause and amount once, everything else read off patterns."""

    def __init__(
        self,
        engine: Engine,
        population: Population,
        versions: Sequence[Version],
        as_of: date,
        spreads: Sequence[Spread],
    ) -> None:
        self.engine = engine
        self.population = population
        self.versions = versions
        self.as_of = as_of
        self.household, self.shelf = Household(), Shelf("part")
        layout = population.layout
        self.compiled = [compile_version(one, as_of, layout, self.household, self.shelf) for one in versions]
        self.clauses: list[tuple[SQL, bool]] = []
        # What is due once: for each version the column that says whose it is, among those due by their own conditions.
        self.claims: dict[frozenset[int], str] = {}
        self.amounts: list[SQL] = []
        self.bits = [self._bits(one) for one in self.compiled]
        self.claim_of = [self._claim(one, bits) for one, bits in zip(self.compiled, self.bits, strict=True)]
        self.keys, self.order, self.homes = of_people(self.compiled[0], population)
        self.amount_of = [self._amount(one) for one in self.compiled]
        self.spreads = [
            (spread, sql) for spread in spreads if (sql := self._band(spread, versions[0])) is not None
        ]
        if population.town is not None and spreads:
            self.spreads.append((Spread("town", population.town), exp.column(population.town, quoted=True)))
        self.ranks = (
            [self._rank(key) for key in versions[0].ranking] if any(v.places for v in versions) else []
        )
        try:
            self._count_over_arrays()
        except NeedsDatabase:
            self._count()
            self._look_closer()
        self._settle_claims()
        self._add_up()

    # -- what is judged -------------------------------------------------------------------------------------

    def _bits(self, compiled: Compiled) -> list[tuple[str, int]]:
        known = {sql.sql(): bit for bit, (sql, _) in enumerate(self.clauses)}
        found: list[tuple[str, int]] = []
        for clause in compiled.judging:
            if clause is compiled.claim:
                continue
            text = clause.sql.sql()
            if text not in known:
                known[text] = len(self.clauses)
                self.clauses.append((clause.sql, clause.certain))
            found.append((clause.id, known[text]))
        return found

    def _claim(self, compiled: Compiled, bits: Sequence[tuple[str, int]]) -> str | None:
        """Return the column of a version's claim; versions that judge alike share one."""
        if compiled.claim is None:
            return None
        return self.claims.setdefault(frozenset(bit for _, bit in bits), f"q{len(self.claims)}")

    def _amount(self, compiled: Compiled) -> int | None:
        if compiled.amount is None:
            return None
        for place, sql in enumerate(self.amounts):
            if sql == compiled.amount:
                return place
        self.amounts.append(compiled.amount)
        return len(self.amounts) - 1

    def compiler(self) -> Compiler:
        """Return a compiler that keeps its parts in the same row."""
        return Compiler(
            self.versions[0].facts, self.population.layout, self.as_of, self.household, self.shelf
        )

    def _band(self, spread: Spread, version: Version) -> SQL | None:
        try:
            node = plan_for(version, self.as_of).bound(expression_of(version, spread.expression), self.as_of)
        except Refused:
            return None
        compiler = self.compiler()
        met = [
            compiler.truth(tree.Compare(tree.Comparison.AT_LEAST, node, tree.Constant(edge, node.type)))
            for edge in spread.edges
        ]
        below = [
            (exp.Not(this=exp.Paren(this=truth.sql.copy())), number(band)) for band, truth in enumerate(met)
        ]
        return case(*below, (met[-1].sql, number(len(met))))

    def passes(self, place: int) -> SQL:
        """Return whether somebody is due under a version: its clauses are met, and nobody else has it before them."""
        claim = self.claim_of[place]
        return every([self._own(place), *([exp.column(claim)] if claim else [])])

    def _own(self, place: int, *, without: frozenset[int] = frozenset()) -> SQL:
        """Return whether a version's own conditions are all met, as far as they are not among `without`."""
        return every([_clause(bit) for _, bit in self.bits[place] if bit not in without])

    def due_anywhere(self) -> SQL:
        """Return whether somebody is due under any of the versions by their own conditions."""
        common = frozenset.intersection(*(frozenset(bit for _, bit in one) for one in self.bits))
        rest = {one.sql(): one for one in (self._own(n, without=common) for n in range(len(self.bits)))}
        shared = every([_clause(bit) for bit in sorted(common)])
        if any(isinstance(one, exp.Boolean) for one in rest.values()):
            return shared
        return every([shared, exp.Paren(this=some([exp.Paren(this=one) for one in rest.values()]))])

    def judging(self, columns: Mapping[str, SQL], also: Sequence[str] = ()) -> exp.Select:
        """Return the beginning of a statement over one row a person that holds `columns`, and `also` as they are."""
        inner = rows_of(
            columns, self.household, self.shelf, self.population.sources, self.population.layout, also
        )
        return exp.select().from_(JUDGED).with_(JUDGED, as_=inner)

    def _rank(self, key: Ranking) -> Rank:
        """Return the column of a ranking key, one whole number over a scale; NULL where it is not settled."""
        plan = plan_for(self.versions[0], self.as_of)
        span = self.compiler().span(plan.bound(key.expression, self.as_of))
        scale = 1 if span.low is None else span.low.scale
        return Rank(settled(span, any_scale=True), scale, lowest_first=key.lowest_first)

    # -- what is counted ------------------------------------------------------------------------------------

    def _count_over_arrays(self) -> None:
        """Count everybody by pattern over arrays, and hand those due under any version to the database."""
        columns = self._columns()
        clauses = [sql for sql, _ in self.clauses]
        vectors = Vectors(
            self.engine,
            self.population,
            self.versions[0].facts,
            self.household,
            self.shelf,
            clauses,
            [sql for name, sql in columns.items() if not name.startswith("c")],
        )
        answers, count = Answers(vectors, clauses), PatternCount(len(clauses))
        kept: list[pa.RecordBatch] = []
        numbered = {IDS["households"]: vectors.homes, IDS["dwellings"]: vectors.dwellings}
        also = [home for home in self._shared() if numbered[home] is None]
        keys = None
        for chunk in vectors.chunks(also=also):
            coded = answers.of(chunk)
            count.add(coded)
            if keys is not coded.keys:
                keys = coded.keys
                due = np.logical_or.reduce([due_by_key(keys, [bit for _, bit in one]) for one in self.bits])
            kept.append(self._concerned(chunk.only(np.flatnonzero(due[coded.code])), columns))
            self.engine.progress("judging", (chunk.first + chunk.count) / self.population.people)
        self.everybody = count.patterns()
        self.engine.connection.register("kept_rows", pa.Table.from_batches(kept))
        self.engine.run("CREATE OR REPLACE TEMP TABLE concerned AS SELECT * FROM kept_rows")
        self.engine.connection.unregister("kept_rows")

    def _concerned(self, some: Chunk, columns: Mapping[str, SQL]) -> pa.RecordBatch:
        columns_read = {name: arrow(some.value(sql).spread(some.count)) for name, sql in columns.items()}
        for home in self._shared():
            places = some.homes if home == IDS["households"] else some.dwellings
            columns_read[home] = some.as_read(home) if places is None else pa.array(places, mask=places < 0)
        return pa.RecordBatch.from_pydict(
            {self.population.sources.id: some.as_read(IDS["people"]), **columns_read}
        )

    def _columns(self) -> dict[str, SQL]:
        """Return what is asked of those due under any version: clauses, amounts, bands and ranks under short names."""
        return {
            **{f"c{n}": sql for n, (sql, _) in enumerate(self.clauses)},
            **{f"a{n}": sql for n, sql in enumerate(self.amounts)},
            **{f"b{n}": sql for n, (_, sql) in enumerate(self.spreads)},
            **{f"r{n}": rank.sql for n, rank in enumerate(self.ranks)},
            **(self.keys if self.claims else {}),
        }

    def _count(self) -> None:
        """Count everybody by pattern: what each distinct clause answers."""
        keys = [exp.column(f"c{place}") for place in range(len(self.clauses))]
        select = self.judging({f"c{n}": sql for n, (sql, _) in enumerate(self.clauses)}).select(
            *(key.copy() for key in keys), exp.alias_(exp.Count(this=exp.Star()), "people")
        )
        found = self.engine.columns(printed(select.group_by(*keys), "duckdb"), "judging")
        self.everybody = Patterns.of([found[key.name] for key in keys], found["people"])

    def _look_closer(self) -> None:
        """Take down those due under any version with their bands, amounts and ranks."""
        kept = self.judging(self._columns(), self._shared()).select("*").where(self.due_anywhere())
        self.engine.run(
            f"CREATE OR REPLACE TEMP TABLE concerned AS {printed(kept, 'duckdb')}", "looking closer"
        )

    def _shared(self) -> tuple[str, ...]:
        """Return the columns that say who lives together, where anything is due once to those who do."""
        return self.homes if self.claims else ()

    def _settle_claims(self) -> None:
        """Say of each who is due by their own conditions whether somebody of the same home comes before them."""
        if not self.claims:
            return
        if not self._may_share():
            # Nobody comes second: there is nothing to look up, and nothing more to tell people apart by.
            self.claims, self.claim_of = {}, [None] * len(self.claim_of)
            return
        columns = [
            exp.alias_(
                first_claimant(
                    every([_clause(bit) for bit in sorted(bits)]),
                    [exp.column(home, quoted=True) for home in self.homes],
                    self.order,
                    exp.column(self.population.sources.id),
                ),
                name,
            )
            for bits, name in self.claims.items()
        ]
        select = exp.select("*", *columns).from_("concerned")
        self.engine.run(
            f"CREATE OR REPLACE TEMP TABLE concerned AS {printed(select, 'duckdb')}", "looking at homes"
        )

    def _may_share(self) -> bool:
        """Return whether two of those concerned live together."""
        if not self.homes:
            return False
        home = exp.Tuple(expressions=parted([exp.column(name, quoted=True) for name in self.homes]))
        known = some(
            [exp.Not(this=exp.Paren(this=is_null(exp.column(name, quoted=True)))) for name in self.homes]
        )
        asked = f"SELECT count(*) > count(DISTINCT {home.sql('duckdb')}) FROM concerned WHERE {known.sql('duckdb')}"  # noqa: S608 -- our own names
        [(found,)] = self.engine.run(asked)
        return bool(found)

    def _add_up(self) -> None:
        """Add up those taken down, by pattern and band."""
        clauses = [f"c{n}" for n in range(len(self.clauses))] + list(self.claims.values())
        amounts = [f"a{n}" for n in range(len(self.amounts))]
        bands = [f"b{n}" for n in range(len(self.spreads))]
        keys = [*clauses, *bands]
        counts: dict[str, SQL] = {"people": exp.Count(this=exp.Star())}
        if any(one.claim for one in self.compiled):
            nowhere = every([is_null(exp.column(home, quoted=True)) for home in self.homes])
            counts["alone"] = exp.Count(this=case((nowhere, number(1))))
        for place, name in enumerate(amounts):
            amount = exp.column(name)
            counts[f"total{place}"] = exp.cast(exp.Sum(this=amount), "BIGINT")
            counts[f"known{place}"] = exp.Count(this=amount.copy())
            for word, order in (("up", exp.GT), ("down", exp.LT)) if place else ():
                moved = order(this=amount.copy(), expression=exp.column("a0"))
                counts[f"{word}{place}"] = exp.Count(this=case((moved, number(1))))
        select = exp.select(*keys, *(exp.alias_(sql, name) for name, sql in counts.items()))
        found = self.engine.columns(printed(select.from_("concerned").group_by(*keys), "duckdb"))
        self.patterns = Patterns.of([found[name] for name in clauses], found["people"])
        self.bands = [np.ma.asarray(found[name]).tolist() for name in bands]
        none = np.zeros(len(self.patterns.people), dtype=np.int64)
        self.alone = found.get("alone", none)
        # Sums stay Python's whole numbers: no budget is too large for them.
        self.sums = [np.ma.filled(found[f"total{n}"], 0).astype(object) for n in range(len(amounts))]
        self.known = [found[f"known{n}"] for n in range(len(amounts))]
        self.moved = [(found.get(f"up{n}", none), found.get(f"down{n}", none)) for n in range(len(amounts))]
        self.due = [self.patterns.due(self._places(n)) for n in range(len(self.bits))]

    def _places(self, place: int) -> list[int]:
        """Return where a version's clauses, and its claim, stand among the patterns of those concerned."""
        claim = self.claim_of[place]
        mine = [] if claim is None else [len(self.clauses) + list(self.claims.values()).index(claim)]
        return [*(bit for _, bit in self.bits[place]), *mine]

    # -- what is read off -----------------------------------------------------------------------------------

    def figures(self, place: int) -> Figures:
        """Return the figures of one version."""
        amount, due = self.amount_of[place], self.due[place]
        total = None if amount is None else self._cost(place, due)
        still_open = 0 if amount is None else int((self.patterns.people - self.known[amount])[due].sum())
        found = figures(self.everybody, self.bits[place], total, still_open)
        return with_seconds(found, self.compiled[place], self._second(place))

    def _second(self, place: int) -> Second:
        """Return how many come second under a version, and of how many nobody knows the home; amounts leave them out."""
        own = self.patterns.due([bit for _, bit in self.bits[place]])
        second = self.patterns.failing[self._places(place)[-1]] if self.claim_of[place] else ~own
        return Second(int(self.patterns.people[own & second].sum()), alone=int(self.alone[own].sum()))

    def _cost(self, place: int, where: NDArray[np.bool_]) -> int:
        amount = self.amount_of[place]
        return 0 if amount is None else int(self.sums[amount][where & self.due[place]].sum())

    def whole(self, place: int) -> Share:
        """Return what one version changes for everybody."""
        return self._share("", place, np.ones(len(self.patterns.people), dtype=np.bool_))

    def spread(self, place: int) -> dict[str, tuple[Share, ...]]:
        """Return what one version changes, by each way people are told apart."""
        found: dict[str, tuple[Share, ...]] = {}
        concerned = self.due[0] | self.due[place]
        for (spread, _), bands in zip(self.spreads, self.bands, strict=True):
            present = {band for band, held in zip(bands, concerned, strict=True) if held}
            ordered = sorted(present - {None}) + ([None] if None in present else [])
            keys = np.array(
                [
                    hash(band) if band is None else ordered.index(band) if band in present else -1
                    for band in bands
                ]
            )
            found[spread.by] = tuple(
                self._share(
                    spread.key(band), place, (keys == (hash(None) if band is None else number_)) & concerned
                )
                for number_, band in enumerate(ordered)
            )
        return found

    def _share(self, key: str, place: int, where: NDArray[np.bool_]) -> Share:
        people = self.patterns.people
        was, now = self.due[0] & where, self.due[place] & where
        winners = int(people[now & ~was].sum())
        losers = int(people[was & ~now].sum())
        amount = self.amount_of[place]
        if amount is not None and amount != self.amount_of[0]:
            up, down = self.moved[amount]
            winners += int(up[was & now].sum())
            losers += int(down[was & now].sum())
        return Share(
            key,
            int(people[was].sum()),
            int(people[now].sum()),
            winners,
            losers,
            self._cost(0, was),
            self._cost(place, now),
        )


def _clause(bit: int) -> SQL:
    return exp.column(f"c{bit}")
