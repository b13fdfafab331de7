"""What waits for an officer in every room's queues, on the officers' own page: the next legal day first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.queues import selecting
from jiphyeon.foundation.queues.declaring import AnyQueue, View, queues
from jiphyeon.foundation.queues.marks import due_mark
from jiphyeon.foundation.queues.selecting import Selection
from jiphyeon.foundation.queues.standing_in import absences
from jiphyeon.foundation.ui.calendars import Due
from jiphyeon.foundation.ui.my_page import Line, Work
from jiphyeon.foundation.ui.saying import day, language, localized
from jiphyeon.kernel import Words

NEXT_ROWS = 5
MOST_DUE = 300
_AWAY = Words("자리를 비울 때: 대신할 사람 정하기", "When you are away: choose who stands in")
_ALL = Words("목록 열기", "Open the list")


def of_officer(actor: Actor, on: date) -> Sequence[Work]:
    """Return what waits, queue by queue, and who stands in for whom; a list that is nobody's work is in the menu alone."""
    worked = [queue for queue in queues() if queue.may(actor) and any(view.work for view in queue.views)]
    found = [_of_queue(queue, actor, on) for queue in worked]
    away = _absences(actor, on)
    return [*found, *([away] if actor.roles or away.text else [])]


def _of_queue(queue: AnyQueue, actor: Actor, today: date) -> Work:
    views = [view for view in queue.views if view.waits_for(actor)]
    base = reverse(queue.page)
    name = queue.name.replace(".", "-")
    if not views:
        return Work(name=name, title=queue.words, more=(_ALL, base))
    rows = queue.rows(actor)
    mine = selecting.mine(queue, actor, today) if queue.officer else None
    in_hand = [None if view.of_anybody or mine is None else view.on(today) & mine for view in views]
    able = [view.work_of(actor, today) for view in views]
    counted = iter(selecting.counts(rows, [*able, *(one for one in in_hand if one is not None)]))
    everybody = [next(counted) for _view in views]
    own = [0 if one is None else next(counted) for one in in_hand]
    doors: list[tuple[object, str, int]] = []
    for view, count, count_own in zip(views, everybody, own, strict=True):
        chosen = Selection(view.code, queue.sort)
        words = (
            _("{view}, 내가 할 수 있는 것").format(view=localized(view.words)) if view.able else view.words
        )
        doors.append((words, f"{base}?{chosen.query()}", count))
        if count_own:
            word = _("{view}, 내가 맡은 것").format(view=localized(view.words))
            doors.append((word, f"{base}?{chosen.query(mine=True)}", count_own))
    waiting = [(view, _for(view, queue, mine, actor, today)) for view in views if not view.only_counted]
    return Work(
        name=name,
        title=queue.words,
        doors=doors,
        lines=_next(queue, rows, waiting, today) if queue.due else (),
        more=(_ALL, base),
    )


def _for(view: View, queue: AnyQueue, mine: Q | None, actor: Actor, today: date) -> Q:
    """Return the condition on what of a view is the officer's: what they or nobody has in hand, or what anybody may do."""
    if view.of_anybody or mine is None:
        return view.work_of(actor, today)
    return view.work_of(actor, today) & (mine | Q(**{f"{queue.officer}__isnull": True}))


def due_between(actor: Actor, first: date, last: date, on: date) -> list[Due]:
    """Return what is an officer's work by a day of a period, list by list, at most so many of each."""
    found = []
    for queue in queues():
        views = [view for view in queue.views if view.waits_for(actor) and not view.only_counted]
        if not (views and queue.due and queue.may(actor)):
            continue
        mine = selecting.mine(queue, actor, on) if queue.officer else None
        waiting = [(view, _for(view, queue, mine, actor, on)) for view in views]
        rows = list(
            _by_day(queue, queue.rows(actor), waiting).filter(work_due__range=(first, last))[:MOST_DUE]
        )
        found += [
            Due(row.work_due, _words(queue, line), queue.item(line), queue.words)
            for row, line in zip(rows, queue.lines(rows, on), strict=True)
        ]
    return found


def _by_day(queue: AnyQueue, rows: Any, waiting: Sequence[tuple[View, Q]]) -> Any:
    """Return the rows that are work, each with the day of the work it is (`work_due`), in the order of these days."""
    known = reduce(or_, (one for _view, one in waiting), Q(pk__in=[]))
    own = [
        When(one, then=F(view.due) if isinstance(view.due, str) else view.due)
        for view, one in waiting
        if view.due
    ]
    by = Case(*own, default=F(queue.due)) if own else F(queue.due)
    return rows.filter(known).annotate(work_due=by).exclude(work_due=None).order_by("work_due", queue.key)


def _words(queue: AnyQueue, line: Any) -> str:
    """Return the first columns of a row in words."""
    first = [column for column in queue.columns if column.where != "file" and column.kind != "badge"][:3]
    return " · ".join(text for column in first if (text := localized(column.value(line))))


def _next(queue: AnyQueue, rows: Any, waiting: Sequence[tuple[View, Q]], today: date) -> list[Line]:
    """Return the rows due first, each by the day of the work it is."""
    found = list(_by_day(queue, rows, waiting)[:NEXT_ROWS])
    lines = []
    for row, line in zip(found, queue.lines(found, today), strict=True):
        due = row.work_due
        mark = due_mark(due, today)
        lines.append(Line(_words(queue, line), queue.item(line), [mark] if mark else [], due))
    return lines


def _absences(actor: Actor, today: date) -> Work:
    known = absences(language=language(), after=today, officer=actor.user) if actor.user else []
    away = [
        _("{first}부터 {last}까지 {name} 담당의 일을 대신합니다.").format(
            first=day(one.first), last=day(one.last), name=one.officer_name
        )
        if one.substitute == actor.user
        else _("{first}부터 {last}까지 비웁니다. 대신: {name}").format(
            first=day(one.first), last=day(one.last), name=one.substitute_name
        )
        for one in known
    ]
    return Work(
        name="absence",
        title=Words("자리 비움", "Absence"),
        text=" ".join(away),
        more=(_AWAY, reverse("queues:absence")),
    )
