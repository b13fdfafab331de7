"""The page of a call whose places are limited: its order with the values, the order fixed, a tie over the last place decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiphyeon.foundation.accounts.doors import Request
from jiphyeon.foundation.casework.ranked import Ranked, TieForm
from jiphyeon.foundation.ledger.trail import note_each
from jiphyeon.foundation.queues.declaring import AnyQueue
from jiphyeon.foundation.ui.going_back import pressed
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Period, Refused, Words, refusal_of


@dataclass(frozen=True, kw_only=True)
class RankingPage:
    """What a room says of the order of a call. `read` is refused where there is none, `require_complete` where it is too early.

    `decide_tie` gives the last places to some, for a reason; None for whoever does not sign. `fixes`: whether the reader
    may fix the order. `about` and `verb` are what the trail of everybody shown says.
    """

    name: Words
    call: Words
    period: Period
    queue: AnyQueue
    read: Callable[[], Ranked]
    require_complete: Callable[[], object]
    fix: Callable[[], object]
    decide_tie: Callable[[list[str], str], object] | None
    fixes: bool
    about: str
    verb: str

    def answer(self, request: Request) -> HttpResponse:
        """Show the order, or on a press fix it or decide the tie; who was shown can read of it in their trail."""
        shown: dict[str, object] = {
            "name": self.name,
            "call": self.call,
            "period": self.period,
            "list": self.queue.words,
            "list_url": reverse(self.queue.page),
        }
        try:
            found = self.read()
        except Refused as no:
            return render(request, "casework/ranking.html", shown | {"problem": no.text(language())})
        why_not = refusal_of(self.require_complete)
        posts_tie = "tie" in request.POST
        tie = None
        if found.tied and why_not is None and self.decide_tie is not None:
            places = found.order.places_left_for_tie
            tie = TieForm(request.POST if posts_tie else None, tied=found.tied, places=places)
        if request.method == "POST" and not posts_tie:
            return self._press(request, self.fix)
        if tie is not None and self.decide_tie is not None and tie.is_valid():
            given = tie.cleaned_data
            return self._press(request, partial(self.decide_tie, given["chosen"], given["reason"]))
        people = [line.whose for line in found.lines]
        note_each(people, by=request.actor, verb=self.verb, about=self.about, reason="순위 확인")
        shown |= {
            "ranked": found,
            "why_not": why_not.text(language()) if why_not is not None else "",
            "tie": tie,
            "prepares": self.fixes,
        }
        status = 422 if tie is not None and tie.is_bound else 200
        return render(request, "casework/ranking.html", shown, status=status)

    def _press(self, request: Request, deed: Callable[[], object]) -> HttpResponse:
        return pressed(request, deed, _("순위를 정했습니다."), back=request.path)
