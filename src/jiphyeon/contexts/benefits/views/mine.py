"""My cases, my payments, who looked at my data and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiphyeon.contexts.benefits.actions import applying, objecting
from jiphyeon.contexts.benefits.enums import CaseState, Deed
from jiphyeon.contexts.benefits.models import Assessment, Case
from jiphyeon.contexts.benefits.permissions import READERS
from jiphyeon.contexts.benefits.queries import applications, cases, letters, replay
from jiphyeon.contexts.benefits.queries.reasons import reason_texts
from jiphyeon.contexts.benefits.rules import money
from jiphyeon.contexts.benefits.tables import payment_table
from jiphyeon.contexts.benefits.views import letter_texts
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.doors import CITIZEN, Request, door, key_of
from jiphyeon.foundation.casework.pages import CasePages, by_action
from jiphyeon.foundation.casework.screens import Side
from jiphyeon.foundation.payees import api as payees
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.saying import day, language

_WITHDRAW = by_action(applying.withdraw)
_CHECKING = 3  # the step of an application on which papers are brought


def _papers_at(case: Case) -> str:
    """Return where the applicant brings papers: a step of a draft, or the page of the application."""
    if case.at is CaseState.DRAFT:
        return reverse("benefits:step", args=[case.key, _CHECKING])
    return reverse("benefits:mine_case", args=[case.key])


PERSON = CasePages(
    model=Case,
    side=Side.PERSON,
    namespace="benefits",
    door=CITIZEN,
    item="mine_case",
    listing="mine",
    acts={
        Deed.WITHDRAW: _WITHDRAW,
        Deed.DISCARD: _WITHDRAW,
        Deed.SUPPLY: by_action(
            applying.supply, lambda *_done: _("보완을 마쳤습니다. 심사가 이어집니다."), answer="comment"
        ),
        Deed.OBJECT: by_action(
            objecting.file,
            lambda _pressed, due: _("이의신청을 받았습니다. {due}까지 답해 드립니다.").format(due=day(due)),
            body="comment",
        ),
    },
    readers=tuple(READERS),
    letter=letter_texts.letter,
    papers_at=_papers_at,
)


@door(CITIZEN)
@never_cache
def mine(request: Request) -> HttpResponse:
    """List my cases, newest first."""
    cards = cases.cards_of(key_of(request))
    badges = [(card, Badge(card.state_words, card.tone)) for card in cards]
    return render(request, "benefits/mine.html", {"cards": badges})


@door(CITIZEN)
@never_cache
def mine_case(request: Request, key: UUID) -> HttpResponse:
    """Show one of my cases: where it stands, what was decided and why, money, history, what I can do."""
    case = PERSON.find(request, key)
    if case.at is CaseState.DRAFT:
        return redirect("benefits:step", key=key, step=case.step)
    return render(request, "benefits/mine_case.html", _case_page(request, case))


def _case_page(request: Request, case: Case) -> dict[str, Any]:
    today = request.today
    payments = list(case.payments.all())
    screen = PERSON.opened(request, case)
    # Objecting has a place of its own, with its days; it is no first thing to do about a yes.
    offers = tuple(offer for offer in screen.offers if offer.code != Deed.OBJECT)
    return {
        "case": case,
        "card": cases.card(case),
        "screen": replace(screen, offers=offers),
        **_why(case, today),
        "sent": applications.sent_lines(case, today),
        "payments": payment_table(payments) if payments else None,
        "balance": money.balance([(p.state, p.amount) for p in payments]),
        "letters": letters.named(case),
        "may_object": any(offer.code == Deed.OBJECT for offer in screen.offers),
        "awaits_decision": case.stands_at.is_open,
        "is_granted": case.at in {CaseState.APPROVED, CaseState.COMPLETED},
        "is_stopped": case.at is CaseState.STOPPED,
        "object_until": case.object_until(),
        "remedy": programmes.policy().remedy_on(today),
        "objections": case.objections.all(),
        "payee": payees.line(case.person, today)
        if case.at in {CaseState.APPROVED, CaseState.STOPPED}
        else None,
        "asks_recheck": case.at is CaseState.APPROVED and applications.wants_recheck_consent(case, today),
        "is_money": programmes.office(case.programme).kind == "money",
    }


@door(CITIZEN)
@never_cache
def mine_why(request: Request, key: UUID) -> HttpResponse:
    """Open what was worked out for my case into its clauses."""
    case = PERSON.find(request, key)
    page = {"case": case, "card": cases.card(case), **_why(case, request.today)}
    return render(request, "benefits/mine_why.html", page)


def _why(case: Case, today: date) -> dict[str, Any]:
    """Return what a decision rests on, beside what was worked out later before a payment; or how a case stands by now."""
    decision = case.decisions.select_related("assessment__case").last()
    last = case.assessments.select_related("case").last()
    if last is None:
        return {"clauses": applications.preview(case, today).clauses}
    if decision is None:
        return {"assessment": last, "clauses": replay.clauses(last)}
    decided = {
        "decision": decision,
        "reasons": [reason_texts(one, language()) for one in decision.reason],
        "rested": replay.rested_on(decision),
    }
    if case.is_examined_anew:
        return {"assessment": last, "clauses": replay.clauses(last), "set_aside": decided}
    is_later = last.kind == Assessment.Kind.RECHECK
    return {
        **decided,
        "assessment": decision.assessment,
        "recheck": (last.made_on, replay.clauses(last)) if is_later else None,
    }


@door(CITIZEN)
@never_cache
def payments(request: Request) -> HttpResponse:
    """Show every payment of mine, planned and made."""
    lines = cases.payments_of(key_of(request))
    paid = cases.paid_so_far(key_of(request))
    page = {"table": payment_table(lines, with_name=True), "any": bool(lines), "paid": paid}
    return render(request, "benefits/mine_payments.html", page)


@door(CITIZEN)
@require_POST
def recheck_consent(request: Request, key: UUID) -> HttpResponse:
    """Ask for one consent that lets the monthly recheck fetch by itself until the last payment."""
    case = PERSON.find(request, key)
    until = applications.recheck_until(case, request.today)
    items = applications.items_to_recheck(case, request.today)
    if until is None or not items:
        return redirect("benefits:mine_case", key=key)
    consent = mydata.ask_consent(
        person=case.person,
        purpose="benefit-recheck",
        about=case.about,
        items=items,
        return_to=reverse("benefits:mine_case", args=[key]),
        on=request.today,
        regular_until=until,
    )
    return redirect(mydata.consent_url(consent))
