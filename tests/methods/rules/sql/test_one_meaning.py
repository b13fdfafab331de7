"""The walk and the columns mean the same: clause by clause, end by end, with facts missing and households unlisted."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlglot import exp
from tests.counts import count

from jiphyeon.kernel import Rounding
from jiphyeon.methods.rules import tree
from jiphyeon.methods.rules.judging.interpreter import Interpreter
from jiphyeon.methods.rules.judging.ranges import Range, ends
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.model.vocabulary import AS_OF, MEMBERS
from jiphyeon.methods.rules.sql.compiler import Compiler
from jiphyeon.methods.rules.sql.layout import Column, Layout
from jiphyeon.methods.rules.sql.shelves import Household, Shelf
from jiphyeon.methods.rules.sql.statements import Sources, facts_of, row_for
from jiphyeon.methods.rules.sql.values import Truth

from . import trees
from .backends import DuckDB, PostgreSQL, Spark
from .trees import DAY, FACTS, PERSONAL

SQL_TYPES = {
    "won": "BIGINT",
    "integer": "BIGINT",
    "fraction": "BIGINT",
    "date": "DATE",
    "boolean": "BOOLEAN",
    "choice": "VARCHAR",
}


@pytest.fixture(scope="module")
def duckdb_people():
    backend = DuckDB()
    yield backend
    backend.close()


@pytest.fixture(scope="module")
def postgres_people():
    backend = PostgreSQL()
    yield backend
    backend.close()


@pytest.fixture(scope="module")
def spark_people():
    backend = Spark()
    yield backend
    backend.close()


def stored(name, value):
    return int(value * 100) if isinstance(value, Fraction) else value


def filled(backend, rows):
    columns = {"person_id": "BIGINT", "household_id": "BIGINT"} | {
        f.name: SQL_TYPES[f.type] for f in FACTS.values()
    }
    backend.fill(columns, [{name: stored(name, row[name]) for name in columns} for row in rows])


def layout_of(rows):
    """Promise what the rows hold, so that guards are left out where they may be."""
    facts = {}
    for fact in FACTS.values():
        values = [stored(fact.name, row[fact.name]) for row in rows]
        known = [value for value in values if value is not None]
        bounded = known and not isinstance(known[0], str | bool)
        facts[fact.name] = Column(
            fact.name,
            nullable=None in values,
            low=min(known) if bounded else None,
            high=max(known) if bounded else None,
            scale=100 if fact.type == "fraction" else 1,
        )
    listed = [row["household_id"] is not None for row in rows]
    return Layout(facts, "all" if all(listed) else "some" if any(listed) else "none", len(rows))


def walked(node, rows):
    """What the walk says of each row; listed members are told, others are not."""
    walk = Interpreter(FACTS).make(node)
    found = {}
    for row in rows:
        own = {AS_OF: DAY} | {name: row[name] for name in FACTS if row[name] is not None}
        if row["household_id"] is not None:
            others = [r for r in rows if r["household_id"] == row["household_id"] and r is not row]
            own[MEMBERS] = tuple(
                {AS_OF: DAY} | {n: other[n] for n in PERSONAL if other[n] is not None} for other in others
            )
        found[row["person_id"]] = walk(own, own)
    return found


def statement(expressions, household, shelf, layout):
    sources = Sources(exp.to_table("people"), None, None, dict.fromkeys(FACTS, "people"))
    return (
        exp.select("person_id", *(exp.alias_(e.copy(), f"e{i}") for i, e in enumerate(expressions)))
        .from_("facts")
        .with_("facts", as_=facts_of(row_for(expressions, household, shelf), sources, layout))
    )


def columns_of(made):
    if isinstance(made, Truth):
        return [made.sql]
    found = []
    for end in (made.low, made.high):
        found += (
            [exp.null(), exp.Literal.number(1)]
            if end is None
            else [end.top, end.bottom if end.bottom is not None else exp.Literal.number(1)]
        )
    return found


def facts_given(made, values):
    if isinstance(made, Truth):
        return values[0]
    found = []
    for end, top, bottom in ((made.low, *values[:2]), (made.high, *values[2:])):
        exact = not isinstance(top, int) and top is not None and not hasattr(top, "as_tuple")
        found.append(top if top is None or exact else Fraction(int(top), int(bottom) * end.scale))
    return tuple(found)


def same_ends(value):
    low, high = ends(value) if value.__class__ is Range or value is not None else (None, None)
    return tuple(
        Fraction(one) if isinstance(one, int | Fraction) and not isinstance(one, bool) else one
        for one in (low, high)
    )


def differences(backend, node, rows):
    """Return, for each person whose answers differ, what the columns and what the walk say."""
    layout, household, shelf = layout_of(rows), Household(), Shelf("part")
    filled(backend, rows)
    made = Compiler(FACTS, layout, DAY, household, shelf).make(node)
    query = statement(columns_of(made), household, shelf, layout)
    compiled = {row[0]: facts_given(made, row[1:]) for row in backend.ask(query)}
    by_walk = walked(node, rows)
    if not isinstance(made, Truth):
        by_walk = {key: same_ends(value) for key, value in by_walk.items()}
    assert compiled.keys() == by_walk.keys()
    return {key: (compiled[key], by_walk[key]) for key in by_walk if compiled[key] != by_walk[key]}


MANY = settings(
    max_examples=count(short=100, long=2_500), deadline=None, suppress_health_check=list(HealthCheck)
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
EITHER = trees.truths() | trees.numbers()


@MANY
@given(trees.truths(), trees.people())
def test_every_yes_no_and_unknown_is_the_same_in_columns(duckdb_people, node, rows):
    differing = differences(duckdb_people, node, rows)

    assert differing == {}


@MANY
@given(trees.numbers(), trees.people())
def test_every_number_has_the_same_ends_in_columns(duckdb_people, node, rows):
    differing = differences(duckdb_people, node, rows)

    assert differing == {}


@QUICK
@given(EITHER, trees.people())
def test_postgresql_means_the_same(postgres_people, node, rows):
    differing = differences(postgres_people, node, rows)

    assert differing == {}


@pytest.mark.parametrize("how", list(Rounding))
def test_what_no_float_can_hold_is_rounded_exactly(duckdb_people, postgres_people, how):
    income = tree.FactRef("income", Type.WON)
    square = tree.Round(tree.Multiply(income, income, Type.EXACT_WON), how, 10, Type.WON)
    alone = dict.fromkeys(FACTS) | {"person_id": 1, "household_id": None, "income": 2**53 + 1}

    for backend in (duckdb_people, postgres_people):
        assert differences(backend, square, [alone]) == {}


@pytest.mark.slow
@pytest.mark.oracle
@FEW
@given(EITHER, trees.people())
def test_spark_means_the_same(spark_people, node, rows):
    differing = differences(spark_people, node, rows)

    assert differing == {}
