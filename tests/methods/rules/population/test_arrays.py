"""Arrays and DuckDB: two ways through the same expressions, one answer; what does not fit arrays goes to DuckDB."""

import threading
from datetime import date
from fractions import Fraction

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, event, given, settings
from tests.counts import count
from tests.methods.rules.sql import trees
from tests.methods.rules.sql.test_one_meaning import columns_of, facts_given, same_ends, walked

from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.population import Files, Resources, Scenario, compare_scenarios, engine, run
from jiphyeon.methods.rules.population.arrays import vectors
from jiphyeon.methods.rules.population.arrays.vectors import Vectors
from jiphyeon.methods.rules.population.runs import in_duckdb, over_arrays
from jiphyeon.methods.rules.population.sources.schema import opened
from jiphyeon.methods.rules.population.sources.tables import parquet_table
from jiphyeon.methods.rules.sql.arrays import NeedsDatabase
from jiphyeon.methods.rules.sql.compiler import Compiler
from jiphyeon.methods.rules.sql.shelves import Household, Shelf
from jiphyeon.methods.rules.sql.values import Truth

from .conftest import ARROW, DAY, city_of, decimal, written

PROGRAMMES = ["youth-rent", "youth-deposit-interest", "job-interview-support", "facility-fee-reduction"]
DUCKDB = Resources(arrays=False)


def kept(rows, file):
    """Write hypothesis's people as a Parquet file."""
    columns = {
        "person_id": pa.array([row["person_id"] for row in rows], pa.int64()),
        "household_id": pa.array([row["household_id"] for row in rows], pa.int64()),
    }
    for fact in trees.FACTS.values():
        values = [row[fact.name] for row in rows]
        if fact.type is Type.FRACTION:
            values = [decimal(value) for value in values]
        columns[fact.name] = pa.array(values, ARROW[fact.type])
    pq.write_table(pa.table(columns), file)
    return file


def answered_over_arrays(node, file):
    """Return what the arrays answer for each person, in the form of what the walk says."""
    with engine(file.parent) as at:
        population = opened(at, {"people": parquet_table("people", file)}, trees.FACTS)
        household, shelf = Household(), Shelf("part")
        made = Compiler(trees.FACTS, population.layout, DAY, household, shelf).make(node)
        wanted = columns_of(made)
        vectors = Vectors(at, population, trees.FACTS, household, shelf, wanted)
        found = {}
        for chunk in vectors.chunks():
            values = [chunk.value(sql).spread(chunk.count) for sql in wanted]
            for place, who in enumerate(chunk.as_read("person_id").to_pylist()):
                row = [
                    None
                    if one.missing is not None and one.missing[place]
                    else one.words[one.values[place]]
                    if one.words
                    else one.values[place].item()
                    for one in values
                ]
                found[who] = facts_given(made, row)
    return found, isinstance(made, Truth)


def days(pair):
    """Return a pair of ends as the arrays hold them: days counted from 1970."""
    return tuple(
        Fraction(one.toordinal() - date(1970, 1, 1).toordinal()) if isinstance(one, date) else one
        for one in pair
    )


def held_beside_the_walk(node, rows, tmp_path):
    try:
        answers, truth = answered_over_arrays(node, kept(rows, tmp_path / "people.parquet"))
    except NeedsDatabase as why:
        event(f"left to DuckDB: {why}")
        return
    event("over arrays")
    expected = walked(node, rows)
    assert answers == (
        expected if truth else {who: days(same_ends(value)) for who, value in expected.items()}
    )


@settings(max_examples=count(short=200, long=5_000), deadline=None, suppress_health_check=list(HealthCheck))
@given(trees.truths() | trees.numbers(), trees.people())
def test_arrays_mean_what_the_walk_means(tmp_path, node, rows):
    held_beside_the_walk(node, rows, tmp_path)


def both_ways(version, files, tmp_path):
    """Judge by arrays and by DuckDB; return the rows and the figures of each."""
    found = []
    for name, means in (("arrays", Resources()), ("duckdb", DUCKDB)):
        done = run(version, DAY, files, tmp_path / f"{name}.parquet", means=means)
        rows = pq.read_table(done.out).sort_by("person_id")
        found.append((rows.schema.names, rows.to_pylist(), done.figures))
    return found


