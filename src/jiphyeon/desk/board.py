"""The head's board: what came in and was decided this week, what is late, and whom everything else waits for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.accounts.roles import HEAD
from jiphyeon.foundation.clock.asked import asked_day
from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.foundation.ui.boards import Board, Week
from jiphyeon.kernel import Refused


@door(officer(HEAD))
@never_cache
@require_safe
def board(request: Request) -> HttpResponse:
    """Show a week, room by room; a day that cannot be read shows this one."""
    week = _week(request)
    return render(request, "desk/board.html", {"week": week, "boards": _boards(request.actor, week)})


def _boards(actor: Actor, week: Week) -> list[Board]:
    readers: list[Callable[[Actor, Week], Sequence[Board]]] = [
        room.find(room.board) for room in rooms() if room.board
    ]
    return [one for read in readers for one in read(actor, week)]


def _week(request: Request) -> Week:
    try:
        return Week.of(asked_day(request.GET.get("week", request.today.isoformat())), request.today)
    except (Refused, OverflowError):
        return Week.of(request.today, request.today)
