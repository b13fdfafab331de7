"""What the head's board says of every list that declares one, by the conditions the list itself is narrowed by."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.queues import selecting
from jiphyeon.foundation.queues.declaring import AnyQueue, Measure, queues
from jiphyeon.foundation.queues.selecting import Selection
from jiphyeon.foundation.ui.boards import Board, Figure, Week


def of_head(actor: Actor, week: Week) -> Sequence[Board]:
    """Return the boards of the lists that an actor may open, in the rooms' order."""
    return [_board(queue, actor, week) for queue in queues() if queue.board and queue.may(actor)]


def _board(queue: AnyQueue, actor: Actor, week: Week) -> Board:
    return Board(
        queue.name.replace(".", "-"), queue.words, [_figure(queue, one, actor, week) for one in queue.board]
    )


def _figure(queue: AnyQueue, measure: Measure, actor: Actor, week: Week) -> Figure:
    chosen = _chosen(queue, measure, week)
    return Figure(
        words=measure.words or queue.view(measure.view).words,
        count=_count(queue, chosen, actor, week),
        url=f"{reverse(queue.page)}?{chosen.query()}",
        before=_count(queue, _chosen(queue, measure, week.before), actor, week) if measure.period else None,
        waits_for=measure.waits_for,
        late=measure.late,
    )


def _chosen(queue: AnyQueue, measure: Measure, week: Week) -> Selection:
    if not measure.period:
        return Selection(measure.view, queue.sort)
    first, last = week.first.isoformat(), week.last.isoformat()
    days = "" if measure.period == queue.periods[0].code else measure.period
    return Selection(measure.view, queue.sort, days=days, since=first, until=last)


def _count(queue: AnyQueue, chosen: Selection, actor: Actor, week: Week) -> int:
    rows = selecting.narrowed(queue, chosen, actor, week.today)
    return selecting.in_view(queue, rows, chosen.view, week.today).count()
