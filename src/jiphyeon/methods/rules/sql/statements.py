"""The whole statement: facts joined, clauses judged, result and amount drawn from them; kept by version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import cast

from sqlglot import exp

from jiphyeon.methods.rules.judging.plan import plan_for
from jiphyeon.methods.rules.model.programme import Kind, Version
from jiphyeon.methods.rules.model.vocabulary import Entity
from jiphyeon.methods.rules.sql import comparing
from jiphyeon.methods.rules.sql.compiler import Compiler
from jiphyeon.methods.rules.sql.due_once import first_claimant
from jiphyeon.methods.rules.sql.layout import Layout
from jiphyeon.methods.rules.sql.shelves import Household, Shelf
from jiphyeon.methods.rules.sql.values import (
    NOTHING,
    SQL,
    UNKNOWN,
    Span,
    Truth,
    case,
    compared,
    every,
    number,
)

FACTS, JUDGED, CLAIMED, DUE = "facts", "judged", "claimed", "amount due"
CLAIM, CLAIM_KEY = "claim", "claim key"
RESULT_COLUMNS = ("result", "amount")


@dataclass(frozen=True, slots=True)
class ClauseColumn:
    """One clause as a column: TRUE met, FALSE not, NULL unknown."""

    id: str
    kind: Kind
    sql: SQL
    certain: bool = False

    @property
    def column(self) -> SQL:
        """Return the clause's column while judging; a clause may be called like a fact, so it has a name of its own."""
        return exp.column(f"clause {self.id}", quoted=True)


@dataclass(frozen=True, slots=True)
class Row:
    """What the row of one person must hold before anything is judged: facts, sums over the household, kept parts."""

    household: Household
    shelf: Shelf
    facts: frozenset[str]


def row_for(spoken_of: Iterable[SQL], household: Household, shelf: Shelf) -> Row:
    """Return the row that these expressions, and everything kept on the shelf, speak of."""
    kept = (sql for layer in shelf.layers for sql in layer.values())
    return Row(
        household,
        shelf,
        frozenset(column.name for sql in (*spoken_of, *kept) for column in sql.find_all(exp.Column)),
    )


@dataclass(frozen=True)
class Compiled:
    """A version compiled for one day and one layout: one expression a clause, the result, the amount.

    The expressions speak of the row of facts of one person, and of what `household` works out once a household and
    `shelf` holds under names.
    """

    version: Version
    as_of: date
    clauses: tuple[ClauseColumn, ...]
    amount: SQL | None
    household: Household
    shelf: Shelf

    @property
    def shown(self) -> tuple[ClauseColumn, ...]:
        """Return the clauses that have a column of their own in the result; `amount` itself stands for its clause."""
        return tuple(clause for clause in self.clauses if clause.id not in RESULT_COLUMNS)

    @property
    def judging(self) -> tuple[ClauseColumn, ...]:
        """Return the clauses that decide (all but the amount)."""
        return tuple(clause for clause in self.clauses if clause.kind is not Kind.AMOUNT)

    @cached_property
    def passes(self) -> SQL:
        """Return the whole result as a yes/no over the clause columns; a claim is TRUE there until it is settled."""
        return every([clause.column for clause in self.judging])

    @cached_property
    def claim(self) -> ClauseColumn | None:
        """Return the clause by which one of several claimants of a household or dwelling has it."""
        return next((clause for clause in self.clauses if clause.kind is Kind.CLAIM), None)


def compile_version(
    version: Version,
    as_of: date,
    layout: Layout,
    household: Household | None = None,
    shelf: Shelf | None = None,
) -> Compiled:
    """Return the version's clauses as SQL for the day, every parameter resolved. Kept with the version.

    Several versions share one pass (and what they have in common) when given the same `household` and `shelf`.

    Raises Refused where a clause cannot be judged in columns (a dwelling's fact summed over a household).
    """
    if household is not None and shelf is not None:
        return _compiled(version, as_of, layout, household, shelf)
    key = ("sql", as_of, layout.key)
    kept = cast("Compiled | None", version.plans.get(key))
    if kept is None:
        kept = version.plans[key] = _compiled(version, as_of, layout, Household(), Shelf("part"))
    return kept


