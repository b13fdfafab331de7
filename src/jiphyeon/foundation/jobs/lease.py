"""Taking a job, holding it, giving it back: every step is one conditional write on the job's row."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from jiphyeon.foundation.jobs.hooks import tell_given_up
from jiphyeon.foundation.jobs.models import Job, JobState
from jiphyeon.foundation.jobs.retry import Policy, wait_after
from jiphyeon.kernel import Words

log = logging.getLogger(__name__)


class LeaseLost(Exception):  # noqa: N818 -- says what happened
    """The job was taken over while we worked: whatever we wrote must be rolled back."""


def claim(worker: str, *, moment: datetime, policy: Policy, queues: tuple[str, ...] = ()) -> Job | None:
    """Take the next due job, or None. To be called inside a transaction; others skip what is being taken."""
    due = Job.objects.due(moment)
    if queues:
        due = due.filter(queue__in=queues)
    job = due.select_for_update(skip_locked=True, of=("self",)).first()
    if job is None:
        return None
    job.state = JobState.RUNNING
    job.fence += 1
    job.attempts += 1
    job.worker = worker
    job.started_at = moment
    job.lease_until = moment + policy.lease
    job.save(update_fields=["state", "fence", "attempts", "worker", "started_at", "lease_until"])
    return job


def _held(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, fence=job.fence, worker=job.worker, state=JobState.RUNNING)


def renew(job: Job, *, moment: datetime, policy: Policy) -> bool:
    """Say that the worker is alive. False where the job is no longer ours."""
    return bool(_held(job).update(lease_until=moment + policy.lease))


def finish(job: Job, answer: Any, *, moment: datetime) -> None:
    """Mark done, in the transaction that did the work. Raises LeaseLost, and thereby undoes the work."""
    if not _held(job).update(
        state=JobState.DONE, finished_at=moment, lease_until=None, answer=answer, failure=None
    ):
        raise LeaseLost(str(job.key))


def postpone(job: Job, *, until: datetime) -> None:
    """Put back without counting a failure."""
    _held(job).update(state=JobState.WAITING, run_after=until, lease_until=None)


@transaction.atomic
def _give_up(job: Job, **changes: Any) -> int:
    """Put a job on the dead list and tell whoever waits for it; return 1, or 0 where it is no longer held."""
    taken: int = _held(job).update(state=JobState.DEAD, lease_until=None, **changes)
    if taken:
        tell_given_up(job)
    return taken


def fail(job: Job, failure: dict[str, Any], *, moment: datetime, policy: Policy) -> None:
    """Count a failure: back into the queue after a pause, or onto the dead list."""
    failures = job.failures + 1
    if failures >= policy.most_failures or failure["final"]:
        _give_up(job, failures=failures, failure=failure, finished_at=moment)
        log.error("job %s (%s) is on the dead list after %s failures", job.key, job.task, failures)
        return
    pause = wait_after(failures, seed=str(job.key), policy=policy)
    _held(job).update(
        state=JobState.WAITING, failures=failures, failure=failure, run_after=moment + pause, lease_until=None
    )


_VANISHED = Words(
    "이 작업을 하던 처리기가 {losses}번 모두 도중에 사라졌습니다. 메모리 부족이나 강제 종료를 확인해 주세요.",
    "The worker doing this vanished in the middle {losses} times. Look for lack of memory or killed processes.",
)


def reap(*, moment: datetime, policy: Policy) -> int:
    """Give abandoned jobs back to the queue, or to the dead list; return how many."""
    reaped = 0
    with transaction.atomic():
        for job in Job.objects.abandoned(moment).select_for_update(skip_locked=True):
            losses = job.losses + 1
            changes: dict[str, Any] = {"losses": losses, "fence": F("fence") + 1}
            if losses >= policy.most_losses:
                reason = _VANISHED.filled(losses=losses)
                failure = {"type": "", "final": True, "ko": reason.ko, "en": reason.en, "where": []}
                reaped += _give_up(job, **changes, finished_at=moment, failure=failure)
            else:
                pause = wait_after(losses - 1, seed=str(job.key), policy=policy) if losses > 1 else None
                again = moment + pause if pause else moment
                reaped += _held(job).update(
                    **changes, state=JobState.WAITING, lease_until=None, run_after=again
                )
    return reaped
