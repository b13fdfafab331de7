"""Deeds that most matters have alike, made once: drafts, taking on, supplements, proposals, objections, destroying in time.

Each has a code of its own, and a room says from where to where it leads, who may, and by which notices it tells. What a
room has otherwise it writes itself, or takes one of these with a field replaced. Who acts for a person: `agency.agent_deeds`.
"""

from __future__ import annotations

from jiphyeon.foundation.casework.lifecycle import (
    INTERNAL,
    MACHINE_ALONE,
    NOT_SENT_YET,
    PERSON,
    REASON,
    Clock,
    Deed,
    Kind,
    May,
    Names,
    OtherThan,
    Records,
    RecordsNothing,
    Says,
    Tells,
    TellsNobody,
    named,
    tells,
)
from jiphyeon.kernel import Citation, Words

_PROCEDURE, _BASIC, _PETITIONS = "행정절차법", "행정기본법", "민원 처리에 관한 법률"
BY_THEMSELF = TellsNobody(Words("본인이 한 일입니다.", "The person did it themself."))
_QUIET = TellsNobody(INTERNAL)
OBJECTING, ANSWERING = Citation(_BASIC, "36", "1"), Citation(_BASIC, "36", "2")
_ANSWERED = Records("objection_answered", Words("이의신청 답변", "Objection answered"))


def discard(may: May, source: str, target: str) -> Deed:
    """Return the deed that throws a draft away."""
    return Deed(
        code="discard",
        did=named("쓰던 신청서를 지웠습니다", "Draft thrown away"),
        press=Words("쓰던 것 지우기", "Throw the draft away"),
        source=(source,),
        target=target,
        may=may,
        asks_first=Words("쓰던 것은 되살릴 수 없습니다.", "What you wrote cannot be brought back."),
        records=RecordsNothing(NOT_SENT_YET),
        tells=TellsNobody(NOT_SENT_YET),
    )


def withdraw(source: tuple[str, ...], target: str, *, notice: str) -> Deed:
    """Return the deed by which a person takes back what they sent."""
    return Deed(
        code="withdraw",
        did=named("신청을 취하했습니다", "Application withdrawn"),
        press=Words("신청 취하하기", "Withdraw the application"),
        source=source,
        target=target,
        may=PERSON,
        law=Citation(_PETITIONS, "22", "2"),
        clock=Clock.ENDS,
        asks_first=Words(
            "취하하면 심사가 여기서 끝나고, 되돌릴 수 없습니다.",
            "Nothing more happens to it, and it cannot be undone.",
        ),
        records=Records("withdrawn", Words("신청 취하", "Application withdrawn")),
        tells=tells(notice),
    )


def take(may: May, source: tuple[str, ...]) -> Deed:
    """Return the deed by which an officer takes a matter onto their own desk, also from a colleague."""
    return Deed(
        code="take",
        did=named("이 건을 맡았습니다", "Case taken on"),
        press=Words("내가 맡기", "Take it on"),
        source=source,
        may=may,
        kind=Kind.TAKE,
        shown=False,
        records=Records("taken", Words("담당 정함", "Case taken on")),
        tells=_QUIET,
    )


def hand_over(may: May, source: tuple[str, ...]) -> Deed:
    """Return the deed by which a matter is given to a colleague, or to nobody."""
    return Deed(
        code="hand_over",
        did=named("담당자를 바꾸었습니다", "Handed over"),
        source=source,
        may=may,
        shown=False,
        records=Records("handed_over", Words("담당 넘김", "Handed over"), facts=("to",)),
        tells=_QUIET,
    )


def ask_supplement(may: May, source: tuple[str, ...], waiting: str, *, notice: str) -> Deed:
    """Return the deed that asks the person for something more; the clock stands still."""
    return Deed(
        code="ask_supplement",
        did=named("보완을 요청했습니다", "Asked for something more"),
        press=Words("보완 요청하기", "Ask for more"),
        source=source,
        target=waiting,
        may=may,
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
        tells=tells(notice),
    )


def supply(waiting: str, target: str, *, announces: type[object] | None = None) -> Deed:
    """Return the deed by which the person gives what was asked for; the clock runs on."""
    return Deed(
        code="supply",
        did=named("보완했습니다", "Supplied"),
        press=Words("보완을 마쳤습니다", "That is everything"),
        source=(waiting,),
        target=target,
        may=PERSON,
        kind=Kind.SUPPLEMENT_GIVEN,
        clock=Clock.RESUMES,
        says=Says(Words("덧붙일 말", "What you add"), needed=False),
        records=Records("supplied", Words("보완 받음", "Supplied")),
        tells=BY_THEMSELF,
        announces=announces,
    )


def return_unsupplied(may: May, waiting: str, target: str, *, notice: str) -> Deed:
    """Return the deed that gives back what was not supplied in time."""
    return Deed(
        code="return",
        did=named("기한 안에 보완되지 않아 되돌려보냈습니다", "Returned, not supplied in time"),
        press=Words("되돌려보내기", "Return it"),
        source=(waiting,),
        target=target,
        may=may,
        kind=Kind.SUPPLEMENT_LAPSED,
        law=Citation(_PROCEDURE, "17", "6"),
        clock=Clock.ENDS,
        asks_first=Words(
            "되돌려보내면 신청인에게 바로 알리고, 이의를 신청할 수 있는 기간이 흐릅니다.",
            "The applicant is told at once, and the days to object begin.",
        ),
        closes_matter=True,
        records=Records("returned", Words("신청 되돌림", "Application returned")),
        tells=tells(notice),
    )


