"""Whole won, month by month: what is planned, what stays owed when payments stop."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiphyeon.contexts.benefits.enums import PaymentState
from jiphyeon.kernel import Refused, Won


@dataclass(frozen=True, slots=True)
class Instalment:
    """One month's money: its running number from 1, the month it is for (its first day), and the day it is paid."""

    number: int
    month: date
    pays_on: date
    amount: Won


def month_after(day: date, months: int) -> date:
    """Return the first day of the month `months` after the one `day` lies in."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def pay_day(month: date, day: int) -> date:
    """Return the pay day in a month: the day named, or the month's last where it is shorter."""
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))


def schedule(
    *, amount: int, times: int, decided_on: date, day: int, every_months: int = 1, already_paid: int = 0
) -> tuple[Instalment, ...]:
    """Return the instalments of an approval: the first in the month of the decision, or in the next where its pay day
    has passed, then one every so many months. `already_paid` numbers were paid under an earlier decision and are left out.

    >>> [i.month.isoformat() for i in schedule(amount=200_000, times=2, decided_on=date(2024, 3, 26), day=25)]
    ['2024-04-01', '2024-05-01']
    """
    if times <= 0 or amount <= 0:
        raise Refused(
            "nothing_to_pay",
            ko="지급할 금액이나 횟수가 없습니다. 결정에 쓰인 금액을 확인해 주세요.",
            en="There is no amount or no month to pay. Check the amount the decision rests on.",
            amount=amount,
            times=times,
        )
    start = month_after(decided_on, 0 if pay_day(decided_on, day) >= decided_on else 1)
    return tuple(
        Instalment(already_paid + step + 1, month, pay_day(month, day), Won(amount))
        for step in range(times - already_paid)
        for month in [month_after(start, step * every_months)]
    )


def on_stop(state: PaymentState, pays_on: date, not_due_from: date) -> PaymentState:
    """Return what becomes of one instalment when the benefit is not due from a day on.

    What fell due before that day stays owed or paid; of the rest, the unpaid is not paid and the paid is to come back.
    """
    if pays_on < not_due_from:
        return state
    return {PaymentState.PLANNED: PaymentState.CANCELLED, PaymentState.PAID: PaymentState.OVERPAID}.get(
        state, state
    )


def on_resume(state: PaymentState) -> PaymentState:
    """Return what becomes of one instalment when a stop turns out to have been wrong."""
    return {
        PaymentState.CANCELLED: PaymentState.PLANNED,
        PaymentState.OVERPAID: PaymentState.PAID,
        PaymentState.RECOVERED: PaymentState.PLANNED,
    }.get(state, state)


def shortfall(amount: int, instalments: Sequence[tuple[PaymentState, int]], made_up: Sequence[int]) -> Won:
    """Return what paid instalments fell short of once each is to be `amount`, less what was made up before.

    >>> shortfall(200_000, [(PaymentState.PAID, 150_000), (PaymentState.PLANNED, 150_000)], [])
    Won(50000)
    """
    paid = [had for state, had in instalments if state is PaymentState.PAID]
    return Won(max(amount * len(paid) - sum(paid) - sum(made_up), 0))


def balance(rows: Sequence[tuple[PaymentState, int]]) -> dict[PaymentState, Won]:
    """Return how much money of a decision stands where; together it is what was promised."""
    return {state: Won(sum(amount for at, amount in rows if at is state)) for state in PaymentState}
