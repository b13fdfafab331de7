"""What an owner enters: a milestone done, moved or renamed, a figure's value. Each deed is a form on a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiphyeon.contexts.plans import actions, permissions
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
from jiphyeon.contexts.plans.models import Figure, FigureValue, Initiative, Milestone
from jiphyeon.contexts.plans.roles import PLAN_OWNER
from jiphyeon.foundation.accounts.doors import Request, View, door, officer
from jiphyeon.foundation.clock.asked import asked_day
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ui.saying import day as day_words
from jiphyeon.foundation.ui.saying import language, localized
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


@dataclass(frozen=True, slots=True)
class DeedPage:
    """A deed as its page says it. `act` takes what the form asks for, who does it, the day and the moment."""

    title: str | Promise
    form: type[forms.Form]
    act: Callable[..., object]
    done: str | Promise
    lead: str | Promise = ""

    def answer(
        self,
        request: Request,
        *,
        back: str,
        initial: dict[str, Any] | None = None,
        slots: Mapping[str, str] | None = None,
        **of: object,
    ) -> HttpResponse:
        """Show the form; on a good post do the deed on what `of` names and go back. A refusal stands beside its field."""
        form = self.form(request.POST or None, request.FILES or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                self.act(**of, **form.cleaned_data, by=request.actor, today=request.today, at=now())
            except Refused as no:
                field = _FIELDS.get(no.code, "")
                form.add_error(field if field in form.fields else None, no.text(language()))
            else:
                messages.success(request, str(self.done))
                return HttpResponseRedirect(back)
        page = {
            "form": form,
            "heading": str(self.title) % (slots or {}),
            "back": back,
            "lead": self.lead,
            "files": form.is_multipart(),
        }
        return render(request, "plans/entry.html", page, status=422 if form.errors else 200)


def address(row: Initiative) -> str:
    """Return the page of an initiative."""
    return reverse("plans:initiative", args=[row.plan.year, row.code])


# -- milestones ---------------------------------------------------------------------------------------------


def _on_milestone(
    entry: DeedPage, initial: Callable[[Milestone, date], dict[str, Any]] | None = None
) -> View[...]:
    """Return the view that does a deed on one milestone. `initial`: what stands on the form before anything is typed."""

    @door(OWNERS)
    def enter(request: Request, pk: int) -> HttpResponse:
        row = get_object_or_404(
            Milestone.objects.select_related("initiative__plan__keeper", "initiative__owner"), pk=pk
        )
        if not permissions.may_keep(request.actor, row.initiative) or row.removed_on is not None:
            raise Http404
        return entry.answer(
            request,
            back=address(row.initiative),
            initial=initial(row, request.today) if initial else None,
            slots={"name": localized(row.name)},
            milestone_id=pk,
        )

    return enter


def _names(row: Milestone, today: date) -> dict[str, Any]:
    del today
    return {"name": row.name.ko, "name_en": row.name.en if row.name.en != row.name.ko else ""}


finish = _on_milestone(
    DeedPage(_("마침: %(name)s"), FinishForm, actions.finish_milestone, _("마친 것으로 적었습니다.")),
    lambda _row, today: {"done_on": today},
)
reopen = _on_milestone(
    DeedPage(_("다시 열기: %(name)s"), ReopenForm, actions.reopen_milestone, _("다시 열었습니다."))
)
move = _on_milestone(
    DeedPage(_("기한 바꾸기: %(name)s"), MoveForm, actions.move_milestone, _("기한을 바꾸었습니다.")),
    lambda row, _today: {"due": row.due},
)
rename = _on_milestone(
    DeedPage(
        _("이름 바꾸기: %(name)s"),
        RenameForm,
        actions.rename_milestone,
        _("이름을 바꾸었습니다."),
        _("전의 이름은 바뀐 기록에 남습니다."),
    ),
    _names,
)
remove = _on_milestone(
    DeedPage(
        _("지우기: %(name)s"),
        RemoveForm,
        actions.remove_milestone,
        _("할 일을 지웠습니다."),
        _("오늘부터 과제에서 보이지 않습니다. 되살릴 수는 없고, 지운 까닭과 지금까지의 기록은 남습니다."),
    )
)


# -- initiatives --------------------------------------------------------------------------------------------


def _on_initiative(entry: DeedPage) -> View[...]:
    """Return the view that does a deed on one initiative."""

    @door(OWNERS)
    def enter(request: Request, year: int, code: str) -> HttpResponse:
        row = get_object_or_404(
            Initiative.objects.select_related("plan__keeper", "owner"), plan__year=year, code=code
        )
        if not permissions.may_keep(request.actor, row):
            raise Http404
        return entry.answer(request, back=address(row), initiative_id=row.pk)

    return enter


def _add_figure(*, at: datetime, **fields: Any) -> int:
    """Add a figure whose words were asked for in two fields each."""
    del at  # a figure begins on a day
    for name in ("name", "unit", "how"):
        fields[name] = Words(fields[name], fields.pop(f"{name}_en"))
    return actions.add_figure(**fields)


add = _on_initiative(
    DeedPage(_("할 일 더하기"), MilestoneForm, actions.add_milestone, _("할 일을 더했습니다."))
)
add_figure = _on_initiative(
    DeedPage(
        _("지표 더하기"), NewFigureForm, _add_figure, _("지표를 더했습니다. 이제 값을 적을 수 있습니다.")
    )
)


# -- figures entered by hand --------------------------------------------------------------------------------

_ENTER = DeedPage(_("값 적기: %(name)s"), FigureForm, actions.enter_figure, _("값을 적었습니다."))
_CORRECT = DeedPage(
    _("값 고치기: %(name)s"),
    FigureForm,
    actions.enter_figure,
    _("값을 적었습니다."),
    _("전에 적은 값은 기록에 남고, 고친 값이 그 자리에 보입니다."),
)
_TAKE_BACK = DeedPage(
    _("%(on)s 값 거두기: %(name)s"),
    TakeBackForm,
    actions.take_back_figure,
    _("값을 거두었습니다."),
    _("다른 날의 값이었거나 잘못 적은 값일 때 거둡니다. 거둔 값과 까닭은 기록에 남습니다."),
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
    initial = {name: getattr(before, name) for name in ("value", "on", "evidence", "link")} if before else {}
    return (_CORRECT if before else _ENTER).answer(
        request,
        back=address(row.initiative),
        initial=initial or {"on": request.today},
        slots={"name": localized(row.name)},
        figure_id=pk,
    )


@door(OWNERS)
def take_back(request: Request, pk: int, on: str) -> HttpResponse:
    """Take back the value of a day."""
    row = _by_hand(request, pk)
    try:
        day = asked_day(on)
    except Refused:
        raise Http404 from None
    return _TAKE_BACK.answer(
        request,
        back=reverse("plans:figure_history", args=[pk]),
        slots={"on": day_words(day), "name": localized(row.name)},
        figure_id=pk,
        on=day,
    )
