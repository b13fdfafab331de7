"""What each civil day brings."""

from __future__ import annotations

from datetime import date, timedelta

from django_tasks import task

from jiphyeon.contexts.mydata.actions import keeping
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.schedule import each_civil_day

WARNED_AHEAD = timedelta(days=7)


@each_civil_day
@task()
def keep_the_day(day: str) -> None:
    """Have fetched what is due, warn of consents that end, erase what is no longer needed."""
    today = date.fromisoformat(day)
    keeping.want_what_is_due(on=today)
    keeping.say_what_ends(day=today, ahead=WARNED_AHEAD)
    keeping.purge(on=today, at=now())
