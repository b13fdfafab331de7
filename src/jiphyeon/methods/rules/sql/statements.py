"""The whole statement: facts joined, clauses judged, result and amount drawn from them; kept by version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlglot import exp

from jiphyeon.methods.rules.plan import plan_for
from jiphyeon.methods.rules.programme import Kind, Version
from jiphyeon.methods.rules.sql import comparing
from jiphyeon.methods.rules.sql.compiler import Compiler, Household, Shelf
from jiphyeon.methods.rules.sql.layout import Layout
from jiphyeon.methods.rules.sql.values import SQL, Span, Truth, case, compared, every, number

FACTS, JUDGED = "facts", "judged"
RESULT_COLUMNS = ("result", "amount")


@dataclass(frozen=True, slots=True)
class ClauseColumn:
    """One clause as a column: TRUE met, FALSE not, NULL unknown."""

    id: str
    kind: Kind
    sql: SQL

    @property
    def column(self) -> SQL:
        """Return the clause's column while judging; a clause may be called like a fact, so it has a name of its own."""
        return exp.column(f"clause {self.id}", quoted=True)


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
    facts: frozenset[str]

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
        """Return the whole result as a yes/no over the clause columns."""
        return every([clause.column for clause in self.judging])


def compile_version(
    version: Version, as_of: date, layout: Layout, household: Household | None = None, shelf: Shelf | None = None
) -> Compiled:
    """Return the version's clauses as SQL for the day, every parameter resolved. Kept with the version.

    Several versions share one pass (and what they have in common) when given the same `household` and `shelf`.

    Raises Refused where a clause cannot be judged in columns (a dwelling's fact summed over a household).
    """
    if household is not None and shelf is not None:
        return _compiled(version, as_of, layout, household, shelf)
    key = ("sql", as_of, layout.key)
    kept = version.plans.get(key)
    if kept is None:
        kept = version.plans[key] = _compiled(version, as_of, layout, Household(), Shelf("part"))
    found: Compiled = kept
    return found


def _compiled(version: Version, as_of: date, layout: Layout, household: Household, shelf: Shelf) -> Compiled:
    plan = plan_for(version, as_of)
    compiler = Compiler(version.facts, layout, as_of, household, shelf)
    columns: list[ClauseColumn] = []
    amount: SQL | None = None
    for part in (*plan.parts, *([plan.amount] if plan.amount else [])):
        clause = part.clause
        if part.node is None:
            columns.append(ClauseColumn(clause.id, clause.kind, exp.null()))
            continue
        if clause.kind is Kind.AMOUNT:
            amount = _settled(compiler.span(part.node))
            settled = exp.Not(this=exp.Is(this=exp.Paren(this=amount.copy()), expression=exp.null()))
            columns.append(ClauseColumn(clause.id, clause.kind, case((settled, exp.true()))))
            continue
        columns.append(ClauseColumn(clause.id, clause.kind, _JUDGED[clause.kind](compiler.truth(part.node))))
    used = {column.name for one in columns for column in one.sql.find_all(exp.Column)}
    if amount is not None:
        used |= {column.name for column in amount.find_all(exp.Column)}
    for layer in shelf.layers:
        used |= {column.name for sql in layer.values() for column in sql.find_all(exp.Column)}
    return Compiled(version, as_of, tuple(columns), amount, household, shelf, frozenset(used))


def _discretion(found: Truth) -> SQL:
    # Only what needs no deciding is met; the rest waits for an officer.
    if found.constant is not None:
        return exp.null() if found.constant else exp.true()
    return case((comparing.denied(found).sql, exp.true()))


_JUDGED = {
    Kind.GATE: lambda found: found.sql,
    Kind.EXCLUSION: lambda found: comparing.denied(found).sql,
    Kind.DISCRETION: _discretion,
}


def _settled(amount: Span) -> SQL:
    """Return the amount where it is one whole number, else NULL."""
    if amount.low is None or amount.high is None:
        return exp.null()
    if amount.low.scale != 1 or amount.low.bottom is not None or amount.high.scale != 1:
        return exp.null()
    if amount.is_point:
        return amount.low.top
    return case((compared(exp.EQ, amount.low, amount.high), amount.low.top))


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the rows stand: tables or table functions by dialect-free expressions.

    `people` has one row a person with `person_id` and, for joins, `household_id` and `dwelling_id`. `columns` says for
    every fact column in which source it stands ("people", "households", "dwellings").
    """

    people: SQL
    households: SQL | None
    dwellings: SQL | None
    columns: Mapping[str, str]
    id: str = "person_id"


def facts_of(compiled: Compiled, sources: Sources, layout: Layout, also: Sequence[str] = ()) -> exp.Select:
    """Return the statement that puts one person's facts, what their household adds up to, and all kept parts in one row."""
    wanted = sorted({name for name in compiled.facts if name in sources.columns} | set(also))
    aliases = {"people": "p", "households": "h", "dwellings": "d"}
    household = {name: sql for name, sql in compiled.household.columns.values()}
    select = exp.select(exp.column(sources.id, "p")).from_(exp.alias_(sources.people.copy(), "p", table=True))
    for name in wanted:
        select = select.select(exp.column(name, aliases[sources.columns[name]], quoted=True))
    if sources.households is not None and _needs(wanted, sources, "households"):
        select = _joined(select, sources.households, "h", "household_id")
    if sources.dwellings is not None and _needs(wanted, sources, "dwellings"):
        select = _joined(select, sources.dwellings, "d", "dwelling_id")
    if household and layout.households != "none":
        for name in sorted(household):
            select = select.select(exp.column(name, "g"))
        if layout.households == "some":
            listed = exp.Not(this=exp.Is(this=exp.column("household_id", "g"), expression=exp.null()))
            select = select.select(exp.alias_(exp.Paren(this=listed), "is_listed"))
        grouped = exp.Subquery(this=_grouped(compiled, sources))
        select = _joined(select, grouped, "g", "household_id", inner=layout.households == "all")
    return _layered(select, compiled.shelf)


