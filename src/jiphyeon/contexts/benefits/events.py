"""What this room tells the others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseSubmitted:
    """An application was received."""

    case: str
    programme: str
    on: str


@dataclass(frozen=True, slots=True)
class CaseSupplied:
    """What was asked for has come, or an officer established something; the case is to be prepared anew."""

    case: str
    on: str


@dataclass(frozen=True, slots=True)
class CaseDecided:
    """A decision was signed (or made where nothing is left to a person)."""

    case: str
    programme: str
    verdict: str
    amount: int
    on: str


@dataclass(frozen=True, slots=True)
class PaymentMade:
    """One instalment was paid: the number of the payment, whole won, the day."""

    case: str
    payment: int
    amount: int
    on: str


@dataclass(frozen=True, slots=True)
class PaymentsStopped:
    """A benefit is not due from a day on."""

    case: str
    programme: str
    not_due_from: str
    to_pay_back: int
