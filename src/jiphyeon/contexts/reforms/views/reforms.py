"""Changing terms on forms: build, propose, decide."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.roles import RULES_APPROVER, RULES_EDITOR
from jiphyeon.contexts.reforms.actions import reforming
from jiphyeon.contexts.reforms.forms import prefill
from jiphyeon.contexts.reforms.forms.deciding import ApprovalForm, ProposalForm, RefusalForm
from jiphyeon.contexts.reforms.forms.reforms import ReformForm
from jiphyeon.contexts.reforms.models import Reform
from jiphyeon.contexts.reforms.queries import hands, populations, reforms
from jiphyeon.contexts.reforms.rules.reforming import ReformState
from jiphyeon.contexts.reforms.tables import reforms as drawn
from jiphyeon.contexts.reforms.tables import results
from jiphyeon.contexts.reforms.tables.lists import REFORMS, RUNS
from jiphyeon.contexts.reforms.views.rule_sheets import READERS, day_of, offered_or_404
from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.accounts.second_person import had_a_hand
from jiphyeon.foundation.queues.listing import doors
from jiphyeon.foundation.queues.views import listed, place
from jiphyeon.foundation.ui.going_back import pressed, refused
from jiphyeon.kernel import Refused, uuid_of

SHOWN_RUNS = 10
EDITOR = officer(RULES_EDITOR)
APPROVER = officer(RULES_APPROVER)


@door(READERS)
@never_cache
def reform_list(request: Request) -> HttpResponse:
    """List changes: what waits for an approver, what is being written, what was decided."""
    return listed(
        request, REFORMS, "reforms/reforms.html", lambda: {"edits": request.actor.has(RULES_EDITOR)}
    )


@door(EDITOR)
@never_cache
def reform_new(request: Request, programme: str = "") -> HttpResponse:
    """Build a change on a form: of one programme, or of all that share a value, or of several at once."""
    if programme:
        offered_or_404(programme)
    posted = request.POST or None
    chosen = request.POST.getlist("programmes") if posted else [programme]
    day = day_of(request.POST.get("first")) or request.today
    start: dict[str, Any] = {"programmes": chosen}
    if posted and "show" in posted:
        # The fields of other programmes were asked for: what is written stays, nothing is judged yet.
        start, posted = {**posted.dict(), "programmes": chosen}, None
    elif posted is None and (wanted := uuid_of(request.GET.get("from"))):
        start = prefill.initial(get_object_or_404(Reform, key=wanted).change)
        chosen = start["programmes"]
    try:
        form = ReformForm(day, chosen, posted, today=request.today, initial=start)
    except Refused as no:
        return refused(request, no, "reforms:index")
    if posted is not None and form.is_valid():
        key = reforming.draft(form.cleaned_data["change"], by=request.actor, on=request.today)
        messages.success(request, _("개정안을 적어 두었습니다. 먼저 시험해 보고 승인을 요청하세요."))
        return redirect("reforms:reform", key=key)
    page: dict[str, Any] = {"form": form, "programme": programme, "day": day}
    if programme:
        page["name"] = programmes.programme(programme).names
    return render(request, "reforms/reform_new.html", page)


@door(READERS)
@never_cache
def reform(request: Request, key: UUID) -> HttpResponse:
    """Show one change: what it alters, what was found out, where it stands, what can be done."""
    return _reform_page(request, get_object_or_404(Reform, key=key))


def _reform_page(request: Request, found: Reform, **forms: Any) -> HttpResponse:
    actor = request.actor
    proposed = found.state is ReformState.PROPOSED
    misfit = reforms.misfit(found) if found.state in {ReformState.DRAFT, ReformState.PROPOSED} else None
    decides = actor.has(RULES_APPROVER) and proposed
    own = had_a_hand(actor.user, hands.in_reform(found)) is not None
    may_decide = decides and not own
    page = {
        "reform": found,
        "badge": drawn.state_badge(found.state),
        "differences": reforms.differences(found),
        "shared": reforms.shared_names(found),
        "history": drawn.history(found),
        "place": place(request, REFORMS, found) if "view" in request.GET else None,
        "runs": [
            (
                run,
                drawn.run_badge(run.state),
                results.finding_of(run, found),
                populations.words(run.population["name"]),
            )
            for run in found.runs.all()[:SHOWN_RUNS]
        ],
        "all_runs": doors(RUNS, ["all"], actor, request.today, reform=str(found.key)),
        "edits": actor.has(RULES_EDITOR),
        "tries": actor.has(RULES_EDITOR)
        and found.state not in {ReformState.APPROVED, ReformState.DROPPED}
        and not misfit,
        "proposes": actor.has(RULES_EDITOR) and found.state is ReformState.DRAFT and not misfit,
        "drops": found.state is ReformState.DRAFT and found.drafted_by == actor.user,
        "takes_back": proposed and found.proposed_by == actor.user,
        "decides": may_decide,
        "own": decides and own,
        "misfit": misfit,
        "approval_form": ApprovalForm(
            initial={"seen": reforming.digest_read(found) if may_decide and not misfit else ""}
        ),
        "proposal_form": ProposalForm(),
        "refusal_form": RefusalForm(),
        **forms,
    }
    return render(request, "reforms/reform.html", page)


def _page(key: UUID) -> str:
    return reverse("reforms:reform", args=[key])


@door(EDITOR)
@require_POST
def reform_propose(request: Request, key: UUID) -> HttpResponse:
    """Lay a change before the approvers."""
    found = get_object_or_404(Reform, key=key)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _reform_page(request, found, proposal_form=form)
    return pressed(
        request,
        partial(reforming.propose, key=key, by=request.actor, on=request.today, **form.cleaned_data),
        _("승인을 요청했습니다. 다른 승인 담당자가 정합니다."),
        back=_page(key),
    )


@door(EDITOR)
@require_POST
def reform_drop(request: Request, key: UUID) -> HttpResponse:
    """Put a draft aside."""
    dropped = partial(reforming.drop, key=key, by=request.actor)
    return pressed(
        request, dropped, _("개정안을 버렸습니다."), back=_page(key), onward=reverse("reforms:reforms")
    )


@door(EDITOR)
@require_POST
def reform_take_back(request: Request, key: UUID) -> HttpResponse:
    """Take a proposal back."""
    taken = partial(reforming.take_back, key=key, by=request.actor)
    return pressed(request, taken, _("승인 요청을 거두었습니다."), back=_page(key))


@door(APPROVER)
@require_POST
def reform_approve(request: Request, key: UUID) -> HttpResponse:
    """Let a change take effect from its day on."""
    form = ApprovalForm(request.POST)
    form.is_valid()  # a digest that no page ever showed is like one of another page: refused in words
    read = {"seen": "", **form.cleaned_data}
    return pressed(
        request,
        partial(reforming.approve, key=key, by=request.actor, on=request.today, **read),
        _("승인했습니다. 시행일부터 찾아보기와 심사에 새 기준을 씁니다."),
        back=_page(key),
    )


@door(APPROVER)
@require_POST
def reform_refuse(request: Request, key: UUID) -> HttpResponse:
    """Turn a change down."""
    found = get_object_or_404(Reform, key=key)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _reform_page(request, found, refusal_form=form)
    turned_down = partial(reforming.refuse, key=key, by=request.actor, on=request.today, **form.cleaned_data)
    return pressed(request, turned_down, _("승인하지 않았습니다. 까닭을 남겼습니다."), back=_page(key))
