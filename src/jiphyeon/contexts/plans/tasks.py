"""What the plan counts by itself, once for each civil day."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from jiphyeon.contexts.notices import api as notices
from jiphyeon.contexts.plans import api
from jiphyeon.foundation.jobs.schedule import each_civil_day


@each_civil_day
@task()
def count_the_day(day: str) -> None:
    """Post how many initiatives are carried out, and how many notices were sent."""
    on = date.fromisoformat(day)
    past = [year for year in api.years() if year <= on.year]
    plan = api.living_plan(past[0], on=on) if past else None
    if plan is None:
        return
    at_work = sum(1 for card in plan.initiatives if card.doors)
    api.post_figure(initiative="living-plan", figure="at-work", value=at_work, on=on)
    api.post_figure(initiative="mobile-notices", figure="sent", value=notices.sent_by(on), on=on)