def _compiled(version: Version, as_of: date, layout: Layout, household: Household, shelf: Shelf) -> Compiled:
    plan = plan_for(version, as_of)
    compiler = Compiler(version.facts, layout, as_of, household, shelf)
    columns: list[ClauseColumn] = []
    amount: SQL | None = None
    for part in (*plan.parts, *([plan.amount] if plan.amount else [])):
        clause = part.clause
        if not part.judged or clause.kind is Kind.CLAIM:
            # Everybody of a population applies: what is judged at a payment alone stands in nobody's way. A claim is
            # settled once it is known who is due by all the other clauses.
            columns.append(ClauseColumn(clause.id, clause.kind, exp.true(), certain=True))
            continue
        if part.node is None:
            columns.append(ClauseColumn(clause.id, clause.kind, UNKNOWN.copy()))
            continue
        if clause.kind is Kind.AMOUNT:
            amount = settled(compiler.span(part.node))
            is_known = exp.Not(this=exp.Is(this=exp.Paren(this=amount.copy()), expression=exp.null()))
            columns.append(ClauseColumn(clause.id, clause.kind, case((is_known, exp.true()))))
            continue
        found = compiler.truth(part.node)
        certain = found.certain and clause.kind is not Kind.DISCRETION
        columns.append(ClauseColumn(clause.id, clause.kind, _JUDGED[clause.kind](found), certain))
    return Compiled(version, as_of, tuple(columns), amount, household, shelf)


def _discretion(found: Truth) -> SQL:
    # Only what needs no deciding is met; the rest waits for an officer.
    if found.constant is not None:
        return UNKNOWN.copy() if found.constant else exp.true()
    return case((comparing.denied(found).sql, exp.true()))


_JUDGED = {
    Kind.GATE: lambda found: found.sql,
    Kind.EXCLUSION: lambda found: comparing.denied(found).sql,
    Kind.DISCRETION: _discretion,
}


def settled(amount: Span, *, any_scale: bool = False) -> SQL:
    """Return the number where it is one (a whole one, unless `any_scale`: then over its scale), else NULL."""
    low, high = amount.low, amount.high
    if low is None or high is None or low.bottom is not None or high.bottom is not None:
        return NOTHING.copy()
    if low.scale != high.scale or (low.scale != 1 and not any_scale):
        return NOTHING.copy()
    return low.top if amount.is_point else case((compared(exp.EQ, low, high), low.top))


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the rows stand: tables or table functions by dialect-free expressions.

    `people` has one row a person with `person_id` and, for joins, `household_id` and `dwelling_id`. `columns` says for
    every fact column in which source it stands ("people", "households", "dwellings"); nobody lacks a row in those that
    are `complete`. `dwelling`: the column of the people that says in which dwelling they live, where there is one.
    """

    people: SQL
    households: SQL | None
    dwellings: SQL | None
    columns: Mapping[str, str]
    id: str = "person_id"
    dwelling: str | None = None
    complete: frozenset[str] = frozenset()


def rows_of(
    columns: Mapping[str, SQL],
    household: Household,
    shelf: Shelf,
    sources: Sources,
    layout: Layout,
    also: Sequence[str] = (),
) -> exp.Select:
    """Return the statement of one row a person: id, `also` as they stand, and every expression under its name.

    What speaks of the household alone is worked out once a household, before people are joined to it.
    """
    row = row_for(columns.values(), household, shelf)
    home = _home(row, sources, layout)
    at_home = {name: sql for name, sql in columns.items() if _speaks_of(sql, home)}
    facts = facts_of(row, sources, layout, also, at_home)
    selected = [exp.column(name, quoted=True) if name in at_home else exp.alias_(sql.copy(), name, quoted=True)
            for name, sql in columns.items()]  # fmt: skip
    identity = exp.column(sources.id)
    return exp.select(identity, *(exp.column(name, quoted=True) for name in also), *selected).from_(
        exp.alias_(exp.Subquery(this=facts), FACTS, table=True)
    )


def _home(row: Row, sources: Sources, layout: Layout) -> frozenset[str]:
    """Return the names that stand in a household's own row; nothing where somebody may lack one."""
    if layout.households != "all" or "households" not in sources.complete:
        return frozenset()
    names = {name for name, source in sources.columns.items() if source == "households"}
    names |= {name for name, _ in row.household.columns.values()}
    for layer in row.shelf.layers:
        names |= {name for name, sql in layer.items() if _speaks_of(sql, names)}
    return frozenset(names)


def _speaks_of(sql: SQL, names: AbstractSet[str]) -> bool:
    spoken = {column.name for column in sql.find_all(exp.Column)}
    return bool(spoken) and spoken <= names


