"""A period is over on the same day for the walk, for arrays, for every database, and for a calendar walked by hand."""

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from tests.kernel.walked_calendar import last_day_by_walking

from jiphyeon.kernel.periods import Unit
from jiphyeon.methods.rules import tree
from jiphyeon.methods.rules.judging.interpreter import Interpreter
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.model.vocabulary import AS_OF
from jiphyeon.methods.rules.sql.arrays import EPOCH, Vector, computed
from jiphyeon.methods.rules.sql.compiler import Compiler
from jiphyeon.methods.rules.sql.shelves import Household, Shelf

from .backends import DuckDB, PostgreSQL, Spark
from .test_one_meaning import filled, layout_of, statement
from .trees import DAY, FACTS

START, VALUE = tree.FactRef("birth", Type.DATE), tree.FactRef("arrived", Type.DATE)


def pairs(seed, unit, *, counted, moved):
    """Days around the end of periods of one to five units, and who should be found within them."""
    chance = Random(seed)  # noqa: S311 -- no secret
    rows, expected = [], {}
    for number in range(60):
        start = date(2023, 1, 1) + timedelta(chance.randrange(700))
        if number % 3 == 0:
            start = date(start.year, start.month, 28) + timedelta(chance.randrange(4))
        count = number // 12 + 1
        last = last_day_by_walking(
            start, count, unit, first_day_counts=counted, is_open=FACTS.is_open if moved else None
        )
        day = chance.choice([last - timedelta(1), last, last + timedelta(1), start, start - timedelta(1)])
        rows.append((count, start, day))
        expected[number] = start <= day <= last
    return rows, expected


def within(count, unit, *, counted, moved=False, value=VALUE):
    return tree.Within(value, START, tree.Constant(count, Type.INTEGER), unit, counted, moved)


def person(number, start, day):
    return dict.fromkeys(FACTS) | {"person_id": number, "household_id": None, "birth": start, "arrived": day}


def by_walk(node, row, day=DAY):
    own = {AS_OF: day, "birth": row["birth"], "arrived": row["arrived"]}
    return Interpreter(FACTS).make(node)(own, own)


def value_over_arrays(node, row, layout, day=DAY):
    shelf = Shelf("part")
    made = Compiler(FACTS, layout, day, Household(), shelf).make(node)
    kept = {name: sql for layer in shelf.layers for name, sql in layer.items()}

    def look(name):
        return (
            computed(kept[name], look)
            if name in kept
            else Vector.of_numbers(np.array([row[name].toordinal() - EPOCH]))
        )

    return bool(np.atleast_1d(computed(made.sql, look).values)[0])


def by_database(backend, node, rows, day=DAY):
    layout, household, shelf = layout_of(rows), Household(), Shelf("part")
    filled(backend, rows)
    made = Compiler(FACTS, layout, day, household, shelf).make(node)
    return dict(backend.ask(statement([made.sql], household, shelf, layout)))


CASES = [(unit, counted) for unit in Unit for counted in (False, True)]


@pytest.mark.parametrize(("unit", "counted"), CASES)
def test_a_day_and_a_start_of_each_person_s_own(unit, counted):
    rows, expected = pairs(7, unit, counted=counted, moved=False)
    for number, (count, start, day) in enumerate(rows):
        node, row = within(count, unit, counted=counted), person(number, start, day)

        assert by_walk(node, row) is expected[number], row
        assert value_over_arrays(node, row, layout_of([row])) is expected[number], row


def asked_of(backend):
    for unit, counted in CASES:
        rows, expected = pairs(11, unit, counted=counted, moved=False)
        for length in range(1, 6):
            people = [person(n, start, day) for n, (count, start, day) in enumerate(rows) if count == length]
            found = by_database(backend, within(length, unit, counted=counted), people)
            assert found == {one["person_id"]: expected[one["person_id"]] for one in people}, (unit, counted)


def test_duckdb_knows_when_each_period_is_over():
    backend = DuckDB()
    asked_of(backend)
    backend.close()


def test_postgresql_knows_when_each_period_is_over():
    backend = PostgreSQL()
    asked_of(backend)
    backend.close()


@pytest.mark.slow
@pytest.mark.oracle
def test_spark_knows_when_each_period_is_over():
    backend = Spark()
    asked_of(backend)
    backend.close()


@pytest.mark.parametrize("moved", [False, True])
@pytest.mark.parametrize(("unit", "counted"), CASES)
def test_the_day_asked_about_with_and_without_open_days(unit, counted, moved):
    rows, expected = pairs(13, unit, counted=counted, moved=moved)
    for number, (count, start, day) in enumerate(rows):
        node = within(count, unit, counted=counted, moved=moved, value=tree.AsOf())
        row = person(number, start, day)

        assert by_walk(node, row, day) is expected[number], row
        assert value_over_arrays(node, row, layout_of([row]), day) is expected[number], row


def test_a_day_that_is_not_known_leaves_open_only_what_hangs_on_it():
    def walked(value, day=DAY):
        return Interpreter(FACTS).make(within(3, Unit.MONTHS, counted=False, value=value))({AS_OF: day}, {})

    never_so_early = tree.Constant(date(1899, 12, 31), Type.DATE)  # nobody is born before 1900

    assert (walked(tree.AsOf()), walked(never_so_early), walked(tree.Constant(DAY, Type.DATE))) == (
        None,
        False,
        None,
    )
