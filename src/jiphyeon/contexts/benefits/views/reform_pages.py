"""Changing terms on forms: build, try on a population, compare, propose, decide, report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiphyeon.contexts.benefits.actions import reforming, reporting, running
from jiphyeon.contexts.benefits.forms.reforms import (
    ProposalForm,
    ReformForm,
    RefusalForm,
    RunForm,
    changeable,
)
from jiphyeon.contexts.benefits.models import Reform, ReformRun
from jiphyeon.contexts.benefits.queries import populations, reforms, rulebook
from jiphyeon.contexts.benefits.rules.reforming import ReformState
from jiphyeon.contexts.benefits.rules.runs import OPEN, STEP_WORDS, RunState
from jiphyeon.contexts.benefits.views.owning import refused
from jiphyeon.contexts.benefits.views.rulebook_pages import READERS, day_of, offered_or_404
from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused, Words

EDITOR = officer(Role.RULES_EDITOR)
APPROVER = officer(Role.RULES_APPROVER)


def _reform(key: UUID) -> Reform:
    found = Reform.objects.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _run(key: UUID) -> ReformRun:
    found = ReformRun.objects.filter(key=key).first()
    if found is None:
        raise Http404
    return found


@door(EDITOR)
@never_cache
def reform_new(request: Request, programme: str) -> HttpResponse:
    """Build a change on a form."""
    offered_or_404(programme)
    try:
        day = day_of(request.POST.get("first") or request.GET.get("first")) or request.today
        version = rulebook.programme(programme).version_on(day)
    except Refused:
        day = request.today
        try:
            version = rulebook.programme(programme).version_on(day)
        except Refused as no:
            return refused(request, no, "benefits:rules_programme", programme=programme)
    form = ReformForm(version, day, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            key = reforming.draft(
                programme=programme,
                name=form.cleaned_data["name"],
                first=form.cleaned_data["first"],
                parameters=form.cleaned_data["parameters"],
                clauses=form.cleaned_data["clauses"],
                by=request.actor,
                on=request.today,
            )
        except Refused as no:
            form.add_error(None, no.said(language()))
        else:
            messages.success(request, _("개정안을 적어 두었습니다. 먼저 시험해 보고 승인을 요청하세요."))
            return redirect("benefits:reform", key=key)
    page = {"form": form, "programme": programme, "name": rulebook.programme(programme).names}
    return render(request, "benefits/rules_reform_new.html", page)


@door(READERS)
@never_cache
def reform(request: Request, key: UUID) -> HttpResponse:
    """Show one change: what it alters, what was found out, where it stands, what can be done."""
    return _reform_page(request, _reform(key))


def _reform_page(request: Request, found: Reform, **forms: Any) -> HttpResponse:
    actor = request.actor
    decides = actor.has(Role.RULES_APPROVER) and found.at is ReformState.PROPOSED
    page = {
        "reform": found,
        "name": reforms.named_programme(found.programme),
        "badge": reforms.state_badge(found),
        "difference": reforms.difference(found),
        "history": reforms.history(found),
        "runs": [(run, reforms.run_badge(run)) for run in found.runs.all()[:10]],
        "edits": actor.has(Role.RULES_EDITOR),
        "proposes": actor.has(Role.RULES_EDITOR) and found.at is ReformState.DRAFT,
        "takes_back": found.at is ReformState.PROPOSED and found.proposed_by == actor.user,
        "decides": decides and found.proposed_by != actor.user,
        "own": decides and found.proposed_by == actor.user,
        "seen": reforming.digest_of(found),
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


@door(EDITOR)
@never_cache
def run_new(request: Request, programme: str) -> HttpResponse:
    """Choose changes, people and a day, and ask."""
    offered_or_404(programme)
    speech = language()
    drafted = list(Reform.objects.filter(programme=programme)[:30])
    day = day_of(request.POST.get("as_of")) or max([request.today, *(one.first for one in drafted)])
    version = rulebook.version_on(programme, day) or rulebook.version_on(programme, request.today)
    if version is None:
        raise Http404
    found = populations.found()
    form = RunForm(
        request.POST or None,
        reforms=[(str(one.key), f"{one.name} ({one.first})") for one in drafted],
        populations=[(one.name, _population_label(one)) for one in found],
        curves=[(name, parameter.label.said(speech)) for name, parameter in changeable(version).items()],
        initial={"reforms": [request.GET.get("reform", "")], "as_of": day},
    )
    if request.method == "POST" and form.is_valid():
        try:
            key = running.ask(
                running.Question(
                    programme,
                    [UUID(one) for one in form.cleaned_data["reforms"]],
                    form.cleaned_data["population"],
                    form.cleaned_data["as_of"],
                    form.curve_of(version),
                ),
                by=request.actor,
                on=request.today,
            )
        except (Refused, ValidationError) as no:
            form.add_error(None, no.said(language()) if isinstance(no, Refused) else no)
        else:
            return redirect("benefits:run", key=key)
    page = {
        "form": form,
        "programme": programme,
        "name": rulebook.programme(programme).names,
        "nobody": not found,
        "nothing": not drafted,
        "folder": populations.FOLDER,
    }
    return render(request, "benefits/rules_run_new.html", page)


def _population_label(one: populations.PopulationFile) -> str:
    kind = _("가상 시민") if one.synthetic else _("시 자료")
    return f"{one.name} · {kind}" + (f" · {one.count:,}" + _("명") if one.count else "")


@door(READERS)
@never_cache
def run(request: Request, key: UUID) -> HttpResponse:
    """Show how far a run is, or what it came to."""
    found = _run(key)
    page: dict[str, Any] = {
        "run": found,
        "name": reforms.named_programme(found.programme),
        "badge": reforms.run_badge(found),
        "open": found.at in OPEN,
        "percent": found.per_mille // 10,
        "step": STEP_WORDS.get(found.step, Words(found.step, found.step)),
        "edits": request.actor.has(Role.RULES_EDITOR),
        "reforms": [(one, reforms.difference(one)) for one in found.reforms.order_by("id")],
    }
    if found.problem:
        page["problem"] = Words(found.problem["ko"], found.problem["en"])
    if found.at is RunState.DONE:
        page["result"] = reforms.shown(found)
    return render(request, "benefits/rules_run.html", page)


@door(READERS)
@never_cache
def run_state(request: Request, key: UUID) -> JsonResponse:
    """Say how far a run is, for the page's script."""
    del request
    found = _run(key)
    return JsonResponse({"open": found.at in OPEN, "percent": found.per_mille // 10})


@door(EDITOR)
@require_POST
def run_cancel(request: Request, key: UUID) -> HttpResponse:
    """Stop a run."""
    _run(key)
    running.cancel(key=key, by=request.actor)
    messages.success(request, _("계산을 그만두었습니다."))
    return redirect("benefits:run", key=key)


@door(EDITOR)
@require_POST
def run_again(request: Request, key: UUID) -> HttpResponse:
    """Ask the same once more, with the rules and the file as they are now."""
    found = _run(key)
    try:
        made = running.ask(
            running.Question(
                found.programme,
                [one.key for one in found.reforms.all()],
                found.population["name"],
                found.as_of,
                found.asked["curve"],
            ),
            by=request.actor,
            on=request.today,
        )
    except Refused as no:
        return refused(request, no, "benefits:run", key=key)
    return redirect("benefits:run", key=made)


@door(EDITOR)
@require_POST
def report_make(request: Request, key: UUID) -> HttpResponse:
    """Write and sign the report of a result."""
    _run(key)
    try:
        reporting.make(key=key, by=request.actor, on=request.today)
    except Refused as no:
        return refused(request, no, "benefits:run", key=key)
    messages.success(request, _("보고서를 만들고 서명했습니다."))
    return redirect("benefits:run", key=key)


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@door(READERS)
@never_cache
def report_file(request: Request, key: UUID, kind: str) -> HttpResponse:
    """Give the signed report, its signature, or the figures as a workbook."""
    del request
    found = _run(key)
    name = f"reform-{found.programme}-{str(found.key)[:8]}"
    if kind == "xlsx" and found.at is RunState.DONE:
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return _download(reporting.workbook(found), f"{name}.xlsx", media)
    if kind == "json" and found.at is RunState.DONE:
        told = {"asked": found.asked, "population": found.population, "result": found.result}
        return _download(orjson.dumps(told, option=orjson.OPT_INDENT_2), f"{name}.json", "application/json")
    if found.report is not None and kind == "pdf":
        return _download(bytes(found.report), f"{name}.pdf", "application/pdf")
    if found.seal is not None and kind == "seal":
        return _download(
            orjson.dumps(found.seal, option=orjson.OPT_INDENT_2), f"{name}.pdf.seal.json", "application/json"
        )
    raise Http404
