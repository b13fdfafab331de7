"""States of a consent and of an answer."""

from enum import StrEnum

# A fact as a holder answers it: dates as ISO text, won as whole numbers; None where there is no answer.
AnswerValue = bool | int | str | None


class ConsentState(StrEnum):
    """Where a consent stands. That its last day has passed is worked out from the day, not stored."""

    ASKED = "asked"
    GIVEN = "given"  # agreed here; at least one item
    REFUSED = "refused"  # not one item agreed, here or with the holder
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"  # the purpose is served; what was fetched is erased


class AnswerState(StrEnum):
    """What came of asking for a fact. Only `answered` says anything about the person."""

    ANSWERED = "answered"
    REFUSED = "refused"  # the person did not agree to this item
    UNKNOWN = "unknown"  # the holder keeps nothing on it
    HOLDER_ERROR = "holder_error"  # the holder could not answer, or answered something that cannot be trusted
    EXPIRED = "expired"
