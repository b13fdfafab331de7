"""The life of an application as one table: every state, every deed, who may, by which law, what is told and recorded."""

from __future__ import annotations

from jiphyeon.contexts.benefits.enums import CaseState
from jiphyeon.contexts.benefits.enums import Deed as Step
from jiphyeon.contexts.benefits.events import (
    CaseDecided,
    CaseSubmitted,
    CaseSupplied,
    PaymentMade,
    PaymentsStopped,
)
from jiphyeon.foundation.casework import deeds
from jiphyeon.foundation.casework.agency import agent_deeds
from jiphyeon.foundation.casework.lifecycle import (
    INTERNAL,
    MACHINE_ALONE,
    PERSON,
    REASON,
    Clock,
    Deed,
    Kind,
    Lifecycle,
    Names,
    OtherThan,
    Records,
    Says,
    State,
    TellsNobody,
    Waits,
    named,
    officers,
    tells,
)
from jiphyeon.kernel import Citation, Words

OFFICER, SIGNER = officers("case_officer"), officers("case_signer")
QUIET = TellsNobody(INTERNAL)
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
_OVER = (CaseState.STOPPED, CaseState.REFUSED, CaseState.RETURNED, CaseState.COMPLETED, CaseState.WITHDRAWN)


STATES = (
    State(
        code=CaseState.DRAFT,
        names=named("작성 중", "Draft"),
        waits=Waits.PERSON,
        is_draft=True,
        shape="neutral",
    ),
    State(code=CaseState.SUBMITTED, names=named("접수됨", "Received"), waits=Waits.MACHINE),
    State(
        code=CaseState.SUPPLEMENT,
        names=Names(
            Words("보완 기다림", "With the applicant"),
            Words("보완 기다림", "Waiting for you to add something"),
        ),
        waits=Waits.PERSON,
    ),
    State(code=CaseState.PREPARED, names=named("담당자 검토", "With the officer"), waits=Waits.OFFICE),
    State(code=CaseState.PROPOSED, names=named("서명 기다림", "To be signed"), waits=Waits.OFFICE),
    State(code=CaseState.APPROVED, names=named("지원 중", "Being paid"), waits=Waits.MACHINE, shape="good"),
    State.ended(CaseState.COMPLETED, "지급 완료", "Fully paid", "good"),
    State.ended(CaseState.STOPPED, "지급 중지", "Payments stopped", "bad"),
    State.ended(CaseState.REFUSED, "지원하지 않음", "Not granted", "bad"),
    State.ended(CaseState.RETURNED, "되돌려보냄", "Returned", "off"),
    State.ended(CaseState.WITHDRAWN, "취하함", "Withdrawn", "off", final=True),
)

_WRITING = (
    deeds.discard(PERSON | MACHINE_ALONE, CaseState.DRAFT, CaseState.WITHDRAWN),
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
    deeds.withdraw(_BEFORE_A_DECISION, CaseState.WITHDRAWN, notice="case-withdrawn"),
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
    deeds.take(OFFICER, (*_BEFORE_A_DECISION, CaseState.APPROVED)),
    deeds.hand_over(OFFICER, _BEFORE_A_DECISION),
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
    deeds.ask_supplement(
        OFFICER, (CaseState.SUBMITTED, CaseState.PREPARED), CaseState.SUPPLEMENT, notice="papers-asked"
    ),
    deeds.supply(CaseState.SUPPLEMENT, CaseState.SUBMITTED, announces=CaseSupplied),
    deeds.return_unsupplied(OFFICER, CaseState.SUPPLEMENT, CaseState.RETURNED, notice="case-returned"),
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
    deeds.propose(OFFICER, (CaseState.PREPARED,), CaseState.PROPOSED),
    deeds.take_back(OFFICER, CaseState.PROPOSED, CaseState.PREPARED),
    deeds.send_back(SIGNER, CaseState.PROPOSED, CaseState.PREPARED),
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
        tells=deeds.BY_THEMSELF,
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


_OBJECTING = (
    deeds.file_objection(_OBJECTED_TO, notice="objection-received"),
    deeds.dismiss_objection(SIGNER, _OBJECTED_TO, notice="objection-dismissed"),
    deeds.accept_objection(
        Step.REOPEN,
        named("이의를 받아들여 다시 심사합니다", "Objection accepted, examined again"),
        SIGNER,
        (CaseState.REFUSED, CaseState.RETURNED),
        CaseState.SUBMITTED,
        told=tells("objection-accepted"),
        clock=Clock.STARTS,
    ),
    deeds.accept_objection(
        Step.RESUME,
        named("이의를 받아들여 지급을 다시 시작합니다", "Objection accepted, payments resume"),
        SIGNER,
        (CaseState.STOPPED,),
        CaseState.APPROVED,
        told=tells("objection-accepted"),
    ),
    deeds.accept_objection(
        Step.CORRECT,
        named("이의를 받아들여 금액을 다시 계산했습니다", "Objection accepted, the amount worked out again"),
        SIGNER,
        _GRANTED,
        CaseState.APPROVED,
        told=TOLD_BY_DECISION,
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
    deeds.extend_objection(SIGNER, _OBJECTED_TO, notice="objection-extended"),
    deeds.purge(
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
