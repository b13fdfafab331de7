"""The life of an application as one table: every state, every deed, who may, by which law, what is told and recorded."""

from __future__ import annotations

from typing import Any

from jiphyeon.contexts.benefits.enums import CaseState
from jiphyeon.contexts.benefits.enums import Deed as Step
from jiphyeon.contexts.benefits.events import (
    CaseDecided,
    CaseSubmitted,
    CaseSupplied,
    PaymentMade,
    PaymentsStopped,
)
from jiphyeon.foundation.casework.agency import agent_deeds
from jiphyeon.foundation.casework.keeping import purge_deed
from jiphyeon.foundation.casework.lifecycle import (
    INTERNAL,
    MACHINE_ALONE,
    NOT_SENT_YET,
    PERSON,
    REASON,
    Clock,
    Deed,
    Kind,
    Lifecycle,
    Names,
    OtherThan,
    Records,
    RecordsNothing,
    Says,
    State,
    TellsNobody,
    Tone,
    Waits,
    named,
    officers,
    tells,
)
from jiphyeon.kernel import Citation, Words

OFFICER, SIGNER = officers("case_officer"), officers("case_signer")
QUIET = TellsNobody(INTERNAL)
BY_THEMSELF = Words("본인이 한 일입니다.", "The person did it themself.")
TOLD_BY_DECISION = TellsNobody(
    Words("결정할 때 이유와 함께 알립니다.", "Told with the decision and its reasons.")
)
ESTABLISHED = Records(
    "established", Words("담당자가 사실 확인", "Facts an officer checked"), facts=("established",)
)
GRANTED = Records("decided", Words("지원 결정", "Decision"), facts=("verdict", "amount", "plan", "outcome"))
GRANT_TOLD = tells("benefit-granted", "support-granted", "place-granted")
_PROCEDURE, _BASIC, _PETITIONS = "행정절차법", "행정기본법", "민원 처리에 관한 법률"
_BEFORE_A_DECISION = (CaseState.SUBMITTED, CaseState.SUPPLEMENT, CaseState.PREPARED, CaseState.PROPOSED)
_GRANTED = (CaseState.APPROVED, CaseState.COMPLETED)
_OBJECTED_TO = (CaseState.REFUSED, CaseState.RETURNED, CaseState.STOPPED, *_GRANTED)
_ACCEPT = Words("이의를 받아들이기", "Accept the objection")
_OVER = (CaseState.STOPPED, CaseState.REFUSED, CaseState.RETURNED, CaseState.COMPLETED, CaseState.WITHDRAWN)


def _state(
    code: CaseState, ko: str, en: str, waits: Waits, person: Words | None = None, **more: Any
) -> State:
    return State(code=code, names=Names(Words(ko, en), person), waits=waits, **more)


def _over(code: CaseState, ko: str, en: str, shape: Tone, *, final: bool = False) -> State:
    return _state(code, ko, en, Waits.NOBODY, is_open=False, final=final, shape=shape)


STATES = (
    _state(CaseState.DRAFT, "작성 중", "Draft", Waits.PERSON, is_draft=True, shape="neutral"),
    _state(CaseState.SUBMITTED, "접수됨", "Received", Waits.MACHINE),
    _state(
        CaseState.SUPPLEMENT,
        "보완 기다림",
        "With the applicant",
        Waits.PERSON,
        Words("보완 기다림", "Waiting for you to add something"),
    ),
    _state(CaseState.PREPARED, "담당자 검토", "With the officer", Waits.OFFICE),
    _state(CaseState.PROPOSED, "서명 기다림", "To be signed", Waits.OFFICE),
    _state(CaseState.APPROVED, "지원 중", "Being paid", Waits.MACHINE, shape="good"),
    _over(CaseState.COMPLETED, "지급 완료", "Fully paid", "good"),
    _over(CaseState.STOPPED, "지급 중지", "Payments stopped", "bad"),
    _over(CaseState.REFUSED, "지원하지 않음", "Not granted", "bad"),
    _over(CaseState.RETURNED, "되돌려보냄", "Returned", "off"),
    _over(CaseState.WITHDRAWN, "취하함", "Withdrawn", "off", final=True),
)

