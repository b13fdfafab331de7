"""Limited places: the whole call is put in order at once, and the order is laid before the signer."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from jiphyeon.contexts.benefits import permissions
from jiphyeon.contexts.benefits.actions import telling
from jiphyeon.contexts.benefits.enums import State, Verdict
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import known, replay, rulebook
from jiphyeon.contexts.benefits.rules.ranking import Ranking, rank
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.kernel import Refused
from jiphyeon.methods.rules import rank_keys


def order_of(programme: str, call_id: str) -> Ranking:
    """Return the order of everyone in a call whose conditions are met, by the ranking of the rules.

    Refused for a call whose places are not limited or not given in an order.
    """
    call = rulebook.office(programme).call(call_id)
    version = rulebook.version_on(programme, call.period.first) if call else None
    places = rulebook.places_on(version, call.period.first) if version is not None and call else None
    if version is None or places is None or not version.ranking:
        raise Refused("no_ranking", ko="순위를 매기는 모집이 아닙니다.", en="This call is not ranked.")
    waiting = Case.objects.filter(
        programme=programme, call=call_id, state__in=[State.PREPARED, State.PROPOSED]
    ).prefetch_related("assessments")
    keys = {}
    for case in waiting:
        latest = known.latest_assessment(case)
        if latest.verdict == Verdict.APPROVE:
            keys[str(case.key)] = rank_keys(replay.again(latest).outcome)
    taken = Case.objects.filter(
        programme=programme, call=call_id, state__in=[State.APPROVED, State.COMPLETED]
    ).count()
    return rank(keys, max(places - taken, 0))


@transaction.atomic
def rank_call(*, programme: str, call_id: str, by: Actor, on: date) -> Ranking:
    """Fix the order of a call and return it; within the places a yes can be proposed, beyond them a no.

    Refused while applications are still taken or examined: nobody is ranked against an incomplete field. A tie over the
    last place is left open and named; an officer decides it with a reason.
    """
    permissions.require_preparer(by)
    office = rulebook.office(programme)
    call = office.call(call_id)
    if call is not None and call.period.last is not None and on <= call.period.last:
        raise Refused(
            "call_open",
            ko="접수가 {last}까지입니다. 다음 날부터 순위를 정할 수 있습니다.",
            en="Applications are taken until {last}. Rank the call from the day after.",
            last=call.period.last,
        )
    open_ones = Case.objects.filter(
        programme=programme, call=call_id, state__in=[State.SUBMITTED, State.SUPPLEMENT]
    ).count()
    unclear = Case.objects.filter(
        programme=programme, call=call_id, state=State.PREPARED, proposal=Verdict.CHECK
    ).count()
    if open_ones or unclear:
        raise Refused(
            "call_incomplete",
            ko="아직 확인이 끝나지 않은 신청이 {count}건 있습니다. 먼저 마쳐야 모두에게 공정합니다.",
            en="{count} applications are not examined yet. Finish them first, to be fair to everyone.",
            count=open_ones + unclear,
        )
    result = order_of(programme, call_id)
    for place in result.order:
        Case.objects.filter(key=place.case, state=State.PREPARED).update(
            rank=place.rank, within_places=place.within
        )
    sample = Case.objects.filter(programme=programme, call=call_id).first()
    if sample is not None:
        telling.leaf("ranked", sample, {"order": [[p.case, p.rank, p.within] for p in result.order]}, on=on)
    return result


@transaction.atomic
def decide_tie(*, keys: list[str], programme: str, call_id: str, reason: str, by: Actor, on: date) -> None:
    """Give the last places of a tie to the cases named. Refused unless exactly the places left are given, with a reason."""
    permissions.require_signer(by)
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
    Case.objects.filter(key__in=tied, state=State.PREPARED).update(within_places=False)
    Case.objects.filter(key__in=chosen, state=State.PREPARED).update(within_places=True)
    sample = Case.objects.filter(programme=programme, call=call_id).first()
    if sample is not None:
        facts = {"chosen": sorted(chosen), "reason": reason.strip(), "signed_by": str(by.user)}
        telling.leaf("tie_decided", sample, facts, on=on)
