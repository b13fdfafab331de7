"""How long an account number is kept: told by its own days, and by the last payment that any room made to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from jiphyeon.foundation.casework.models import HistoryLine
from jiphyeon.foundation.clock.deadlines import end_of_months
from jiphyeon.foundation.payees import queries
from jiphyeon.foundation.payees.enums import CURRENT, AccountState
from jiphyeon.foundation.payees.models import PayeeAccount
from jiphyeon.foundation.rooms.declared import rooms

Paid = Callable[[Sequence[UUID]], Mapping[UUID, date]]
AT_A_TIME = 500


def last_paid(keys: Sequence[UUID]) -> dict[UUID, date]:
    """Return the last day on which any room paid to some accounts; those never paid to are left out."""
    found: dict[UUID, date] = {}
    for room in rooms():
        if room.paid_to:
            paid: Paid = room.find(room.paid_to)
            for key, day in paid(keys).items():
                found[key] = max(day, found.get(key, day))
    return found


def kept_until(row: PayeeAccount, paid_on: date | None) -> date | None:
    """Return the last day a number is kept, None for one that is destroyed.

    One its owner means is kept until nobody has given, asked or paid to it for long; one that is meant no more by how long money's
    records are kept, or, never paid to, until the rule's first day.
    """
    if row.at is AccountState.PURGED:
        return None
    line = HistoryLine.objects.of(row).last()
    since = line.on if line is not None else row.opened_on
    rule = queries.terms().keeping_on(since)
    if row.state in CURRENT:
        return end_of_months(max(since, paid_on or since), rule.idle)
    if paid_on is not None:
        return end_of_months(paid_on, rule.paid)
    return end_of_months(since, rule.unpaid) if rule.unpaid else since


def over(on: date) -> list[UUID]:
    """Return the accounts whose time to be kept ended before a day."""
    waiting = list(
        PayeeAccount.objects.exclude(state=AccountState.PURGED).filter(opened_on__lt=on).order_by("pk")
    )
    found = []
    for first in range(0, len(waiting), AT_A_TIME):
        some = waiting[first : first + AT_A_TIME]
        paid = last_paid([row.key for row in some])
        found += [
            row.key
            for row in some
            if (until := kept_until(row, paid.get(row.key))) is not None and until < on
        ]
    return found
