"""The schedule: intervals of real time are kept once, and every civil day is lived through once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.foundation.jobs import deeds

from jiphyeon.foundation.jobs import schedule
from jiphyeon.foundation.jobs.models import Job

NOON = datetime(2026, 1, 5, 12, 0, 30, tzinfo=UTC)
MONDAY = date(2024, 3, 4)

pytestmark = pytest.mark.django_db


@pytest.fixture
def only(monkeypatch):
    """A schedule with nothing but what the test puts there."""
    monkeypatch.setattr(schedule, "ENTRIES", {})
    return schedule


def days_waiting():
    return [job.arguments["kwargs"]["day"] for job in Job.objects.order_by("pk")]


def test_an_interval_is_kept_once_however_often_it_is_looked_at(only):
    only.every(minutes=5)(deeds.say_which_try)

    put = [only.enqueue_due(moment=NOON + timedelta(seconds=n), today=MONDAY) for n in (0, 1, 2)]

    assert put == [1, 0, 0]


def test_a_run_still_waiting_is_not_piled_upon(only):
    only.every(minutes=5)(deeds.say_which_try)
    only.enqueue_due(moment=NOON, today=MONDAY)

    assert only.enqueue_due(moment=NOON + timedelta(minutes=6), today=MONDAY) == 0


def test_the_next_interval_runs_again(only, run_jobs):
    only.every(minutes=5)(deeds.say_which_try)
    only.enqueue_due(moment=NOON, today=MONDAY)
    run_jobs()

    assert only.enqueue_due(moment=NOON + timedelta(minutes=5), today=MONDAY) == 1


def test_a_city_begins_with_today_and_catches_up_in_order_when_its_day_moves(only):
    only.each_civil_day(deeds.say)

    only.enqueue_due(moment=NOON, today=MONDAY)
    only.enqueue_due(moment=NOON, today=MONDAY)
    only.enqueue_due(moment=NOON, today=MONDAY + timedelta(days=3))

    assert days_waiting() == ["2024-03-04", "2024-03-05", "2024-03-06", "2024-03-07"]


def test_a_day_lived_once_is_not_lived_again_when_the_day_moves_back(only):
    only.each_civil_day(deeds.say)
    only.enqueue_due(moment=NOON, today=MONDAY)

    only.enqueue_due(moment=NOON, today=MONDAY - timedelta(days=30))
    only.enqueue_due(moment=NOON, today=MONDAY)

    assert days_waiting() == ["2024-03-04"]


def test_days_of_one_entry_run_one_after_another_even_when_one_must_be_retried(only):
    only.each_civil_day(deeds.say)
    only.enqueue_due(moment=NOON, today=MONDAY)
    only.enqueue_due(moment=NOON, today=MONDAY + timedelta(days=1))
    first, second = Job.objects.order_by("pk")
    Job.objects.filter(pk=first.pk).update(run_after=second.run_after + timedelta(minutes=1))

    due_now = Job.objects.due(second.run_after)
    due_later = Job.objects.due(second.run_after + timedelta(minutes=2))

    assert list(due_now) == []
    assert list(due_later) == [first]


def test_an_interval_must_be_longer_than_nothing(only):
    with pytest.raises(ValueError, match="above zero"):
        only.every(minutes=0)
