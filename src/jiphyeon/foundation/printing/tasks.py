"""What goes by itself: laying out, closing what the post is silent about, destroying what was kept long enough."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django_tasks import task

from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.jobs.hooks import prepared_by
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import each_civil_day
from jiphyeon.foundation.printing import runs
from jiphyeon.foundation.printing.layout import LaidOut


def _lay_out(run: str, part: int, size: int) -> LaidOut | None:
    return runs.lay_out(UUID(run), part, size)


@named("인쇄 파일 만들기", "Lay out a print file")
@task()
@prepared_by(_lay_out)
def lay_out_part(run: str, part: int, size: int, *, prepared: LaidOut | None) -> bool:
    """Lay out one part of a print run and keep it; run twice, it is kept once."""
    return prepared is not None and runs.keep_part(
        run=UUID(run), part=part, size=size, made=prepared, on=civil_today()
    )


@named("우체국 소식이 끝난 묶음 찾기", "Find print runs the post is done with")
@each_civil_day
@task()
def close_what_is_over(day: str) -> int:
    """Close each run whose time to hear of the post is over, each in a job of its own."""
    due = runs.closing(date.fromisoformat(day))
    for key in due:
        close_one.enqueue(run=str(key), day=day)
    return len(due)


@named("인쇄 묶음 하나 끝내기", "Close one print run")
@task()
def close_one(run: str, day: str) -> bool:
    """Close one run; run twice, it closes once."""
    return runs.close(key=UUID(run), on=date.fromisoformat(day))


@named("보관 기한이 지난 편지 찾기", "Find letters whose time is over")
@each_civil_day
@task()
def purge_what_is_over(day: str) -> int:
    """Destroy the letters of each run that were kept long enough, each run in a job of its own."""
    due = runs.to_be_destroyed(date.fromisoformat(day))
    for key in due:
        purge_one.enqueue(run=str(key), day=day)
    return len(due)


@named("편지 한 묶음 파기하기", "Destroy one print run's letters")
@task()
def purge_one(run: str, day: str) -> bool:
    """Destroy one run's letters; run twice, it destroys once."""
    return runs.purge(key=UUID(run), on=date.fromisoformat(day))