@pytest.mark.parametrize("name", PROGRAMMES)
@pytest.mark.parametrize("unknown", [0, 0.2])
def test_the_file_and_the_figures_are_the_same_both_ways(city, tmp_path, name, unknown):
    rows = city_of(city.facts, 21, unknown=unknown, households=80)
    files = Files(written(rows, city.facts, tmp_path / "people.parquet"))

    arrays, duckdb = both_ways(city.programme(name).version_on(DAY), files, tmp_path)

    assert arrays == duckdb


def test_what_a_change_would_do_is_the_same_both_ways(city, tmp_path):
    rows = city_of(city.facts, 22, unknown=0.1, households=200)
    for row in rows:
        row["town"] = ["조치원읍", "한솔동"][row["household_id"] % 2]
    people = written(rows, city.facts, tmp_path / "people.parquet")
    table = pq.read_table(people).append_column("town", pa.array([row["town"] for row in rows]))
    pq.write_table(table, people)
    scenarios = [
        Scenario("to 60, any wealth", {"age_limit": 60}, {"assets": None, "income": None, "area": None}),
        Scenario("less paid, two places", {"monthly_cap": 150_000, "places": 2}, {"no-home": None}),
    ]
    programme = city.programme("youth-rent")

    arrays, duckdb = (
        compare_scenarios(programme, DAY, Files(people), scenarios, curve="age_limit=30,50,70", means=means)
        for means in (Resources(), DUCKDB)
    )

    assert [one.as_json() for one in arrays] == [one.as_json() for one in duckdb]
    assert "town" in arrays[0].scenarios[0].spread


def test_households_in_a_file_of_their_own_are_looked_up_column_by_column(city, tmp_path):
    """Facts of person and household in one clause, the household's columns in no order of the alphabet."""
    shared = [
        "owns_home",
        "monthly_rent",
        "area",
        "deposit",
        "assets",
        "registered",
        "own_name",
        "public_rental",
    ]
    shared += ["landlord_is_relative"]
    rows = city_of(city.facts, 27, unknown=0.1, households=60)
    homes = {
        row["household_id"]: {"person_id": row["household_id"], **{n: row[n] for n in shared}} for row in rows
    }
    apart = [{name: value for name, value in row.items() if name not in shared} for row in rows]
    people = written(apart, city.facts, tmp_path / "people.parquet")
    table = pq.read_table(written(list(homes.values()), city.facts, tmp_path / "homes.parquet"))
    pq.write_table(table.rename_columns({"person_id": "household_id"}), tmp_path / "homes.parquet")
    files = Files(people, tmp_path / "homes.parquet")
    mixed = {
        "age": "monthly_income + deposit > monthly_rent * 3 + assets",
        "income": None,
        "one-person": None,
    }
    scenario = Scenario("mixed", {"places": 5}, mixed)

    arrays, duckdb = (
        compare_scenarios(city.programme("youth-rent"), DAY, files, [scenario], means=means)[0].as_json()
        for means in (Resources(), DUCKDB)
    )

    assert arrays == duckdb
    assert arrays["scenarios"][0]["clauses"]["age"]["fail"] > 0


def test_stretches_and_parts_add_up(city, tmp_path, monkeypatch):
    rows = city_of(city.facts, 23, unknown=0.1, households=120)
    files = Files(written(rows, city.facts, tmp_path / "people.parquet"))
    pq.write_table(pq.read_table(files.people), files.people, row_group_size=17)
    version = city.programme("youth-rent").version_on(DAY)
    monkeypatch.setattr(vectors, "CHUNK", 13)

    whole = run(version, DAY, files, tmp_path / "whole.parquet")
    parts = run(version, DAY, files, tmp_path / "parts.parquet", part=40)

    assert whole.figures == parts.figures
    one, other = (pq.read_table(done.out).sort_by("person_id") for done in (whole, parts))
    assert one.equals(other)


# -- what is left to DuckDB -------------------------------------------------------------------------------------


@pytest.fixture
def way(monkeypatch):
    """Which way the rows were written."""
    taken = []
    for module in (over_arrays, in_duckdb):
        own = module.Judging.write
        monkeypatch.setattr(
            module.Judging,
            "write",
            lambda self, *more, _own=own: (taken.append(self.by), _own(self, *more))[1],
        )
    return taken


