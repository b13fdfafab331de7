"""What the reforms publish: approved changes from the day of their approval, in sentences, and no officer's name."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.contexts.reforms.test_reforms import FIRST, TODAY, approved, drafted, proposed

WHERE = "/open-data/reforms"


@pytest.fixture(autouse=True)
def fresh_limit(db):
    cache.clear()


def rows(client, table, query=""):
    return client.get(f"{WHERE}/{table}.json{query}").json()["rows"]


def test_a_change_is_there_once_it_is_approved_and_not_before(client):
    drafted()
    proposed()
    assert rows(client, "reforms") == []

    approved()

    rows_read = rows(client, "reforms")
    assert [(row["reform"], row["holds_from"], row["programmes"]) for row in rows_read] == [
        ("R1", FIRST.isoformat(), ["youth-rent"])
    ]
    assert rows(client, "reforms", f"?as_of={TODAY - timedelta(days=1)}") == []


def test_it_says_in_a_sentence_what_it_altered_in_each_programme(client):
    approved()

    rows_read = rows(client, "changes", "?programme=youth-rent")
    assert [(row["reform"], row["programme"], row["number"]) for row in rows_read] == [
        ("R1", "youth-rent", 1)
    ]
    assert "39세 → 34세" in rows_read[0]["change"]["ko"]
    assert rows(client, "changes", "?programme=youth-deposit-interest") == []


def test_nobody_who_had_a_hand_in_it_is_named(client):
    approved()
    text = (
        client.get(f"{WHERE}/reforms.csv").content.decode()
        + client.get(f"{WHERE}/changes.csv").content.decode()
    )

    assert not [name for name in ("최유진", "강하은", "법에 맞춥니다") if name in text]
