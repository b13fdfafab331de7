"""The life of one addressee's notice, from the draft to the day it is served, and what became of it then."""

from __future__ import annotations

from collections.abc import Sequence

from jiphyeon.contexts.e_notices.enums import ON_ITS_WAY, ON_PAPER, SERVED, TO_PAPER, Step
from jiphyeon.contexts.e_notices.roles import NOTICE_SENDER
from jiphyeon.foundation.casework.lifecycle import (
    MACHINE_ALONE,
    REASON,
    Deed,
    Lifecycle,
    May,
    Names,
    Records,
    Says,
    State,
    TellsNobody,
    Tone,
    Waits,
    named,
    officers,
)
from jiphyeon.kernel import Citation, Words

PROCEDURE, FINES, FINES_DECREE = "행정절차법", "질서위반행위규제법", "질서위반행위규제법 시행령"
SENDER = officers(NOTICE_SENDER)
BY_CHANNEL = TellsNobody(
    Words("문서가 가는 길로 따로 알립니다.", "The document tells of itself by the way it goes.")
)


def _state(
    code: Step,
    ko: str,
    en: str,
    waits: Waits,
    *,
    person: Words | None = None,
    is_open: bool = True,
    is_draft: bool = False,
    final: bool = False,
    shape: Tone | None = None,
) -> State:
    return State(
        code=code,
        names=Names(Words(ko, en), person),
        waits=waits,
        is_open=is_open,
        is_draft=is_draft,
        final=final,
        shape=shape,
    )


_SENT = Words("보냈습니다", "Sent to you")
_SERVED = Words("받으셨습니다", "You have received it")

STATES = (
    _state(Step.DRAFTED, "작성됨", "Drafted", Waits.OFFICE, is_draft=True),
    _state(Step.APPROVED, "승인됨", "Approved", Waits.MACHINE, person=Words("보낼 준비 중", "About to be sent")),
    _state(Step.BATCHED, "발송 묶음에 넣음", "Put into a batch", Waits.MACHINE, person=Words("보낼 준비 중", "About to be sent")),
    _state(Step.MATCHED, "받는 사람 찾음", "Addressee found", Waits.MACHINE, person=_SENT),
    _state(Step.UNMATCHED, "휴대전화로 받을 수 없음", "Cannot be reached by phone", Waits.MACHINE, person=_SENT),
    _state(Step.DISPATCHED, "중계자에 넘김", "With the relay", Waits.PERSON, person=_SENT),
    _state(Step.DELIVERED, "휴대전화에 도착", "Arrived on the phone", Waits.PERSON, person=_SENT),
    _state(Step.FAILED, "전자 발송 실패", "Could not be sent by phone", Waits.MACHINE, person=_SENT),
    _state(Step.CONSENTED, "본인 확인과 동의", "Identified and agreed", Waits.PERSON, person=_SENT),
    _state(Step.UNREAD, "열람 마감", "Not opened in time", Waits.MACHINE, person=_SENT),
    _state(Step.SERVED, "전자송달됨", "Served by phone", Waits.PERSON, person=_SERVED, shape="good"),
    _state(Step.PAPER, "인쇄 대기", "To be printed", Waits.OFFICE, person=Words("우편으로 보내는 중", "On its way by post")),
    _state(Step.POSTED, "우편 발송", "Posted", Waits.MACHINE, person=Words("우편으로 보내는 중", "On its way by post")),
    _state(Step.PAPER_SERVED, "우편송달됨", "Served by post", Waits.PERSON, person=_SERVED, shape="good"),
    _state(Step.RETURNED, "반송됨", "Came back", Waits.OFFICE, shape="warn"),
    _state(Step.ADDRESS_CHECK, "주소 확인 중", "Address being checked", Waits.OFFICE),
    _state(Step.PUBLIC_NOTICE, "공시송달 공고 중", "Public notice is up", Waits.MACHINE),
    _state(Step.PUBLICLY_SERVED, "공시송달됨", "Served by public notice", Waits.PERSON, person=_SERVED, shape="good"),
    _state(Step.OBJECTED, "의견 받음", "Opinion received", Waits.OFFICE, person=Words("의견을 살펴보고 있습니다", "Your opinion is with an officer")),
    _state(Step.UPHELD, "의견 받아들이지 않음", "Opinion not followed", Waits.PERSON),
    _state(Step.OVERDUE, "의견 제출 기한 지남", "The days to answer are over", Waits.PERSON, shape="warn"),
    _state(Step.PAID, "납부함", "Paid", Waits.NOBODY, is_open=False, final=True, shape="good"),
    _state(Step.WAIVED, "과태료 매기지 않음", "No fine", Waits.NOBODY, is_open=False, final=True),
    _state(Step.CANCELLED, "보내지 않음", "Not sent", Waits.NOBODY, is_open=False, final=True),
)  # fmt: skip


