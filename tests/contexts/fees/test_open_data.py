"""What the fees publish: facilities, what lowers their fees, and checks without paper by months that are over."""

from datetime import date
from fractions import Fraction
from uuid import uuid4

import pytest
from django.core.cache import cache

from jiphyeon.contexts.fees.models import FeeAnswer
from jiphyeon.contexts.fees.queries import percent

WHERE = "/open-data/fees"


@pytest.fixture(autouse=True)
def fresh_limit():
    cache.clear()


def answered(count, on, off):
    for _ in range(count):
        number = uuid4().hex[:12]
        FeeAnswer.objects.create(
            number=f"F-{number}", person=uuid4(), facility="boram-pool", on=on, full=3_000, off=off,
            applied="veteran" if off else "", answers={"held": {}}, leaf="0" * 64,
        )  # fmt: skip


def months(client, query=""):
    rows = client.get(f"{WHERE}/answers.json{query}").json()["rows"]
    return [(row["month"], row["checked"], row["lowered"], row["off"]) for row in rows]


def test_a_month_says_how_often_and_how_much(client, db):
    answered(12, date(2024, 1, 15), 1_500)
    answered(5, date(2024, 1, 31), 0)

    assert months(client) == [("2024-01", 17, 12, 18_000)]


def test_the_month_that_runs_is_not_told_so_that_no_day_can_be_reckoned(client, db):
    answered(12, date(2024, 2, 29), 1_500)
    answered(1, date(2024, 3, 3), 1_500)

    assert months(client) == [("2024-02", 12, 12, 18_000)]
    assert months(client, "?as_of=2024-02-29") == []


@pytest.mark.parametrize(
    ("lowered", "not_lowered", "shown"),
    [(4, 0, (None, None, None)), (3, 9, (12, None, None)), (9, 3, (12, None, None)), (0, 9, (9, 0, 0))],
)
def test_a_few_are_not_told_nor_what_they_paid(client, db, lowered, not_lowered, shown):
    answered(lowered, date(2024, 2, 1), 1_500)
    answered(not_lowered, date(2024, 2, 1), 0)

    assert months(client) == [("2024-02", *shown)]


def test_a_facility_says_its_fee_and_what_lowers_it_by_which_law(client, db):
    pool = next(
        row
        for row in client.get(f"{WHERE}/facilities.json").json()["rows"]
        if row["facility"] == "boram-pool"
    )
    lowered = client.get(f"{WHERE}/reductions.json?facility=boram-pool").json()["rows"]

    assert pool["fee"] > 0
    assert all(row["off"].endswith("%") and row["citation"] for row in lowered)
    assert len({row["qualification"] for row in lowered}) == len(lowered) > 1


def test_a_share_is_said_exactly():
    assert [percent(Fraction(one)) for one in ("0.3", "0.12345678", "1/3", "1")] == [
        "30%",
        "12.345678%",
        "100/3%",
        "100%",
    ]
