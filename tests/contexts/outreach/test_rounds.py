"""The list of rounds: what came of each, counts that are their rows, the same queries for few and many."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.contexts.benefits.conftest import TODAY
from tests.lists import assert_counts_are_the_rows, assert_queries_do_not_grow

from jiphyeon.contexts.outreach import queries
from jiphyeon.contexts.outreach.models import OutreachContact, OutreachRound
from jiphyeon.contexts.outreach.rules import ContactState
from jiphyeon.contexts.outreach.tables import ROUNDS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def civil_day(monkeypatch):
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: TODAY)


def told_contact(office, person, *, programme="youth-rent", on=TODAY, state=ContactState.SENT):
    made = OutreachRound.objects.create(
        programme=programme, version="2024", on=on, by=office.seoyeon.key, by_name="박서연", wait_days=90,
        left_out={"applied": 2}, leaf="0" * 64,
    )  # fmt: skip
    notice = uuid4() if state is ContactState.SENT else None
    OutreachContact.objects.create(
        round=made, programme=programme, person=person.key, on=on, state=state, notice=notice
    )
    return made


def test_an_application_counts_for_every_round_before_it_and_for_none_after(office):
    early = told_contact(office, office.hana, on=TODAY - timedelta(days=100))
    other = told_contact(office, office.hana, programme="job-interview-support", on=TODAY - timedelta(days=3))
    office.applies(office.hana)
    late = told_contact(office, office.hana, on=TODAY + timedelta(days=1))
    nobody = told_contact(office, office.doyun, on=TODAY, state=ContactState.WAITING)

    rows = queries.round_rows([early, other, late, nobody], "ko")

    assert [(row.funnel.notified, row.funnel.applied, row.waiting, row.left) for row in rows] == [
        (1, 1, 0, 2),
        (1, 0, 0, 2),
        (1, 0, 0, 2),
        (0, 0, 1, 2),
    ]


def test_the_list_counts_its_rows_and_takes_the_same_queries_for_few_and_many(office, client):
    told_contact(office, office.hana)
    told_contact(office, office.doyun, state=ContactState.WAITING)
    client.force_login(office.garam)

    assert_counts_are_the_rows(ROUNDS, office.actor(office.garam), TODAY)
    assert_queries_do_not_grow(
        lambda: client.get("/outreach/rounds/"),
        lambda: [told_contact(office, office.hana) for _each in range(9)],
    )
    assert client.get("/outreach/rounds/?view=sending").content.decode().count("jip-row-link") == 1
