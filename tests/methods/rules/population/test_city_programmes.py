"""Every programme of the city: judged person by person and as a population, the same clause by clause."""

import pyarrow.parquet as pq
import pytest

from jiphyeon.methods import rules
from jiphyeon.methods.rules.model.vocabulary import MEMBERS, PERSON_ID, Entity
from jiphyeon.methods.rules.population import Files, run

from .conftest import DAY, city_of, written

ANSWERS = {"pass": True, "fail": False, "unknown": None}


def one_by_one(version, rows):
    """What the walk says of each person, the household's other members listed."""
    found = {}
    for row in rows:
        facts = {name: value for name, value in row.items() if name in version.facts or name == PERSON_ID}
        others = [one for one in rows if one["household_id"] == row["household_id"] and one is not row]
        facts[MEMBERS] = [
            {
                name: value
                for name, value in one.items()
                if name == PERSON_ID
                or (name in version.facts and version.facts[name].entity is Entity.PERSON)
            }
            for one in others
        ]
        outcome = rules.evaluate(version, facts, DAY)
        clauses = {one.id: ANSWERS[one.result.value] for one in outcome.clauses if one.id != "amount"}
        found[row["person_id"]] = {**clauses, "result": outcome.result.value, "amount": outcome.amount}
    return found


@pytest.mark.parametrize(
    "name", ["youth-rent", "youth-deposit-interest", "job-interview-support", "facility-fee-reduction"]
)
@pytest.mark.parametrize("seed", range(4))
def test_a_population_is_judged_as_each_of_its_people(city, tmp_path, name, seed):
    version = city.programme(name).version_on(DAY)
    rows = city_of(city.facts, seed, unknown=0 if seed == 0 else 0.2)
    people = written(rows, city.facts, tmp_path / "people.parquet")

    run(version, DAY, Files(people), tmp_path / "out.parquet")

    judged = {row.pop("person_id"): row for row in pq.read_table(tmp_path / "out.parquet").to_pylist()}
    assert judged == one_by_one(version, rows)


def test_the_figures_are_those_of_the_people(city, tmp_path):
    version = city.programme("youth-rent").version_on(DAY)
    rows = city_of(city.facts, 9, unknown=0.1, households=60)
    people = written(rows, city.facts, tmp_path / "people.parquet")

    figures = run(version, DAY, Files(people), tmp_path / "out.parquet").figures

    each = one_by_one(version, rows).values()
    ids = [clause.id for clause in figures.clauses]
    assert (figures.people, figures.passes) == (len(rows), sum(one["result"] == "pass" for one in each))
    assert figures.unknown == sum(one["result"] == "unknown" for one in each)
    for clause in figures.clauses:
        failing = [one for one in each if one[clause.id] is False]
        alone = [one for one in failing if all(one[other] is True for other in ids if other != clause.id)]
        assert (clause.fail, clause.sole_blocker) == (len(failing), len(alone))


@pytest.mark.parametrize("unknown", [0, 0.2])
def test_households_in_a_file_of_their_own_mean_the_same(city, tmp_path, unknown):
    version = city.programme("youth-rent").version_on(DAY)
    rows = city_of(city.facts, 5, unknown=unknown, households=40)
    shared = [
        one.name for one in city.facts.values() if one.name in rows[0] and one.entity is not Entity.PERSON
    ]
    homes = {
        row["household_id"]: {"person_id": row["household_id"], **{name: row[name] for name in shared}}
        for row in rows
    }
    apart = [{name: value for name, value in row.items() if name not in shared} for row in rows]
    people = written(apart, city.facts, tmp_path / "people.parquet")
    table = pq.read_table(written(list(homes.values()), city.facts, tmp_path / "homes.parquet"))
    pq.write_table(table.rename_columns({"person_id": "household_id"}), tmp_path / "homes.parquet")

    run(version, DAY, Files(people, tmp_path / "homes.parquet"), tmp_path / "out.parquet")

    judged = {row.pop("person_id"): row for row in pq.read_table(tmp_path / "out.parquet").to_pylist()}
    assert judged == one_by_one(version, rows)
