"""What the plan shows of other rooms, counted once for each civil day."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from jiphyeon.contexts.plans import api
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import each_civil_day


@named("업무계획 지표 세기", "Count the plan's figures")
@each_civil_day
@task()
def count_the_day(day: str) -> None:
    """Post everything that rooms count by themselves."""
    for name in api.counts():
        api.count_anew(name, on=date.fromisoformat(day))
