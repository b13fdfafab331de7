"""The officer's desk: the queue, one case on one screen, and what can be done to it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jiphyeon.contexts.benefits.enums import PaymentState, Verdict
from jiphyeon.contexts.benefits.forms.deeds import (
    OutcomeForm,
    SaveViewForm,
    StopForm,
    SupplementForm,
)
from jiphyeon.contexts.benefits.forms.facts import FactsForm
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import casefile, reading, rulebook
from jiphyeon.contexts.benefits.tables import payment_table, queue_table, state_badge, verdict_badge
from jiphyeon.contexts.benefits.views.owning import desk_case
from jiphyeon.foundation.accounts.doors import Request, door, key_of, officer
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.ui.fragments import answer
from jiphyeon.foundation.ui.saying import language
from jiphyeon.foundation.ui.tabs import Tab, Tabs

DESK = officer(Role.CASE_OFFICER, Role.CASE_SIGNER, Role.AUDITOR)
PAGE_ROWS = 50
MOST_KEYS = 500
KEYS = ("view", "programme", "state", "verdict", "mine", "number", "sort")


def filters_of(query: QueryDict) -> reading.Filters:
    """Return how the queue is narrowed by an address."""
    return reading.Filters(
        view=query.get("view", "todo") if query.get("view", "todo") in reading.VIEWS else "todo",
        programme=query.get("programme", ""),
        state=query.get("state", ""),
        verdict=query.get("verdict", ""),
        mine=query.get("mine") == "1",
        number=query.get("number", "")[:20],
        sort=query.get("sort", "due_on"),
    )


def kept_query(query: QueryDict, **more: str) -> str:
    """Return the part of an address that leads back to the same place in the queue."""
    kept = QueryDict(mutable=True)
    for name in (*KEYS, "page"):
        if value := query.get(name):
            kept[name] = value
    for name, value in more.items():
        kept[name] = value
    return kept.urlencode()


@door(DESK)
@never_cache
def desk(request: Request) -> HttpResponse:
    """Show the queue."""
    return answer(request, "benefits/desk.html", lambda: _queue(request))


def _queue(request: Request) -> dict[str, Any]:
    """Return what the queue shows."""
    filters = filters_of(request.GET)
    me = key_of(request)
    page = Paginator(reading.queue(filters, officer=me, today=request.today), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    rows = reading.rows(list(page.object_list), today=request.today)
    signs, prepares = request.actor.has(Role.CASE_SIGNER), request.actor.has(Role.CASE_OFFICER)
    return {
        "table": queue_table(
            rows, sort=filters.sort, query=kept_query(request.GET), selectable=signs or prepares
        ),
        "page_obj": page,
        "tabs": _tabs(filters.view, request.today),
        "filters": filters,
        "programmes": [(p, rulebook.programme(p).names.said(language())) for p in rulebook.offered()],
        "saved": reading.saved_views(me),
        "save_form": SaveViewForm(initial={"query": kept_query(request.GET)}),
        "signs": signs,
        "prepares": prepares,
        "query": kept_query(request.GET),
        "calls": _calls(request.today),
    }


def _tabs(current: str, today: date) -> Tabs:
    counted = reading.counts(today)
    speech = language()
    base = reverse("benefits:desk")
    return Tabs(
        [
            Tab(words.said(speech), f"{base}?view={view}", current == view, counted[view])
            for view, words in reading.VIEWS.items()
        ],
        "보기" if speech == "ko" else "Views",
    )


def _calls(today: date) -> list[tuple[str, str, str]]:
    """Return the ranked calls of this year: programme, call, words."""
    speech = language()
    return [
        (
            programme,
            call.id,
            f"{rulebook.programme(programme).names.said(speech)} · {call.words.said(speech)}",
        )
        for programme in rulebook.offered()
        for call in rulebook.office(programme).calls
        if call.period.first.year == today.year and rulebook.is_ranked(programme, call.id, call.period.first)
    ]


@door(DESK)
@never_cache
def desk_case_page(request: Request, key: UUID) -> HttpResponse:
    """Show one case on one screen; that it was opened is written into the trail its owner can read."""
    case = desk_case(request, key)
    note(by=request.actor, verb="benefits.case_viewed", about=case.about, person=case.person, reason="심사")
    return render(request, "benefits/desk_case.html", screen(request, case))


def screen(request: Request, case: Case) -> dict[str, Any]:
    """Return what the case screen shows."""
    file = casefile.open_file(case, request.today)
    reason = _recheck_reasons(file)
    return {
        "file": file,
        "case": case,
        "can": casefile.can(case, request.actor, request.today),
        "badge": state_badge(case.at),
        "verdict": verdict_badge(Verdict(case.proposal)) if case.proposal else None,
        "query": kept_query(request.GET),
        "payments": payment_table(file.payments) if file.payments else None,
        "overpaid": [payment for payment in file.payments if payment.state == PaymentState.OVERPAID],
        "supplement_form": SupplementForm(initial=_what_is_missing(file)),
        "stop_form": StopForm(initial={"not_due_from": case.held_since, "reason": reason}),
        "outcome_forms": [
            (outcome, OutcomeForm(initial={"months": outcome.months}, prefix=f"m{outcome.months}"))
            for outcome in file.outcomes
        ],
        **_place(request, case),
        **_fact_forms(file, request.today),
    }


def _place(request: Request, case: Case) -> dict[str, Any]:
    """Return where the case stands in the queue the officer came from."""
    queue = reading.queue(filters_of(request.GET), officer=key_of(request), today=request.today)
    keys = list(queue.values_list("key", flat=True)[:MOST_KEYS])
    before, after, place = casefile.neighbours(keys, case.key)
    return {"before": before, "after": after, "place": place, "total": len(keys)}


def _fact_forms(file: casefile.CaseFile, today: date) -> dict[str, Any]:
    """Return the form for what is missing, and the one for putting known facts right."""
    facts = rulebook.pack().facts
    missing = [facts[gap.name] for gap in file.gaps]
    held = [facts[line.name] for line in file.lines if line.decides and facts[line.name].askable]
    form = FactsForm(missing, on=today, vocabulary=facts, compact=True, required=True) if missing else None
    return {
        "fact_form": form,
        "gaps": [(gap, form[gap.name]) for gap in file.gaps] if form else [],
        "correct_form": FactsForm(held, on=today, vocabulary=facts, compact=True, required=True),
    }


def _what_is_missing(file: casefile.CaseFile) -> dict[str, str]:
    asked = [gap.paper or gap.label for gap in file.gaps]
    return {"request": ", ".join(dict.fromkeys(asked))} if asked else {}


def _recheck_reasons(file: casefile.CaseFile) -> str:
    return "\n".join(reason["text"] for reason in file.reasons) if file.case.held_since else ""
