"""By which way a message goes, how soon, and how far it has come."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Channel(StrEnum):
    """By which way a message goes out."""

    EMAIL = "email"
    TEXT = "text"
    RELAY = "relay"
    PAPER = "paper"


PHONES = (Channel.TEXT, Channel.RELAY)
"""What is read on a phone, where a link is followed before anybody looks where it leads."""


class Urgency(IntEnum):
    """What goes first. A campaign never delays a single message; only what is urgent goes out in quiet hours."""

    URGENT = 0
    ORDINARY = 1
    CAMPAIGN = 2


class State(StrEnum):
    """How far a message has come. What waits to be tried again is CREATED."""

    CREATED = "created"
    SENDING = "sending"
    HANDED_OVER = "handed_over"  # the channel took it; whether it arrived is another matter
    DELIVERED = "delivered"
    TEMPORARY_FAILURE = "temporary_failure"  # the addressee could not be reached for as long as we tried
    PERMANENT_FAILURE = "permanent_failure"  # the addressee will never be reached this way
    TECHNICAL_FAILURE = "technical_failure"  # ours or the channel's fault
    CANCELLED = "cancelled"


FAILURES = (State.TEMPORARY_FAILURE, State.PERMANENT_FAILURE, State.TECHNICAL_FAILURE)


class BatchState(StrEnum):
    """Whether the messages of a batch are handed over."""

    FILLING = "filling"  # rows still come in; nothing goes out
    READY = "ready"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"
