"""What a rolled-back transaction or a killed process left lying is swept away."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.files.store import sweep
from jiphyeon.foundation.jobs.hooks import prepared_by
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import every


def _sweep() -> int:
    return sweep(older_than=now() - timedelta(days=1))


@named("남은 파일 치우기", "Sweep leftover files")
@every(hours=24)
@task()
@prepared_by(_sweep)  # a walk over the disk keeps no writer waiting
def sweep_leftovers(*, prepared: int) -> int:
    """Delete files without a row that are older than a day."""
    return prepared
