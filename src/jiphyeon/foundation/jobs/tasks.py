"""The queue sweeps itself."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.models import Job, JobState
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import every

DONE_KEPT = timedelta(days=7)


@named("마친 일 지우기", "Forget finished work")
@every(hours=1)
@task()
def forget_what_is_done() -> int:
    """Delete done jobs after a week; dead ones stay until an officer has seen to them."""
    gone, _ = Job.objects.filter(state=JobState.DONE, finished_at__lt=now() - DONE_KEPT).delete()
    return gone