_WRITING = (
    Deed(
        code=Step.DISCARD,
        did=named("쓰던 신청서를 지웠습니다", "Draft thrown away"),
        press=Words("쓰던 것 지우기", "Throw the draft away"),
        source=(CaseState.DRAFT,),
        target=CaseState.WITHDRAWN,
        may=PERSON | MACHINE_ALONE,
        asks_first=Words("쓰던 것은 되살릴 수 없습니다.", "What you wrote cannot be brought back."),
        records=RecordsNothing(NOT_SENT_YET),
        tells=TellsNobody(NOT_SENT_YET),
    ),
    Deed(
        code=Step.SUBMIT,
        did=named("신청서를 냈습니다", "Application sent"),
        source=(CaseState.DRAFT,),
        target=CaseState.SUBMITTED,
        may=PERSON,
        numbers=True,
        law=Citation(_PETITIONS, "8"),
        clock=Clock.STARTS,
        records=Records("submitted", Words("신청 접수", "Application received"), facts=("channel",)),
        tells=tells("application-received"),
        announces=CaseSubmitted,
    ),
    Deed(
        code=Step.WITHDRAW,
        did=named("신청을 취하했습니다", "Application withdrawn"),
        press=Words("신청 취하하기", "Withdraw the application"),
        source=_BEFORE_A_DECISION,
        target=CaseState.WITHDRAWN,
        may=PERSON,
        law=Citation(_PETITIONS, "22", "2"),
        clock=Clock.ENDS,
        asks_first=Words(
            "취하하면 심사가 여기서 끝나고, 되돌릴 수 없습니다.",
            "Nothing more happens to it, and it cannot be undone.",
        ),
        records=Records("withdrawn", Words("신청 취하", "Application withdrawn")),
        tells=tells("case-withdrawn"),
    ),
)

_EXAMINING = (
    Deed(
        code=Step.PREPARE,
        did=named("결정을 준비했습니다", "Decision prepared"),
        source=(CaseState.SUBMITTED, CaseState.PREPARED),
        target=CaseState.PREPARED,
        may=MACHINE_ALONE,
        shown=False,
        records=Records("prepared", Words("결정 준비", "Decision prepared")),
        tells=TellsNobody(Words("아직 결정이 아닙니다.", "It is no decision yet.")),
    ),
    Deed(
        code=Step.TAKE,
        did=named("이 건을 맡았습니다", "Case taken on"),
        press=Words("내가 맡기", "Take it on"),
        source=(*_BEFORE_A_DECISION, CaseState.APPROVED),
        may=OFFICER,
        kind=Kind.TAKE,
        shown=False,
        records=Records("taken", Words("담당 정함", "Case taken on")),
        tells=QUIET,
    ),
    Deed(
        code=Step.HAND_OVER,
        did=named("담당자를 바꾸었습니다", "Handed over"),
        source=_BEFORE_A_DECISION,
        may=OFFICER,
        shown=False,
        records=Records("handed_over", Words("담당 넘김", "Handed over"), facts=("to",)),
        tells=QUIET,
    ),
    Deed(
        code=Step.ESTABLISH,
        did=named("사실을 확인했습니다", "Facts checked"),
        source=(
            CaseState.SUBMITTED,
            CaseState.SUPPLEMENT,
            CaseState.PREPARED,
            *_GRANTED,
        ),  # granted: for an objection alone
        may=OFFICER,
        shown=False,
        records=ESTABLISHED,
        tells=QUIET,
        announces=CaseSupplied,
    ),
    Deed(
        code=Step.ESTABLISH_AWAITED,
        did=named("사실을 확인하여 보완이 필요 없습니다", "Facts checked: nothing more is needed"),
        source=(CaseState.SUPPLEMENT,),
        target=CaseState.SUBMITTED,
        may=OFFICER,
        kind=Kind.SUPPLEMENT_SPARED,
        clock=Clock.RESUMES,
        records=ESTABLISHED,
        tells=tells("papers-not-needed"),
        announces=CaseSupplied,
    ),
    Deed(
        code=Step.ASK_SUPPLEMENT,
        did=named("보완을 요청했습니다", "Asked for something more"),
        press=Words("보완 요청하기", "Ask for more"),
        source=(CaseState.SUBMITTED, CaseState.PREPARED),
        target=CaseState.SUPPLEMENT,
        may=OFFICER,
        kind=Kind.SUPPLEMENT_ASKED,
        law=Citation(_PROCEDURE, "17", "5"),
        clock=Clock.STOPS,
        says=Says(
            Words("필요한 것", "What is needed"),
            Words(
                "신청인이 그대로 읽습니다. 무엇을, 왜, 어떻게 내면 되는지 적어 주세요.",
                "The applicant reads it as written: say what, why, and how to hand it in.",
            ),
        ),
        records=Records("supplement_asked", Words("보완 요청", "Asked for something more")),
        tells=tells("papers-asked"),
    ),
    Deed(
        code=Step.SUPPLY,
        did=named("보완했습니다", "Supplied"),
        press=Words("보완을 마쳤습니다", "That is everything"),
        source=(CaseState.SUPPLEMENT,),
        target=CaseState.SUBMITTED,
        may=PERSON,
        kind=Kind.SUPPLEMENT_GIVEN,
        clock=Clock.RESUMES,
        says=Says(Words("덧붙일 말", "What you add"), needed=False),
        records=Records("supplied", Words("보완 받음", "Supplied")),
        tells=TellsNobody(BY_THEMSELF),
        announces=CaseSupplied,
    ),
    Deed(
        code=Step.RETURN,
        did=named("기한 안에 보완되지 않아 되돌려보냈습니다", "Returned, not supplied in time"),
        press=Words("되돌려보내기", "Return it"),
        source=(CaseState.SUPPLEMENT,),
        target=CaseState.RETURNED,
        may=OFFICER,
        kind=Kind.SUPPLEMENT_LAPSED,
        law=Citation(_PROCEDURE, "17", "6"),
        clock=Clock.ENDS,
        asks_first=Words(
            "되돌려보내면 신청인에게 바로 알리고, 이의를 신청할 수 있는 기간이 흐릅니다.",
            "The applicant is told at once, and the days to object begin.",
        ),
        closes_matter=True,
        records=Records("returned", Words("신청 되돌림", "Application returned")),
        tells=tells("case-returned"),
    ),
    Deed(
        code=Step.RANK,
        did=named("모집의 순위를 정했습니다", "Place in the order of the call fixed"),
        source=(CaseState.PREPARED,),
        may=OFFICER,
        shown=False,
        records=Records("ranked", Words("순위 정함", "Applicants ranked")),
        tells=TOLD_BY_DECISION,
    ),
    Deed(
        code=Step.DECIDE_TIE,
        did=named("같은 순위를 가렸습니다", "Tie decided"),
        source=(CaseState.PREPARED,),
        may=SIGNER,
        says=REASON,
        shown=False,
        only_judges=True,
        records=Records("tie_decided", Words("같은 순위 가림", "Tie decided"), facts=("signed_by",)),
        tells=TOLD_BY_DECISION,
    ),
)

