"""The receipt of what was recorded about a case: a file that anyone can have checked, for its owner and for the desk."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.views.desk import DESK
from jiphyeon.contexts.benefits.views.owning import desk_case, own_case
from jiphyeon.foundation.accounts.doors import CITIZEN, Request, door
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.ledger.receipts import take_home
from jiphyeon.foundation.ledger.trail import note


@door(CITIZEN)
@never_cache
@require_GET
def mine_record(request: Request, key: UUID, leaf: str) -> HttpResponse:
    """Give the owner the receipt of one thing recorded about their case."""
    return _file(own_case(request, key), leaf)


@door(DESK)
@never_cache
@require_GET
def desk_record(request: Request, key: UUID, leaf: str) -> HttpResponse:
    """Give the desk the same receipt; that it was taken stands in the owner's trail."""
    case = desk_case(request, key)
    answer = _file(case, leaf)
    note(by=request.actor, verb="benefits.receipt_taken", about=case.about, person=case.person, reason="심사")
    return answer


def _file(case: Case, leaf: str) -> HttpResponse:
    # What stands in this case's own history. A ranking is recorded once, under one case, and speaks of all of them.
    if not (case.entries.filter(leaf=leaf).exists() or case.decisions.filter(leaf=leaf).exists()):
        raise Http404
    try:
        receipt = take_home(leaf, about=str(case.key))
    except Entry.DoesNotExist:
        raise Http404 from None
    answer = HttpResponse(receipt, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{case.number}-{leaf[:12]}.json"'
    return answer
