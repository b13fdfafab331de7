"""Limited places: the whole call is put in order at once, and the order is laid before the signer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits import permissions
from jiphyeon.contexts.benefits.actions import turns
from jiphyeon.contexts.benefits.enums import CaseState, Deed
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries.calls import order_of, unfinished
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.casework.ranking import Ranking
from jiphyeon.kernel import Refused

_NAMED = 10
"""How many of the applications that keep a call open are named."""


def require_complete(programme: str, call_id: str, on: date) -> None:
    """Refuse to put a call in order while applications are still taken or examined, naming those."""
    call = programmes.office(programme).call(call_id)
    if call is not None and call.period.last is not None and on <= call.period.last:
        raise Refused(
            "call_open",
            ko="접수가 {last}까지입니다. 다음 날부터 순위를 정할 수 있습니다.",
            en="Applications are taken until {last}. Rank the call from the day after.",
            last=call.period.last,
        )
    unready = [case.number for case in unfinished(programme, call_id)]
    if unready:
        raise Refused(
            "call_incomplete",
            ko="아직 확인이 끝나지 않은 신청이 {count}건 있습니다({numbers}). 먼저 마쳐야 모두에게 공정합니다.",
            en="Applications not examined yet: {count} ({numbers}). Finish them first, to be fair to everyone.",
            count=len(unready),
            numbers=", ".join(str(one) for one in unready[:_NAMED]) + (" …" if len(unready) > _NAMED else ""),
        )


@transaction.atomic
def rank_call(*, programme: str, call_id: str, by: Actor, on: date) -> Ranking:
    """Fix the order of a call and return it; within the places a yes can be proposed, beyond them a no.

    Refused while applications are still taken or examined: nobody is ranked against an incomplete field. A tie over the
    last place is left open and named; an officer decides it with a reason.
    """
    permissions.require_preparer(by)
    turns.take_for_call(programme, call_id)
    require_complete(programme, call_id, on)
    result = order_of(programme, call_id)
    for place in result.order:
        _fix(place.case, Deed.RANK, by=by, on=on, rank=place.rank, within_places=place.within)
    return result


def _fix(key: str, deed: Deed, *, by: Actor, on: date, comment: str = "", **places: object) -> None:
    """Write down where one application stands in its call, as a deed of its own; one already laid before the signer stays."""
    if not Case.objects.filter(key=key, state=CaseState.PREPARED).exists():
        return
    case = hold(Case, UUID(key), deed, by=by)
    for name, value in places.items():
        setattr(case, name, value)
    move(case, deed, by=by, on=on, comment=comment, facts={"signed_by": str(by.user)})


@transaction.atomic
def decide_tie(*, keys: list[str], programme: str, call_id: str, reason: str, by: Actor, on: date) -> None:
    """Give the last places of a tie to the cases named. Refused unless exactly the places left are given, with a reason,
    and while applications are still taken or examined: whoever is level today may not be then.
    """
    permissions.require_signer(by)
    turns.take_for_call(programme, call_id)
    require_complete(programme, call_id, on)
    result = order_of(programme, call_id)
    chosen, tied = set(keys), set(result.tied_at_the_line)
    if not chosen <= tied or len(chosen) != result.places_left_for_tie:
        raise Refused(
            "tie_places",
            ko="동점자 가운데 정확히 {places}건을 골라 주세요.",
            en="Choose exactly {places} of the tied applications.",
            places=result.places_left_for_tie,
        )
    if not reason.strip():
        raise Refused("reason_needed", ko="고른 이유를 적어 주세요.", en="Please give the reason.")
    for key in sorted(tied):
        _fix(key, Deed.DECIDE_TIE, by=by, on=on, comment=reason, within_places=key in chosen)
