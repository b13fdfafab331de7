"""Changing terms on forms: build, propose, decide."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiphyeon.contexts.benefits.actions import reforming
from jiphyeon.contexts.benefits.forms import written_before
from jiphyeon.contexts.benefits.forms.deciding import ProposalForm, RefusalForm
from jiphyeon.contexts.benefits.forms.reforms import ReformForm
from jiphyeon.contexts.benefits.models import Reform
from jiphyeon.contexts.benefits.queries import reforms, results, rulebook
from jiphyeon.contexts.benefits.rules.reforming import ReformState
from jiphyeon.contexts.benefits.views.owning import refused
from jiphyeon.contexts.benefits.views.rulebook_pages import READERS, day_of, key_of, offered_or_404
from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.kernel import Refused

EDITOR = officer(Role.RULES_EDITOR)
APPROVER = officer(Role.RULES_APPROVER)


def _reform(key: UUID) -> Reform:
    found = Reform.objects.filter(key=key).first()
    if found is None:
        raise Http404
    return found


@door(EDITOR)
@never_cache
def reform_new(request: Request, programme: str = "") -> HttpResponse:
    """Build a change on a form: of one programme, or of all that share a value, or of several at once."""
    if programme:
        offered_or_404(programme)
    told = request.POST or None
    chosen = request.POST.getlist("programmes") if told else [programme]
    day = day_of(request.POST.get("first")) or request.today
    start: dict[str, Any] = {"programmes": chosen}
    if told and "show" in told:
        # The fields of other programmes were asked for: what is written stays, nothing is judged yet.
        start, told = {**told.dict(), "programmes": chosen}, None
    elif told is None and (wanted := key_of(request.GET.get("from"))):
        start = written_before.initial(_reform(wanted).change)
        chosen = start["programmes"]
    try:
        form = ReformForm(day, chosen, told, today=request.today, initial=start)
    except Refused as no:
        return refused(request, no, "benefits:rules")
    if told is not None and form.is_valid():
        key = reforming.draft(form.cleaned_data["change"], by=request.actor, on=request.today)
        messages.success(request, _("개정안을 적어 두었습니다. 먼저 시험해 보고 승인을 요청하세요."))
        return redirect("benefits:reform", key=key)
    page: dict[str, Any] = {"form": form, "programme": programme, "day": day}
    if programme:
        page["name"] = rulebook.programme(programme).names
    return render(request, "benefits/rules_reform_new.html", page)


@door(READERS)
@never_cache
def reform(request: Request, key: UUID) -> HttpResponse:
    """Show one change: what it alters, what was found out, where it stands, what can be done."""
    return _reform_page(request, _reform(key))


def _reform_page(request: Request, found: Reform, **forms: Any) -> HttpResponse:
    actor = request.actor
    proposed = found.at is ReformState.PROPOSED
    misfit = reforms.misfit(found) if found.at in {ReformState.DRAFT, ReformState.PROPOSED} else ""
    decides = actor.has(Role.RULES_APPROVER) and proposed
    may_decide = decides and found.proposed_by != actor.user
    page = {
        "reform": found,
        "badge": reforms.state_badge(found),
        "differences": reforms.differences(found),
        "shared": reforms.shared_names(found),
        "history": reforms.history(found),
        "runs": [
            (run, reforms.run_badge(run), results.finding_of(run, found)) for run in found.runs.all()[:10]
        ],
        "edits": actor.has(Role.RULES_EDITOR),
        "tries": actor.has(Role.RULES_EDITOR)
        and found.at not in {ReformState.APPROVED, ReformState.DROPPED}
        and not misfit,
        "proposes": actor.has(Role.RULES_EDITOR) and found.at is ReformState.DRAFT and not misfit,
        "drops": found.at is ReformState.DRAFT and found.drafted_by == actor.user,
        "takes_back": proposed and found.proposed_by == actor.user,
        "decides": may_decide,
        "own": decides and found.proposed_by == actor.user,
        "misfit": misfit,
        "seen": reforming.digest_of(found) if may_decide and not misfit else "",
        "proposal_form": ProposalForm(),
        "refusal_form": RefusalForm(),
        **forms,
    }
    return render(request, "benefits/rules_reform.html", page)


@door(EDITOR)
@require_POST
def reform_propose(request: Request, key: UUID) -> HttpResponse:
    """Lay a change before the approvers."""
    found = _reform(key)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _reform_page(request, found, proposal_form=form)
    try:
        reforming.propose(key=key, by=request.actor, on=request.today, **form.cleaned_data)
    except Refused as no:
        return refused(request, no, "benefits:reform", key=key)
    messages.success(request, _("승인을 요청했습니다. 다른 승인 담당자가 정합니다."))
    return redirect("benefits:reform", key=key)


@door(EDITOR)
@require_POST
def reform_drop(request: Request, key: UUID) -> HttpResponse:
    """Put a draft aside."""
    _reform(key)
    try:
        reforming.drop(key=key, by=request.actor)
    except Refused as no:
        return refused(request, no, "benefits:reform", key=key)
    messages.success(request, _("개정안을 버렸습니다."))
    return redirect("benefits:rules")


@door(EDITOR)
@require_POST
def reform_take_back(request: Request, key: UUID) -> HttpResponse:
    """Take a proposal back."""
    _reform(key)
    try:
        reforming.take_back(key=key, by=request.actor)
    except Refused as no:
        return refused(request, no, "benefits:reform", key=key)
    messages.success(request, _("승인 요청을 거두었습니다."))
    return redirect("benefits:reform", key=key)


@door(APPROVER)
@require_POST
def reform_approve(request: Request, key: UUID) -> HttpResponse:
    """Let a change take effect from its day on."""
    _reform(key)
    try:
        reforming.approve(
            key=key,
            seen=request.POST.get("seen", ""),
            authority_read=request.POST.get("authority_read") == "1",
            by=request.actor,
            on=request.today,
        )
    except Refused as no:
        return refused(request, no, "benefits:reform", key=key)
    messages.success(request, _("승인했습니다. 시행일부터 찾아보기와 심사에 새 기준을 씁니다."))
    return redirect("benefits:reform", key=key)


@door(APPROVER)
@require_POST
def reform_refuse(request: Request, key: UUID) -> HttpResponse:
    """Turn a change down."""
    found = _reform(key)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _reform_page(request, found, refusal_form=form)
    try:
        reforming.refuse(key=key, reason=form.cleaned_data["reason"], by=request.actor, on=request.today)
    except Refused as no:
        return refused(request, no, "benefits:reform", key=key)
    messages.success(request, _("승인하지 않았습니다. 까닭을 남겼습니다."))
    return redirect("benefits:reform", key=key)
