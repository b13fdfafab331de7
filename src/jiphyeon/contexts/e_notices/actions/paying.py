"""What an addressee owes is opened when they go to pay it, less as long as they may answer; paid, the notice is closed."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from jiphyeon.contexts.e_notices.actions.going import OWNER
from jiphyeon.contexts.e_notices.models import Notice
from jiphyeon.contexts.e_notices.queries.letters import letter
from jiphyeon.contexts.e_notices.queries.texts import terms_of
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.dues import api as dues
from jiphyeon.kernel import Refused, Words

_OVER = Words(
    "의견을 낼 수 있는 날이 지나 줄어든 금액을 낼 수 없습니다.", "The days to pay the lower amount are over."
)


def due_of(notice: UUID) -> dues.DueKey:
    """Return the key of what is owed for a notice."""
    return dues.DueKey(uuid5(notice, "due"))


@transaction.atomic
def begin(*, key: UUID, on: date) -> dues.DueKey:
    """Open what is owed for a notice, once, and return its key. Refused where there is nothing to pay."""
    row = Notice.objects.select_for_update(of=("self",)).select_related("sending").get(key=key)
    read, due = letter(row, on), due_of(row.key)
    if not read.may_pay or row.respond_by is None:
        raise Refused("nothing_to_pay", ko="지금 내실 금액이 없습니다.", en="There is nothing to pay now.")
    if due in dues.of_many([due]):
        return due
    dues.open_due(
        owner=OWNER,
        owner_key=str(row.key),
        title=Words(f"{read.kind.ko} {read.number}", f"{read.kind.en} {read.number}"),
        amount=read.owed,
        until=row.respond_by,
        payer=row.name,
        key=due,
    )
    if read.owed != read.fine:
        law = terms_of(row.sending, on).early_law
        dues.change_amount(
            due, read.fine, first=row.respond_by + timedelta(days=1), reason=_OVER, cites=[law]
        )
    return due


@transaction.atomic
def waive(*, key: UUID, reason: str, seen: int, by: Actor, on: date) -> None:
    """Follow an opinion: no fine is set, and what was to be paid is let go."""
    row = hold(Notice, key, "waive", by=by, seen=seen)
    due = due_of(row.key)
    if due in dues.of_many([due]):
        dues.cancel(due, reason=Words("의견을 받아들였습니다.", "The opinion was followed."))
    move(row, "waive", by=by, on=on, comment=reason)