_DECIDING = (
    Deed(
        code=Step.PROPOSE,
        did=named("결정안을 올렸습니다", "Decision proposed"),
        press=Words("결정안 올리기", "Propose a decision"),
        source=(CaseState.PREPARED,),
        target=CaseState.PROPOSED,
        may=OFFICER,
        undone_by=Step.TAKE_BACK,
        shown=False,
        records=Records("proposed", Words("결정안 올림", "Decision proposed")),
        tells=QUIET,
    ),
    Deed(
        code=Step.TAKE_BACK,
        did=named("결정안을 거두었습니다", "Proposal taken back"),
        press=Words("거두기", "Take back"),
        source=(CaseState.PROPOSED,),
        target=CaseState.PREPARED,
        may=OFFICER,
        shown=False,
        records=Records("taken_back", Words("결정안 거둠", "Proposal taken back")),
        tells=QUIET,
    ),
    Deed(
        code=Step.SEND_BACK,
        did=named("결재자가 돌려보냈습니다", "Sent back by the signer"),
        press=Words("담당자에게 돌려보내기", "Send it back"),
        source=(CaseState.PROPOSED,),
        target=CaseState.PREPARED,
        may=SIGNER,
        says=Says(Words("담당자에게 할 말", "What the officer should know")),
        shown=False,
        only_judges=True,
        records=Records("sent_back", Words("결재자가 돌려보냄", "Sent back by the signer")),
        tells=QUIET,
    ),
    Deed(
        code=Step.SIGN_APPROVAL,
        did=named("지원 결정에 서명했습니다", "Approval signed"),
        press=Words("서명하기", "Sign"),
        source=(CaseState.PROPOSED,),
        target=CaseState.APPROVED,
        may=SIGNER,
        other_than=OtherThan.MATTER,
        clock=Clock.ENDS,
        asks_first=Words(
            "서명하면 신청인에게 바로 알리고 지원이 시작됩니다. 서명은 거둘 수 없습니다.",
            "The applicant is told at once and the support begins. A signature cannot be taken back.",
        ),
        closes_matter=True,
        records=GRANTED,
        tells=GRANT_TOLD,
        announces=CaseDecided,
    ),
    Deed(
        code=Step.SIGN_REFUSAL,
        did=named("지원하지 않는 결정에 서명했습니다", "Refusal signed"),
        press=Words("서명하기", "Sign"),
        source=(CaseState.PROPOSED,),
        target=CaseState.REFUSED,
        may=SIGNER,
        other_than=OtherThan.MATTER,
        law=Citation(_PROCEDURE, "23"),
        clock=Clock.ENDS,
        asks_first=Words(
            "서명하면 이유와 함께 신청인에게 바로 알리고, 이의를 신청할 수 있는 기간이 흐릅니다.",
            "The applicant is told at once, with the reasons, and the days to object begin.",
        ),
        closes_matter=True,
        records=Records("decided", Words("지원 결정", "Decision"), facts=("verdict", "reasons", "outcome")),
        tells=tells("benefit-refused"),
        announces=CaseDecided,
    ),
    Deed(
        code=Step.DECIDE_BY_MACHINE,
        did=named("재량이 없어 자동으로 결정했습니다", "Decided automatically, no discretion"),
        source=(CaseState.PREPARED,),
        target=CaseState.APPROVED,
        may=MACHINE_ALONE,
        law=Citation(_BASIC, "20"),
        clock=Clock.ENDS,
        closes_matter=True,
        records=GRANTED,
        tells=GRANT_TOLD,
        announces=CaseDecided,
    ),
)

