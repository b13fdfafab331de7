"""A facility's fee, answered at once: the best single reduction and its receipt."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.fees import events, queries
from jiphyeon.contexts.fees.models import FeeAnswer
from jiphyeon.contexts.plans import api as plans
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.jobs.turns import take_turn
from jiphyeon.foundation.ledger.record import append


@transaction.atomic
def answer_fee(*, person: UUID, facility: str, about: str, on: date) -> UUID:
    """Work a fee out, keep only the yes/no answers with their evidence, and return the receipt's key.

    The same person, facility and day is the same receipt, brought up to date when more became known.
    """
    place = queries.facility(facility)
    take_turn(f"benefits:fee:{facility}:{person}:{on}")
    held, facts = queries.qualifications_of(person, about, place, on)
    fee = queries.fee(place, held, on)
    have = FeeAnswer.objects.select_for_update().filter(person=person, facility=facility, on=on).first()
    if have is not None and have.applied == fee.applied and have.off == fee.off:
        return have.key
    row = have or FeeAnswer(person=person, facility=facility, on=on, full=fee.full)
    row.off, row.applied = fee.off, fee.applied
    row.answers = {
        "held": held,
        "evidence": {fact.name: [fact.evidence, fact.until] for fact in facts if fact.evidence},
    }
    receipt = append(
        kind="benefits.fee", subject=f"fee:{facility}:{person}", facts=queries.fee_facts(row), on=on
    )
    row.number, row.leaf = row.number or f"F-{receipt.number}", receipt.leaf_hash
    row.save()
    publish(events.FeeAnswered(programme=place.programme, on=on.isoformat()))
    return row.key


def post_figures(programme: str, on: date) -> None:
    """Post how many checks needed no paper to the plan, under the name the policy gives it; again for a day replaces."""
    office = programmes.office(programme)
    figure = office.figures.get("checked")
    if figure:
        plans.post_figure(initiative=office.initiative, figure=figure, value=queries.checked_by(on), on=on)