def _deed(  # noqa: PLR0913 -- a line of the table
    code: str,
    source: Sequence[Step],
    target: Step,
    ko: str,
    en: str,
    *,
    may: May = MACHINE_ALONE,
    press: Words | None = None,
    law: Citation | None = None,
    says: Says | None = None,
    numbers: bool = False,
    asks_first: Words | None = None,
) -> Deed:
    return Deed(
        code=code,
        did=named(ko, en),
        source=tuple(source),
        target=target,
        may=may,
        press=press,
        law=law,
        says=says,
        numbers=numbers,
        asks_first=asks_first,
        records=Records(code, Words(ko, en)),
        tells=BY_CHANNEL,
    )


WAY = Says(Words("길", "Way"), needed=False)
FINAL = Words("되돌릴 수 없습니다.", "It cannot be undone.")

DEEDS = (
    _deed("approve", [Step.DRAFTED], Step.APPROVED, "보내기로 승인되었습니다", "Approved for sending", numbers=True),
    _deed("batch", [Step.APPROVED], Step.BATCHED, "발송 묶음에 넣었습니다", "Put into a batch"),
    _deed("match", [Step.BATCHED], Step.MATCHED, "중계자가 받는 사람을 찾았습니다", "The relay found the addressee"),
    _deed("miss", [Step.BATCHED, Step.MATCHED, Step.DISPATCHED], Step.UNMATCHED, "휴대전화로 받을 수 없는 분입니다", "The relay cannot reach the addressee", says=WAY),
    _deed("dispatch", [Step.BATCHED, Step.MATCHED], Step.DISPATCHED, "중계자에 넘겼습니다", "Handed to the relay"),
    _deed("deliver", [Step.BATCHED, Step.MATCHED, Step.DISPATCHED], Step.DELIVERED, "휴대전화에 도착했습니다", "Arrived on the phone"),
    _deed("fail", [Step.BATCHED, Step.MATCHED, Step.DISPATCHED], Step.FAILED, "전자 발송에 실패했습니다", "Could not be sent by phone", says=WAY),
    _deed("consent", [Step.BATCHED, Step.MATCHED, Step.DISPATCHED, Step.DELIVERED], Step.CONSENTED, "본인을 확인하고 전자송달에 동의했습니다", "Identified, and agreed to be served by phone", law=Citation(PROCEDURE, "14", "3", verified=True)),
    _deed("open", [*ON_ITS_WAY, *TO_PAPER, *ON_PAPER], Step.SERVED, "열람하여 전자송달되었습니다", "Opened, and so served by phone", law=Citation(PROCEDURE, "15", "2", verified=True)),
    _deed("expire", ON_ITS_WAY, Step.UNREAD, "열람하지 않아 우편으로 바꿉니다", "Not opened in time; paper follows"),
    _deed("to_paper", [Step.APPROVED, *TO_PAPER], Step.PAPER, "우편으로 보내기로 했습니다", "Turned to paper"),
    _deed("post", [Step.PAPER], Step.POSTED, "우편으로 보냈습니다", "Posted", law=Citation(PROCEDURE, "14", "1", verified=True)),
    _deed("arrive", [Step.POSTED], Step.PAPER_SERVED, "우편이 닿아 송달되었습니다", "The letter arrived, and so served", may=SENDER | MACHINE_ALONE, press=Words("배달 확인하기", "Note that it arrived"), law=Citation(PROCEDURE, "15", "1", verified=True)),
    _deed("return", [Step.PAPER, Step.POSTED], Step.RETURNED, "우편이 돌아왔습니다", "The letter came back", may=SENDER | MACHINE_ALONE, press=Words("반송 적기", "Note that it came back"), says=Says(Words("반송 사유", "Why it came back"))),
    _deed("check", [Step.RETURNED], Step.ADDRESS_CHECK, "주소를 확인하기 시작했습니다", "Address being checked", may=SENDER, press=Words("주소 확인 시작하기", "Check the address")),
    _deed("resend", [Step.ADDRESS_CHECK], Step.PAPER, "새 주소로 다시 보냅니다", "Sent again to a new address", may=SENDER, says=Says(Words("어떻게 확인했나요?", "How was it found?"))),
    _deed("publish", [Step.ADDRESS_CHECK], Step.PUBLIC_NOTICE, "공시송달로 공고했습니다", "Published as a public notice", may=SENDER, press=Words("공시송달 공고하기", "Publish a public notice"), law=Citation(PROCEDURE, "14", "4", verified=True), says=Says(Words("무엇을 확인했고 어디에 공고했나요?", "What was checked, and where was it published?")), asks_first=Words("통상적인 방법으로 주소를 확인할 수 없을 때만 합니다. 공고에는 이름과 주소를 그대로 싣지 않습니다.", "Only where no address can be found by ordinary means. The notice does not show name and address in full.")),
    _deed("serve_publicly", [Step.PUBLIC_NOTICE], Step.PUBLICLY_SERVED, "공고 기간이 지나 송달되었습니다", "The days of the public notice are over, and so served", law=Citation(PROCEDURE, "15", "3", verified=True)),
    _deed("object", [*SERVED], Step.OBJECTED, "의견을 냈습니다", "An opinion was given", law=Citation(FINES, "16", "2", verified=True), says=Says(Words("의견", "Opinion"))),
    _deed("waive", [Step.OBJECTED], Step.WAIVED, "의견을 받아들여 과태료를 매기지 않습니다", "The opinion was followed: no fine", may=SENDER, press=Words("의견 받아들이기", "Follow the opinion"), law=Citation(FINES, "16", "3", verified=True), says=REASON, asks_first=FINAL),
    _deed("uphold", [Step.OBJECTED], Step.UPHELD, "의견을 받아들이지 않았습니다", "The opinion was not followed", may=SENDER, press=Words("의견 받아들이지 않기", "Do not follow the opinion"), says=REASON),
    _deed("pay", [*SERVED, Step.UPHELD, Step.OVERDUE, Step.OBJECTED], Step.PAID, "납부했습니다", "Paid", law=Citation(FINES, "18", "2", verified=True)),
    _deed("lapse", [*SERVED, Step.UPHELD], Step.OVERDUE, "의견 제출 기한이 지났습니다", "The days to answer are over", law=Citation(FINES, "16", "1", verified=True)),
    _deed("cancel", [Step.DRAFTED, Step.APPROVED, Step.BATCHED, Step.PAPER], Step.CANCELLED, "보내지 않기로 했습니다", "Not sent"),
)  # fmt: skip

NOTICE = Lifecycle(
    name="e_notices",
    names=Words("전자고지", "e-notice"),
    begins=Step.DRAFTED,
    states=STATES,
    deeds=DEEDS,
)
