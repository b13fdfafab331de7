"""The machine room sees by channel what waits and what failed, and pauses a channel; nobody else does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.foundation.messages.conftest import Scripted, batch_of, put, sender, states

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ledger.models import TrailEntry
from jiphyeon.foundation.messages import board
from jiphyeon.foundation.messages.board import Flow
from jiphyeon.foundation.messages.channels import Outcome, Result
from jiphyeon.foundation.messages.enums import Channel, State
from jiphyeon.foundation.messages.models import Message

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "status"), [(None, 302), ("hana", 403), ("seoyeon", 403), ("garam", 200), ("taeo", 200)]
)
def test_only_operators_and_auditors_see_the_channels(as_person, who, status):
    assert as_person(who).get("/messages/").status_code == status


@pytest.mark.parametrize("who", ["garam", "seoyeon", "hana"])
def test_nobody_else_pauses_a_channel(as_person, who):
    assert as_person(who).post("/messages/pause/email/").status_code == 403


def test_a_paused_channel_waits_until_it_is_resumed(as_person, text, clock):
    put(text)
    operator = as_person("taeo")
    one = sender(Scripted(), clock)

    page = operator.post("/messages/pause/email/", follow=True).content.decode()
    assert "전자우편 길을 멈춰 두었습니다" in page
    assert one.drain() == 0
    assert "이미 멈춰 둔 길입니다" in operator.post("/messages/pause/email/", follow=True).content.decode()
    operator.post("/messages/resume/email/")
    assert one.drain() == 1
    assert "멈춰 둔 길이 아닙니다" in operator.post("/messages/resume/email/", follow=True).content.decode()
    steered = TrailEntry.objects.filter(verb__startswith="outbox.").order_by("pk")
    assert [(one.verb, one.about, one.actor_name) for one in steered] == [
        ("outbox.paused", "channel:email", "서태오"),
        ("outbox.resumed", "channel:email", "서태오"),
    ]
    lines = (
        as_person("garam").get("/audit/looks/?view=deeds", headers={"accept-language": "en"}).content.decode()
    )
    assert "Let a channel go on" in lines
    assert "to steer what goes out" in lines


def test_a_channel_nobody_knows_is_not_found(as_person):
    assert as_person("taeo").post("/messages/pause/pigeon/").status_code == 404


def test_what_waits_what_failed_and_why_is_shown(as_person, text):
    at = now()
    batch_of(text, 3, at=at)
    put(text, at=at + timedelta(days=1))
    adapter = Scripted()
    adapter.says = {
        key: Outcome(Result.NEVER, "smtp-550")
        for key in Message.objects.order_by("pk").values_list("key", flat=True)[:2]
    }
    adapter.away_after = 2
    sender(adapter, now).drain()

    (email, *_rest) = board.channels(now())
    assert (email.channel, email.flow, email.reason) == (Channel.EMAIL, Flow.AWAY, "told")
    assert (email.waiting, email.waiting_in_batches, email.failed_today) == (1, 1, 2)
    (failed,) = board.failures(now())
    assert (failed.state, failed.reason, failed.count) == (State.PERMANENT_FAILURE, "smtp-550", 2)
    (batch,) = board.batches()
    assert (batch.total, batch.failed, batch.waiting) == (3, 2, 1)
    assert states() == {State.PERMANENT_FAILURE: 2, State.CREATED: 2}
    page = as_person("taeo").get("/messages/", headers={"accept-language": "en"}).content.decode()
    for shown in (
        "smtp-550",
        "No answer",
        "Address that takes nothing",
        "Pause: E-mail",
        "Nothing to connect to is set",
    ):
        assert shown in page
    assert "mail.example" not in page


def test_the_page_asks_as_often_however_much_there_is(as_person, text):
    operator = as_person("taeo")
    operator.get("/messages/")
    with CaptureQueriesContext(connection) as few:
        operator.get("/messages/")
    for _ in range(3):
        batch_of(text, 2)
        put(text)
    with CaptureQueriesContext(connection) as many:
        operator.get("/messages/")

    assert len(many) == len(few)
