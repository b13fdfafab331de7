"""Events: told once to everyone who asked, and only when what they tell of is committed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from django.db import transaction
from tests.foundation.jobs.deeds import Decided, Grade

from jiphyeon.foundation.jobs import events
from jiphyeon.foundation.jobs.envelope import opened, packed
from jiphyeon.foundation.jobs.models import Job, JobState
from jiphyeon.kernel import Won

CASE = UUID(int=7)
DECIDED = Decided(CASE, date(2024, 3, 4), Won(200_000), (Grade.GOOD,), None)
HEARD = []


def hear(event: Decided) -> None:
    HEARD.append(event)


def also_hear(event: Decided) -> None:
    HEARD.append(event.case)


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setattr(events, "_HEARERS", {Decided: []})
    HEARD.clear()
    return HEARD


@pytest.mark.django_db
def test_everyone_who_subscribed_hears_the_same_event(heard, run_jobs):
    events.subscribes(Decided)(hear)
    events.subscribes(Decided)(also_hear)

    assert events.publish(DECIDED) == 2
    assert heard == []
    run_jobs()

    assert heard == [DECIDED, CASE]


@pytest.mark.django_db
def test_nobody_hears_of_what_was_rolled_back(heard, run_jobs):
    events.subscribes(Decided)(hear)

    with transaction.atomic():
        events.publish(DECIDED)
        transaction.set_rollback(True)
    run_jobs()

    assert heard == []


@pytest.mark.django_db
def test_a_hearer_that_is_gone_leaves_its_event_on_the_dead_list(heard, run_jobs):
    events.subscribes(Decided)(hear)
    events.publish(DECIDED)
    events._HEARERS.clear()

    run_jobs(failing=True)

    assert Job.objects.get().state == JobState.DEAD


def test_an_event_nobody_asked_for_costs_nothing(heard):
    assert events.publish(CASE) == 0


def test_an_event_comes_out_of_its_envelope_as_it_went_in():
    assert opened(Decided, packed(DECIDED)) == DECIDED
    assert isinstance(opened(Decided, packed(DECIDED)).amount, Won)
    assert opened(Decided, packed(DECIDED)).grades[0] is Grade.GOOD


def test_an_event_sent_by_an_older_version_takes_defaults_for_new_fields():
    old = {"case": str(CASE), "on": "2024-03-04", "amount": 1, "gone": True}

    assert opened(Decided, old) == Decided(CASE, date(2024, 3, 4), Won(1))


def test_an_event_carries_no_float():
    @dataclass(frozen=True)
    class Weighed:
        weight: float

    with pytest.raises(TypeError, match="float"):
        packed(Weighed(1.5))
