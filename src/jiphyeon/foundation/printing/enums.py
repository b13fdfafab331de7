"""The words of printing and posting."""

from __future__ import annotations

from enum import StrEnum

from jiphyeon.kernel import Words


class Service(StrEnum):
    """How the post carries a letter. Of a registered one it says whether it arrived."""

    REGISTERED = "registered"
    ORDINARY = "ordinary"

    @property
    def words(self) -> Words:
        return _SERVICES[self]


_SERVICES = {
    Service.REGISTERED: Words("등기우편", "registered post"),
    Service.ORDINARY: Words("일반우편", "ordinary post"),
}


class Stage(StrEnum):
    """Where a print run stands."""

    LAYING_OUT = "laying_out"
    READY = "ready"
    POSTED = "posted"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    PURGED = "purged"


class Step(StrEnum):
    """What is done to a print run."""

    BEGIN = "begin"
    FINISH = "finish"
    POST = "post"
    CANCEL = "cancel"
    NOTE_RESULTS = "note_results"
    CLOSE = "close"
    PURGE = "purge"


class LetterState(StrEnum):
    """Where one letter stands."""

    WAITING = "waiting"  # no print run has it yet
    PRINTING = "printing"
    POSTED = "posted"
    DELIVERED = "delivered"
    RETURNED = "returned"
    UNREPORTED = "unreported"  # its time is over and the post said nothing

    @property
    def words(self) -> Words:
        return _LETTERS[self]


_LETTERS = {
    LetterState.WAITING: Words("인쇄 대기", "waiting to be printed"),
    LetterState.PRINTING: Words("인쇄 중", "being printed"),
    LetterState.POSTED: Words("부침", "posted"),
    LetterState.DELIVERED: Words("배달됨", "delivered"),
    LetterState.RETURNED: Words("반송됨", "returned"),
    LetterState.UNREPORTED: Words("우체국 소식 없음", "nothing heard from the post"),
}


class Reason(StrEnum):
    """Why the post brought a letter back."""

    MOVED = "moved"
    UNKNOWN = "unknown"
    ABSENT = "absent"
    REFUSED = "refused"
    ADDRESS = "address"
    OTHER = "other"

    @property
    def words(self) -> Words:
        return _REASONS[self]


_REASONS = {
    Reason.MOVED: Words("이사", "moved away"),
    Reason.UNKNOWN: Words("수취인 불명", "addressee unknown"),
    Reason.ABSENT: Words("폐문부재", "nobody opened"),
    Reason.REFUSED: Words("수취 거절", "refused to take it"),
    Reason.ADDRESS: Words("주소 불명", "no such address"),
    Reason.OTHER: Words("기타", "another reason"),
}
