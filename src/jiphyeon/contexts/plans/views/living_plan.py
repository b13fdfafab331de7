"""The living plan: the home page, under the doors for what citizens come for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from jiphyeon.contexts.plans import api as plans
from jiphyeon.contexts.plans.api import HeadingCard, InitiativeCard
from jiphyeon.contexts.plans.tables import state_badge
from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door
from jiphyeon.foundation.clock.asked import asked_day
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.charts import Spark
from jiphyeon.foundation.ui.errands import errands
from jiphyeon.foundation.ui.fragments import answer
from jiphyeon.kernel import Refused


@dataclass(frozen=True, slots=True)
class Row:
    """One initiative as the home page shows it: at most one figure, with its small line."""

    card: InitiativeCard
    badge: Badge
    spark: Spark | None

    @property
    def figure(self) -> object:
        """Return the first figure that has a value."""
        return next((f for f in self.card.figures if f.value is not None), None)


def _row(card: InitiativeCard) -> Row:
    lively = next((f for f in card.figures if len(f.values) > 1), None)
    spark = None
    if lively is not None:
        recent = lively.values[-30:]
        spark = Spark(title=lively.name, values=[value for _day, value in recent], unit=lively.unit)
    return Row(card, state_badge(card.state), spark)


def _shown(heading: HeadingCard, request: Request) -> list[Row]:
    wanted = request.GET.get("for", "")
    cards = heading.initiatives
    if wanted == "me":
        cards = tuple(card for card in cards if card.doors)
    elif wanted == "division" and request.actor.is_officer:
        cards = tuple(card for card in cards if card.owner_code == request.actor.unit)
    return [_row(card) for card in cards]


@door(EVERYONE)
def home(request: Request) -> HttpResponse:
    """Show a year's plan as of a day."""
    return answer(request, "plans/home.html", lambda: _shown_today(request))


def _shown_today(request: Request) -> dict[str, Any]:
    known = plans.years()
    on, wrong_day = _day(request)
    year = _year(request, known, on)
    plan = plans.living_plan(year, on=on)
    headings = [(h, rows) for h in plan.headings if (rows := _shown(h, request))] if plan else []
    return {
        "plan": plan,
        "year": year,
        "years": known if year in known else [year, *known],
        "on": on,
        "wrong_day": wrong_day,
        "directions": [(h, rows) for h, rows in headings if h.is_direction],
        "matters": [(h, rows) for h, rows in headings if not h.is_direction],
        "at_work": len(plan.at_work) if plan else 0,
        "named": len(plan.initiatives) if plan else 0,
        "not_yet": plan is not None and on < plan.published,
        "is_today": on == request.today,
        "late": sum(card.state == "waiting" for card in plan.initiatives) if plan else 0,
        "wanted": request.GET.get("for", ""),
        "errands": errands(),
    }


def _day(request: Request) -> tuple[date, str]:
    asked = request.GET.get("on", "")
    if not asked:
        return request.today, ""
    try:
        return asked_day(asked), ""
    except Refused:
        return request.today, _("날짜를 읽을 수 없어 오늘 기준으로 보여 드립니다.")


def _year(request: Request, known: list[int], on: date) -> int:
    asked = request.GET.get("year", "")
    if asked.isascii() and asked.isdigit() and len(asked) == 4:
        return int(asked)
    past = [year for year in known if year <= on.year]
    return past[0] if past else (known[-1] if known else on.year)
