"""Work that goes by itself: telling those who asked that applications are open."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from jiphyeon.contexts.programmes.actions import wishing
from jiphyeon.contexts.programmes.queries import wishes
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import each_civil_day


@named("접수가 열린 지원 찾기", "Find programmes that opened")
@each_civil_day
@task()
def tell_what_opened(day: str) -> int:
    """Put everybody who asked to be told of what is open by a day into a job of its own; let go what was kept long enough."""
    on = date.fromisoformat(day)
    waiting = wishes.to_tell(on)
    for wish in waiting:
        tell_one.enqueue(wish=wish, day=day)
    wishing.let_go([wish for wish in wishes.over(on) if wish not in waiting])
    return len(waiting)


@named("접수가 열렸다고 알리기", "Tell one person that applications are open")
@task()
def tell_one(wish: int, day: str) -> bool:
    """Tell one person; run twice, it tells once."""
    return wishing.tell(wish=wish, on=date.fromisoformat(day))
