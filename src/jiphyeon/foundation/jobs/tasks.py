"""The queue sweeps itself."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.hooks import prepared_by
from jiphyeon.foundation.jobs.models import Job, JobState
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import every

DONE_KEPT = timedelta(days=7)


AT_A_TIME = 1_000


def _forget() -> int:
    old = Job.objects.filter(state=JobState.DONE, finished_at__lt=now() - DONE_KEPT)
    gone = 0
    while keys := list(old.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]):
        gone += Job.objects.filter(pk__in=keys).delete()[0]
    return gone


@named("마친 일 지우기", "Forget finished work")
@every(hours=1)
@task()
@prepared_by(_forget)  # so many at a time, each lot committed
def forget_what_is_done(*, prepared: int) -> int:
    """Delete done jobs after a week; dead ones stay until an officer has seen to them."""
    return prepared