_PAYING = (
    Deed(
        code=Step.PAY,
        did=named("지급했습니다", "Paid"),
        source=(CaseState.APPROVED, CaseState.STOPPED),  # what was due before a stop is still owed
        may=MACHINE_ALONE,
        records=Records("paid", Words("지급", "Payment"), facts=("number", "amount")),
        tells=tells("payment-made"),
        announces=PaymentMade,
    ),
    Deed(
        code=Step.HOLD,
        did=named("지급을 보류했습니다", "Payments held"),
        press=Words("지급 보류", "Hold the payments"),
        source=(CaseState.APPROVED,),
        may=OFFICER | MACHINE_ALONE,
        law=Citation(_PROCEDURE, "21"),
        records=Records("held", Words("지급 보류", "Payments held")),
        tells=tells("payment-held"),
    ),
    Deed(
        code=Step.RELEASE,
        did=named("지급 보류를 풀었습니다", "Payments released"),
        press=Words("보류 풀고 알리기", "Release and tell them"),
        source=(CaseState.APPROVED,),
        may=SIGNER,
        other_than=OtherThan.MATTER,
        law=Citation(_PROCEDURE, "제27조의2", "1"),
        says=Says(Words("보류를 푸는 이유", "Why they are released")),
        closes_matter=True,
        records=Records(
            "released", Words("지급 보류 풂", "Payments released"), facts=("held_since", "held_by")
        ),
        tells=tells("payment-released"),
    ),
    Deed(
        code=Step.STOP,
        did=named("지급을 중지했습니다", "Payments stopped"),
        press=Words("지급 중지에 서명하기", "Sign the stop"),
        source=(CaseState.APPROVED,),
        target=CaseState.STOPPED,
        may=SIGNER,
        other_than=OtherThan.MATTER,
        law=Citation(_PROCEDURE, "21"),
        says=REASON,
        asks_first=Words(
            "서명하면 남은 지급을 멈추고 신청인에게 바로 알립니다.",
            "What is still to be paid stops, and the applicant is told at once.",
        ),
        closes_matter=True,
        records=Records("stopped", Words("지급 중지", "Payments stopped"), facts=("from", "to_pay_back")),
        tells=tells("benefit-stopped", also=("payback-asked",)),
        announces=PaymentsStopped,
    ),
    Deed(
        code=Step.RECOVER,
        did=named("돈을 돌려받았습니다", "Money paid back"),
        press=Words("돌려받음 적기", "Record money paid back"),
        source=(CaseState.STOPPED,),
        may=OFFICER,
        records=Records("recovered", Words("돌려받음", "Money paid back"), facts=("number", "amount")),
        tells=TellsNobody(BY_THEMSELF),
    ),
    Deed(
        code=Step.COMPLETE,
        did=named("모두 지급했습니다", "Everything paid"),
        source=(CaseState.APPROVED,),
        target=CaseState.COMPLETED,
        may=MACHINE_ALONE,
        records=Records("completed", Words("지급 마침", "Everything paid")),
        tells=TellsNobody(Words("마지막 지급을 알립니다.", "The last payment is told.")),
    ),
)


