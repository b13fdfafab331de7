"""Asking what changes would do, on forms: of whom, how far it is, what it came to, the report."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.roles import RULES_EDITOR
from jiphyeon.contexts.reforms.actions import reporting, running
from jiphyeon.contexts.reforms.forms.runs import RunForm
from jiphyeon.contexts.reforms.models import Reform, ReformRun
from jiphyeon.contexts.reforms.queries import curves, populations, reforms, sums
from jiphyeon.contexts.reforms.rules.reforming import ReformState
from jiphyeon.contexts.reforms.rules.runs import OPEN, STEP_WORDS, RunState
from jiphyeon.contexts.reforms.tables import report_pdf, reports, results
from jiphyeon.contexts.reforms.tables.lists import RUNS
from jiphyeon.contexts.reforms.tables.reforms import run_badge
from jiphyeon.contexts.reforms.views.rule_sheets import READERS, day_of, offered_or_404
from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.documents.answering import as_page
from jiphyeon.foundation.queues.views import listed, place
from jiphyeon.foundation.ui.going_back import pressed, refused
from jiphyeon.foundation.ui.saying import day as day_words
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused, Words, uuid_of

EDITOR = officer(RULES_EDITOR)
# A choice that named more programmes than this would be a paragraph.
MOST_NAMED = 2


@door(READERS)
@never_cache
def run_list(request: Request) -> HttpResponse:
    """List what was asked: with a result, being worked out, failed."""
    return listed(request, RUNS, "reforms/runs.html", lambda: {"edits": request.actor.has(RULES_EDITOR)})


@door(EDITOR)
@never_cache
def run_new(request: Request, programme: str = "") -> HttpResponse:
    """Choose changes, people and a day, and ask: the changes of one programme, or all."""
    if programme:
        offered_or_404(programme)
    open_ones = Reform.objects.not_dropped().exclude(state=ReformState.APPROVED)
    drafted = list((open_ones.touching(programme) if programme else open_ones)[:30])
    wanted = uuid_of(request.GET.get("reform"))
    if wanted and wanted not in {one.key for one in drafted}:
        drafted += open_ones.filter(key=wanted)
    day = day_of(request.POST.get("as_of")) or max(
        [request.today, *(one.first for one in drafted if wanted in {None, one.key})]
    )
    found = populations.available()
    form = RunForm(
        request.POST or None,
        reforms=[(str(one.key), _reform_label(one)) for one in drafted],
        populations=[(one.name, _population_label(one)) for one in found],
        curves=curves.offered({key for one in drafted for key in one.parts}, day),
        initial={"reforms": [str(wanted or "")], "as_of": day},
    )
    if request.method == "POST" and form.is_valid():
        try:
            key = running.ask(
                running.Question(
                    [UUID(one) for one in form.cleaned_data["reforms"]],
                    form.cleaned_data["population"],
                    form.cleaned_data["as_of"],
                    form.curve,
                ),
                by=request.actor,
                on=request.today,
            )
        except Refused as no:
            form.add_error("curve" if no.code == "curve_elsewhere" else None, no.text(language()))
        else:
            return redirect("reforms:run", key=key)
    page = {
        "form": form,
        "programme": programme,
        "name": programmes.programme(programme).names if programme else None,
        "nobody": not found,
        "nothing": not drafted,
        "folder": populations.FOLDER,
    }
    return render(request, "reforms/run_new.html", page)


def _reform_label(one: Reform) -> str:
    names = reforms.programme_names(one.parts).text(language())
    if len(one.parts) > MOST_NAMED:
        names = _("지원 {count}가지").format(count=len(one.parts))
    return f"{one.name} · {names} · {day_words(one.first)}"


def _population_label(one: populations.PopulationFile) -> str:
    kind = _("가상 시민") if one.synthetic else _("시 자료")
    return f"{populations.words(one.name).text(language())} · {kind}" + (
        f" · {one.count:,}" + _("명") if one.count else ""
    )


@door(READERS)
@never_cache
def run(request: Request, key: UUID) -> HttpResponse:
    """Show how far a run is, or what it came to."""
    found = get_object_or_404(ReformRun, key=key)
    page: dict[str, Any] = {
        "run": found,
        "names": reforms.programme_names(found.programmes),
        "population": populations.words(found.population["name"]),
        "badge": run_badge(found.state),
        "place": place(request, RUNS, found) if "view" in request.GET else None,
        "open": found.state in OPEN,
        "percent": found.per_mille // 10,
        "step": STEP_WORDS.get(found.step, Words(found.step, found.step)),
        "edits": request.actor.has(RULES_EDITOR),
        "reforms": [(one, reforms.differences(one)) for one in found.reforms.order_by("id")],
        "basis": reports.basis(found, request.today)[:-1],
    }
    if found.problem:
        page["problem"] = Words(found.problem["ko"], found.problem["en"])
    if found.state is RunState.DONE:
        page["result"] = results.result_view(found)
        page["sum_note"] = reports.sum_note()
    return render(request, "reforms/run.html", page)


@door(READERS)
@never_cache
def run_state(request: Request, key: UUID) -> JsonResponse:
    """Say how far a run is, for the page's script."""
    del request
    found = get_object_or_404(ReformRun, key=key)
    return JsonResponse({"open": found.state in OPEN, "percent": found.per_mille // 10})


@door(EDITOR)
@require_POST
def run_cancel(request: Request, key: UUID) -> HttpResponse:
    """Stop a run."""
    get_object_or_404(ReformRun, key=key)
    cancelled = partial(running.cancel, key=key, by=request.actor)
    return pressed(request, cancelled, _("계산을 그만두었습니다."), back=reverse("reforms:run", args=[key]))


@door(EDITOR)
@require_POST
def run_again(request: Request, key: UUID) -> HttpResponse:
    """Ask the same once more, with the rules and the file as they are now."""
    found = get_object_or_404(ReformRun, key=key)
    try:
        made = running.ask(
            running.Question(
                [one.key for one in found.reforms.all()],
                found.population["name"],
                found.as_of,
                found.asked["curve"],
            ),
            by=request.actor,
            on=request.today,
        )
    except Refused as no:
        return refused(request, no, "reforms:run", key=key)
    return redirect("reforms:run", key=made)


@door(EDITOR)
@require_POST
def report_make(request: Request, key: UUID) -> HttpResponse:
    """Write and sign the report of a result."""
    made = partial(reporting.make, key=key, render=report_pdf.pdf, by=request.actor, on=request.today)
    return pressed(request, made, _("보고서를 만들고 서명했습니다."), back=reverse("reforms:run", args=[key]))


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@door(READERS)
@never_cache
def report_file(request: Request, key: UUID, kind: str) -> HttpResponse:
    """Give the report to print, signed, its signature, or the figures as a workbook."""
    found = get_object_or_404(ReformRun, key=key)
    if kind == "print" and found.state is RunState.DONE:
        return as_page(request, report_pdf.report(found, request.today))
    several = len(found.programmes) > 1
    name = f"reform-{'several' if several else found.programmes[0]}-{str(found.key)[:8]}"
    if kind == "xlsx" and found.state is RunState.DONE:
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return _download(reports.workbook(found), f"{name}.xlsx", media)
    if kind == "json" and found.state is RunState.DONE:
        values = {
            "asked": found.asked,
            "population": found.population,
            "result": found.result,
            "sums": [one.as_json() for one in sums.added((found.result or {})["programmes"])],
        }
        return _download(orjson.dumps(values, option=orjson.OPT_INDENT_2), f"{name}.json", "application/json")
    if found.report is not None and kind == "pdf":
        return _download(bytes(found.report), f"{name}.pdf", "application/pdf")
    if found.seal is not None and kind == "seal":
        return _download(
            orjson.dumps(found.seal, option=orjson.OPT_INDENT_2), f"{name}.pdf.seal.json", "application/json"
        )
    raise Http404
