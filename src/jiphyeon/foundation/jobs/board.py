"""What an operator sees of the queue, and what they can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.jobs.models import Job, JobState, Scheduled
from jiphyeon.foundation.jobs.names import name_of
from jiphyeon.foundation.jobs.schedule import ENTRIES, slot_of
from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class Counts:
    """How many jobs stand where; `oldest_due` is when the longest-waiting due job should have begun."""

    waiting: int
    running: int
    done: int
    dead: int
    oldest_due: datetime | None


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job, without what it carries."""

    key: UUID
    task: Words
    code: str
    state: str
    attempts: int
    failures: int
    began: datetime | None
    ended: datetime | None
    worker: str
    reason: Words
    where: Sequence[str]


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One entry of the schedule. `next_at` for intervals, `next_day` for what runs each civil day."""

    task: Words
    code: str
    interval: timedelta | None
    last_at: datetime | None
    last_day: date | None
    next_at: datetime | None
    next_day: date | None


def counts(moment: datetime) -> Counts:
    """Return how the queue stands."""
    by_state = dict(Job.objects.values_list("state").annotate(Count("pk")))
    return Counts(
        waiting=by_state.get(JobState.WAITING, 0),
        running=by_state.get(JobState.RUNNING, 0),
        done=by_state.get(JobState.DONE, 0),
        dead=by_state.get(JobState.DEAD, 0),
        oldest_due=Job.objects.due(moment).order_by("run_after").values_list("run_after", flat=True).first(),
    )


def running() -> list[JobLine]:
    """Return what is being done now."""
    return [_line(job) for job in Job.objects.filter(state=JobState.RUNNING).order_by("started_at")[:100]]


def dead(limit: int = 200) -> list[JobLine]:
    """Return what nobody will try again unless told to."""
    return [_line(job) for job in Job.objects.dead()[:limit]]


def schedule_lines(moment: datetime, today: date) -> list[ScheduleLine]:
    """Return the schedule with the next run of each entry."""
    kept = {row.name: row for row in Scheduled.objects.all()}
    lines = []
    for name, entry in sorted(ENTRIES.items()):
        row = kept.get(name) or Scheduled(name=name)
        next_at = next_day = None
        if entry.interval is None:
            next_day = today if row.last_day is None else max(row.last_day + timedelta(days=1), today)
        else:
            next_at = moment if row.last_at is None else slot_of(entry.interval, moment) + entry.interval
        lines.append(
            ScheduleLine(
                name_of(name), _code(name), entry.interval, row.last_at, row.last_day, next_at, next_day
            )
        )
    return lines


def retry(keys: Sequence[UUID] | None, *, by: Actor, at: datetime) -> int:
    """Put dead jobs back into the queue as if new (all of them where `keys` is None); return how many."""
    wanted = Job.objects.filter(state=JobState.DEAD)
    if keys is not None:
        wanted = wanted.filter(key__in=keys)
    return wanted.update(
        state=JobState.WAITING,
        run_after=at,
        failures=0,
        losses=0,
        finished_at=None,
        retried_by=by.user,
        retried_at=at,
    )


def _line(job: Job) -> JobLine:
    failure = job.failure or {"ko": "", "en": "", "where": []}
    return JobLine(
        key=job.key,
        task=name_of(job.task),
        code=_code(job.task),
        state=job.state,
        attempts=job.attempts,
        failures=job.failures,
        began=job.started_at,
        ended=job.finished_at,
        worker=job.worker,
        reason=Words(failure["ko"], failure["en"]),
        where=failure["where"],
    )


def _code(path: str) -> str:
    """Return where the task stands in code: its room and its name."""
    parts = path.split(".")
    room = parts[2] if parts[0] == "jiphyeon" and len(parts) > 3 else parts[0]
    return f"{room}.{parts[-1]}"
