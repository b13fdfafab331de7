"""A committed draw can be repeated by anybody, and any change to it shows."""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy

import pytest
from tests.methods.sortition.pools import a_task

from jiphyeon.kernel import Refused
from jiphyeon.methods.sortition import Objective, Source, commit, draw, picked, seal, select, verify

PEOPLE = ", ".join(["man old"] * 5 + ["woman old"] * 3 + ["woman young"] * 4 + ["man young"] * 2)
DRAND = hashlib.sha256(b"a round").hexdigest()


@pytest.fixture(scope="module")
def statement() -> dict:
    task = a_task(PEOPLE, "gender man 2 2, gender woman 2 2, age old 1 2, age young 2 3", 4)
    return json.loads(json.dumps(draw(task, Objective.LEXIMIN, equal=50).plain()))


def test_a_record_commits_waits_is_picked_once_and_verifies(statement: dict):
    waiting = commit(statement, Source("drand", "quicknet 12345"))

    assert verify(waiting).problems == ()
    assert not verify(waiting).decided

    done = json.loads(json.dumps(picked(waiting, DRAND.upper())))

    assert done["selected"] in statement["panels"]
    assert verify(done).problems == ()
    assert verify(done).decided
    with pytest.raises(Refused, match="a draw is made once"):
        picked(done, DRAND)


def test_the_panel_is_the_one_anybody_computes_from_the_hash(statement: dict):
    record = picked(commit(statement, Source("lottery", "로또 1180회")), "3, 07 12 25 31 44")

    place = {row: number for number, row in enumerate(statement["order"], start=1)}
    drawn = {
        "format": "jiphyeon draw record 2",
        "panels": [sorted(place[row] for row in panel) for panel in statement["panels"]],
        "source": {"kind": "lottery", "name": "로또 1180회"},
        "weights": statement["weights"],
    }
    text = json.dumps(drawn, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    key = hashlib.sha256(text.encode()).hexdigest()
    point = int(hashlib.sha256(f"{key}\n3 7 12 25 31 44".encode()).hexdigest(), 16)

    assert record["value"] == "3 7 12 25 31 44"
    assert record["selected"] == statement["panels"][point * 50 // 2**256]


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda record: record["statement"]["panels"][3].reverse(), "changed after the commitment"),
        (lambda record: record["source"].update(name="quicknet 12346"), "changed after the commitment"),
        (lambda record: record.update(value="1" * 64), "not the one that the record names"),
        (lambda record: record.update(selected=[1, 2, 3, 4]), "not the one that the record names"),
        (lambda record: record.update(value="abc"), "64 hexadecimal digits"),
        (lambda record: record.update(value=None), "although the source has not spoken"),
    ],
)
def test_any_change_shows(statement: dict, spoil, problem: str):
    record = deepcopy(picked(commit(statement, Source("drand", "quicknet 12345")), DRAND))
    spoil(record)

    assert any(problem in line for line in verify(record).problems)


def test_sealed_secrets_of_several_people_decide_together(statement: dict):
    secrets = {"김하나": "강물", "이두리": "바람"}
    seals = tuple((name, seal(name, secret)) for name, secret in secrets.items())
    waiting = commit(statement, Source("sealed", "봉투 두 장", seals))

    with pytest.raises(Refused, match="secrets are needed of exactly"):
        picked(waiting, {"김하나": "강물"})
    with pytest.raises(Refused, match="the secret of 이두리 does not open the seal"):
        picked(waiting, {**secrets, "이두리": "구름"})

    assert verify(picked(waiting, secrets)).problems == ()


def test_alternates_are_chosen_by_the_same_value_and_verified(statement: dict):
    wish = {**statement, "alternates": {"number": 3, "rates": [0.2] * 14}}
    record = picked(commit(wish, Source("seed")), "7")

    assert len(record["alternates"]["rows"]) == 3
    assert set(record["alternates"]["rows"]).isdisjoint(record["selected"])
    assert verify(record).problems == ()

    record["alternates"]["rows"].reverse()

    assert "The value chooses other alternates than the record names." in verify(record).problems


def test_weights_decide_how_much_of_the_hash_a_panel_gets():
    picks = [select("c", str(number), [[1], [2]], [0.9, 0.1]) for number in range(400)]

    assert 340 <= picks.count([1]) <= 380


@pytest.mark.parametrize(
    ("kind", "name", "message"),
    [
        ("dice", "", "no source of kind 'dice'"),
        ("drand", "", "Name the round"),
        ("lottery", "", "Name the round"),
        ("sealed", "x", "at least two people"),
    ],
)
def test_a_source_that_could_be_chosen_afterwards_is_refused(kind: str, name: str, message: str):
    with pytest.raises(Refused, match=message):
        Source(kind, name)


def test_something_else_is_not_a_record():
    with pytest.raises(Refused, match="This is not a 'jiphyeon draw record 2'"):
        verify({"format": "something else"})


def test_a_malformed_record_is_refused_not_crashed(statement: dict):
    broken = commit({key: value for key, value in statement.items() if key != "weights"}, Source("seed"))

    with pytest.raises(
        Refused, match=r"statement\.weights: The record is malformed: a field of this name is needed here\."
    ):
        verify(broken)
