"""How somebody stands with the relay, and what it tells of a document."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """What the relay says of an identity."""

    MATCHED = "matched"
    NOT_MEMBER = "not_member"
    REFUSED = "refused"


class Kind(StrEnum):
    """What became of a document, as its owner hears it."""

    MATCHED = "matched"
    NOT_MEMBER = "not_member"
    REFUSED = "refused"
    DELIVERED = "delivered"
    CONSENTED = "consented"
    OPENED = "opened"
    CLOSED_UNREAD = "closed_unread"


class Callback(StrEnum):
    """What we made of a callback."""

    RECORDED = "recorded"
    UNKNOWN = "unknown"  # of a document we know nothing of
    CONTRADICTED = "contradicted"  # it cannot be so after what was told before; kept, not told on


class Fault(StrEnum):
    """Why a call at our door was not taken as a callback."""

    SIGNATURE = "signature"
    CLOCK = "clock"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
