"""Work that goes by itself: sendings go on, each day and whenever something came of them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django_tasks import task

from jiphyeon.contexts.e_notices.actions import going
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import each_civil_day, every


@named("고지 묶음 한 걸음 보내기", "Go on with a sending")
@task()
def go_on(key: str, day: str = "") -> bool:
    """Do the next block of a sending's work, and put the one after it into the queue."""
    on = date.fromisoformat(day) if day else civil_today()
    more = going.go_on(UUID(key), on)
    if more:
        go_on.enqueue(key, day)
    return more


@named("오늘 할 고지 일 찾기", "Find what is to be done about notices")
@each_civil_day
@task()
def go_on_each_day(day: str) -> int:
    """Let the day do its work: unread ones turn to paper, public notices serve, days to answer end."""
    keys = going.at_work()
    for key in keys:
        go_on.enqueue(str(key), day)
    return len(keys)


@named("예약한 고지 보내기", "Begin sendings whose hour has come")
@every(minutes=5)
@task()
def begin_what_is_due() -> int:
    """Let sendings go on that wait for their hour, or for what the channels told."""
    keys = going.at_work(today_only=True)
    for key in keys:
        go_on.enqueue(str(key))
    return len(keys)
