"""A due is paid at the payment house: it is asked for an amount, and tells, signed, what it took. Only the whole is taken."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from jiphyeon.foundation.dues.enums import DueState, Kind, Outcome
from jiphyeon.foundation.dues.events import DuePaid, DueRefunded
from jiphyeon.foundation.dues.models import Movement, Order, Receivable
from jiphyeon.foundation.dues.owing import DueKey, amount_on, both, locked, not_open, write_down
from jiphyeon.foundation.dues.service import House, NobodyAnswers
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.network import signed
from jiphyeon.kernel import Refused, Words

log = logging.getLogger(__name__)

USED_AGAIN = timedelta(minutes=20)
"""For how long the same amount is asked for under the same order: whoever goes back and forth pays once."""


@dataclass(frozen=True, slots=True)
class Told:
    """One movement as the house tells it; `payment` is what a refund gives back."""

    key: UUID
    order: UUID
    kind: Kind
    amount: int
    at: datetime


def pay_address(key: DueKey, *, back: str, language: str, house: House | None, on: date, at: datetime) -> str:
    """Return where a due is paid today, by the whole. Refused: due_paid, due_cancelled, house_away."""
    if house is None:
        raise _away()
    order, title = _order(key, on=on, at=at)
    try:
        return house.order(key=str(order.key), title=title.text(language), amount=order.amount, back=back)
    except NobodyAnswers as nobody:
        raise _away() from nobody


@transaction.atomic
def _order(key: DueKey, *, on: date, at: datetime) -> tuple[Order, Words]:
    due = locked(key)
    if due.state != DueState.OPEN:
        raise not_open(due.state)
    amount = amount_on(due, list(due.changes.order_by("first")), on)
    order = due.orders.filter(amount=amount, on=on, asked_at__gt=at - USED_AGAIN).order_by("pk").last()
    return order or Order.objects.create(due=due, amount=amount, on=on, asked_at=at), due.called


def _away() -> Refused:
    return Refused(
        "house_away",
        ko="지금은 결제 화면을 열 수 없습니다. 잠시 뒤에 다시 눌러 주세요.",
        en="The payment page cannot be opened just now. Press again in a moment.",
    )


def receive(body: bytes, *, stamp: str, signature: str, secret: str, on: date, at: datetime) -> list[Outcome]:
    """Take a call of the house. Refused: signature, clock, too_large, malformed."""
    rows = signed.events_of(body, stamp=stamp, signature=signature, secret=secret, at=at)
    told = [_told(row, n, key="movement") for n, row in enumerate(rows)]
    return record(told, on=on, at=at)


def read_list(rows: Sequence[Mapping[str, Any]]) -> list[Told]:
    """Return what stands on the house's list of a day. Refused where it cannot be read."""
    return [_told(row, n, key="id") for n, row in enumerate(rows)]


def _told(row: Mapping[str, Any], n: int, *, key: str) -> Told:
    try:
        movement, order = UUID(str(row.get(key))), UUID(str(row.get("order")))
        kind, at, amount = Kind(str(row.get("kind"))), signed.moment_of(row, "at"), row.get("amount")
    except ValueError as no:
        raise signed.malformed(f"events[{n}]") from no
    if type(amount) is not int or not 0 < amount < 10**15:
        raise signed.malformed(f"events[{n}].amount")
    return Told(movement, order, kind, amount, at)


@transaction.atomic
def record(told: Sequence[Told], *, on: date, at: datetime) -> list[Outcome]:
    """Record movements, each once however often it is told, and settle what they pay or give back."""
    return [_recorded(one, on=on, at=at) for one in told]


def _recorded(one: Told, *, on: date, at: datetime) -> Outcome:
    order = Order.objects.filter(key=one.order).first()
    due = Receivable.objects.select_for_update().get(pk=order.due_id) if order is not None else None
    had = Movement.objects.filter(key=one.key).first()
    if had is not None:
        return had.outcome
    outcome = Outcome.UNKNOWN
    if order is not None and due is not None:
        outcome = _judged(one, order, due) if one.kind is Kind.PAID else Outcome.TAKEN
    row, made = Movement.objects.get_or_create(
        key=one.key,
        defaults={
            "order_key": one.order,
            "order": order,
            "kind": one.kind,
            "amount": one.amount,
            "at": one.at,
            "received_at": at,
            "outcome": outcome,
        },
    )
    if not made or order is None or due is None:
        log.warning("the payment house tells of an order we do not know, or twice at once: %s", one.key)
        return row.outcome
    if one.kind is Kind.REFUNDED:
        _given_back(one, order, due, on)
    elif outcome is Outcome.TAKEN:
        _paid(one, order, due, on)
    else:
        log.warning("a payment is given back: %s", outcome)
        ask_back(row)
    return outcome


def _judged(one: Told, order: Order, due: Receivable) -> Outcome:
    """Return whether a payment is taken: the whole, once, of what is still owed."""
    if due.state == DueState.CANCELLED:
        return Outcome.NOT_OWED
    if due.state != DueState.OPEN:
        return Outcome.PAID_ALREADY
    owed = amount_on(
        due, list(due.changes.order_by("first")), order.on
    )  # it may have changed since it was asked for
    return Outcome.TAKEN if one.amount == order.amount == owed else Outcome.WRONG_AMOUNT


def _paid(one: Told, order: Order, due: Receivable, on: date) -> None:
    due.state, due.paid, due.paid_at, due.paid_on = DueState.PAID, one.amount, one.at, order.on
    due.save()
    write_down(due, on)
    publish(DuePaid(due.owner, due.owner_key, due.key, one.amount, one.at, due.is_late))


def _given_back(one: Told, order: Order, due: Receivable, on: date) -> None:
    payment = Movement.objects.filter(refund=one.key, order=order, amount=one.amount).first()
    if payment is None:
        log.warning("the payment house gave back what we did not ask back, or not as we asked: %s", one.key)
        return
    Movement.objects.filter(pk=payment.pk).update(refunded_at=one.at)
    if payment.outcome is Outcome.TAKEN and due.state == DueState.REFUNDING:
        due.state = DueState.REFUNDED
        due.save()
        write_down(due, on)
        publish(DueRefunded(due.owner, due.owner_key, due.key, one.amount, one.at))


@transaction.atomic
def refund(key: DueKey, *, reason: Words, on: date) -> None:
    """Decide to give back what was paid. Refused where it is not paid."""
    due = locked(key)
    if due.state != DueState.PAID:
        raise Refused("due_not_paid", ko="낸 돈이 없습니다.", en="Nothing was paid.")
    due.state, due.reason = DueState.REFUNDING, both(reason)
    due.save()
    write_down(due, on)
    ask_back(Movement.objects.get(order__due=due, kind=Kind.PAID, outcome=Outcome.TAKEN))


def ask_back(payment: Movement) -> None:
    """Have a payment given back by a job, in the caller's transaction."""
    from jiphyeon.foundation.dues.tasks import give_back  # noqa: PLC0415 -- the job asks the house, which this file knows

    payment.refund = uuid4()
    payment.save(update_fields=["refund"])
    give_back.enqueue(str(payment.refund), str(payment.key))
