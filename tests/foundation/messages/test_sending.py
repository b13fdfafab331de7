"""What goes out: in which order, by whom, and what is written down of it, once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.foundation.messages.conftest import (
    NIGHT,
    Clock,
    Scripted,
    batch_of,
    published,
    put,
    row,
    sender,
    states,
)  # fmt: skip

from jiphyeon.foundation.jobs.events import subscribes
from jiphyeon.foundation.jobs.worker import Worker
from jiphyeon.foundation.messages import batches, leasing, sending
from jiphyeon.foundation.messages.channels import Outcome, Result
from jiphyeon.foundation.messages.enums import BatchState, Channel, State, Urgency
from jiphyeon.foundation.messages.events import Delivered, Failed, HandedOver
from jiphyeon.foundation.messages.leasing import Report
from jiphyeon.foundation.messages.models import Batch, ChannelStatus, Message, Tally

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=60)
HEARD = []


@subscribes(HandedOver)
def heard_handed_over(event: HandedOver) -> None:
    """Remember it."""
    HEARD.append(event)


@subscribes(Delivered)
def heard_delivered(event: Delivered) -> None:
    """Remember it."""
    HEARD.append(event)


@subscribes(Failed)
def heard_failed(event: Failed) -> None:
    """Remember it."""
    HEARD.append(event)


@pytest.fixture(autouse=True)
def nothing_heard():
    HEARD.clear()


def heard():
    Worker(name="tests", chores=False).drain()
    return HEARD


def test_a_message_goes_out_and_its_owner_hears_it(text, clock):
    key, given = put(text, owner_key="7"), Scripted()

    assert sender(given, clock).drain() == 1

    kept = row(key)
    assert given.given == [key]
    assert (kept.state, kept.handed_over_at, kept.completed_at) == (State.HANDED_OVER, clock.at, clock.at)
    assert heard() == [HandedOver("tests", (key,), ("7",), clock.at)]


def test_urgent_goes_first_single_before_campaign(text, clock):
    batch_of(text, 3)
    ordinary, urgent = put(text), put(text, urgency=Urgency.URGENT)
    given = Scripted()

    one = sender(given, clock)
    one.step()
    assert given.given == [urgent, ordinary]
    one.drain()
    assert len(given.given) == 5


def test_batches_take_turns(text, clock, monkeypatch):
    monkeypatch.setattr(sending, "LARGEST", 2)
    first, second = batch_of(text, 4), batch_of(text, 4)
    given = Scripted()

    sender(given, clock).drain()

    of = dict(Message.objects.values_list("key", "batch__key"))
    assert [of[key] for key in given.given] == [first, first, second, second] * 2


def test_what_is_scheduled_waits(text, clock):
    put(text, not_before=clock.at + timedelta(hours=1))
    batch_of(text, 1, not_before=clock.at + timedelta(hours=2))
    given = Scripted()
    one = sender(given, clock)

    assert one.drain() == 0
    clock.passes(hours=1)
    assert one.drain() == 1
    clock.passes(hours=1)
    assert one.drain() == 1


def test_phones_are_left_quiet_at_night_but_for_what_is_urgent():
    text, clock = published(Channel.TEXT), Clock(NIGHT)
    late = put(text, channel=Channel.TEXT, at=NIGHT)
    code = put(text, channel=Channel.TEXT, urgency=Urgency.URGENT, at=NIGHT)
    given = Scripted(Channel.TEXT)
    one = sender(given, clock)

    one.drain()
    assert given.given == [code]
    clock.passes(hours=9)
    one.drain()
    assert given.given == [code, late]


def test_a_refusal_for_good_ends_it_and_one_for_now_is_tried_again(text, clock):
    never, later, fault = put(text), put(text), put(text)
    given = Scripted()
    given.says = {
        never: Outcome(Result.NEVER, "smtp-550"),
        later: Outcome(Result.NOT_NOW, "smtp-451"),
        fault: Outcome(Result.FAULT, "text_values"),
    }

    sender(given, clock).drain()

    assert (row(never).state, row(never).reason) == (State.PERMANENT_FAILURE, "smtp-550")
    assert (row(fault).state, row(fault).reason) == (State.TECHNICAL_FAILURE, "text_values")
    waits = row(later)
    assert (waits.state, waits.attempt, waits.reason) == (State.CREATED, 1, "smtp-451")
    assert clock.at < waits.next_at < clock.at + timedelta(minutes=1)
    (failed,) = heard()
    assert dict(zip(failed.keys, zip(failed.states, failed.reasons, strict=True), strict=True)) == {
        never: ("permanent_failure", "smtp-550"),
        fault: ("technical_failure", "text_values"),
    }


def test_waits_grow_and_end_when_the_citys_time_is_over(text, clock):
    key, given = put(text), Scripted()
    given.says = {key: Outcome(Result.NOT_NOW, "smtp-451")}
    one, waits = sender(given, clock), []

    while row(key).state == State.CREATED:
        clock.at = max(clock.at, row(key).next_at)
        before = clock.at
        one.drain()
        waits.append(row(key).next_at - before)

    assert row(key).state == State.TEMPORARY_FAILURE
    assert timedelta(hours=95) < clock.at - row(key).created_at < timedelta(hours=99)
    assert waits[0] < timedelta(minutes=1) < waits[3]
    assert len(waits) < 120


def test_a_channel_that_is_away_costs_no_message_anything_and_is_left_alone(text, clock):
    keys, found = [put(text) for _ in range(3)], Scripted()
    found.away_after = 1
    one = sender(found, clock)

    assert one.drain() == 1
    status = ChannelStatus.objects.get()
    assert (status.reason, status.failures, status.away_since) == ("told", 1, clock.at)
    assert [row(key).attempt for key in keys] == [1, 0, 0]
    assert one.step() == 0
    assert len(found.given) == 1

    clock.passes(seconds=6)
    one.drain()
    assert ChannelStatus.objects.get().failures == 2
    found.away_after = None
    clock.passes(seconds=11)
    one.drain()
    assert len(set(found.given)) == len(found.given) == 3
    assert ChannelStatus.objects.get().away_since is None
    assert states() == {State.HANDED_OVER: 3}


def test_a_paused_channel_begins_nothing(text, clock):
    put(text)
    ChannelStatus.objects.create(channel=Channel.EMAIL, paused_at=clock.at)
    given = Scripted()

    assert sender(given, clock).drain() == 0


def test_a_message_that_an_adapter_stumbles_over_is_set_aside_and_the_rest_goes_on(text, clock):
    keys = [put(text) for _ in range(3)]

    class Stumbling(Scripted):
        def hand_over(self, block):
            for outcome, parcel in zip(super().hand_over(block), block, strict=True):
                if parcel.key == keys[1]:
                    raise ZeroDivisionError
                yield outcome

    sender(Stumbling(), clock).drain()

    assert [row(key).state for key in keys] == [State.HANDED_OVER, State.TECHNICAL_FAILURE, State.HANDED_OVER]
    assert row(keys[1]).reason == "unforeseen"


def test_a_slow_channel_gives_the_rest_of_its_block_back(text, clock, monkeypatch):
    monkeypatch.setattr(sending, "BLOCK_SECONDS", 0.0)
    batch_of(text, 30)
    given = Scripted()
    one = sender(given, clock)

    one.step()
    assert states() == {State.HANDED_OVER: 1, State.CREATED: 29}
    assert set(Message.objects.filter(state=State.CREATED).values_list("attempt", flat=True)) == {0}
    urgent = put(text, urgency=Urgency.URGENT)
    one.step()
    assert given.given[-1] == urgent


def test_what_a_dead_worker_had_comes_back_and_it_records_nothing_any_more(text, clock):
    key = put(text)
    lost = leasing.claim(Channel.EMAIL, None, most=10, moment=clock.at, lease=LEASE)
    assert leasing.reap(clock.at + LEASE) == 0
    clock.passes(seconds=61)
    assert leasing.reap(clock.at) == 1

    given = Scripted()
    sender(given, clock).drain()
    late = {parcel.row: Outcome(Result.NEVER, "late") for parcel in lost.parcels}
    assert leasing.record(lost, late, reports=False, moment=clock.at) == 0

    assert row(key).state == State.HANDED_OVER
    assert len(heard()) == 1
    assert Tally.objects.get().count == 1


def test_a_block_that_takes_its_time_is_kept_while_its_worker_lives(text, clock):
    put(text)
    block = leasing.claim(Channel.EMAIL, None, most=10, moment=clock.at, lease=LEASE)
    clock.passes(seconds=61)

    assert leasing.renew(block, until=clock.at + LEASE) == 1
    assert leasing.reap(clock.at) == 0


def test_a_batch_is_counted_as_it_goes_and_done_at_its_end(text, clock, monkeypatch):
    monkeypatch.setattr(sending, "LARGEST", 4)
    batch, given = batch_of(text, 10), Scripted()
    refused = Message.objects.order_by("pk").values_list("key", flat=True)[9]
    given.says = {refused: Outcome(Result.NEVER, "smtp-550")}
    one = sender(given, clock)

    one.step()
    now_at = batches.progress(batch)
    assert (now_at.handed_over, now_at.waiting, now_at.state) == (4, 6, BatchState.READY)
    one.drain()
    at_end = batches.progress(batch)
    assert (at_end.handed_over, at_end.failed, at_end.waiting, at_end.state) == (9, 1, 0, BatchState.DONE)
    assert {(one.state, one.reason): one.count for one in Tally.objects.all()} == {
        (State.HANDED_OVER, ""): 9,
        (State.PERMANENT_FAILURE, "smtp-550"): 1,
    }


def test_no_row_is_counted_on_the_way_out(text, clock):
    batch_of(text, 20)
    put(text)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        sender(Scripted(), clock).drain()

    assert [query["sql"] for query in asked if "COUNT(" in query["sql"].upper()] == []


def test_a_batch_is_paused_resumed_and_cancelled(text, clock, monkeypatch):
    monkeypatch.setattr(sending, "LARGEST", 4)
    batch, given = batch_of(text, 10), Scripted()
    one = sender(given, clock)
    one.step()
    batches.pause(batch, at=clock.at)
    assert one.drain() == 0
    batches.resume(batch, at=clock.at)
    one.step()
    batches.cancel(batch, at=clock.at)
    assert one.drain() == 0
    Worker(name="tests", chores=False).drain()

    found = batches.progress(batch)
    assert (found.handed_over, found.cancelled, found.waiting) == (8, 2, 0)
    assert states() == {State.HANDED_OVER: 8, State.CANCELLED: 2}


def test_a_batch_that_fills_does_not_go_out(text, clock):
    batch_of(text, 2, release=False)

    assert sender(Scripted(), clock).drain() == 0


def test_a_report_ends_it_once_whenever_it_comes(clock):
    text = published(Channel.TEXT)
    key = put(text, channel=Channel.TEXT, owner_key="7")
    lost = put(text, channel=Channel.TEXT, owner_key="8")
    block = leasing.claim(Channel.TEXT, None, most=10, moment=clock.at, lease=LEASE)

    found = [Report(key, State.DELIVERED), Report(key, State.DELIVERED)]
    assert leasing.report(found, moment=clock.at) == 1  # before we have written down that it was taken
    outcomes = {parcel.row: Outcome(Result.TAKEN) for parcel in block.parcels}
    leasing.record(block, outcomes, reports=True, moment=clock.at)
    assert row(lost).completed_at is None
    assert leasing.report([Report(lost, State.PERMANENT_FAILURE, "no-such-number")], moment=clock.at) == 1
    assert (
        leasing.report([Report(key, State.PERMANENT_FAILURE), Report(lost, State.DELIVERED)], moment=clock.at)
        == 0
    )

    assert (row(key).state, row(lost).state) == (State.DELIVERED, State.PERMANENT_FAILURE)
    assert heard() == [
        Delivered("tests", (key,), ("7",), clock.at),
        HandedOver("tests", (lost,), ("8",), clock.at),
        Failed("tests", (lost,), ("8",), ("permanent_failure",), ("no-such-number",), clock.at),
    ]


def test_a_report_of_a_batch_moves_its_counts(clock):
    text = published()
    batch = batch_of(text, 3)
    sender(Scripted(reports=True), clock).drain()
    keys = list(Message.objects.values_list("key", flat=True))

    leasing.report(
        [Report(keys[0], State.DELIVERED), Report(keys[1], State.TEMPORARY_FAILURE, "off")], moment=clock.at
    )

    found = Batch.objects.get(key=batch)
    assert (found.handed_over, found.failed, found.state) == (2, 1, BatchState.DONE)
