"""What the plan shows of other rooms, counted once for each civil day."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from jiphyeon.contexts.plans import api
from jiphyeon.foundation.jobs.hooks import prepared_by
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import each_civil_day


def _count(day: str) -> dict[str, int]:
    return {name: count(date.fromisoformat(day)) for name, count in api.counts().items()}


@named("업무계획 지표 세기", "Count the plan's figures")
@each_civil_day
@task()
@prepared_by(_count)  # counting only reads, and keeps no writer waiting
def count_the_day(day: str, *, prepared: dict[str, int]) -> None:
    """Post everything that rooms count by themselves."""
    for name, value in prepared.items():
        api.post_count(name, value, on=date.fromisoformat(day))
