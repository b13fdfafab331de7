"""Pages of the plan's initiatives: everyone reads, owners enter."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiphyeon.contexts.plans import actions, api, permissions
from jiphyeon.contexts.plans.enums import State
from jiphyeon.contexts.plans.forms import FigureForm, FinishForm, MilestoneForm, MoveForm, ReopenForm
from jiphyeon.contexts.plans.models import Figure, FigureValue, Initiative, Milestone
from jiphyeon.contexts.plans.queries import InitiativeCard, PlanTree
from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door, officer
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.charts import Lines, Series
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.kernel import Refused

OWNERS = officer(Role.PLAN_OWNER)


def badge_of(state: State) -> Badge:
    """Return the word and shape of a state."""
    words: dict[State, tuple[str, Tone]] = {
        State.AT_WORK: (_("가동 중"), "good"),
        State.WAITING: (_("기한 지남"), "warn"),
        State.NOT_BUILT: (_("아직 만들지 않음"), "neutral"),
        State.CALLED_OFF: (_("취소됨"), "off"),
    }
    word, tone = words[state]
    return Badge(word, tone)


def _as_of(request: Request) -> date:
    asked, today = request.GET.get("on", ""), request.today
    try:
        return date.fromisoformat(asked) if asked else today
    except ValueError:
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
            "language": language,
            "on": on,
            "badge": badge_of(card.state),
            "plan": row.plan,
            "row": row,
            "may_keep": permissions.may_keep(request.actor, row),
            "history": [c for m in row.milestones.prefetch_related("history") for c in m.history.all()],
            "charts": [
                Lines(
                    title=f"{figure.name.said(language)}: {figure.value:,} {figure.unit.said(language)}",
                    labels=[day.isoformat() for day, _value in figure.values],
                    series=[Series(figure.name.said(language), [value for _day, value in figure.values])],
                    unit=figure.unit.said(language),
                )
                for figure in card.figures
                if len(figure.values) > 1
            ],
            "figure_ids": {f.code: f.pk for f in row.figures.all()},
        },
    )


@door(OWNERS)
def mine(request: Request) -> HttpResponse:
    """Show the initiatives an officer keeps, late ones first."""
    cards = api.kept_by(request.actor, on=request.today)
    return render(
        request,
        "plans/mine.html",
        {"cards": [(card, badge_of(card.state)) for card in cards], "language": get_language() or "ko"},
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


def _entry(
    request: Request,
    *,
    title: str,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    back: str,
    said: str,
) -> HttpResponse:
    """Show one form; on a good post do the one deed and go back. A refusal stands at the top of the form."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as no:
            form.add_error(None, no.said(get_language() or "ko"))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(back)
    return render(
        request,
        "plans/entry.html",
        {"form": form, "heading": title, "back": back},
        status=422 if form.errors else 200,
    )


def _address(row: Initiative) -> str:
    return reverse("plans:initiative", args=[row.plan.year, row.code])


def _milestone(request: Request, pk: int) -> tuple[Milestone, str, str]:
    row = get_object_or_404(
        Milestone.objects.select_related("initiative__plan__keeper", "initiative__owner"), pk=pk
    )
    if not permissions.may_keep(request.actor, row.initiative):
        raise Http404
    name = row.name_en if (get_language() or "ko").startswith("en") and row.name_en else row.name_ko
    return row, name, _address(row.initiative)


@door(OWNERS)
def finish(request: Request, pk: int) -> HttpResponse:
    """Record a milestone as done."""
    _row, name, back = _milestone(request, pk)
    return _entry(
        request,
        title=_("마침: %(name)s") % {"name": name},
        form=FinishForm(request.POST or None, initial={"done_on": request.today}),
        act=lambda data: actions.finish_milestone(
            milestone_id=pk, by=request.actor, today=request.today, at=now(), **data
        ),
        back=back,
        said=_("마친 것으로 적었습니다."),
    )


@door(OWNERS)
def reopen(request: Request, pk: int) -> HttpResponse:
    """Take a finish back."""
    _row, name, back = _milestone(request, pk)
    return _entry(
        request,
        title=_("다시 열기: %(name)s") % {"name": name},
        form=ReopenForm(request.POST or None),
        act=lambda data: actions.reopen_milestone(
            milestone_id=pk, by=request.actor, today=request.today, at=now(), **data
        ),
        back=back,
        said=_("다시 열었습니다."),
    )


@door(OWNERS)
def move(request: Request, pk: int) -> HttpResponse:
    """Change the day a milestone is due."""
    row, name, back = _milestone(request, pk)
    return _entry(
        request,
        title=_("기한 바꾸기: %(name)s") % {"name": name},
        form=MoveForm(request.POST or None, initial={"due": row.due}),
        act=lambda data: actions.move_milestone(
            milestone_id=pk, by=request.actor, today=request.today, at=now(), **data
        ),
        back=back,
        said=_("기한을 바꾸었습니다."),
    )


