"""The front door: what somebody owes, what it comes to, where it is paid; what comes of it is told by `events`.

due = dues.open_due(owner="visits", owner_key=…, title=Words(…), amount=Won(40_000), until=day, payer="김하나")
dues.change_amount(due, Won(32_000), first=today, reason=Words(…))
return redirect(dues.pay_address(due, back=reverse("visits:mine")))
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.dues import owing, paying, queries
from jiphyeon.foundation.dues.enums import DueState
from jiphyeon.foundation.dues.owing import DueKey
from jiphyeon.foundation.dues.queries import Due
from jiphyeon.foundation.dues.service import is_set_up, the_house
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Citation, Refused, Won, Words

__all__ = [
    "Due",
    "DueKey",
    "DueState",
    "cancel",
    "change_amount",
    "is_set_up",
    "of",
    "of_many",
    "open_due",
    "pay_address",
    "refund",
]


def open_due(
    *,
    owner: str,
    owner_key: str,
    title: Words,
    amount: Won,
    until: date,
    payer: str,
    key: UUID | None = None,
) -> DueKey:
    """Open a due, within the caller's transaction, with its leaf; one `key` twice is one due."""
    return owing.open_due(
        owner=owner,
        owner_key=owner_key,
        title=title,
        amount=amount,
        until=until,
        payer=payer,
        key=key,
        on=civil_today(),
    )


def change_amount(
    key: DueKey, amount: Won, *, first: date, reason: Words, cites: Sequence[Citation] = ()
) -> None:
    """Let a due come to another amount from a civil day on. Refused: due_paid, due_cancelled."""
    owing.change_amount(key, amount, first=first, reason=reason, cites=cites, on=civil_today())


def cancel(key: DueKey, *, reason: Words) -> None:
    """Let a due go; what is paid all the same is given back. Refused: due_paid, due_cancelled."""
    owing.cancel(key, reason=reason, on=civil_today())


def refund(key: DueKey, *, reason: Words) -> None:
    """Give back what was paid, by a job. Refused: due_not_paid."""
    paying.refund(key, reason=reason, on=civil_today())


def pay_address(key: DueKey, *, back: str) -> str:
    """Return where today's amount is paid; `back` is the path of ours people return to.

    Refused: due_paid, due_cancelled, house_away.
    """
    return paying.pay_address(
        key, back=back, language=language(), house=the_house(), on=civil_today(), at=now()
    )


def of(key: DueKey) -> Due:
    """Return a due as it stands today. Refused where there is none."""
    found = of_many([key]).get(key)
    if found is None:
        raise Refused("due_unknown", ko="받을 돈을 찾지 못했습니다.", en="There is no such due.")
    return found


def of_many(keys: Iterable[UUID]) -> dict[DueKey, Due]:
    """Return dues as they stand today, in two queries."""
    return queries.dues(keys, civil_today())
