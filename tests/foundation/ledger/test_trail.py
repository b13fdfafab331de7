"""The private trail: a person sees who looked at their data and why; a changed line breaks the chain."""

from uuid import UUID

import pytest

from jiphyeon.foundation.accounts.actors import MACHINE, Actor
from jiphyeon.foundation.ledger import order, trail
from jiphyeon.foundation.ledger.models import Entry, TrailEntry

HANA, SEOYEON = UUID(int=1), UUID(int=2)
OFFICER = Actor(user=SEOYEON, name="박서연", unit="youth", post="youth-1")

pytestmark = pytest.mark.django_db


def test_a_person_sees_who_looked_and_why_but_not_what_they_did_themselves():
    trail.note(by=OFFICER, verb="benefits.case_viewed", about="case:7", person=HANA, reason="심사")
    trail.note(
        by=Actor(user=HANA, name="김하나"),
        verb="benefits.case_viewed",
        about="case:7",
        person=HANA,
        reason="본인",
    )
    trail.note(by=MACHINE, verb="mydata.fetched", about="case:7", person=HANA, reason="자격 확인")
    trail.note(by=OFFICER, verb="benefits.case_viewed", about="case:8", person=SEOYEON, reason="심사")

    looks = trail.looks_at(HANA)

    assert [(look.by, look.verb, look.reason) for look in looks] == [
        ("집현", "mydata.fetched", "자격 확인"),
        ("박서연", "benefits.case_viewed", "심사"),
    ]


def test_what_was_done_about_one_thing_can_be_read_back():
    trail.note(by=OFFICER, verb="jobs.retried", about="job:7", reason="다시 시도")

    (line,) = trail.lines_about("job:7")

    assert (line.by, line.unit, line.post) == ("박서연", "youth", "youth-1")


def test_the_trail_is_chained_and_its_end_stands_on_the_public_log():
    for n in range(3):
        trail.note(by=OFFICER, verb="v", about=f"case:{n}", person=HANA, reason="r", details={"n": n})

    order.put_in_order()

    lines = list(TrailEntry.objects.order_by("position"))
    before = order.CHAIN_BEGINS
    for place, line in enumerate(lines):
        before = order.link(line, before)
        assert (line.position, line.chained) == (place, before)
    assert Entry.objects.get(kind=order.TRAIL_KIND).sealed["facts"] == {"position": 2, "chained": before}
