"""The synthetic city: exact totals, plausible homes, the same for a seed, and never half written."""

import csv
import json
import os
import sqlite3
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from jiphyeon.kernel import Refused, age_on
from jiphyeon.methods.synthetic_city import build, read_population, write_city
from jiphyeon.methods.synthetic_city.draws import along, one_of, to_total

PACK = Path(__file__).resolve().parents[3] / "src" / "jiphyeon" / "cities" / "sejong"
TEXT = (PACK / "demo" / "population.yaml").read_text(encoding="utf-8")
POPULATION = read_population(TEXT, file="population.yaml")
AS_OF = date(2024, 3, 4)
PUBLISHED = (
    Path(os.environ.get("JIPHYEON_DATA", "../shared/data")) / "people" / "sejong_towns_single_year.csv"
)


def made(people=20_000, seed=7, as_of=AS_OF):
    return build(POPULATION, people=people, seed=seed, as_of=as_of)


@pytest.fixture(scope="module")
def city():
    return made()


def ages(city):
    return np.array([age_on(day, city.as_of) for day in city.people["birth_date"].tolist()])


def test_the_same_seed_gives_the_same_city_and_another_seed_another():
    first, same, other = made(2_000), made(2_000), made(2_000, seed=8)

    def tables_of(city):
        return {
            name: np.ma.filled(values, "") if values.dtype.kind == "U" else values
            for table in (city.people, city.households, city.dwellings)
            for name, values in table.items()
        }

    assert all(np.array_equal(values, tables_of(same)[name]) for name, values in tables_of(first).items())
    assert not np.array_equal(tables_of(first)["monthly_income"], tables_of(other)["monthly_income"])


@pytest.mark.parametrize("people", [100, 101, 999, 20_000])
def test_exactly_so_many_people_each_in_one_household_that_exists(people):
    city = made(people)

    of = city.people["household_id"]
    assert len(of) == people
    assert np.array_equal(np.unique(of), city.households["household_id"])
    assert np.array_equal(np.bincount(of)[1:], city.households["household_size"])
    assert np.array_equal(city.people["dwelling_id"], of)


def test_ages_and_towns_follow_the_totals_to_the_person():
    expected = to_total(POPULATION.expected(), 390_000)

    city = made(390_000)

    seen = np.bincount(ages_quick(city), minlength=101)[:101]
    assert np.array_equal(seen, expected.sum(axis=0))
    codes, counts = np.unique(city.people["town"], return_counts=True)
    assert dict(zip(codes.tolist(), counts.tolist(), strict=True)) == {
        town.code: int(row.sum()) for town, row in zip(POPULATION.towns, expected, strict=True)
    }


def ages_quick(city):
    days = city.people["birth_date"]
    years = city.as_of.year - (days.astype("datetime64[Y]").astype(int) + 1970)
    month_day = (
        (days.astype("datetime64[M]").astype(int) % 12 + 1) * 100
        + (days - days.astype("datetime64[M]")).astype(int)
        + 1
    )
    return years - (month_day > city.as_of.month * 100 + city.as_of.day)


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published totals are not on this machine")
def test_ages_and_towns_are_near_the_published_ones():
    with PUBLISHED.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["month"] == "2023-06" and row["sex"] == "all"]
    years = [*map(str, range(100)), "100+"]
    published = {row["code"]: np.array([int(row[year] or 0) for year in years]) for row in rows}
    whole = published.pop("3611000000")
    drawn = to_total(POPULATION.expected(), int(whole.sum()))

    off_age = np.abs(drawn.sum(axis=0) - whole).sum() / whole.sum()
    off_town = {
        town.code: abs(int(row.sum()) - int(published[town.code].sum())) / whole.sum()
        for town, row in zip(POPULATION.towns, drawn, strict=True)
    }

    assert off_age < 0.02
    assert max(off_town.values()) < 0.002


def test_the_sizes_of_households_are_near_the_shares_aimed_at():
    sizes = np.minimum(made(100_000).households["household_size"], 6)

    shares = np.bincount(sizes, minlength=7)[1:] * 100 / len(sizes)

    assert np.abs(shares - POPULATION.tables["households"]["sizes"]).max() < 4


def test_no_child_lives_without_an_adult(city):
    old = ages(city)
    eldest = np.zeros(len(city.households["household_id"]) + 1, dtype=int)
    np.maximum.at(eldest, city.people["household_id"], old)

    assert eldest[1:].min() >= 19


def test_people_of_a_household_live_in_its_town(city):
    town = city.households["town"][city.people["household_id"] - 1]

    assert np.array_equal(town, city.people["town"])


def test_a_households_income_is_the_sum_of_its_peoples(city):
    sums = np.zeros(len(city.households["household_id"]) + 1, dtype=np.int64)
    np.add.at(sums, city.people["household_id"], city.people["monthly_income"])

    assert np.array_equal(sums[1:], city.households["household_income"])


def test_nobody_moved_in_before_being_born(city):
    assert (city.people["resident_since"] >= city.people["birth_date"]).all()


