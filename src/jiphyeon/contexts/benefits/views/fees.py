"""A facility's fee, reduced at once: answered from data with consent, one best reduction, a receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiphyeon.contexts.benefits.actions import fees
from jiphyeon.contexts.benefits.models import FeeAnswer
from jiphyeon.contexts.benefits.queries import known, rulebook
from jiphyeon.contexts.benefits.rules.fees import fee_for
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.foundation.accounts.doors import CITIZEN, EVERYONE, Request, door, key_of
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused, Words


@door(EVERYONE)
def facilities(request: Request) -> HttpResponse:
    """List facilities with their fees and reductions."""
    places = [
        {"id": place.id, "words": place.words, "fee": place.fee, "unit": place.unit, "verified": place.verified, "reductions": place.reductions}
        for place in rulebook.policy().facilities.values()
        if place.first <= request.today
    ]
    return render(request, "benefits/facilities.html", {"places": places})


def _about(facility: str) -> str:
    return f"fee:{facility}"


@door(CITIZEN)
@never_cache
@require_http_methods(["GET", "POST"])
def facility(request: Request, facility: str) -> HttpResponse:
    """Ask for the qualifications once, and answer at once what is to be paid."""
    place = rulebook.policy().facilities.get(facility)
    if place is None:
        raise Http404
    held = known.held_about(key_of(request), _about(facility), request.today)
    if request.method == "POST":
        return _ask_or_answer(request, facility, held)
    answers = {name: fact.value if isinstance(fact.value, bool) else None for name, fact in held.items()}
    fee = fee_for(place, answers) if held else None
    return render(request, "benefits/facility.html", {"place": place, "fee": fee, "came": bool(held)})


def _ask_or_answer(request: Request, facility: str, held: dict[str, Any]) -> HttpResponse:
    place = rulebook.policy().facilities[facility]
    if "ask" in request.POST or not held:
        facts = rulebook.pack().facts
        codes = dict.fromkeys(
            facts[r.fact].source.removeprefix("mydata:") for r in place.reductions if facts[r.fact].source != "form"
        )
        consent = mydata.ask_consent(
            person=key_of(request),
            purpose="fee-reduction",
            about=_about(facility),
            items=[
                mydata.ItemRequest(code, Words("감면 자격이 있는지 예·아니요로만 확인합니다.", "Only a yes or no: whether a reduction is due."))
                for code in codes
            ],
            return_to=f"/benefits/fees/{facility}/",
            on=request.today,
        )
        return redirect(mydata.consent_url(consent))
    try:
        key, _fee = fees.answer_fee(person=key_of(request), facility=facility, held=held, on=request.today)
    except Refused as no:
        messages.error(request, no.said(language()))
        return redirect("benefits:facility", facility=facility)
    return redirect("benefits:fee_receipt", key=key)


@door(CITIZEN)
@never_cache
def fee_receipt(request: Request, key: UUID) -> HttpResponse:
    """Show the receipt of a fee answer."""
    row = FeeAnswer.objects.filter(key=key, person=key_of(request)).first()
    place = rulebook.policy().facilities.get(row.facility) if row else None
    if row is None or place is None:
        raise Http404
    applied = next((r for r in place.reductions if r.fact == row.applied), None)
    page = {"row": row, "place": place, "applied": applied, "to_pay": row.full - row.off}
    return render(request, "benefits/fee_receipt.html", page)
