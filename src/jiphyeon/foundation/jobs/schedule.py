"""What happens by itself: at an interval of real time, or once for each civil day.

@every(minutes=5)          real time; a run that is still waiting is not piled upon
@each_civil_day            once for every day the city lives through, in order, also when the demo day is moved
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q
from django_tasks.base import Task

from jiphyeon.foundation.jobs.backend import put
from jiphyeon.foundation.jobs.models import Job, JobState, Scheduled

T = TypeVar("T", bound=Task[Any, Any])

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ScheduledTask:
    """One line of the schedule; `interval` None means each civil day."""

    task: Task[Any, Any]
    interval: timedelta | None

    @property
    def lane(self) -> str:
        """Runs of one entry never overlap."""
        return f"schedule:{self.task.module_path}"[:200]


ENTRIES: dict[str, ScheduledTask] = {}


def every(*, hours: float = 0, minutes: float = 0, seconds: float = 0) -> Callable[[T], T]:
    """Run the task below at an interval of real time, counted from a fixed beginning, not from the last start."""
    interval = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if interval <= timedelta(0):
        raise ValueError("every() wants hours, minutes or seconds above zero.")

    def mark(task: T) -> T:
        ENTRIES[task.module_path] = ScheduledTask(task, interval)
        return task

    return mark


def each_civil_day(task: T) -> T:
    """Run the task below once for each civil day; it is given the day as ISO text (`day="2024-03-04"`).

    A city that was switched off, or whose demo day was moved ahead, catches up day by day, in order. A day that was
    lived once is not lived again when the demo day is moved back.
    """
    ENTRIES[task.module_path] = ScheduledTask(task, None)
    return task


def enqueue_due(*, moment: datetime, today: date) -> int:
    """Put what is due into the queue; return how many jobs were put. Workers that race put each run once."""
    kept = {row.name: row for row in Scheduled.objects.filter(name__in=ENTRIES)}
    missing = [Scheduled(name=name) for name in ENTRIES if name not in kept]
    if missing:
        Scheduled.objects.bulk_create(missing, ignore_conflicts=True)
        kept |= {row.name: row for row in missing}
    return sum(
        _by_day(entry, kept[name], today) if entry.interval is None else _by_clock(entry, kept[name], moment)
        for name, entry in ENTRIES.items()
    )


def slot_of(interval: timedelta, moment: datetime) -> datetime:
    """Return the beginning of the interval a moment lies in."""
    return moment - (moment - _BEGINNING) % interval


def _by_clock(entry: ScheduledTask, row: Scheduled, moment: datetime) -> int:
    assert entry.interval is not None  # noqa: S101 -- tells the type checker what the caller asked
    slot = slot_of(entry.interval, moment)
    if row.last_at is not None and row.last_at >= slot:
        return 0
    with transaction.atomic():
        older = Q(last_at__isnull=True) | Q(last_at__lt=slot)
        if not Scheduled.objects.filter(older, name=row.name).update(last_at=slot):
            return 0
        unfinished = Job.objects.filter(lane=entry.lane, state__in=[JobState.WAITING, JobState.RUNNING])
        if unfinished.exists():
            return 0
        put(entry.task, (), {}, lane=entry.lane)
    return 1


def _by_day(entry: ScheduledTask, row: Scheduled, today: date) -> int:
    if row.last_day is not None and row.last_day >= today:
        return 0
    first = today if row.last_day is None else row.last_day + timedelta(days=1)
    with transaction.atomic():
        if not Scheduled.objects.filter(name=row.name, last_day=row.last_day).update(last_day=today):
            return 0
        days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
        for day in days:
            put(entry.task, (), {"day": day.isoformat()}, lane=entry.lane)
    return len(days)
