"""The words of a case: where it stands, what may be done to it, what was answered."""

from __future__ import annotations

from enum import StrEnum

from jiphyeon.kernel import Words


class State(StrEnum):
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


ENDED = frozenset({State.COMPLETED, State.STOPPED, State.REFUSED, State.RETURNED, State.WITHDRAWN})
OPEN = frozenset(State) - ENDED
AT_DESK = frozenset({State.SUBMITTED, State.SUPPLEMENT, State.PREPARED, State.PROPOSED})

STATE_WORDS: dict[State, Words] = {
    State.DRAFT: Words("작성 중", "Draft"),
    State.SUBMITTED: Words("접수됨", "Received"),
    State.SUPPLEMENT: Words("보완 기다림", "Waiting for you to add something"),
    State.PREPARED: Words("담당자 검토", "With the officer"),
    State.PROPOSED: Words("서명 기다림", "Waiting for a signature"),
    State.APPROVED: Words("지원 중", "Approved, being paid"),
    State.COMPLETED: Words("지급 완료", "Fully paid"),
    State.STOPPED: Words("지급 중지", "Payments stopped"),
    State.REFUSED: Words("지원하지 않음", "Not granted"),
    State.RETURNED: Words("되돌려보냄", "Returned"),
    State.WITHDRAWN: Words("취하함", "Withdrawn"),
}


class Deed(StrEnum):
    """What can be done to a case; one verb each."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    PREPARE = "prepare"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLY = "supply"
    RETURN = "return"
    PROPOSE = "propose"
    TAKE_BACK = "take_back"
    SIGN_APPROVAL = "sign_approval"
    SIGN_REFUSAL = "sign_refusal"
    DECIDE_BY_MACHINE = "decide_by_machine"
    PAY = "pay"
    STOP = "stop"
    COMPLETE = "complete"
    OBJECT = "object"
    EXTEND = "extend"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    RESUME = "resume"


DEED_WORDS: dict[Deed, Words] = {
    Deed.SUBMIT: Words("신청서를 냈습니다", "Application sent"),
    Deed.WITHDRAW: Words("신청을 취하했습니다", "Application withdrawn"),
    Deed.PREPARE: Words("결정을 준비했습니다", "Decision prepared"),
    Deed.ASK_SUPPLEMENT: Words("보완을 요청했습니다", "Asked for something more"),
    Deed.SUPPLY: Words("보완했습니다", "Supplied"),
    Deed.RETURN: Words("기한 안에 보완되지 않아 되돌려보냈습니다", "Returned, not supplied in time"),
    Deed.PROPOSE: Words("결정안을 올렸습니다", "Decision proposed"),
    Deed.TAKE_BACK: Words("결정안을 거두었습니다", "Proposal taken back"),
    Deed.SIGN_APPROVAL: Words("지원 결정에 서명했습니다", "Approval signed"),
    Deed.SIGN_REFUSAL: Words("지원하지 않는 결정에 서명했습니다", "Refusal signed"),
    Deed.DECIDE_BY_MACHINE: Words(
        "재량이 없어 자동으로 결정했습니다", "Decided automatically, no discretion"
    ),
    Deed.PAY: Words("지급했습니다", "Paid"),
    Deed.STOP: Words("지급을 중지했습니다", "Payments stopped"),
    Deed.COMPLETE: Words("모두 지급했습니다", "Everything paid"),
    Deed.OBJECT: Words("이의를 신청했습니다", "Objection filed"),
    Deed.EXTEND: Words("이의에 답할 날을 한 번 미뤘습니다", "Answer to the objection put off once"),
    Deed.DISMISS: Words("이의를 받아들이지 않았습니다", "Objection not accepted"),
    Deed.REOPEN: Words("이의를 받아들여 다시 심사합니다", "Objection accepted, examined again"),
    Deed.RESUME: Words("이의를 받아들여 지급을 다시 시작합니다", "Objection accepted, payments resume"),
}


class Verdict(StrEnum):
    """What a preparation proposes. `CHECK` is never a refusal: a person has to look."""

    APPROVE = "approve"
    REFUSE = "refuse"
    CHECK = "check"


VERDICT_WORDS: dict[Verdict, Words] = {
    Verdict.APPROVE: Words("지원", "Grant"),
    Verdict.REFUSE: Words("지원하지 않음", "Do not grant"),
    Verdict.CHECK: Words("확인 필요", "Needs a check"),
}


class Channel(StrEnum):
    """How the application reached the office."""

    ONLINE = "online"
    COUNTER = "counter"
    PHONE = "phone"
    PAPER = "paper"


CHANNEL_WORDS: dict[Channel, Words] = {
    Channel.ONLINE: Words("온라인", "Online"),
    Channel.COUNTER: Words("방문", "At the counter"),
    Channel.PHONE: Words("전화", "By phone"),
    Channel.PAPER: Words("우편·서면", "On paper"),
}


class Source(StrEnum):
    """Where a fact came from, strongest last; a citizen's own word alone never decides what a register holds."""

    STATED = "stated"
    REGISTER = "register"
    HOLDER = "holder"
    OFFICER = "officer"


SOURCE_WORDS: dict[Source, Words] = {
    Source.STATED: Words("신청인 말씀", "You told us"),
    Source.REGISTER: Words("시가 가진 정보", "The city's own record"),
    Source.HOLDER: Words("동의로 받은 정보", "Fetched with consent"),
    Source.OFFICER: Words("담당자 확인", "Checked by an officer"),
}


class PaymentState(StrEnum):
    """What became of one month's money."""

    PLANNED = "planned"
    PAID = "paid"
    CANCELLED = "cancelled"
    OVERPAID = "overpaid"
    RECOVERED = "recovered"


PAYMENT_WORDS: dict[PaymentState, Words] = {
    PaymentState.PLANNED: Words("지급 예정", "Planned"),
    PaymentState.PAID: Words("지급함", "Paid"),
    PaymentState.CANCELLED: Words("지급하지 않음", "Not paid"),
    PaymentState.OVERPAID: Words("돌려받을 돈", "To be paid back"),
    PaymentState.RECOVERED: Words("돌려받음", "Paid back"),
}


class PaperState(StrEnum):
    """Whether an officer has looked at a paper."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class ObjectionState(StrEnum):
    """Where an objection stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class StageResult(StrEnum):
    """How a person fared some months after a stage of the job-support journey."""

    EMPLOYED = "employed"
    STARTED_BUSINESS = "started_business"
    IN_TRAINING = "in_training"
    SEEKING = "seeking"
    UNKNOWN = "unknown"


STAGE_RESULT_WORDS: dict[StageResult, Words] = {
    StageResult.EMPLOYED: Words("취업", "In work"),
    StageResult.STARTED_BUSINESS: Words("창업", "Started a business"),
    StageResult.IN_TRAINING: Words("교육·훈련 중", "In training"),
    StageResult.SEEKING: Words("구직 중", "Looking for work"),
    StageResult.UNKNOWN: Words("연락 닿지 않음", "Not reached"),
}
