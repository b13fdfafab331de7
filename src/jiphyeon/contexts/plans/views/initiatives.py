"""Pages of the plan's initiatives: everyone reads, owners enter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
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
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiphyeon.contexts.plans import actions, api, permissions
from jiphyeon.contexts.plans.forms import (
    FigureForm,
    FinishForm,
    MilestoneForm,
    MoveForm,
    NewFigureForm,
    RemoveForm,
    RenameForm,
    ReopenForm,
    TakeBackForm,
)
from jiphyeon.contexts.plans.models import Figure, FigureValue, Initiative, Milestone, MilestoneChange
from jiphyeon.contexts.plans.roles import PLAN_OWNER
from jiphyeon.contexts.plans.tables import state_badge
from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door, officer, opens_to
from jiphyeon.foundation.clock.asked import asked_day
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.files import store
from jiphyeon.foundation.files.download import hand_over
from jiphyeon.foundation.ui.charts import Lines, Series
from jiphyeon.foundation.ui.saying import day as day_words
from jiphyeon.foundation.ui.saying import day_short
from jiphyeon.kernel import Refused, Words

OWNERS = officer(PLAN_OWNER)
# Beside which field a refusal stands.
_FIELDS = {
    "nothing_shows_it": "link",
    "figure_in_the_future": "on",
    "done_in_the_future": "done_on",
    "no_evidence": "evidence",
    **dict.fromkeys(("file_kind_wrong", "file_too_large", "file_empty", "resident_number"), "paper"),
}


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
                    title=f"{figure.name.said(language)}: {figure.value:,} {figure.unit.said(language)}",
                    labels=[day_short(day) for day, _value in figure.values],
                    places=[day.toordinal() for day, _value in figure.values],
                    series=[Series(figure.name.said(language), [value for _day, value in figure.values])],
                    unit=figure.unit.said(language),
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


def _entry(
    request: Request,
    *,
    title: str,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    back: str,
    said: str,
    lead: str = "",
) -> HttpResponse:
    """Show one form; on a good post do the one deed and go back. A refusal stands beside its field, or at the top."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as no:
            field = _FIELDS.get(no.code, "")
            form.add_error(field if field in form.fields else None, no.said(get_language() or "ko"))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(back)
    return render(
        request,
        "plans/entry.html",
        {"form": form, "heading": title, "back": back, "lead": lead, "files": form.is_multipart()},
        status=422 if form.errors else 200,
    )


def _address(row: Initiative) -> str:
    return reverse("plans:initiative", args=[row.plan.year, row.code])


def _milestone(request: Request, pk: int) -> tuple[Milestone, str, str]:
    row = get_object_or_404(
        Milestone.objects.select_related("initiative__plan__keeper", "initiative__owner"), pk=pk
    )
    if not permissions.may_keep(request.actor, row.initiative) or row.removed_on is not None:
        raise Http404
    name = row.name.said(get_language() or "ko")
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
def rename(request: Request, pk: int) -> HttpResponse:
    """Call a milestone otherwise."""
    row, name, back = _milestone(request, pk)
    called = row.name
    return _entry(
        request,
        title=_("이름 바꾸기: %(name)s") % {"name": name},
        form=RenameForm(
            request.POST or None,
            initial={"name": called.ko, "name_en": called.en if called.en != called.ko else ""},
        ),
        act=lambda data: actions.rename_milestone(
            milestone_id=pk, by=request.actor, today=request.today, at=now(), **data
        ),
        back=back,
        said=_("이름을 바꾸었습니다."),
        lead=_("전의 이름은 바뀐 기록에 남습니다."),
    )


@door(OWNERS)
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a milestone off the plan."""
    _row, name, back = _milestone(request, pk)
    return _entry(
        request,
        title=_("지우기: %(name)s") % {"name": name},
        form=RemoveForm(request.POST or None),
        act=lambda data: actions.remove_milestone(
            milestone_id=pk, by=request.actor, today=request.today, at=now(), **data
        ),
        back=back,
        said=_("할 일을 지웠습니다."),
        lead=_(
            "오늘부터 과제에서 보이지 않습니다. 되살릴 수는 없고, 지운 까닭과 지금까지의 기록은 남습니다."
        ),
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
def add_figure(request: Request, year: int, code: str) -> HttpResponse:
    """Add a figure to an initiative, to be entered by hand."""
    row = get_object_or_404(
        Initiative.objects.select_related("plan__keeper", "owner"), plan__year=year, code=code
    )
    if not permissions.may_keep(request.actor, row):
        raise Http404
    return _entry(
        request,
        title=_("지표 더하기"),
        form=NewFigureForm(request.POST or None),
        act=lambda data: actions.add_figure(
            initiative_id=row.pk,
            **{name: Words(data[name], data[f"{name}_en"]) for name in ("name", "unit", "how")},
            target=data["target"],
            by=request.actor,
            today=request.today,
        ),
        back=_address(row),
        said=_("지표를 더했습니다. 이제 값을 적을 수 있습니다."),
    )


def _by_hand(request: Request, pk: int) -> Figure:
    row = get_object_or_404(
        Figure.objects.select_related("initiative__plan__keeper", "initiative__owner"), pk=pk, is_live=False
    )
    if not permissions.may_keep(request.actor, row.initiative):
        raise Http404
    return row


def _value_of(row: Figure, request: Request) -> FigureValue | None:
    """Return the value that is to be corrected, where the address names the day of one."""
    asked = request.GET.get("of", "")
    try:
        return row.values.filter(on=asked_day(asked)).order_by("pk").last() if asked else None
    except Refused:
        return None


@door(OWNERS)
def figure(request: Request, pk: int) -> HttpResponse:
    """Enter a figure's value, or correct one; live figures come from their rooms and are not entered."""
    row = _by_hand(request, pk)
    before = _value_of(row, request)
    told = {name: getattr(before, name) for name in ("value", "on", "evidence", "link")} if before else {}
    return _entry(
        request,
        title=(_("값 고치기: %(name)s") if before else _("값 적기: %(name)s"))
        % {"name": row.name.said(get_language() or "ko")},
        form=FigureForm(request.POST or None, request.FILES or None, initial=told or {"on": request.today}),
        act=lambda data: actions.enter_figure(
            figure_id=pk, by=request.actor, today=request.today, at=now(), **data
        ),
        back=_address(row.initiative),
        said=_("값을 적었습니다."),
        lead=_("전에 적은 값은 기록에 남고, 고친 값이 그 자리에 보입니다.") if before else "",
    )


@door(OWNERS)
def take_back(request: Request, pk: int, on: str) -> HttpResponse:
    """Take back the value of a day."""
    row = _by_hand(request, pk)
    try:
        day = asked_day(on)
    except Refused:
        raise Http404 from None
    return _entry(
        request,
        title=_("%(on)s 값 거두기: %(name)s")
        % {"on": day_words(day), "name": row.name.said(get_language() or "ko")},
        form=TakeBackForm(request.POST or None),
        act=lambda data: actions.take_back_figure(
            figure_id=pk, on=day, by=request.actor, today=request.today, at=now(), **data
        ),
        back=reverse("plans:figure_history", args=[pk]),
        said=_("값을 거두었습니다."),
        lead=_("다른 날의 값이었거나 잘못 적은 값일 때 거둡니다. 거둔 값과 까닭은 기록에 남습니다."),
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
            "back": _address(row.initiative),
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
