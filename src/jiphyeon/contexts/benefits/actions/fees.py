"""A facility's fee, answered at once: the best single reduction and its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits.enums import Source
from jiphyeon.contexts.benefits.models import FeeAnswer
from jiphyeon.contexts.benefits.queries import rulebook
from jiphyeon.contexts.benefits.rules import fees
from jiphyeon.contexts.benefits.rules.facts import KnownFact
from jiphyeon.foundation.ledger.record import append
from jiphyeon.kernel import Refused


@transaction.atomic
def answer_fee(
    *, person: UUID, facility: str, held: Mapping[str, KnownFact], on: date
) -> tuple[UUID, fees.Fee]:
    """Work a fee out, keep only yes/no answers with their evidence, and return the receipt's key and the fee.

    The same person, facility and day is the same receipt, brought up to date when more became known.
    """
    place = rulebook.policy().facilities.get(facility)
    if place is None:
        raise Refused("no_such_facility", ko="그런 시설이 없습니다.", en="There is no such facility.")
    answers = {name: _yes(fact) for name, fact in held.items() if fact.source is not Source.STATED}
    fee = fees.fee_for(place, answers)
    applied = fee.applied.fact if fee.applied else ""
    evidence = [held[name].as_json() for name in sorted(answers)]
    have = FeeAnswer.objects.select_for_update().filter(person=person, facility=facility, on=on).first()
    if have is not None and have.applied == applied and have.off == fee.off:
        return have.key, fee
    receipt = append(
        kind="benefits.fee",
        subject=f"{facility}:{person}",
        facts={"facility": facility, "full": int(fee.full), "off": int(fee.off), "applied": applied},
        on=on,
    )
    row = have or FeeAnswer(person=person, facility=facility, on=on, full=fee.full, number=f"F-{receipt.number}")
    row.off, row.applied, row.answers, row.leaf = fee.off, applied, evidence, receipt.leaf_hash
    row.save()
    return row.key, fee


def _yes(fact: KnownFact) -> bool | None:
    return fact.value if isinstance(fact.value, bool) else None
