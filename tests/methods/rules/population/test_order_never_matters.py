"""The order never matters: rows and columns of every file in any order give the same answer for each id."""

import csv
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jiphyeon.methods.rules.population import Files, Resources, Scenario, compare_scenarios, run

from .conftest import DAY
from .test_every_reader_agrees import city_of, written_csv, written_parquet

CHANGES = [Scenario("younger", {"age_limit": 34}), Scenario("any loan", {"loan_limit": 50_000_000})]


def shuffled(files, folder, dice):
    """The same files with rows and columns in another order."""
    made = {}
    for kind, file in files.named.items():
        made[kind] = folder / file.name
        if file.suffix == ".parquet":
            table = pq.read_table(file)
            names = dice.sample(table.column_names, len(table.column_names))
            rows = dice.sample(range(table.num_rows), table.num_rows)
            pq.write_table(
                table.select(names).take(pa.array(rows)), made[kind], row_group_size=dice.randint(7, 60)
            )
            continue
        with file.open(encoding="utf-8-sig", newline="") as stream:
            header, *rows = csv.reader(stream)
        order = dice.sample(range(len(header)), len(header))
        with made[kind].open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(
                [row[place] for place in order] for row in (header, *dice.sample(rows, len(rows)))
            )
    return Files(**made)


def memberships(city, folder):
    """The people without their ids of homes, and those as memberships instead."""
    rows = [
        {
            "person_id": one["person_id"],
            "household_id": one["household_id"],
            "dwelling_id": one["dwelling_id"],
        }
        for one in city.tables["people"]
        if (one["household_id"], one["dwelling_id"]) != (None, None)
    ]
    table = pa.Table.from_pylist(rows)
    table = table.append_column("first", pa.array([DAY] * len(rows))).append_column(
        "last", pa.nulls(len(rows), pa.date32())
    )
    pq.write_table(table, folder / "memberships.parquet")
    people = pq.read_table(folder / "people.parquet").drop_columns(["household_id", "dwelling_id"])
    pq.write_table(people, folder / "alone.parquet")
    return folder / "alone.parquet", folder / "memberships.parquet"


@pytest.mark.parametrize("style", ["numbers", "words", "memberships"])
@pytest.mark.parametrize("name", ["youth-deposit-interest", "youth-rent"])
def test_rows_and_columns_in_any_order_give_each_the_same(city, tmp_path, style, name):
    dice = random.Random(f"{style} {name}")  # noqa: S311 -- a drawn order
    made = city_of(city.facts, 5, 110, "words" if style == "words" else "numbers", DAY)
    files = (written_csv if style == "words" else written_parquet)(made, tmp_path)
    if style == "memberships":
        people, stays = memberships(made, tmp_path)
        files = Files(people, files.households, files.dwellings, memberships=stays)
    programme = city.programme(name)
    changes = CHANGES if name == "youth-deposit-interest" else CHANGES[:1]

    def answers(files, **means):
        out = tmp_path / "out.parquet"
        figures = run(programme.version_on(DAY), DAY, files, out, means=Resources(threads=1, **means)).figures
        found, _curve = compare_scenarios(programme, DAY, files, changes, means=Resources(threads=1, **means))
        return pq.read_table(out).sort_by("person_id").to_pylist(), figures, found.as_json()

    given = answers(files)
    assert name == "youth-rent" or any(row["one-per-dwelling"] is False for row in given[0])
    for turn in range(2):
        other = tmp_path / f"order-{turn}"
        other.mkdir()
        assert answers(shuffled(files, other, dice), arrays=turn != 1) == given


def test_parts_and_threads_give_each_the_same(city, tmp_path):
    files = written_parquet(city_of(city.facts, 6, 200, "numbers", DAY), tmp_path)
    version, found = city.programme("youth-deposit-interest").version_on(DAY), []

    for part, means in (
        (10**9, Resources()),
        (30, Resources()),
        (30, Resources(arrays=False)),
        (10**9, Resources(arrays=False, threads=2)),
    ):
        out = tmp_path / "out.parquet"
        figures = run(version, DAY, files, out, part=part, means=means).figures
        found.append((pq.read_table(out).sort_by("person_id").to_pylist(), figures))

    assert found[0][1].clause("one-per-dwelling").fail > 0
    assert all(one == found[0] for one in found)
