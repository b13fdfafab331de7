"""My cases, my payments, who looked at my data and why."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiphyeon.contexts.benefits.actions import applying, objecting
from jiphyeon.contexts.benefits.enums import DEED_WORDS, Deed, ObjectionState, PaymentState, State
from jiphyeon.contexts.benefits.forms.deeds import ObjectionForm, PaperForm, TalkForm
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import applications, reading, replay, rulebook, sayings
from jiphyeon.contexts.benefits.rules import machine, money, verdicts
from jiphyeon.contexts.benefits.rules.facts import KnownFact
from jiphyeon.contexts.benefits.tables import payment_table, state_badge
from jiphyeon.contexts.benefits.views.owning import own_case, refused
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.foundation.accounts.doors import CITIZEN, Request, door, key_of
from jiphyeon.foundation.accounts.names import writer
from jiphyeon.foundation.ledger import trail
from jiphyeon.foundation.ui.saying import language
from jiphyeon.foundation.ui.timelines import Moment
from jiphyeon.kernel import Refused


@door(CITIZEN)
@never_cache
def mine(request: Request) -> HttpResponse:
    """List my cases, newest first."""
    cards = reading.cards_of(key_of(request))
    badges = [(card, state_badge(State(card.state))) for card in cards]
    return render(request, "benefits/mine.html", {"cards": badges})


@door(CITIZEN)
@never_cache
def mine_case(request: Request, key: UUID) -> HttpResponse:
    """Show one of my cases: where it stands, what was decided and why, money, history, what I can do."""
    case = own_case(request, key)
    if case.at is State.DRAFT:
        return redirect("benefits:step", key=key, step=case.step)
    return render(request, "benefits/mine_case.html", _case_page(case, request.today))


def _case_page(case: Case, today: date) -> dict[str, Any]:
    speech = language()
    decision = case.decisions.select_related("assessment__case").last()
    until = objecting.object_until(case)
    payments = list(case.payments.all())
    supplement = case.supplements.filter(answered_on=None).first()
    return {
        "case": case,
        "card": reading.card(case),
        "badge": state_badge(case.at),
        "decision": decision,
        "reasons": _reasons(decision, speech),
        "clauses": _clauses(decision),
        "payments": payment_table(payments) if payments else None,
        "balance": money.balance([(PaymentState(p.state), p.amount) for p in payments]),
        "supplement": supplement,
        "papers": case.papers.all(),
        "paper_form": PaperForm(),
        "talk_form": TalkForm(),
        "talk": [r for r in case.remarks.all() if r.to_citizen or r.from_citizen],
        "moments": _moments(case, speech),
        "may_withdraw": machine.may(case.at, Deed.WITHDRAW),
        "may_object": until is not None
        and today <= until
        and not case.objections.filter(state=ObjectionState.OPEN).exists(),
        "object_until": until,
        "remedy": rulebook.policy().remedy_on(today),
        "objections": case.objections.all(),
        "asks_recheck": case.at is State.APPROVED and applications.wants_recheck_consent(case, today),
        "is_money": rulebook.office(case.programme).kind == "money",
    }


def _reasons(decision: Any, speech: str) -> list[dict[str, str]]:
    if decision is None:
        return []
    return [verdicts.said(reason, speech) for reason in decision.reason]


def _clauses(decision: Any) -> list[Any]:
    if decision is None:
        return []
    facts = {fact["name"]: KnownFact.of_json(fact) for fact in decision.assessment.facts}
    return sayings.clauses(replay.again(decision.assessment).outcome, facts)


def _moments(case: Case, speech: str) -> list[Moment]:
    tones = {
        State.APPROVED: "good",
        State.COMPLETED: "good",
        State.REFUSED: "bad",
        State.STOPPED: "bad",
        State.SUPPLEMENT: "warn",
    }
    lines = [entry for entry in case.entries.all() if entry.public]
    write = writer(speech)
    return [
        Moment(
            day=entry.on,
            title=DEED_WORDS[Deed(entry.deed)].said(speech),
            text=entry.detail
            if entry.deed
            in {Deed.ASK_SUPPLEMENT, Deed.STOP, Deed.EXTEND, Deed.DISMISS, Deed.REOPEN, Deed.RESUME}
            else "",
            by=write(entry.by_name),
            tone=tones.get(State(entry.after), "neutral"),  # type: ignore[arg-type] # the values above are tones
        )
        for entry in reversed(lines)
    ]


@door(CITIZEN)
@never_cache
def mine_why(request: Request, key: UUID) -> HttpResponse:
    """Open what was worked out for my case into its clauses."""
    case = own_case(request, key)
    assessment = case.assessments.select_related("case").last()
    if assessment is None:
        preview = applications.preview(case, request.today)
        return render(
            request,
            "benefits/mine_why.html",
            {"case": case, "card": reading.card(case), "clauses": preview.clauses},
        )
    facts = {fact["name"]: KnownFact.of_json(fact) for fact in assessment.facts}
    page = {
        "case": case,
        "card": reading.card(case),
        "assessment": assessment,
        "clauses": sayings.clauses(replay.again(assessment).outcome, facts),
    }
    return render(request, "benefits/mine_why.html", page)


@door(CITIZEN)
@never_cache
def payments(request: Request) -> HttpResponse:
    """Show every payment of mine, planned and made."""
    lines = reading.payments_of(key_of(request))
    return render(
        request,
        "benefits/mine_payments.html",
        {
            "table": payment_table(lines, with_name=True),
            "paid": reading.paid_so_far(key_of(request)),
            "any": bool(lines),
        },
    )


@door(CITIZEN)
@never_cache
def looks(request: Request) -> HttpResponse:
    """Show who looked at my data and why."""
    return render(request, "benefits/mine_looks.html", {"looks": trail.looks_at(key_of(request))})


@door(CITIZEN)
@never_cache
@require_http_methods(["GET", "POST"])
def object_to(request: Request, key: UUID) -> HttpResponse:
    """Object to a decision."""
    case = own_case(request, key)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            objecting.file(key=key, body=form.cleaned_data["body"], by=request.actor, on=request.today)
        except Refused as no:
            return refused(request, no, "benefits:mine_case", key=key)
        messages.success(request, _("이의신청을 받았습니다."))
        return redirect("benefits:mine_case", key=key)
    page = {
        "case": case,
        "card": reading.card(case),
        "form": form,
        "until": objecting.object_until(case),
        "remedy": rulebook.policy().remedy_on(request.today),
    }
    return render(request, "benefits/object.html", page)


@door(CITIZEN)
@require_POST
def recheck_consent(request: Request, key: UUID) -> HttpResponse:
    """Ask for one consent that lets the monthly recheck fetch by itself until the last payment."""
    case = own_case(request, key)
    until = applications.recheck_until(case, request.today)
    items = applications.items_to_recheck(case, request.today)
    if until is None or not items:
        return redirect("benefits:mine_case", key=key)
    consent = mydata.ask_consent(
        person=case.person,
        purpose="benefit-recheck",
        about=case.about,
        items=items,
        return_to=f"/benefits/mine/{key}/",
        on=request.today,
        regular_until=until,
    )
    return redirect(mydata.consent_url(consent))


@door(CITIZEN)
@require_POST
def talk(request: Request, key: UUID) -> HttpResponse:
    """Write to the officer."""
    own_case(request, key)
    try:
        applying.say(
            key=key, body=request.POST.get("body", ""), by=request.actor, on=request.today, to_citizen=False
        )
    except Refused as no:
        return refused(request, no, "benefits:mine_case", key=key)
    messages.success(request, _("담당자에게 전했습니다."))
    return redirect("benefits:mine_case", key=key)