def test_only_leases_have_rent_deposit_and_loan(city):
    homes = city.dwellings
    without = np.ma.getmaskarray(homes["lease_kind"])

    assert not (homes["monthly_rent"] + homes["deposit"] + homes["loan"])[without].any()
    assert (homes["monthly_rent"][homes["lease_kind"] == "mixed"] > 0).all()
    assert (homes["loan"] <= homes["deposit"]).all()
    assert not (city.households["owns_home"] & ~without).any()


def test_a_leap_day_is_a_day_like_any_other():
    city = made(1_000, as_of=date(2024, 2, 29))

    assert np.array_equal(np.sort(ages(city)), np.sort(ages(made(1_000))))


def test_columns_are_the_facts_of_the_citys_rules_by_entity(city):
    facts = yaml.safe_load((PACK / "facts.yaml").read_text(encoding="utf-8"))
    known = {
        name: fact["entity"]
        for name, fact in facts.items()
        if str(fact.get("source", "")).startswith("mydata:")
    }

    placed = {
        name: entity
        for entity, table in (
            ("person", city.people),
            ("household", city.households),
            ("dwelling", city.dwellings),
        )
        for name in table
        if name in known
    }

    assert placed == known


@pytest.mark.parametrize("people", [0, 99, 5_000_001])
def test_a_city_too_small_or_too_large_is_refused(people):
    with pytest.raises(Refused) as no:
        made(people)

    assert no.value.code == "city_size"


def test_money_and_ids_are_whole_and_areas_exact(city, tmp_path):
    write_city(city, tmp_path / "city", rows=False, progress=quiet)

    people = pq.read_schema(tmp_path / "city" / "people.parquet")
    homes = pq.read_table(tmp_path / "city" / "dwellings.parquet")
    assert people.field("monthly_income").type == people.field("person_id").type == pa.int64()
    assert homes.schema.field("area").type == pa.decimal128(19, 2)
    assert str(homes["area"][0]) == f"{city.dwellings['area'][0] / 100:.2f}"
    assert homes["lease_kind"].null_count == int(np.ma.getmaskarray(city.dwellings["lease_kind"]).sum())
    assert json.loads((tmp_path / "city" / "city.json").read_text())["people"] == 20_000


def quiet(step, percent):
    return None


def test_the_same_city_is_written_as_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write_city(made(1_000), tmp_path / name, rows=True, progress=quiet)

    for file in ("people.parquet", "households.parquet", "dwellings.parquet", "people.sqlite3", "city.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_rows_hold_what_the_columns_hold(city, tmp_path):
    write_city(city, tmp_path / "city", rows=True, progress=quiet)

    with sqlite3.connect(tmp_path / "city" / "people.sqlite3") as rows:
        counted = rows.execute("SELECT count(*), sum(monthly_income), sum(veteran) FROM person").fetchone()
        unknown = rows.execute("SELECT count(*) FROM dwelling WHERE lease_kind IS NULL").fetchone()
    rows.close()
    assert counted == (20_000, int(city.people["monthly_income"].sum()), int(city.people["veteran"].sum()))
    assert unknown == (int(np.ma.getmaskarray(city.dwellings["lease_kind"]).sum()),)


def test_a_city_that_is_stopped_leaves_nothing_behind(city, tmp_path):
    def stop(step, percent):
        if step.startswith("dwellings"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_city(city, tmp_path / "city", rows=False, progress=stop)

    assert list(tmp_path.iterdir()) == []


def test_a_city_replaces_an_earlier_city_and_nothing_else(city, tmp_path):
    write_city(city, tmp_path / "city", rows=True, progress=quiet)
    write_city(city, tmp_path / "city", rows=False, progress=quiet)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")

    with pytest.raises(Refused) as no:
        write_city(city, tmp_path / "mine", rows=False, progress=quiet)

    assert no.value.code == "city_folder"
    assert sorted(file.name for file in (tmp_path / "city").iterdir()) == [
        "city.json", "dwellings.parquet", "households.parquet", "people.parquet",
    ]  # fmt: skip
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"


def test_a_slip_in_the_file_is_named():
    for slip, code in (("work:", "population_keys"), ("- [75,", "population_lengths")):
        broken = TEXT.replace(slip, slip.replace("work", "wrok").replace("75,", ""), 1)
        with pytest.raises(Refused) as no:
            read_population(broken, file="population.yaml")

        assert no.value.code == code


def test_whole_counts_keep_their_total_and_stay_within_one_of_their_share():
    counts = to_total(np.array([1, 1, 1]), 100)

    assert counts.sum() == 100
    assert sorted(counts.tolist()) == [33, 33, 34]


def test_draws_stay_in_their_tables():
    rng = np.random.default_rng(1)

    drawn, picked = along(rng, 1_000, [0, 10, 1_000]), one_of(rng, 1_000, [0, 3, 0, 1])

    assert (drawn.min() >= 0, drawn.max() < 1_000) == (True, True)
    assert set(picked.tolist()) == {1, 3}