def judged_people(city, renters, tmp_path, change, **means):
    file = written(renters, city.facts, tmp_path / "people.parquet")
    pq.write_table(change(pq.read_table(file)), file)
    version = city.programme("youth-rent").version_on(DAY)
    return run(version, DAY, Files(file), tmp_path / "out.parquet", means=Resources(**means)).figures.passes


def test_a_plain_population_is_judged_over_arrays(city, renters, tmp_path, way):
    assert judged_people(city, renters, tmp_path, lambda table: table) == 3
    assert way == ["arrays"]


def test_ids_that_are_words_are_left_to_duckdb(city, renters, tmp_path, way):
    def worded(table):
        place = table.schema.get_field_index("household_id")
        return table.set_column(place, "household_id", table["household_id"].cast(pa.string()))

    assert judged_people(city, renters, tmp_path, worded) == 3
    assert way == ["database"]


def test_ids_far_apart_are_left_to_duckdb(city, renters, tmp_path, way):
    def far(table):
        place = table.schema.get_field_index("household_id")
        return table.set_column(place, "household_id", pa.array([1, 10**15, 10**16, 10**17]))

    assert judged_people(city, renters, tmp_path, far) == 3
    assert way == ["database"]


def test_little_memory_leaves_it_to_duckdb_which_can_spill(city, renters, tmp_path, way):
    assert judged_people(city, renters, tmp_path, lambda table: table, memory_mb=12) == 3
    assert way == ["database"]


def test_a_household_whose_income_passes_64_bits_is_left_to_duckdb(city, renters, tmp_path, way):
    for row in renters:
        row["household_id"], row["monthly_income"] = 1, 2**62

    assert judged_people(city, renters, tmp_path, lambda table: table) == 0
    assert way == ["database"]


def test_incomes_no_float_can_add_are_added_exactly(city, renters, tmp_path, way):
    """2^53 + 1 and 0: as floats their sum would be within a limit of 2^53."""
    rows = [{**renters[0], "monthly_income": income} for income in (2**53 + 1, 0)]
    for place, row in enumerate(rows):
        row.update(person_id=place, household_id=1)
    scenario = Scenario("sum", clauses={"income": f"household_income <= {2**53}", "one-person": None})
    file = written(rows, city.facts, tmp_path / "people.parquet")

    found, _ = compare_scenarios(city.programme("youth-rent"), DAY, Files(file), [scenario])

    assert found.scenarios[0].figures.clause("income").fail == 2


def test_progress_is_told_by_the_thread_that_asked(city, tmp_path):
    rows = city_of(city.facts, 24, households=40)
    files = Files(written(rows, city.facts, tmp_path / "people.parquet"))
    heard = []

    run(
        city.programme("youth-rent").version_on(DAY),
        DAY,
        files,
        tmp_path / "out.parquet",
        progress=lambda step, part: heard.append((threading.current_thread(), step, part)),
    )

    assert {thread for thread, _, _ in heard} == {threading.current_thread()}
    assert ("judging", 1.0) in {(step, part) for _, step, part in heard}


def test_what_fails_while_rows_are_written_is_told_as_it_was_and_leaves_nothing(city, tmp_path, monkeypatch):
    rows = city_of(city.facts, 25, households=40)
    files = Files(written(rows, city.facts, tmp_path / "people.parquet"))
    monkeypatch.setattr(over_arrays.Judging, "_add", lambda *_more: 1 // 0)

    with pytest.raises(ZeroDivisionError):
        run(city.programme("youth-rent").version_on(DAY), DAY, files, tmp_path / "out.parquet")

    assert sorted(one.name for one in tmp_path.iterdir()) == ["people.parquet"]


def test_whoever_stops_it_finds_nothing_half_done(city, tmp_path):
    rows = city_of(city.facts, 26, households=40)
    files = Files(written(rows, city.facts, tmp_path / "people.parquet"))

    def stop(step, part):
        if step == "judging":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(city.programme("youth-rent").version_on(DAY), DAY, files, tmp_path / "out.parquet", progress=stop)

    assert sorted(one.name for one in tmp_path.iterdir()) == ["people.parquet"]
