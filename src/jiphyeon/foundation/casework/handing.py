"""Giving matters to a colleague, or to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.models import CaseRow
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.kernel import Refused

HAND_OVER = "hand_over"


@transaction.atomic
def hand_over(model: type[CaseRow], keys: Sequence[UUID], *, to: UUID | None, by: Actor, on: date) -> int:
    """Give matters to an officer, or to nobody, by `deeds.hand_over`; return how many changed hands.

    The person can read of each. Refused where one of them is the new officer's own, or the own one of whoever hands it over.
    """
    moved = 0
    for key in keys:
        row = hold(model, key, HAND_OVER, by=by)
        if to is not None and row.person == to:
            raise Refused(
                "own_case_of_colleague",
                ko="{number}은(는) 넘겨받을 사람 본인의 신청입니다. 다른 직원에게 넘겨 주세요.",
                en="{number} is the colleague's own application. Please hand it to somebody else.",
                number=row.number,
            )
        if row.assigned_to == to:
            continue
        row.assigned_to = to
        move(row, HAND_OVER, by=by, on=on, facts={"to": to and str(to)})
        note(
            by=by,
            verb=f"{row.lifecycle.name}.handed_over",
            about=row.about,
            person=row.person,
            reason="담당 넘기기",
            details={"to": to},
        )
        moved += 1
    return moved
