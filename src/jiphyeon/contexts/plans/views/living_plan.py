"""The living plan: the home page, under the doors for what citizens come for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from jiphyeon.contexts.plans import api as plans
from jiphyeon.contexts.plans.api import HeadingCard, InitiativeCard
from jiphyeon.contexts.plans.forms import PlanViewForm
from jiphyeon.contexts.plans.tables import state_badge
from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.charts import Spark
from jiphyeon.foundation.ui.errands import errands
from jiphyeon.foundation.ui.fragments import answer


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
    lively = next(
        (f for f in card.figures if f.value is not None), None
    )  # the figure that is shown beside it
    spark = None
    recent = [value for _day, value in lively.values[-30:]] if lively is not None else []
    if lively is not None and len(set(recent)) > 1:  # a line that never moved says nothing
        spark = Spark(title=lively.name, values=recent, unit=lively.unit)
    return Row(card, state_badge(card.state), spark)


def _shown(heading: HeadingCard, whose: str, unit: str) -> list[Row]:
    cards = heading.initiatives
    if whose == "me":
        cards = tuple(card for card in cards if card.doors)
    elif whose == "division":
        cards = tuple(card for card in cards if card.owner_code == unit)
    return [_row(card) for card in cards]


@door(EVERYONE)
def home(request: Request) -> HttpResponse:
    """Show a year's plan as of a day."""
    return answer(request, "plans/home.html", lambda: _shown_today(request))


def _shown_today(request: Request) -> dict[str, Any]:
    actor = request.actor
    form = PlanViewForm(request.GET, today=request.today, years=plans.years(), is_officer=actor.is_officer)
    on = form.day
    plan = plans.living_plan(form.shown_year, on=on)
    headings = (
        [(h, rows) for h in plan.headings if (rows := _shown(h, form.whose, actor.unit))] if plan else []
    )
    return {
        "form": form,
        "plan": plan,
        "year": form.shown_year,
        "on": on,
        "directions": [(h, rows) for h, rows in headings if h.is_direction],
        "matters": [(h, rows) for h, rows in headings if not h.is_direction],
        "at_work": len(plan.at_work) if plan else 0,
        "named": len(plan.initiatives) if plan else 0,
        "not_yet": plan is not None and on < plan.published,
        "is_today": on == request.today,
        "late": sum(card.state == "waiting" for card in plan.initiatives) if plan else 0,
        "errands": errands(),
    }
