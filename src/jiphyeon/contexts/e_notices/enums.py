"""The words of e-notices."""

from __future__ import annotations

from enum import StrEnum

from jiphyeon.kernel import Words


class Stage(StrEnum):
    """Where a sending stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    GOING = "going"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """Where the notice to one addressee stands. Sent is not served: only opening by consent, paper and public notice serve."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    BATCHED = "batched"
    MATCHED = "matched"
    UNMATCHED = "unmatched"
    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    FAILED = "failed"
    CONSENTED = "consented"
    UNREAD = "unread"
    SERVED = "served"
    PAPER = "paper"
    POSTED = "posted"
    PAPER_SERVED = "paper_served"
    RETURNED = "returned"
    ADDRESS_CHECK = "address_check"
    PUBLIC_NOTICE = "public_notice"
    PUBLICLY_SERVED = "publicly_served"
    OBJECTED = "objected"
    UPHELD = "upheld"
    OVERDUE = "overdue"
    PAID = "paid"
    WAIVED = "waived"
    CANCELLED = "cancelled"


ON_ITS_WAY = (Step.BATCHED, Step.MATCHED, Step.DISPATCHED, Step.DELIVERED, Step.CONSENTED)
"""Gone to the phone, or about to, and not opened."""
TO_PAPER = (Step.UNMATCHED, Step.FAILED, Step.UNREAD)
"""Not served by phone: paper follows."""
ON_PAPER = (Step.PAPER, Step.POSTED, Step.RETURNED, Step.ADDRESS_CHECK, Step.PUBLIC_NOTICE)
SERVED = (Step.SERVED, Step.PAPER_SERVED, Step.PUBLICLY_SERVED)


class Way(StrEnum):
    """How a document was served."""

    PHONE = "phone"
    PAPER = "paper"
    PUBLIC = "public"

    @property
    def words(self) -> Words:
        return _WAYS[self]


_WAYS = {
    Way.PHONE: Words("휴대전화 열람", "opened on the phone"),
    Way.PAPER: Words("우편", "by post"),
    Way.PUBLIC: Words("공시송달", "by public notice"),
}


class Reason(StrEnum):
    """Why a letter came back."""

    UNKNOWN = "unknown"
    ABSENT = "absent"
    REFUSED = "refused"
    MOVED = "moved"

    @property
    def words(self) -> Words:
        return _REASONS[self]


_REASONS = {
    Reason.UNKNOWN: Words("주소불명", "address unknown"),
    Reason.ABSENT: Words("폐문부재", "nobody at home"),
    Reason.REFUSED: Words("수취거절", "refused"),
    Reason.MOVED: Words("이사", "moved away"),
}
