"""What waits for whoever keeps initiatives of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiphyeon.contexts.plans import api
from jiphyeon.contexts.plans.roles import PLAN_OWNER
from jiphyeon.contexts.plans.tables import state_badge
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.boards import Board, Figure, Week
from jiphyeon.foundation.ui.calendars import Due
from jiphyeon.foundation.ui.my_page import Line, Work
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words


def of_officer(actor: Actor, on: date) -> Sequence[Work]:
    """Return the initiatives an officer keeps that are late."""
    if not actor.has(PLAN_OWNER):
        return []
    kept = api.initiatives_of(actor, on=on)
    late = [_line(card, on) for card in kept if card.state == "waiting"]
    none = _("맡은 과제 {kept}개 가운데 늦은 것이 없습니다.").format(kept=len(kept))
    return [
        Work(
            "late",
            Words("기한이 지난 과제", "Late initiatives"),
            lines=late,
            text="" if late else none,
            more=(Words("모든 과제와 기한 보기", "All my initiatives and their days"), reverse("plans:mine")),
        )
    ]


def _line(card: api.InitiativeCard, on: date) -> Line:
    badges = [state_badge(card.state)]
    if card.next_due is not None and card.next_due < on:
        late = (on - card.next_due).days
        badges.append(Badge(ngettext("{days}일 지남", "{days}일 지남", late).format(days=late), "bad"))
    return Line(card.name, reverse("plans:initiative", args=[card.year, card.code]), badges, card.next_due)


def of_head(_actor: Actor, week: Week) -> Sequence[Board]:
    """Return how many tasks of the plan are late today, with the list of them."""
    late = Figure(
        Words("기한이 지난 할 일", "Overdue tasks"),
        api.overdue_tasks(week.today),
        reverse("plans:overdue"),
        late=True,
    )
    return [Board("plans", Words("업무계획", "Year plan"), [late])]


def due_between(actor: Actor, first: date, last: date, on: date) -> Sequence[Due]:
    """Return the tasks of an officer's initiatives that are undone and due in a period."""
    title = Words("내가 맡은 과제", "My initiatives")
    return [
        Due(
            one.due, one.words.text(language()), reverse("plans:initiative", args=[one.year, one.code]), title
        )
        for one in api.tasks_due(actor, first, last, on=on)
    ]
