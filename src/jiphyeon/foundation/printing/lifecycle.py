"""The life of a print run: laid out by the machine, posted by a person, closed once the post has said what it will."""

from __future__ import annotations

from jiphyeon.foundation.casework import deeds
from jiphyeon.foundation.casework.lifecycle import (
    INTERNAL,
    MACHINE_ALONE,
    NEW,
    REASON,
    Deed,
    Lifecycle,
    Records,
    State,
    TellsNobody,
    Waits,
    named,
    officers,
)
from jiphyeon.foundation.printing.enums import Stage, Step
from jiphyeon.foundation.printing.roles import PRINT_OFFICER
from jiphyeon.kernel import Words

_OFFICER = officers(PRINT_OFFICER)
_NOBODY_TOLD = TellsNobody(INTERNAL)
_OWNERS_TELL = TellsNobody(
    Words("보낸 업무가 받는 분에게 알립니다.", "The room that sent it tells the addressee.")
)

RUN = Lifecycle(
    name="printing",
    names=Words("인쇄 묶음", "print run"),
    begins=Stage.LAYING_OUT,
    states=(
        State(
            code=Stage.LAYING_OUT, names=named("인쇄 파일 만드는 중", "Being laid out"), waits=Waits.MACHINE
        ),
        State(code=Stage.READY, names=named("부치기 전", "To be printed and posted"), waits=Waits.OFFICE),
        State(code=Stage.POSTED, names=named("부침", "Posted"), waits=Waits.MACHINE),
        State(
            code=Stage.CLOSED, names=named("끝남", "Closed"), waits=Waits.NOBODY, is_open=False, shape="good"
        ),
        State(
            code=Stage.CANCELLED,
            names=named("취소함", "Cancelled"),
            waits=Waits.NOBODY,
            is_open=False,
            final=True,
            shape="off",
        ),
        State(
            code=Stage.PURGED,
            names=named("내용 파기함", "Contents destroyed"),
            waits=Waits.NOBODY,
            is_open=False,
            final=True,
            shape="off",
        ),
    ),
    deeds=(
        Deed(
            code=Step.BEGIN,
            did=named("묶었습니다", "Put together"),
            source=(NEW,),
            target=Stage.LAYING_OUT,
            may=_OFFICER,
            numbers=True,
            records=Records("begun", Words("인쇄 묶음 만듦", "Print run put together"), facts=("letters",)),
            tells=_NOBODY_TOLD,
        ),
        Deed(
            code=Step.FINISH,
            did=named("인쇄 파일을 다 만들었습니다", "Laid out"),
            source=(Stage.LAYING_OUT,),
            target=Stage.READY,
            may=MACHINE_ALONE,
            records=Records("laid_out", Words("인쇄 파일 만듦", "Print run laid out"), facts=("files",)),
            tells=_NOBODY_TOLD,
        ),
        Deed(
            code=Step.POST,
            did=named("부쳤습니다", "Posted"),
            press=Words("우체국에 부침", "Posted"),
            source=(Stage.READY,),
            target=Stage.POSTED,
            may=_OFFICER,
            asks_first=Words(
                "편지마다 부친 날이 적히고, 보낸 업무의 기한이 이 날부터 셉니다.",
                "Each letter is marked as posted on this day, and the clocks of whoever sent it count from it.",
            ),
            records=Records("posted", Words("편지 부침", "Letters posted"), facts=("posted_on", "letters")),
            tells=_OWNERS_TELL,
        ),
        Deed(
            code=Step.CANCEL,
            did=named("취소했습니다. 편지는 인쇄 대기로 돌아갔습니다", "Cancelled; its letters wait again"),
            press=Words("이 묶음 취소하기", "Cancel the run"),
            source=(Stage.LAYING_OUT, Stage.READY),
            target=Stage.CANCELLED,
            may=_OFFICER,
            says=REASON,
            asks_first=Words(
                "이미 인쇄한 것은 부치지 말고 파쇄해 주세요. 편지는 다음 묶음에 들어갑니다.",
                "Shred what was printed; its letters go into the next run.",
            ),
            records=Records("cancelled", Words("인쇄 묶음 취소", "Print run cancelled")),
            tells=_NOBODY_TOLD,
        ),
        Deed(
            code=Step.NOTE_RESULTS,
            did=named("우체국의 배달 결과를 적었습니다", "Results of the post written down"),
            source=(Stage.POSTED,),
            may=_OFFICER,
            records=Records(
                "results", Words("배달 결과", "Results of the post"), facts=("delivered", "returned")
            ),
            tells=_OWNERS_TELL,
        ),
        Deed(
            code=Step.CLOSE,
            did=named("끝냈습니다", "Closed"),
            source=(Stage.POSTED,),
            target=Stage.CLOSED,
            may=MACHINE_ALONE,
            closes_matter=True,
            records=Records(
                "closed",
                Words("인쇄 묶음 끝남", "Print run closed"),
                facts=("delivered", "returned", "unreported"),
            ),
            tells=_NOBODY_TOLD,
        ),
        deeds.purge(
            Step.PURGE,
            (Stage.CLOSED,),
            named(
                "보관 기간이 지나 편지 내용과 주소를 파기했습니다",
                "Texts and addresses destroyed, their time is over",
            ),
            Records("purged", Words("편지 내용 파기", "Letters destroyed")),
            INTERNAL,
            target=Stage.PURGED,
        ),
    ),
)
