"""The order never matters: rows, columns, quotas and ties in any order give everybody the same chance and the same seat."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.methods.sortition.pools import dice

from jiphyeon.methods.sortition import Source, commit, draw, explain, legacy_draw, picked, read_task

CATEGORIES = {"성별": ("여", "남"), "나이대": ("노년", "중년", "청년")}


def people(thrown: Random, *, named: bool) -> list[dict[str, str]]:
    rows = []
    for number in range(1, 41):
        person = {category: thrown.choice(features) for category, features in CATEGORIES.items()}
        values = {"주소": f"한누리대로 {thrown.randint(1, 30)}", "메모": f"{number}번째"}
        rows.append({**({"id": f"P{number}"} if named else {}), **person, **values})
    return rows


QUOTAS = [
    {"category": "성별", "feature": "여", "min": "3", "max": "5"},
    {"category": "성별", "feature": "남", "min": "3", "max": "5"},
    {"category": "나이대", "feature": "노년", "min": "2", "max": "3"},
    {"category": "나이대", "feature": "중년", "min": "2", "max": "4"},
    {"category": "나이대", "feature": "청년", "min": "2", "max": "3"},
]


def written(folder: Path, name: str, rows: list[dict[str, str]], thrown: Random | None) -> Path:
    """Write rows, and with dice both rows and columns in another order."""
    columns = list(rows[0])
    if thrown is not None:
        rows, columns = thrown.sample(rows, len(rows)), thrown.sample(columns, len(columns))
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return folder / name


def drawn(folder: Path, how: str, thrown: Random | None, *, named: bool) -> tuple[Any, Any, Any, Any]:
    """Return everybody's chance by name, the panel of one value, its alternates, and the panel of a seed."""
    ties = [{"one": "P1", "kind": "배우자", "other": "P2"}, {"one": "P3", "kind": "형제", "other": "P9"}]
    reading = read_task(
        written(folder, "people.csv", people(dice(4), named=named), thrown),
        written(folder, "quotas.csv", QUOTAS, thrown),
        8,
        same_address="주소",
        relations=written(folder, "ties.csv", ties, thrown) if named else None,
    )
    if how == "legacy":
        result = legacy_draw(reading.task, number=30, dice=dice(9))
    else:
        result = draw(reading.task, how, equal=40)
    who = [person["메모"] for person in reading.table.rows]
    values = {**result.plain(), "alternates": {"number": 2, "rates": [0.2] * len(who)}}
    record = picked(commit(values, Source("lottery", "로또 1180회")), "3 7 12")
    return (
        dict(zip(who, result.probabilities, strict=True)),
        {who[row - 1] for row in record["selected"]},
        [who[row - 1] for row in record["alternates"]["rows"]],
        sorted(sorted(who[row - 1] for row in panel) for panel in result.panels),
    )


@pytest.mark.parametrize("named", [True, False], ids=["by identifier", "by the whole row"])
@pytest.mark.parametrize("how", ["leximin", "nash", "legacy"])
def test_any_order_gives_the_same_chances_and_seats_the_same_people(tmp_path: Path, how: str, named: bool):
    as_told = drawn(tmp_path, how, None, named=named)

    for seed in range(4):
        assert drawn(tmp_path, how, dice(seed), named=named) == as_told


def test_any_order_gives_the_same_reason_for_an_impossible_draw(tmp_path: Path):
    quotas = [{**quota, "min": quota["max"]} for quota in QUOTAS]
    reasons = set()
    for seed in range(4):
        reading = read_task(
            written(tmp_path, "people.csv", people(dice(4), named=True), dice(seed)),
            written(tmp_path, "quotas.csv", quotas, dice(seed)),
            8,
        )
        reasons.add(explain(reading.task).refusal().words.en)

    assert len(reasons) == 1
    assert "These cannot hold together" in reasons.pop()


@pytest.mark.parametrize("name", ["sitting", "people"])
def test_two_columns_that_could_name_a_person_are_told_by_their_names_not_their_place(
    tmp_path: Path, name: str
):
    rows = [{"person": "b", "id": "1", "성별": "여"}, {"person": "a", "id": "2", "성별": "남"}]
    quotas = written(tmp_path, "quotas.csv", [dict(QUOTAS[0], min="0"), dict(QUOTAS[1], min="0")], None)
    for thrown in (None, dice(1), dice(2)):
        task = read_task(written(tmp_path, f"{name}.csv", rows, thrown), quotas, 1).task
        assert sorted(task.pool.names) == ["1", "2"]