def _answer(
    code: Step,
    did: Names,
    press: Words,
    source: tuple[CaseState, ...],
    target: CaseState | None = None,
    tells_nobody: TellsNobody | None = None,
    clock: Clock = Clock.RUNS_ON,
) -> Deed:
    """Return an answer to an objection; one that leads somewhere accepts it."""
    return Deed(
        code=code,
        did=did,
        press=press,
        source=source,
        target=target,
        may=SIGNER,
        kind=Kind.OBJECTION_ACCEPTED if target else Kind.OBJECTION_DISMISSED,
        other_than=OtherThan.OBJECTED,
        law=Citation(_BASIC, "36", "2"),
        clock=clock,
        says=REASON,
        closes_matter=target is not None,
        records=Records("objection_answered", Words("이의신청 답변", "Objection answered")),
        tells=tells_nobody or tells("objection-accepted" if target else "objection-dismissed"),
    )


_OBJECTING = (
    Deed(
        code=Step.OBJECT,
        did=named("이의를 신청했습니다", "Objection filed"),
        press=Words("이의 신청하기", "Object"),
        source=_OBJECTED_TO,
        may=PERSON,
        kind=Kind.OBJECTION_FILED,
        law=Citation(_BASIC, "36", "1"),
        says=Says(
            Words("무엇이 잘못되었다고 생각하시나요?", "What do you think is wrong?"),
            Words(
                "어느 조건의 어떤 사실이 다른지 적어 주시면 더 빨리 봅니다.",
                "It goes faster if you say which fact of which condition differs.",
            ),
        ),
        records=Records("objected", Words("이의신청 접수", "Objection received")),
        tells=tells("objection-received"),
    ),
    _answer(
        Step.DISMISS,
        named("이의를 받아들이지 않았습니다", "Objection not accepted"),
        Words("이의를 받아들이지 않기", "Dismiss the objection"),
        _OBJECTED_TO,
    ),
    _answer(
        Step.REOPEN,
        named("이의를 받아들여 다시 심사합니다", "Objection accepted, examined again"),
        _ACCEPT,
        (CaseState.REFUSED, CaseState.RETURNED),
        CaseState.SUBMITTED,
        clock=Clock.STARTS,
    ),
    _answer(
        Step.RESUME,
        named("이의를 받아들여 지급을 다시 시작합니다", "Objection accepted, payments resume"),
        _ACCEPT,
        (CaseState.STOPPED,),
        CaseState.APPROVED,
    ),
    _answer(
        Step.CORRECT,
        named("이의를 받아들여 금액을 다시 계산했습니다", "Objection accepted, the amount worked out again"),
        _ACCEPT,
        _GRANTED,
        CaseState.APPROVED,
        TOLD_BY_DECISION,
    ),
    Deed(
        code=Step.DECIDE_AGAIN,
        did=named("더 많은 금액으로 다시 결정했습니다", "Decided again, with a higher amount"),
        source=(CaseState.APPROVED,),
        may=SIGNER,
        law=Citation(_BASIC, "36", "2"),
        closes_matter=True,
        records=GRANTED,
        tells=tells("amount-corrected", "amount-corrected-with-arrears"),
        announces=CaseDecided,
    ),
    Deed(
        code=Step.EXTEND,
        did=named("이의에 답할 날을 한 번 미뤘습니다", "Answer to the objection put off once"),
        press=Words("답할 날 미루기", "Put the answer off"),
        source=_OBJECTED_TO,
        may=SIGNER,
        kind=Kind.OBJECTION_EXTENDED,
        other_than=OtherThan.OBJECTED,
        law=Citation(_BASIC, "36", "2"),
        says=REASON,
        records=Records(
            "objection_extended", Words("이의신청 답변을 미룸", "Answer to an objection put off")
        ),
        tells=tells("objection-extended"),
    ),
    purge_deed(
        Step.PURGE,
        _OVER,
        named("보관 기간이 지나 서류를 파기했습니다", "Papers destroyed, their time to be kept is over"),
        Records("papers_purged", Words("서류 파기", "Papers destroyed")),
        Words("보관 기간은 접수할 때 알렸습니다.", "How long they are kept was said at the start."),
    ),
)

CASE = Lifecycle(
    name="benefits",
    names=Words("신청", "application"),
    begins=CaseState.DRAFT,
    states=STATES,
    deeds=(
        *_WRITING,
        *_EXAMINING,
        *agent_deeds(OFFICER, _BEFORE_A_DECISION),
        *_DECIDING,
        *_PAYING,
        *_OBJECTING,
    ),
)
