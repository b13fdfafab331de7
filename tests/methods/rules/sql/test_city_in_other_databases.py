"""Every programme of the city as whole statements: PostgreSQL (and Spark, where it runs) judge as the walk does."""

from fractions import Fraction

import pytest
from sqlglot import exp
from tests.methods.rules.population.conftest import DAY, city_of
from tests.methods.rules.population.test_city_programmes import one_by_one

from jiphyeon.methods.rules.sql import Column, Layout, Sources, compile_version, judging_query

from .backends import PostgreSQL, Spark

TYPES = {
    "won": "BIGINT",
    "integer": "BIGINT",
    "fraction": "BIGINT",
    "date": "DATE",
    "boolean": "BOOLEAN",
    "choice": "VARCHAR",
}
PROGRAMMES = ["youth-rent", "youth-deposit-interest", "job-interview-support", "facility-fee-reduction"]


def judged_by(backend, version, rows):
    facts = [name for name in rows[0] if name in version.facts]
    columns = {"person_id": "BIGINT", "household_id": "BIGINT"} | {
        n: TYPES[version.facts[n].type] for n in facts
    }
    stored = [
        {name: int(value * 10_000) if isinstance(value := row[name], Fraction) else value for name in columns}
        for row in rows
    ]
    backend.fill(columns, stored)
    layout = Layout(
        {name: Column(name, scale=10_000 if version.facts[name].type == "fraction" else 1) for name in facts},
        "all",
        len(rows),
    )
    compiled = compile_version(version, DAY, layout)
    sources = Sources(exp.to_table("people"), None, None, dict.fromkeys(facts, "people"))
    names = ["person_id", *(clause.id for clause in compiled.shown), "result", "amount"]
    found = backend.ask(judging_query(compiled, sources, layout))
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in found}


@pytest.fixture(scope="module")
def postgres():
    backend = PostgreSQL()
    yield backend
    backend.close()


@pytest.fixture(scope="module")
def spark():
    backend = Spark()
    yield backend
    backend.close()


@pytest.mark.parametrize("name", PROGRAMMES)
def test_postgresql_judges_the_city_as_the_walk_does(city, postgres, name):
    version, rows = city.programme(name).version_on(DAY), city_of(city.facts, 11, unknown=0.15, households=80)

    assert judged_by(postgres, version, rows) == one_by_one(version, rows)


@pytest.mark.slow
@pytest.mark.oracle
@pytest.mark.parametrize("name", PROGRAMMES)
def test_spark_judges_the_city_as_the_walk_does(city, spark, name):
    version, rows = city.programme(name).version_on(DAY), city_of(city.facts, 12, unknown=0.15, households=20)

    assert judged_by(spark, version, rows) == one_by_one(version, rows)