@door(OWNERS)
def add(request: Request, year: int, code: str) -> HttpResponse:
    """Add a milestone to an initiative."""
    row = get_object_or_404(
        Initiative.objects.select_related("plan__keeper", "owner"), plan__year=year, code=code
    )
    if not permissions.may_keep(request.actor, row):
        raise Http404
    return _entry(
        request,
        title=_("할 일 더하기"),
        form=MilestoneForm(request.POST or None),
        act=lambda data: actions.add_milestone(
            initiative_id=row.pk, by=request.actor, today=request.today, at=now(), **data
        ),
        back=_address(row),
        said=_("할 일을 더했습니다."),
    )


@door(OWNERS)
def figure(request: Request, pk: int) -> HttpResponse:
    """Enter a figure's value; live figures come from their rooms and are not entered."""
    row = get_object_or_404(
        Figure.objects.select_related("initiative__plan__keeper", "initiative__owner"), pk=pk, is_live=False
    )
    if not permissions.may_keep(request.actor, row.initiative):
        raise Http404
    return _entry(
        request,
        title=_("값 적기: %(name)s") % {"name": row.name_ko},
        form=FigureForm(request.POST or None, initial={"on": request.today}),
        act=lambda data: actions.enter_figure(
            figure_id=pk, by=request.actor, today=request.today, at=now(), **data
        ),
        back=_address(row.initiative),
        said=_("값을 적었습니다."),
    )


@door(EVERYONE)
def figure_history(request: Request, pk: int) -> HttpResponse:
    """Show every value of a figure ever recorded, corrections too."""
    row = get_object_or_404(Figure.objects.select_related("initiative__plan"), pk=pk)
    values = FigureValue.objects.filter(figure=row).order_by("-on", "-id")[:500]
    return render(
        request,
        "plans/figure.html",
        {
            "figure": row,
            "values": values,
            "back": _address(row.initiative),
            "language": get_language() or "ko",
        },
    )


def _plan_or_404(request: Request, year: int) -> PlanTree:
    plan = api.living_plan(year, on=_as_of(request))
    if plan is None:
        raise Http404
    return plan


def _plain(card: InitiativeCard) -> dict[str, object]:
    return {
        "code": card.code,
        "systems": list(card.systems),
        "name": {"ko": card.name.ko, "en": card.name.en},
        "promise": {"ko": card.promise.ko, "en": card.promise.en},
        "owner": {"code": card.owner_code, "ko": card.owner.ko, "en": card.owner.en},
        "state": str(card.state),
        "called_off_on": card.called_off_on,
        "carried_out_by": list(card.doors),
        "milestones": [
            {
                "name": {"ko": m.name.ko, "en": m.name.en},
                "due": m.due,
                "done_on": m.done_on,
                "overdue": m.is_overdue,
            }
            for m in card.milestones
        ],
        "figures": [
            {
                "code": f.code,
                "name": {"ko": f.name.ko, "en": f.name.en},
                "unit": {"ko": f.unit.ko, "en": f.unit.en},
                "how": {"ko": f.how.ko, "en": f.how.en},
                "value": f.value,
                "target": f.target,
                "values": [{"on": day, "value": value} for day, value in f.values],
            }
            for f in card.figures
        ],
    }


@door(EVERYONE)
def as_json(request: Request, year: int) -> JsonResponse:
    """Give the whole plan as JSON."""
    plan = _plan_or_404(request, year)
    return JsonResponse(
        {
            "year": plan.year,
            "as_of": _as_of(request),
            "title": {"ko": plan.title.ko, "en": plan.title.en},
            "published": plan.published,
            "source": {"ko": plan.source.ko, "en": plan.source.en, "verified": plan.source_verified},
            "headings": [
                {
                    "code": h.code,
                    "name": {"ko": h.name.ko, "en": h.name.en},
                    "is_direction": h.is_direction,
                    "initiatives": [_plain(card) for card in h.initiatives],
                }
                for h in plan.headings
            ],
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


@door(EVERYONE)
def as_csv(request: Request, year: int) -> HttpResponse:
    """Give the plan as a table, one line an initiative; opens in a spreadsheet (UTF-8 with a mark)."""
    plan = _plan_or_404(request, year)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(
        ["heading", "code", "name_ko", "name_en", "owner", "state", "milestones", "done", "overdue",
         "figure", "value", "unit"]
    )  # fmt: skip
    for heading in plan.headings:
        for card in heading.initiatives:
            first = card.figures[0] if card.figures else None
            table.writerow(
                [
                    heading.code,
                    card.code,
                    card.name.ko,
                    card.name.en,
                    card.owner_code,
                    str(card.state),
                    len(card.milestones),
                    sum(1 for m in card.milestones if m.done_on),
                    sum(1 for m in card.milestones if m.is_overdue),
                    first.code if first else "",
                    first.value if first and first.value is not None else "",
                    first.unit.en if first else "",
                ]
            )
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="plan-{year}.csv"'
    return answer
