"""Pages of the plan's initiatives, for everyone to read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jiphyeon.contexts.plans import api, permissions
from jiphyeon.contexts.plans.models import Figure, FigureValue, Initiative, Milestone, MilestoneChange
from jiphyeon.contexts.plans.tables import state_badge
from jiphyeon.contexts.plans.views.entries import OWNERS, address
from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door, opens_to
from jiphyeon.foundation.clock.asked import asked_day
from jiphyeon.foundation.files import store
from jiphyeon.foundation.files.download import hand_over
from jiphyeon.foundation.ui.charts import Lines, Series
from jiphyeon.foundation.ui.saying import day_short
from jiphyeon.kernel import Refused


def _as_of(request: Request) -> date:
    asked, today = request.GET.get("on", ""), request.today
    try:
        return asked_day(asked) if asked else today
    except Refused:
        return today


@door(EVERYONE)
def home(request: Request) -> HttpResponse:
    """Lead to the living plan, which is the home page."""
    del request
    return HttpResponseRedirect("/")


@door(EVERYONE)
def initiative(request: Request, year: int, code: str) -> HttpResponse:
    """Show one initiative: what was promised, what carries it out, milestones, figures, history."""
    on = _as_of(request)
    card = api.initiative(code, year, on=on)
    if card is None:
        raise Http404
    row = Initiative.objects.select_related("owner", "plan__keeper").get(plan__year=year, code=code)
    language = get_language() or "ko"
    return render(
        request,
        "plans/initiative.html",
        {
            "card": card,
            "doors": [url for url in card.doors if opens_to(url, request.actor)],
            "language": language,
            "on": on,
            "badge": state_badge(card.state),
            "plan": row.plan,
            "row": row,
            "may_keep": permissions.may_keep(request.actor, row),
            "history": MilestoneChange.objects.filter(milestone__initiative=row, on__lte=on).select_related(
                "milestone"
            ),
            "charts": [
                Lines(
                    title=f"{figure.name.text(language)}: {figure.value:,} {figure.unit.text(language)}",
                    labels=[day_short(day) for day, _value in figure.values],
                    places=[day.toordinal() for day, _value in figure.values],
                    series=[Series(figure.name.text(language), [value for _day, value in figure.values])],
                    unit=figure.unit.text(language),
                )
                for figure in card.figures
                if len(figure.values) > 1
            ],
            "keeps_by_hand": permissions.may_keep(request.actor, row)
            and any(not figure.is_live for figure in row.figures.all()),
        },
    )


@door(OWNERS)
def mine(request: Request) -> HttpResponse:
    """Show the initiatives an officer keeps, late ones first."""
    cards = api.initiatives_of(request.actor, on=request.today)
    return render(
        request,
        "plans/mine.html",
        {"cards": [(card, state_badge(card.state)) for card in cards], "language": get_language() or "ko"},
    )


@door(EVERYONE)
def overdue(request: Request) -> HttpResponse:
    """Show what is late, for whom it waits, and for how many days."""
    on = _as_of(request)
    late = (
        Milestone.objects.overdue(on).select_related("initiative__owner", "initiative__plan").order_by("due")
    )
    return render(
        request,
        "plans/overdue.html",
        {
            "late": [(m, (on - m.due).days) for m in late if m.due],
            "on": on,
            "language": get_language() or "ko",
        },
    )


@door(EVERYONE)
@require_safe
def evidence(request: Request, pk: int) -> HttpResponseBase:
    """Open the paper that shows a value."""
    del request
    row = get_object_or_404(FigureValue, pk=pk, paper__isnull=False)
    try:
        return hand_over(store.open_published(row.paper or uuid4()), inline=True)
    except ObjectDoesNotExist:
        raise Http404 from None


@door(EVERYONE)
def figure_history(request: Request, pk: int) -> HttpResponse:
    """Show every value of a figure ever recorded, corrections too."""
    row = get_object_or_404(
        Figure.objects.select_related("initiative__plan__keeper", "initiative__owner"), pk=pk
    )
    values = FigureValue.objects.filter(figure=row).order_by("-on", "-id")[:500]
    return render(
        request,
        "plans/figure.html",
        {
            "figure": row,
            "values": values,
            "standing": {value.pk for value in _standing(values)} if not row.is_live else set(),
            "may_keep": permissions.may_keep(request.actor, row.initiative),
            "back": address(row.initiative),
        },
    )


def _standing(values: Iterable[FigureValue]) -> list[FigureValue]:
    """Return of every day the value that counts: the one recorded last, where it was not taken back."""
    last = {value.on: value for value in sorted(values, key=lambda value: value.pk)}
    return [value for value in last.values() if value.value is not None]


@door(EVERYONE)
@require_safe
def open_data(request: Request, year: int, kind: str) -> HttpResponse:
    """Lead from the address the plan's data once had to where open data is now."""
    query = request.GET.copy()
    for day in query.pop("on", []):
        query["as_of"] = day
    query["year"] = str(year)
    there = reverse(f"open_data:{kind}", args=["plans", "initiatives"])
    return HttpResponsePermanentRedirect(f"{there}?{query.urlencode()}")
