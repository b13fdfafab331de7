"""Where a due stands, what the payment house told, and what we made of it."""

from __future__ import annotations

from enum import StrEnum


class DueState(StrEnum):
    """Where a due stands."""

    OPEN = "open"
    PAID = "paid"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """Which way money went."""

    PAID = "paid"
    REFUNDED = "refunded"


class Outcome(StrEnum):
    """What we made of a movement."""

    TAKEN = "taken"
    WRONG_AMOUNT = "wrong_amount"  # less or more than was asked: given back
    PAID_ALREADY = "paid_already"  # given back
    NOT_OWED = "not_owed"  # the due was cancelled: given back
    UNKNOWN = "unknown"  # of an order that is none of ours


class Match(StrEnum):
    """How the house's list of a day and ours agree on a movement."""

    SAME = "same"
    ONLY_HOUSE = "only_house"
    ONLY_OURS = "only_ours"
    DIFFERS = "differs"