def facts_of(
    row: Row,
    sources: Sources,
    layout: Layout,
    also: Sequence[str] = (),
    at_home: Mapping[str, SQL] | None = None,
) -> exp.Select:
    """Return the statement that puts one person's facts, what their household adds up to, and all kept parts in one row.

    `at_home`: expressions over the household's own row, worked out there under their names.
    """
    home = _home(row, sources, layout)
    wanted = sorted({name for name in row.facts if name in sources.columns} | set(also))
    own = [name for name in wanted if name not in home]
    aliases = {"people": "p", "households": "h", "dwellings": "d"}
    select = exp.select(exp.column(sources.id, "p")).from_(exp.alias_(sources.people.copy(), "p", table=True))
    for name in own:
        select = select.select(exp.column(name, aliases[sources.columns.get(name, "people")], quoted=True))
    if home:
        inside, outside = _parted(row.shelf, home)
        names = [
            *(name for name in wanted if name in home),
            *(name for layer in inside.layers for name in layer),
        ]
        names += [name for name, _ in row.household.columns.values()]
        if names or at_home:
            own_row = _of_households(row, sources, layout, wanted, inside, at_home or {})
            for name in (*names, *(at_home or {})):
                select = select.select(exp.column(name, "k", quoted=True))
            select = _joined(select, exp.Subquery(this=own_row), "k", "household_id", inner=True)
    else:
        outside = row.shelf
        if sources.households is not None and _needs(wanted, sources, "households"):
            inner = "households" in sources.complete
            select = _joined(select, sources.households, "h", "household_id", inner=inner)
        select = _with_sums(select, row, sources, layout)
    if sources.dwellings is not None and _needs(own, sources, "dwellings"):
        select = _joined(select, sources.dwellings, "d", "dwelling_id", inner="dwellings" in sources.complete)
    return _layered(select, outside)


def _parted(shelf: Shelf, home: AbstractSet[str]) -> tuple[Shelf, Shelf]:
    """Return the kept parts that stand in the household's row, and the others."""
    inside, outside = Shelf(f"{shelf.prefix}_home"), Shelf(shelf.prefix)
    for layer in shelf.layers:
        for kept, here in ((inside, True), (outside, False)):
            part = {name: sql for name, sql in layer.items() if (name in home) is here}
            if part:
                kept.layers.append(part)
    return inside, outside


def _of_households(
    row: Row,
    sources: Sources,
    layout: Layout,
    wanted: Sequence[str],
    parts: Shelf,
    at_home: Mapping[str, SQL],
) -> exp.Select:
    """Return one row a household: its facts, its sums, the parts kept and the expressions worked out of them."""
    if sources.households is None:
        raise ValueError("there is no table of households")
    select = exp.select(exp.column("household_id", "h")).from_(
        exp.alias_(sources.households.copy(), "h", table=True)
    )
    for name in wanted:
        if sources.columns.get(name) == "households":
            select = select.select(exp.column(name, "h", quoted=True))
    if row.household.columns:
        for name, _ in row.household.columns.values():
            select = select.select(exp.column(name, "g"))
        grouped = exp.Subquery(this=_grouped(row, sources, layout))
        on = exp.EQ(this=exp.column("household_id", "h"), expression=exp.column("household_id", "g"))
        select = select.join(exp.alias_(grouped, "g", table=True), on=on, join_type="inner")
    select = _layered(select, parts)
    columns = (exp.alias_(sql.copy(), name, quoted=True) for name, sql in at_home.items())
    return exp.select("*", *columns).from_(exp.alias_(exp.Subquery(this=select), "own", table=True))


def _with_sums(select: exp.Select, row: Row, sources: Sources, layout: Layout) -> exp.Select:
    """Join what each person's household adds up to."""
    household = dict(row.household.columns.values())
    if not household or layout.households == "none":
        return select
    for name in sorted(household):
        select = select.select(exp.column(name, "g"))
    if layout.households == "some":
        listed = exp.Not(this=exp.Is(this=exp.column("household_id", "g"), expression=exp.null()))
        select = select.select(exp.alias_(exp.Paren(this=listed), "is_listed"))
    grouped = exp.Subquery(this=_grouped(row, sources, layout))
    return _joined(select, grouped, "g", "household_id", inner=layout.households == "all")


def _layered(select: exp.Select, shelf: Shelf) -> exp.Select:
    """Put the kept parts on top of a statement, layer by layer."""
    for depth, layer in enumerate(shelf.layers):
        below = exp.alias_(exp.Subquery(this=select), f"{shelf.prefix}_below_{depth}", table=True)
        select = exp.select("*", *(exp.alias_(sql.copy(), name) for name, sql in layer.items())).from_(below)
    return select


def _needs(wanted: Sequence[str], sources: Sources, source: str) -> bool:
    return any(sources.columns.get(name) == source for name in wanted)


def _joined(select: exp.Select, source: SQL, alias: str, key: str, *, inner: bool = False) -> exp.Select:
    on = exp.EQ(this=exp.column(key, "p"), expression=exp.column(key, alias))
    return select.join(
        exp.alias_(source.copy(), alias, table=True), on=on, join_type="inner" if inner else "left"
    )


