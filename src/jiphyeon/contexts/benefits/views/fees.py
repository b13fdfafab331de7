"""A facility's fee, reduced at once: answered from data with consent, one best reduction, a receipt."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiphyeon.contexts.benefits.actions import fees as answering
from jiphyeon.contexts.benefits.models import FeeAnswer
from jiphyeon.contexts.benefits.queries import fees, rulebook
from jiphyeon.contexts.benefits.rules.policy import Facility
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.foundation.accounts.doors import CITIZEN, EVERYONE, Request, door, key_of
from jiphyeon.kernel import Refused, Words

WHY = Words("감면 자격이 있는지 예·아니요로만 확인합니다.", "Only a yes or no: whether a reduction is due.")


def _place(facility: str) -> Facility:
    try:
        return fees.facility(facility)
    except Refused:
        raise Http404 from None


@door(EVERYONE)
def facilities(request: Request) -> HttpResponse:
    """List facilities with their fees and reductions."""
    places = [
        (place, fees.reductions(place, request.today))
        for place in rulebook.policy().facilities.values()
        if place.first <= request.today and place.programme in rulebook.pack().programmes
    ]
    return render(request, "benefits/facilities.html", {"places": places})


def _about(facility: str) -> str:
    return f"fee:{facility}"


@door(CITIZEN)
@never_cache
@require_http_methods(["GET", "POST"])
def facility(request: Request, facility: str) -> HttpResponse:
    """Show what is to be paid by what is known, and ask for the rest with one consent."""
    place = _place(facility)
    person, about = key_of(request), _about(facility)
    if request.method == "POST":
        if "ask" in request.POST:
            return _ask(request, place)
        return redirect(
            "benefits:fee_receipt",
            key=answering.answer_fee(person=person, facility=facility, about=about, on=request.today),
        )
    held, _facts = fees.held_by(person, about, place, request.today)
    fee = fees.fee(place, held, request.today)
    kinds = {reduction.kind: reduction for reduction in fees.reductions(place, request.today)}
    page = {
        "place": place,
        "fee": fee,
        "applied": kinds.get(fee.applied),
        "also": [kinds[kind] for kind in fee.also_held],
        "unknown": [kinds[kind] for kind in fee.unknown],
    }
    return render(request, "benefits/facility.html", page)


def _ask(request: Request, place: Facility) -> HttpResponse:
    facts = rulebook.pack().facts
    kinds = [reduction.kind for reduction in fees.reductions(place, request.today) if reduction.kind in facts]
    codes = dict.fromkeys(
        facts[kind].source.removeprefix("mydata:")
        for kind in kinds
        if facts[kind].source.startswith("mydata:")
    )
    consent = mydata.ask_consent(
        person=key_of(request),
        purpose="fee-reduction",
        about=_about(place.id),
        items=[mydata.ItemRequest(code, WHY) for code in codes],
        return_to=f"/benefits/fees/{place.id}/",
        on=request.today,
    )
    return redirect(mydata.consent_url(consent))


@door(CITIZEN)
@never_cache
def fee_receipt(request: Request, key: UUID) -> HttpResponse:
    """Show the receipt of a fee answer."""
    row = FeeAnswer.objects.filter(key=key, person=key_of(request)).first()
    if row is None:
        raise Http404
    place = _place(row.facility)
    applied = rulebook.policy().qualifications.get(row.applied)
    return render(
        request,
        "benefits/fee_receipt.html",
        {"row": row, "place": place, "applied": applied, "to_pay": row.full - row.off},
    )