def propose(may: May, source: tuple[str, ...], proposed: str) -> Deed:
    """Return the deed that lays a decision before the signer; `take_back` undoes it."""
    return Deed(
        code="propose",
        did=named("결정안을 올렸습니다", "Decision proposed"),
        press=Words("결정안 올리기", "Propose a decision"),
        source=source,
        target=proposed,
        may=may,
        undone_by="take_back",
        shown=False,
        records=Records("proposed", Words("결정안 올림", "Decision proposed")),
        tells=_QUIET,
    )


def take_back(may: May, proposed: str, target: str) -> Deed:
    """Return the deed that takes a proposal back before it is signed."""
    return Deed(
        code="take_back",
        did=named("결정안을 거두었습니다", "Proposal taken back"),
        press=Words("거두기", "Take back"),
        source=(proposed,),
        target=target,
        may=may,
        shown=False,
        records=Records("taken_back", Words("결정안 거둠", "Proposal taken back")),
        tells=_QUIET,
    )


def send_back(may: May, proposed: str, target: str) -> Deed:
    """Return the deed by which the signer sends a proposal back with words, instead of signing it."""
    return Deed(
        code="send_back",
        did=named("결재자가 돌려보냈습니다", "Sent back by the signer"),
        press=Words("담당자에게 돌려보내기", "Send it back"),
        source=(proposed,),
        target=target,
        may=may,
        says=Says(Words("담당자에게 할 말", "What the officer should know")),
        shown=False,
        only_judges=True,
        records=Records("sent_back", Words("결재자가 돌려보냄", "Sent back by the signer")),
        tells=_QUIET,
    )


def file_objection(source: tuple[str, ...], *, notice: str, law: Citation = OBJECTING) -> Deed:
    """Return the deed by which a person objects to a decision."""
    return Deed(
        code="object",
        did=named("이의를 신청했습니다", "Objection filed"),
        press=Words("이의 신청하기", "Object"),
        source=source,
        may=PERSON,
        kind=Kind.OBJECTION_FILED,
        law=law,
        says=Says(
            Words("무엇이 잘못되었다고 생각하시나요?", "What do you think is wrong?"),
            Words(
                "어느 조건의 어떤 사실이 다른지 적어 주시면 더 빨리 봅니다.",
                "It goes faster if you say which fact of which condition differs.",
            ),
        ),
        records=Records("objected", Words("이의신청 접수", "Objection received")),
        tells=tells(notice),
    )


def dismiss_objection(may: May, source: tuple[str, ...], *, notice: str, law: Citation = ANSWERING) -> Deed:
    """Return the deed by which somebody who had no hand in the decision does not accept an objection."""
    return Deed(
        code="dismiss",
        did=named("이의를 받아들이지 않았습니다", "Objection not accepted"),
        press=Words("이의를 받아들이지 않기", "Dismiss the objection"),
        source=source,
        may=may,
        kind=Kind.OBJECTION_DISMISSED,
        other_than=OtherThan.OBJECTED,
        law=law,
        says=REASON,
        records=_ANSWERED,
        tells=tells(notice),
    )


def accept_objection(
    code: str,
    did: Names,
    may: May,
    source: tuple[str, ...],
    target: str,
    *,
    told: Tells | TellsNobody,
    clock: Clock = Clock.RUNS_ON,
    law: Citation = ANSWERING,
) -> Deed:
    """Return a deed by which an objection is accepted; a room may have several, by what was objected to."""
    return Deed(
        code=code,
        did=did,
        press=Words("이의를 받아들이기", "Accept the objection"),
        source=source,
        target=target,
        may=may,
        kind=Kind.OBJECTION_ACCEPTED,
        other_than=OtherThan.OBJECTED,
        law=law,
        clock=clock,
        says=REASON,
        closes_matter=True,
        records=_ANSWERED,
        tells=told,
    )


def extend_objection(may: May, source: tuple[str, ...], *, notice: str, law: Citation = ANSWERING) -> Deed:
    """Return the deed that puts the answer to an objection off, once."""
    return Deed(
        code="extend",
        did=named("이의에 답할 날을 한 번 미뤘습니다", "Answer to the objection put off once"),
        press=Words("답할 날 미루기", "Put the answer off"),
        source=source,
        may=may,
        kind=Kind.OBJECTION_EXTENDED,
        other_than=OtherThan.OBJECTED,
        law=law,
        says=REASON,
        records=Records(
            "objection_extended", Words("이의신청 답변을 미룸", "Answer to an objection put off")
        ),
        tells=tells(notice),
    )


def purge(
    code: str,
    source: tuple[str, ...],
    did: Names,
    records: Records,
    given: Words,
    *,
    target: str | None = None,
) -> Deed:
    """Return the deed that destroys what was kept; `given` says when the person learned how long that would be."""
    return Deed(
        code=code,
        did=did,
        source=source,
        target=target,
        may=MACHINE_ALONE,
        kind=Kind.PAPERS_DESTROYED,
        law=Citation("개인정보 보호법", "21", "1"),
        records=records,
        tells=TellsNobody(given),
    )
