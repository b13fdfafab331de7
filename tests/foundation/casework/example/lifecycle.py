"""The example every part of casework is tried on: a stall on the weekly market, asked for, decided, objected to."""

from dataclasses import dataclass

from jiphyeon.foundation.casework import deeds
from jiphyeon.foundation.casework.lifecycle import (
    INTERNAL,
    NEW,
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
    Waits,
    named,
    officers,
    tells,
)
from jiphyeon.kernel import Citation, Words

APA = "행정절차법"
BASIC = "행정기본법"
PETITIONS = "민원 처리에 관한 법률"
OFFICER, SIGNER = officers("case_officer"), officers("case_signer")
NOBODY = TellsNobody(INTERNAL)
UNSENT = (RecordsNothing(NOT_SENT_YET), TellsNobody(NOT_SENT_YET))


@dataclass(frozen=True, slots=True)
class StallDecided:
    """A stall was granted or refused."""

    case: str
    granted: bool


def state(code, ko, en, waits, **more):
    return State(code=code, names=named(ko, en), waits=waits, **more)


STATES = (
    state("draft", "작성 중", "Draft", Waits.PERSON, is_draft=True),
    state("received", "접수됨", "Received", Waits.OFFICE),
    state("supplement", "보완 기다림", "Waiting for a supplement", Waits.PERSON),
    state("proposed", "결재 기다림", "Waiting for a signature", Waits.OFFICE),
    State(
        code="granted",
        names=Names(
            Words("자리 줌", "Granted"),
            Words("자리를 받으셨습니다", "You have a stall"),
            Words("허가", "Granted"),
        ),
        waits=Waits.NOBODY,
        is_open=False,
    ),
    state("refused", "자리 주지 않음", "Refused", Waits.NOBODY, is_open=False),
    state("returned", "되돌려보냄", "Returned", Waits.NOBODY, is_open=False, final=True),
    state("withdrawn", "취하함", "Withdrawn", Waits.NOBODY, is_open=False, final=True),
)

DEEDS = (
    Deed(
        code="draft",
        did=named("쓰기 시작했습니다", "Begun"),
        press=Words("새로 쓰기", "Begin"),
        source=(NEW,),
        target="draft",
        may=PERSON,
        records=UNSENT[0],
        tells=UNSENT[1],
    ),
    deeds.discard(PERSON, "draft", "withdrawn"),
    Deed(
        code="submit",
        did=named("신청했습니다", "Applied"),
        press=Words("신청하기", "Apply"),
        source=("draft",),
        target="received",
        may=PERSON,
        numbers=True,
        law=Citation(PETITIONS, "8"),
        clock=Clock.STARTS,
        records=Records("submitted", Words("노점 신청 접수", "Stall application received")),
        tells=tells("stall-received"),
    ),
    deeds.take(OFFICER, ("received", "supplement", "proposed")),
    deeds.ask_supplement(OFFICER, ("received",), "supplement", notice="stall-supplement"),
    deeds.supply("supplement", "received"),
    deeds.return_unsupplied(OFFICER, "supplement", "returned", notice="stall-returned"),
    Deed(
        code="lengthen",
        did=named("처리기한을 연장했습니다", "Deadline extended"),
        source=("received", "proposed"),
        may=OFFICER,
        kind=Kind.CLOCK_EXTENDED,
        law=Citation(PETITIONS, "21"),
        says=REASON,
        records=Records("lengthened", Words("처리기한 연장", "Deadline extended"), facts=()),
        tells=tells("stall-lengthened"),
    ),
    Deed(
        code="propose",
        did=named("결정안을 올렸습니다", "Decision proposed"),
        press=Words("결재 올리기", "Propose"),
        source=("received",),
        target="proposed",
        may=OFFICER,
        says=Says(Words("의견", "Opinion"), needed=False),
        undone_by="take_back",
        shown=False,
        records=Records("propose", Words("결정안을 올렸습니다", "Decision proposed")),
        tells=NOBODY,
    ),
    deeds.take_back(OFFICER, "proposed", "received"),
    deeds.send_back(SIGNER, "proposed", "received"),
    Deed(
        code="grant",
        did=named("자리를 주기로 서명했습니다", "Granted"),
        press=Words("허가에 서명하기", "Sign the grant"),
        source=("proposed",),
        target="granted",
        may=SIGNER,
        other_than=OtherThan.MATTER,
        clock=Clock.ENDS,
        asks_first=Words("서명하면 신청인에게 바로 알립니다.", "The person is told at once."),
        closes_matter=True,
        records=Records("decided", Words("노점 결정", "Stall decided"), facts=("granted",)),
        tells=tells("stall-granted"),
        announces=StallDecided,
    ),
    Deed(
        code="refuse",
        did=named("자리를 주지 않기로 서명했습니다", "Refused"),
        press=Words("거절에 서명하기", "Sign the refusal"),
        source=("proposed",),
        target="refused",
        may=SIGNER,
        other_than=OtherThan.MATTER,
        clock=Clock.ENDS,
        law=Citation(APA, "23"),
        says=REASON,
        asks_first=Words(
            "서명하면 신청인에게 이유와 함께 바로 알립니다.", "The person is told at once, with the reason."
        ),
        closes_matter=True,
        records=Records("decided", Words("노점 결정", "Stall decided"), facts=("granted",)),
        tells=tells("stall-refused"),
        announces=StallDecided,
    ),
    deeds.file_objection(("refused",), notice="stall-objected"),
    deeds.extend_objection(SIGNER, ("refused",), notice="stall-put-off"),
    deeds.dismiss_objection(SIGNER, ("refused",), notice="stall-dismissed"),
    deeds.accept_objection(
        "reopen",
        named("이의를 받아들여 다시 봅니다", "Reopened"),
        SIGNER,
        ("refused",),
        "received",
        told=tells("stall-reopened"),
        clock=Clock.STARTS,
    ),
    deeds.withdraw(("received", "supplement", "proposed", "granted"), "withdrawn", notice="stall-withdrawn"),
    deeds.purge(
        "purge",
        ("returned", "withdrawn", "refused"),
        named("서류를 파기했습니다", "Papers destroyed"),
        Records("papers_purged", Words("노점 서류 파기", "Stall papers destroyed")),
        Words("보관 기간은 접수할 때 알렸습니다.", "How long they are kept was said at the start."),
    ),
)

STALL = Lifecycle(
    name="stalls", names=Words("노점 신청", "stall application"), begins="draft", states=STATES, deeds=DEEDS
)
