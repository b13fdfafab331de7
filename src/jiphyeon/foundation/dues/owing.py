"""A due is opened, comes to another amount from a day on, is cancelled; each deed with its leaf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NewType
from uuid import UUID, uuid4

from django.db import transaction

from jiphyeon.foundation.dues.enums import DueState
from jiphyeon.foundation.dues.models import AmountChange, Receivable
from jiphyeon.foundation.ledger.kinds import name_kind
from jiphyeon.foundation.ledger.record import append
from jiphyeon.kernel import Citation, Refused, Won, Words

DueKey = NewType("DueKey", UUID)

KINDS = {
    DueState.OPEN: name_kind("dues.opened", "받을 돈 생김", "Due opened"),
    DueState.PAID: name_kind("dues.paid", "냄", "Due paid"),
    DueState.REFUNDING: name_kind("dues.refunding", "돌려주기로 함", "Refund decided"),
    DueState.REFUNDED: name_kind("dues.refunded", "돌려줌", "Due refunded"),
    DueState.CANCELLED: name_kind("dues.cancelled", "받지 않기로 함", "Due cancelled"),
}
CHANGED = name_kind("dues.changed", "받을 금액 바뀜", "Amount due changed")


@transaction.atomic
def open_due(
    *,
    owner: str,
    owner_key: str,
    title: Words,
    amount: Won,
    until: date,
    payer: str,
    key: UUID | None,
    on: date,
) -> DueKey:
    """Open a due; one `key` twice is one due. Refused: nothing or less is owed."""
    if amount <= 0:
        raise Refused(
            "due_of_nothing", ko="받을 금액은 0원보다 커야 합니다.", en="A due is of more than 0 won."
        )
    row, made = Receivable.objects.get_or_create(
        key=key or uuid4(),
        defaults={
            "owner": owner,
            "owner_key": owner_key,
            "title": both(title),
            "payer": payer,
            "amount": int(amount),
            "until": until,
            "opened_on": on,
        },
    )
    if made:
        write_down(row, on)
    return DueKey(row.key)


@transaction.atomic
def change_amount(
    key: DueKey, amount: Won, *, first: date, reason: Words, cites: Sequence[Citation], on: date
) -> None:
    """Let a due come to another amount from a day on; for that day again replaces. Refused where it is not open."""
    if amount <= 0:
        raise Refused(
            "due_of_nothing", ko="받을 금액은 0원보다 커야 합니다.", en="A due is of more than 0 won."
        )
    row = locked(key)
    _require_open(row)
    change, _made = AmountChange.objects.update_or_create(
        due=row,
        first=first,
        defaults={
            "amount": int(amount),
            "reason_ko": reason.ko,
            "reason_en": reason.en,
            "cites": [str(cite) for cite in cites],
        },
    )
    append(kind=CHANGED, subject=f"due:{row.key}", facts=change_facts(row, change), on=on)


@transaction.atomic
def cancel(key: DueKey, *, reason: Words, on: date) -> None:
    """Let a due go. Refused where it is not open."""
    row = locked(key)
    _require_open(row)
    row.state, row.reason = DueState.CANCELLED, both(reason)
    row.save()
    write_down(row, on)


def both(words: Words) -> dict[str, str]:
    """Return words as they are sealed."""
    return {"ko": words.ko, "en": words.en}


def locked(key: UUID) -> Receivable:
    """Return a due, held until the transaction ends. Refused where there is none."""
    row = Receivable.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise Refused("due_unknown", ko="받을 돈을 찾지 못했습니다.", en="There is no such due.")
    return row


def _require_open(row: Receivable) -> None:
    if row.state != DueState.OPEN:
        raise not_open(row.state)


def not_open(state: DueState) -> Refused:
    """Return why nothing more can be done about a due that is paid or cancelled."""
    if state == DueState.CANCELLED:
        return Refused("due_cancelled", ko="더 내지 않아도 됩니다.", en="It need not be paid any more.")
    return Refused("due_paid", ko="이미 냈습니다.", en="It is paid already.")


def amount_on(row: Receivable, changes: Sequence[AmountChange], day: date) -> Won:
    """Return what a due comes to on a day, by its changes in the order of their days."""
    in_force = [one.amount for one in changes if one.first <= day]
    return Won(in_force[-1] if in_force else row.amount)


def facts(row: Receivable) -> Mapping[str, object]:
    """Return what a due's leaf commits to."""
    return {
        "due": str(row.key),
        "owner": row.owner,
        "amount": row.amount,
        "until": row.until,
        "state": row.state,
        "paid": row.paid,
        "paid_on": row.paid_on,
    }


def change_facts(row: Receivable, change: AmountChange) -> Mapping[str, object]:
    """Return what the leaf of a changed amount commits to."""
    return {
        "due": str(row.key),
        "first": change.first,
        "amount": change.amount,
        "reason": change.reason_ko,  # type: ignore[attr-defined] # the column of WordsField
    }


def write_down(row: Receivable, on: date) -> None:
    """Put on the log where a due stands, in the caller's transaction."""
    receipt = append(kind=KINDS[row.state], subject=f"due:{row.key}", facts=facts(row), on=on)
    Receivable.objects.filter(pk=row.pk).update(leaf=receipt.leaf_hash)
    row.leaf = receipt.leaf_hash
