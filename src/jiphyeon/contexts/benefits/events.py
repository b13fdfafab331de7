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
class FeeAnswered:
    """A facility's fee was answered from data, without paper."""

    programme: str
    on: str


@dataclass(frozen=True, slots=True)
class PaymentDue:
    """One instalment is to be paid on its day; `key` is the payment's own, so paying twice is paying once."""

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


@dataclass(frozen=True, slots=True)
class RunAsked:
    """Somebody wants to know what changes of terms would do; the long work has yet to begin."""

    run: str


@dataclass(frozen=True, slots=True)
class ToBeTold:
    """An officer confirmed that one person is told of support they seem due."""

    contact: int
    on: str
