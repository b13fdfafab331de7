"""The list of answered fees: found by receipt, counted as its rows, silent on whose and why."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.contexts.benefits.conftest import TODAY
from tests.lists import assert_counts_are_the_rows, assert_queries_do_not_grow

from jiphyeon.contexts.fees.models import FeeAnswer
from jiphyeon.contexts.fees.tables import ANSWERS
from jiphyeon.foundation.ledger.trail import looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def civil_day(monkeypatch):
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: TODAY)


def answered(office, off, *, number="", facility="boram-pool", days=0):
    return FeeAnswer.objects.create(
        number=number or f"F-{uuid4().hex[:12]}", person=uuid4() if days else office.hana.key, facility=facility,
        on=TODAY - timedelta(days=days), full=3_000, off=off, applied="veteran" if off else "",
        answers={"held": {}}, leaf="0" * 64,
    )  # fmt: skip


def test_it_counts_its_rows_and_takes_the_same_queries_for_few_and_many(office, client):
    answered(office, 3_000)
    answered(office, 0, days=1)
    answered(office, 1_500, facility="closed-since", days=2)
    client.force_login(office.garam)

    assert_counts_are_the_rows(ANSWERS, office.actor(office.garam), TODAY)
    assert_queries_do_not_grow(
        lambda: client.get("/fees/desk/"), lambda: [answered(office, 500, days=n) for n in range(3, 12)]
    )


def test_a_receipt_is_found_by_its_number_and_its_owner_reads_who_looked(office, client):
    row = answered(office, 1_500, number="F-aaaa-bbbb-cccc")
    answered(office, 0, days=1)
    client.force_login(office.seoyeon)

    found = client.post("/queues/fees.answers/find/?view=all", {"wanted": "F-aaaa"})
    listed = client.get(found["Location"]).content.decode()
    page = client.get(f"/fees/desk/{row.key}/").content.decode()

    assert (listed.count("jip-row-link"), "F-aaaa-bbbb-cccc" in listed) == (1, True)
    assert "1,500" in page
    assert not any(word in listed + page for word in ("김하나", "veteran", "유공자"))
    assert [look.by for look in looks_at(office.hana.key)] == ["박서연"]


@pytest.mark.parametrize("address", ["/fees/desk/", "/queues/fees.answers/rows.csv"])
def test_only_who_handles_support_reads_it(office, client, address):
    answers = []
    for user in (office.seoyeon, office.minjae, office.garam, office.hana):
        client.force_login(user)
        answers.append(client.get(address).status_code)

    assert answers == [200, 200, 200, 403]