def _grouped(row: Row, sources: Sources, layout: Layout) -> exp.Select:
    """Return one row a household with everything that is added up over it."""
    household = row.household
    aggregates = [sql for _name, sql in household.columns.values()]
    spoken_of = [*aggregates, *(sql for layer in household.members.layers for sql in layer.values())]
    used = {column.name for sql in spoken_of for column in sql.find_all(exp.Column)}
    wanted = sorted(name for name in used if name in sources.columns)
    aliases = {"people": "p", "households": "h"}
    members = exp.select(exp.column("household_id", "p")).from_(
        exp.alias_(sources.people.copy(), "p", table=True)
    )
    for name in wanted:
        members = members.select(exp.column(name, aliases[sources.columns[name]], quoted=True))
    if sources.households is not None and _needs(wanted, sources, "households"):
        members = _joined(members, sources.households, "h", "household_id")
    if layout.households != "all":
        members = members.where(
            exp.Not(this=exp.Is(this=exp.column("household_id", "p"), expression=exp.null()))
        )
    members = _layered(members, household.members)
    listed = exp.alias_(exp.Subquery(this=members), "m", table=True)
    select = exp.select(exp.column("household_id", "m")).from_(listed)
    for name, aggregate in household.columns.values():
        select = select.select(exp.alias_(aggregate.copy(), name))
    return select.group_by(exp.column("household_id", "m"))


def home_columns(version: Version, sources: Sources, layout: Layout) -> tuple[str, ...]:
    """Return the columns of the people that say with whom they share what is due once.

    Where nobody tells somebody's dwelling, their household is taken to live in one.
    """
    dwelling = sources.dwelling if version.per is Entity.DWELLING else None
    return (*([dwelling] if dwelling else []), *(["household_id"] if layout.households != "none" else []))


def judging_query(
    compiled: Compiled, sources: Sources, layout: Layout, also: Sequence[str] = (), *, claims: bool = True
) -> exp.Select:
    """Return the statement of the result file: id, one column a clause, `result`, `amount`.

    `result` is pass, fail or unknown; `amount` whole won: 0 where it fails, NULL where it is not settled. Without
    `claims` everybody is judged by their own conditions, and what is due once is settled afterwards.
    """
    columns = {f"clause {clause.id}": clause.sql for clause in compiled.clauses}
    if compiled.amount is not None:
        columns[DUE] = compiled.amount
    claim = compiled.claim if claims else None
    homes = home_columns(compiled.version, sources, layout) if claim else ()
    keys = [key for key in compiled.version.claimants if key.fact in layout.facts] if claim else []
    columns |= {f"{CLAIM_KEY} {n}": exp.column(key.fact, quoted=True) for n, key in enumerate(keys)}
    kept = [*also, *(home for home in homes if home not in also)]
    inner = rows_of(columns, compiled.household, compiled.shelf, sources, layout, kept)
    passes, source = compiled.passes, exp.select("*").from_(JUDGED)
    if claim is not None:
        settled_claim = first_claimant(
            passes,
            [exp.column(home, quoted=True) for home in homes],
            [(exp.column(f"{CLAIM_KEY} {n}", quoted=True), key.lowest_first) for n, key in enumerate(keys)],
            exp.column(sources.id),
        )
        source = source.select(exp.alias_(settled_claim, CLAIM))
        passes = every([passes, exp.column(CLAIM)])
    outer = exp.select(exp.column(sources.id), *(exp.column(name, quoted=True) for name in also))
    columns_by_clause = {
        clause.id: exp.column(CLAIM) if clause is claim else clause.column for clause in compiled.shown
    }
    outer = outer.select(*(exp.alias_(sql, name, quoted=True) for name, sql in columns_by_clause.items()))
    failing = exp.Not(this=exp.Paren(this=passes.copy()))
    met, unmet, nobody_knows = (exp.Literal.string(word) for word in ("pass", "fail", "unknown"))
    amount = exp.null() if compiled.amount is None else exp.column(DUE, quoted=True)
    if all(clause.certain for clause in compiled.judging):
        result = case((passes, met), otherwise=unmet)
        due = case((passes, amount), otherwise=number(0))
    else:
        result = case((passes, met), (failing, unmet), otherwise=nobody_knows)
        due = case((passes, amount), (failing, number(0)))
    if compiled.amount is None:
        due = exp.null()
    outer = outer.select(exp.alias_(result, "result"), exp.alias_(exp.cast(due, "BIGINT"), "amount"))
    if claim is None:
        return outer.from_(JUDGED).with_(JUDGED, as_=inner)
    return outer.from_(CLAIMED).with_(JUDGED, as_=inner).with_(CLAIMED, as_=source)
