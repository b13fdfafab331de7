"""A facility's fee, reduced at once: answered from data with consent, one best reduction, a receipt."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiphyeon.contexts.fees import actions as answering
from jiphyeon.contexts.fees import permissions, queries
from jiphyeon.contexts.fees.models import FeeAnswer
from jiphyeon.contexts.fees.tables import ANSWERS
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.api import Facility
from jiphyeon.foundation.accounts.doors import CITIZEN, EVERYONE, Request, door, key_of, officer
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.queues.views import listed, place
from jiphyeon.kernel import Refused, Words

DESK = officer(*permissions.READERS)
WHY = Words("감면 자격이 있는지 예·아니요로만 확인합니다.", "Only a yes or no: whether a reduction is due.")


def _place(facility: str) -> Facility:
    try:
        return queries.facility(facility)
    except Refused:
        raise Http404 from None


@door(EVERYONE)
def facilities(request: Request) -> HttpResponse:
    """List facilities with their fees and reductions."""
    places = [
        (place, queries.reductions(place, request.today))
        for place in programmes.policy().facilities.values()
        if place.first <= request.today and place.programme in programmes.pack().programmes
    ]
    return render(request, "fees/facilities.html", {"places": places})


def _about(facility: str) -> str:
    return f"fee:{facility}"


@door(CITIZEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def facility(request: Request, facility: str) -> HttpResponse:
    """Show what is to be paid by what is known, and ask for the rest with one consent."""
    place = _place(facility)
    person, about = key_of(request), _about(facility)
    if request.method == "POST":
        if "ask" in request.POST:
            return _ask(request, place)
        return redirect(
            "fees:receipt",
            key=answering.answer_fee(person=person, facility=facility, about=about, on=request.today),
        )
    held, _facts = queries.qualifications_of(person, about, place, request.today)
    fee = queries.fee(place, held, request.today)
    kinds = {reduction.kind: reduction for reduction in queries.reductions(place, request.today)}
    page = {
        "place": place,
        "fee": fee,
        "applied": kinds.get(fee.applied),
        "also": [kinds[kind] for kind in fee.also_held],
        "unknown": [kinds[kind] for kind in fee.unknown],
    }
    return render(request, "fees/facility.html", page)


def _ask(request: Request, place: Facility) -> HttpResponse:
    facts = programmes.pack().facts
    kinds = [
        reduction.kind for reduction in queries.reductions(place, request.today) if reduction.kind in facts
    ]
    codes: dict[str, list[str]] = {}
    for kind in kinds:
        holder, _sep, item = facts[kind].source.partition(":")
        if holder == "mydata":
            codes.setdefault(item, []).append(kind)
    consent = mydata.ask_consent(
        person=key_of(request),
        purpose="fee-reduction",
        about=_about(place.id),
        items=[mydata.ItemRequest(code, WHY, tuple(names)) for code, names in codes.items()],
        return_to=reverse("fees:facility", args=[place.id]),
        on=request.today,
    )
    return redirect(mydata.consent_url(consent))


@door(CITIZEN)
@never_cache
def fee_receipt(request: Request, key: UUID) -> HttpResponse:
    """Show the receipt of a fee answer."""
    row = get_object_or_404(FeeAnswer, key=key, person=key_of(request))
    place = _place(row.facility)
    applied = programmes.policy().qualification_words(row.applied) if row.applied else None
    return render(
        request,
        "fees/receipt.html",
        {"row": row, "place": place, "applied": applied, "to_pay": row.full - row.off},
    )


@door(DESK)
@never_cache
def answers(request: Request) -> HttpResponse:
    """List the answered fees."""
    return listed(request, ANSWERS)


@door(DESK)
@never_cache
@require_safe
def answer(request: Request, key: UUID) -> HttpResponse:
    """Show what a receipt says, to compare with the one at the counter; its owner can read who looked."""
    row = get_object_or_404(FeeAnswer.objects.defer("applied", "answers"), key=key)
    note(
        by=request.actor,
        verb="fees.answer_read",
        about=f"fee:{row.key}",
        person=row.person,
        reason="감면 확인",
    )
    page = {"row": queries.answer_rows([row])[0], "leaf": row.leaf, "place": place(request, ANSWERS, row)}
    return render(request, "fees/answer.html", page)
