"""A facility's fee, answered at once: the best single reduction and its receipt."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits import events
from jiphyeon.contexts.benefits.models import FeeAnswer
from jiphyeon.contexts.benefits.queries import fees
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.ledger.record import append


@transaction.atomic
def answer_fee(*, person: UUID, facility: str, about: str, on: date) -> UUID:
    """Work a fee out, keep only the yes/no answers with their evidence, and return the receipt's key.

    The same person, facility and day is the same receipt, brought up to date when more became known.
    """
    place = fees.facility(facility)
    held, facts = fees.held_by(person, about, place, on)
    fee = fees.fee(place, held, on)
    have = FeeAnswer.objects.select_for_update().filter(person=person, facility=facility, on=on).first()
    if have is not None and have.applied == fee.applied and have.off == fee.off:
        return have.key
    receipt = append(
        kind="benefits.fee",
        subject=f"fee:{facility}:{person}",
        facts={"facility": facility, "full": int(fee.full), "off": int(fee.off), "applied": fee.applied},
        on=on,
    )
    row = have or FeeAnswer(
        person=person, facility=facility, on=on, full=fee.full, number=f"F-{receipt.number}"
    )
    row.off, row.applied, row.leaf = fee.off, fee.applied, receipt.leaf_hash
    row.answers = {
        "held": held,
        "evidence": {fact.name: [fact.evidence, fact.until] for fact in facts if fact.evidence},
    }
    row.save()
    publish(events.FeeAnswered(programme=place.programme, on=on.isoformat()))
    return row.key