def _layered(select: exp.Select, shelf: Shelf) -> exp.Select:
    """Put the kept parts on top of a statement, layer by layer."""
    for depth, layer in enumerate(shelf.layers):
        below = exp.alias_(exp.Subquery(this=select), f"{shelf.prefix}_below_{depth}", table=True)
        select = exp.select("*", *(exp.alias_(sql.copy(), name) for name, sql in layer.items())).from_(below)
    return select


def _needs(wanted: Sequence[str], sources: Sources, source: str) -> bool:
    return any(sources.columns[name] == source for name in wanted)


def _joined(select: exp.Select, source: SQL, alias: str, key: str, *, inner: bool = False) -> exp.Select:
    on = exp.EQ(this=exp.column(key, "p"), expression=exp.column(key, alias))
    return select.join(
        exp.alias_(source.copy(), alias, table=True), on=on, join_type="inner" if inner else "left"
    )


def _grouped(compiled: Compiled, sources: Sources) -> exp.Select:
    """Return one row a household with everything that is added up over it."""
    household = compiled.household
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
    not_alone = exp.Not(this=exp.Is(this=exp.column("household_id", "p"), expression=exp.null()))
    members = _layered(members.where(not_alone), household.members)
    listed = exp.alias_(exp.Subquery(this=members), "m", table=True)
    select = exp.select(exp.column("household_id", "m")).from_(listed)
    for name, aggregate in household.columns.values():
        select = select.select(exp.alias_(aggregate.copy(), name))
    return select.group_by(exp.column("household_id", "m"))


def judged(compiled: Compiled, sources: Sources, layout: Layout, also: Sequence[str] = ()) -> exp.Select:
    """Return the statement of the result file: id, one column a clause, `result`, `amount`.

    `result` is pass, fail or unknown; `amount` whole won: 0 where it fails, NULL where it is not settled.
    """
    inner = exp.select("*").from_(FACTS)
    inner = inner.select(
        *(exp.alias_(clause.sql.copy(), f"clause {clause.id}", quoted=True) for clause in compiled.clauses)
    )
    passes = compiled.passes
    outer = exp.select(exp.column(sources.id), *(exp.column(name, quoted=True) for name in also))
    outer = outer.select(*(exp.alias_(clause.column, clause.id, quoted=True) for clause in compiled.shown))
    result = case(
        (passes, exp.Literal.string("pass")),
        (exp.Not(this=exp.Paren(this=passes.copy())), exp.Literal.string("fail")),
        otherwise=exp.Literal.string("unknown"),
    )
    amount = exp.null() if compiled.amount is None else compiled.amount
    due = case((exp.Not(this=exp.Paren(this=passes.copy())), number(0)), (passes, amount))
    if compiled.amount is None:
        due = exp.null()
    outer = outer.select(exp.alias_(result, "result"), exp.alias_(exp.cast(due, "BIGINT"), "amount"))
    return (
        outer.from_(JUDGED)
        .with_(FACTS, as_=facts_of(compiled, sources, layout, also))
        .with_(JUDGED, as_=inner)
    )


def counted(compiled: Compiled) -> list[SQL]:
    """Return the figures of a run over the result's columns: people, results, the sum, and per clause its fails.

    `sole_blocker`: this clause fails and no other does.
    """
    columns = {clause.id: exp.column(clause.id, quoted=True) for clause in compiled.judging}
    failing = [case((exp.Not(this=column.copy()), number(1)), otherwise=number(0)) for column in columns.values()]
    fails: SQL = number(0)
    for one in failing:
        fails = exp.Add(this=fails, expression=one.copy())
    found: list[SQL] = [exp.alias_(exp.Count(this=exp.Star()), "people")]
    for word in ("pass", "fail", "unknown"):
        same = exp.EQ(this=exp.column("result"), expression=exp.Literal.string(word))
        found.append(exp.alias_(exp.Count(this=case((same, number(1)))), word))
    due = exp.EQ(this=exp.column("result"), expression=exp.Literal.string("pass"))
    found.append(exp.alias_(exp.Sum(this=case((due, exp.column("amount")))), "amount_total"))
    for name, column in columns.items():
        missed = exp.Not(this=column.copy())
        alone = every([missed.copy(), exp.EQ(this=exp.Paren(this=fails.copy()), expression=number(1))])
        found.append(exp.alias_(exp.Count(this=case((missed, number(1)))), f"fail {name}", quoted=True))
        found.append(exp.alias_(exp.Count(this=case((alone, number(1)))), f"sole {name}", quoted=True))
    return found


