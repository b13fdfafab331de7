"""The example every part of casework is tried on: a stall on the weekly market, asked for, decided, objected to."""

from dataclasses import dataclass

from jiphyeon.foundation.casework.keeping import purge_deed
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
    Deed(
        code="discard",
        did=named("쓰던 것을 지웠습니다", "Draft thrown away"),
        press=Words("지우기", "Throw away"),
        source=("draft",),
        target="withdrawn",
        may=PERSON,
        records=UNSENT[0],
        tells=UNSENT[1],
        asks_first=Words("쓰던 것은 되살릴 수 없습니다.", "What you wrote cannot be brought back."),
    ),
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
    Deed(
        code="take",
        did=named("맡았습니다", "Taken on"),
        press=Words("맡기", "Take on"),
        source=("received", "supplement", "proposed"),
        may=OFFICER,
        kind=Kind.TAKE,
        shown=False,
        records=Records("take", Words("맡았습니다", "Taken on")),
        tells=NOBODY,
    ),
    Deed(
        code="ask_supplement",
        did=named("보완을 요청했습니다", "Asked for something more"),
        press=Words("보완 요청하기", "Ask for more"),
        source=("received",),
        target="supplement",
        may=OFFICER,
        kind=Kind.SUPPLEMENT_ASKED,
        law=Citation(APA, "17", "5"),
        clock=Clock.STOPS,
        says=Says(Words("필요한 것", "What is needed")),
        records=Records("ask_supplement", Words("보완을 요청했습니다", "Asked for something more")),
        tells=tells("stall-supplement"),
    ),
    Deed(
        code="supply",
        did=named("보완했습니다", "Supplied"),
        press=Words("보완하기", "Supply"),
        source=("supplement",),
        target="received",
        may=PERSON,
        kind=Kind.SUPPLEMENT_GIVEN,
        clock=Clock.RESUMES,
        says=Says(Words("덧붙일 말", "What you add"), needed=False),
        records=Records("supply", Words("보완했습니다", "Supplied")),
        tells=TellsNobody(Words("본인이 한 일입니다.", "The person did it themself.")),
    ),
    Deed(
        code="return",
        did=named("되돌려보냈습니다", "Returned"),
        press=Words("되돌려보내기", "Return"),
        source=("supplement",),
        target="returned",
        may=OFFICER,
        kind=Kind.SUPPLEMENT_LAPSED,
        law=Citation(APA, "17", "6"),
        clock=Clock.ENDS,
        asks_first=Words(
            "되돌려보낸 신청은 다시 살릴 수 없습니다.", "A returned application cannot be revived."
        ),
        records=Records("returned", Words("노점 신청 되돌림", "Stall application returned")),
        tells=tells("stall-returned"),
    ),
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
    Deed(
        code="take_back",
        did=named("결정안을 거두었습니다", "Proposal taken back"),
        press=Words("거두기", "Take back"),
        source=("proposed",),
        target="received",
        may=OFFICER,
        shown=False,
        records=Records("take_back", Words("결정안을 거두었습니다", "Proposal taken back")),
        tells=NOBODY,
    ),
    Deed(
        code="send_back",
        only_judges=True,
        did=named("결재자가 돌려보냈습니다", "Sent back by the signer"),
        press=Words("담당자에게 돌려보내기", "Send back"),
        source=("proposed",),
        target="received",
        may=SIGNER,
        says=REASON,
        shown=False,
        records=Records("send_back", Words("결재자가 돌려보냈습니다", "Sent back by the signer")),
        tells=NOBODY,
    ),
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
    Deed(
        code="object",
        did=named("이의를 신청했습니다", "Objected"),
        press=Words("이의 신청하기", "Object"),
        source=("refused",),
        may=PERSON,
        kind=Kind.OBJECTION_FILED,
        law=Citation(BASIC, "36", "1"),
        says=Says(Words("무엇이 잘못되었나요?", "What is wrong?")),
        records=Records("objected", Words("노점 이의신청", "Objection about a stall")),
        tells=tells("stall-objected"),
    ),
    Deed(
        code="put_off",
        did=named("답할 날을 한 번 미뤘습니다", "Answer put off once"),
        source=("refused",),
        may=SIGNER,
        kind=Kind.OBJECTION_EXTENDED,
        other_than=OtherThan.OBJECTED,
        law=Citation(BASIC, "36", "2"),
        says=REASON,
        records=Records("objection_extended", Words("이의신청 답변 미룸", "Answer put off")),
        tells=tells("stall-put-off"),
    ),
    Deed(
        code="dismiss",
        did=named("이의를 받아들이지 않았습니다", "Objection dismissed"),
        press=Words("이의 받아들이지 않기", "Dismiss the objection"),
        source=("refused",),
        may=SIGNER,
        kind=Kind.OBJECTION_DISMISSED,
        other_than=OtherThan.OBJECTED,
        says=REASON,
        records=Records("objection_answered", Words("이의신청 답변", "Objection answered")),
        tells=tells("stall-dismissed"),
    ),
    Deed(
        code="reopen",
        did=named("이의를 받아들여 다시 봅니다", "Reopened"),
        press=Words("이의 받아들이기", "Accept the objection"),
        source=("refused",),
        target="received",
        may=SIGNER,
        kind=Kind.OBJECTION_ACCEPTED,
        other_than=OtherThan.OBJECTED,
        says=REASON,
        clock=Clock.STARTS,
        closes_matter=True,
        records=Records("objection_answered", Words("이의신청 답변", "Objection answered")),
        tells=tells("stall-reopened"),
    ),
    Deed(
        code="withdraw",
        did=named("취하했습니다", "Withdrawn"),
        press=Words("취하하기", "Withdraw"),
        source=("received", "supplement", "proposed", "granted"),
        target="withdrawn",
        may=PERSON,
        clock=Clock.ENDS,
        law=Citation(PETITIONS, "22", "2"),
        asks_first=Words("취하하면 되돌릴 수 없습니다.", "It cannot be undone."),
        records=Records("withdrawn", Words("노점 신청 취하", "Stall application withdrawn")),
        tells=tells("stall-withdrawn"),
    ),
    purge_deed(
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
