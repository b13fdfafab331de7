"""The words of a case: where it stands, what may be done to it, what was answered."""

from __future__ import annotations

from enum import StrEnum

from jiphyeon.kernel import Words, WordsEnum


class CaseState(StrEnum):
    """Where a case stands. Nothing is ever 'processing': each state says who is waited for."""

    DRAFT = "draft"  # the citizen is still writing
    SUBMITTED = "submitted"  # the machine prepares it
    SUPPLEMENT = "supplement"  # waiting for the citizen; the clock stands still
    PREPARED = "prepared"  # waiting for the officer
    PROPOSED = "proposed"  # waiting for the signer; can be taken back
    APPROVED = "approved"  # paid month by month
    COMPLETED = "completed"  # everything due has been paid
    STOPPED = "stopped"  # no longer due from a day on
    REFUSED = "refused"
    RETURNED = "returned"  # not supplemented in time, 행정절차법 17⑥
    WITHDRAWN = "withdrawn"


ENDED = frozenset(
    {CaseState.COMPLETED, CaseState.STOPPED, CaseState.REFUSED, CaseState.RETURNED, CaseState.WITHDRAWN}
)
OPEN = frozenset(CaseState) - ENDED
AT_DESK = frozenset({CaseState.SUBMITTED, CaseState.SUPPLEMENT, CaseState.PREPARED, CaseState.PROPOSED})


class Deed(StrEnum):
    """What can be done to a case; one verb each."""

    DISCARD = "discard"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    PREPARE = "prepare"
    TAKE = "take"
    HAND_OVER = "hand_over"
    ESTABLISH = "establish"
    ESTABLISH_AWAITED = "establish_awaited"
    RANK = "rank"
    DECIDE_TIE = "decide_tie"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLY = "supply"
    RETURN = "return"
    PROPOSE = "propose"
    TAKE_BACK = "take_back"
    SEND_BACK = "send_back"
    SIGN_APPROVAL = "sign_approval"
    SIGN_REFUSAL = "sign_refusal"
    DECIDE_BY_MACHINE = "decide_by_machine"
    PAY = "pay"
    HOLD = "hold"
    RELEASE = "release"
    STOP = "stop"
    RECOVER = "recover"
    COMPLETE = "complete"
    OBJECT = "object"
    EXTEND = "extend"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    RESUME = "resume"
    CORRECT = "correct"
    DECIDE_AGAIN = "decide_again"
    PURGE = "purge"


class Verdict(WordsEnum):
    """What a preparation proposes. `CHECK` is never a refusal: a person has to look."""

    APPROVE = "approve", "지원", "Grant"
    REFUSE = "refuse", "지원하지 않음", "Do not grant"
    CHECK = "check", "확인 필요", "Needs a check"


PER_WORDS: dict[str, Words] = {
    "month": Words("한 달에", "a month"),
    "year": Words("한 해에", "a year"),
}


class Channel(WordsEnum):
    """How the application reached the office."""

    ONLINE = "online", "온라인", "Online"
    COUNTER = "counter", "방문", "At the counter"
    PHONE = "phone", "전화", "By phone"
    PAPER = "paper", "우편·서면", "On paper"


class PaymentState(WordsEnum):
    """What became of one month's money."""

    PLANNED = "planned", "지급 예정", "Planned"
    PAID = "paid", "지급함", "Paid"
    CANCELLED = "cancelled", "지급하지 않음", "Not paid"
    OVERPAID = "overpaid", "돌려받을 돈", "To be paid back"
    RECOVERED = "recovered", "돌려받음", "Paid back"


class StageResult(WordsEnum):
    """How a person fared some months after a stage of the job-support journey."""

    EMPLOYED = "employed", "취업", "In work"
    STARTED_BUSINESS = "started_business", "창업", "Started a business"
    IN_TRAINING = "in_training", "교육·훈련 중", "In training"
    SEEKING = "seeking", "구직 중", "Looking for work"
    UNKNOWN = "unknown", "연락 닿지 않음", "Not reached"
