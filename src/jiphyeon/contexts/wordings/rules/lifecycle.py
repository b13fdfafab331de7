"""An edition's life: written, sent for approval, approved by another person, replaced by the next one or put away."""

from __future__ import annotations

from jiphyeon.contexts.wordings.enums import Stage
from jiphyeon.contexts.wordings.events import WordingApproved
from jiphyeon.contexts.wordings.roles import WORDING_APPROVER, WORDING_WRITER
from jiphyeon.foundation.casework.lifecycle import (
    INTERNAL,
    NEW,
    REASON,
    Deed,
    Lifecycle,
    OtherThan,
    Records,
    Says,
    State,
    TellsNobody,
    Waits,
    named,
    officers,
)
from jiphyeon.kernel import Words

WRITER, APPROVER = officers(WORDING_WRITER), officers(WORDING_APPROVER)
NOBODY_TOLD = TellsNobody(INTERNAL)

EDITION = Lifecycle(
    name="wordings",
    names=Words("문구", "wording"),
    begins=Stage.DRAFT,
    states=(
        State(code=Stage.DRAFT, names=named("작성 중", "Being written"), waits=Waits.OFFICE),
        State(code=Stage.PROPOSED, names=named("승인 대기", "Waiting for approval"), waits=Waits.OFFICE),
        State.ended(Stage.APPROVED, "사용 중", "In use", "good"),
        State.ended(Stage.REPLACED, "다음 판으로 바뀜", "Replaced", final=True),
        State.ended(Stage.ARCHIVED, "보관함", "Archived", final=True),
        State.ended(Stage.DROPPED, "버림", "Dropped", final=True),
    ),
    deeds=(
        Deed(
            code="begin",
            did=named("쓰기 시작했습니다", "Begun"),
            source=(NEW,),
            target=Stage.DRAFT,
            may=WRITER,
            numbers=True,
            records=Records("begun", Words("문구 작성 시작", "Wording begun")),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="write",
            did=named("고쳤습니다", "Changed"),
            source=(Stage.DRAFT,),
            may=WRITER,
            records=Records("written", Words("문구 고침", "Wording changed")),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="propose",
            did=named("승인을 요청했습니다", "Sent for approval"),
            press=Words("승인 요청하기", "Send for approval"),
            source=(Stage.DRAFT,),
            target=Stage.PROPOSED,
            may=WRITER,
            undone_by="take_back",
            records=Records("proposed", Words("문구 승인 요청", "Wording sent for approval")),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="take_back",
            did=named("승인 요청을 거두었습니다", "Taken back"),
            press=Words("요청 거두기", "Take it back"),
            source=(Stage.PROPOSED,),
            target=Stage.DRAFT,
            may=WRITER,
            records=Records("taken_back", Words("문구 승인 요청 거둠", "Wording taken back")),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="approve",
            did=named("승인했습니다", "Approved"),
            press=Words("승인하기", "Approve"),
            source=(Stage.PROPOSED,),
            target=Stage.APPROVED,
            may=APPROVER,
            other_than=OtherThan.MATTER,
            asks_first=Words(
                "승인하면 이 판은 고칠 수 없고, 앞 판 대신 쓰입니다.",
                "Once approved this edition cannot be changed, and takes the place of the one before.",
            ),
            closes_matter=True,
            announces=WordingApproved,
            records=Records("approved", Words("문구 승인", "Wording approved")),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="send_back",
            did=named("고쳐 달라고 돌려보냈습니다", "Sent back"),
            press=Words("돌려보내기", "Send back"),
            source=(Stage.PROPOSED,),
            target=Stage.DRAFT,
            may=APPROVER,
            other_than=OtherThan.MATTER,
            only_judges=True,
            says=Says(Words("무엇을 고치면 되나요?", "What should be changed?")),
            records=Records("sent_back", Words("문구 돌려보냄", "Wording sent back")),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="replace",
            did=named("다음 판으로 바뀌었습니다", "Replaced by the next edition"),
            source=(Stage.APPROVED,),
            target=Stage.REPLACED,
            may=APPROVER,
            records=Records("replaced", Words("문구 다음 판으로 바뀜", "Wording replaced")),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="archive",
            did=named("보관했습니다", "Archived"),
            press=Words("그만 쓰고 보관하기", "Stop using it"),
            source=(Stage.APPROVED,),
            target=Stage.ARCHIVED,
            may=APPROVER,
            says=REASON,
            asks_first=Words(
                "보관하면 이 문구로는 더 보내지 않습니다. 다시 쓰려면 새 판을 만드세요.",
                "Nothing more is sent with it. To use it again, begin a new edition.",
            ),
            records=Records("archived", Words("문구 보관", "Wording archived")),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="drop",
            did=named("버렸습니다", "Dropped"),
            press=Words("이 판 버리기", "Drop this edition"),
            source=(Stage.DRAFT,),
            target=Stage.DROPPED,
            may=WRITER,
            asks_first=Words("버리면 되돌릴 수 없습니다.", "It cannot be undone."),
            records=Records("dropped", Words("문구 버림", "Wording dropped")),
            tells=NOBODY_TOLD,
        ),
    ),
)
