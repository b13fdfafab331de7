"""What outreach publishes: how many were told and what came of it, and nothing that points at one of them."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.cache import cache

from jiphyeon.contexts.outreach.models import OutreachContact, OutreachRound
from jiphyeon.contexts.outreach.rules import ContactState

WHERE = "/open-data/outreach/rounds.json"


@pytest.fixture(autouse=True)
def fresh_limit():
    cache.clear()


def told_round(people, on=date(2024, 2, 1)):
    made = OutreachRound.objects.create(
        programme="youth-rent",
        version="2024",
        on=on,
        by=uuid4(),
        by_name="이서연",
        wait_days=90,
        leaf="0" * 64,
    )
    for _ in range(people):
        OutreachContact.objects.create(
            round=made, programme="youth-rent", person=uuid4(), on=on, state=ContactState.SENT, notice=uuid4()
        )


def test_a_round_says_how_many_were_told_and_by_nobodys_name(client, office):
    told_round(6)
    answer = client.get(WHERE)

    assert [
        (row["round"], row["on"], row["told"], row["opened"], row["applied"], row["granted"])
        for row in answer.json()["rows"]
    ] == [(1, "2024-02-01", 6, 0, 0, 0)]
    assert "이서연" not in answer.content.decode()


def test_a_round_of_a_few_keeps_its_counts_to_itself(client, office):
    told_round(4)

    row = client.get(WHERE).json()["rows"][0]
    assert [row[one] for one in ("told", "opened", "applied", "granted")] == [None] * 4


def test_rounds_are_counted_programme_by_programme(client, office):
    told_round(6)
    told_round(7, on=date(2024, 3, 1))

    assert [row["told"] for row in client.get(f"{WHERE}?programme=youth-rent").json()["rows"]] == [6, 7]
    assert client.get(f"{WHERE}?programme=youth-deposit-interest").json()["rows"] == []
