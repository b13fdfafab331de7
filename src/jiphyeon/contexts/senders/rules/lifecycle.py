"""A service's life: on trial, live once another person allowed it, stopped and gone on, closed."""

from __future__ import annotations

from jiphyeon.contexts.senders.enums import Stage
from jiphyeon.contexts.senders.roles import SENDER_APPROVER, SENDER_MANAGER
from jiphyeon.foundation.casework.lifecycle import (
    INTERNAL,
    NEW,
    REASON,
    Deed,
    Lifecycle,
    OtherThan,
    Records,
    State,
    TellsNobody,
    Waits,
    named,
    officers,
)
from jiphyeon.kernel import Words

MANAGER, APPROVER = officers(SENDER_MANAGER), officers(SENDER_APPROVER)
NOBODY_TOLD = TellsNobody(INTERNAL)
OPEN = (Stage.TRIAL, Stage.LIVE)

SERVICE = Lifecycle(
    name="senders",
    names=Words("보내는 곳", "sending service"),
    begins=Stage.TRIAL,
    states=(
        State(code=Stage.TRIAL, names=named("시험 중", "On trial"), waits=Waits.OFFICE),
        State(
            code=Stage.LIVE, names=named("보내는 중", "Live"), waits=Waits.NOBODY, is_open=False, shape="good"
        ),
        State(code=Stage.STOPPED, names=named("멈춤", "Stopped"), waits=Waits.OFFICE, shape="warn"),
        State(
            code=Stage.CLOSED, names=named("닫음", "Closed"), waits=Waits.NOBODY, is_open=False, final=True
        ),
    ),
    deeds=(
        Deed(
            code="register",
            did=named("등록했습니다", "Registered"),
            source=(NEW,),
            target=Stage.TRIAL,
            may=MANAGER,
            numbers=True,
            records=Records("registered", Words("보내는 곳 등록", "Sending service registered")),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="change",
            did=named("설정을 고쳤습니다", "Settings changed"),
            source=OPEN,
            may=MANAGER,
            records=Records("changed", Words("보내는 곳 설정 변경", "Sending service changed")),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="make_key",
            did=named("열쇠를 만들었습니다", "Key made"),
            source=OPEN,
            may=MANAGER,
            records=Records(
                "key_made", Words("보내는 곳 열쇠 발급", "Key of a sending service made"), ("key",)
            ),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="revoke_key",
            did=named("열쇠를 없앴습니다", "Key revoked"),
            source=(*OPEN, Stage.STOPPED),
            may=MANAGER | APPROVER,
            records=Records(
                "key_revoked", Words("보내는 곳 열쇠 폐지", "Key of a sending service revoked"), ("key",)
            ),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="open",
            did=named("누구에게나 보낼 수 있게 했습니다", "Made live"),
            press=Words("실제 발송 허용하기", "Make it live"),
            source=(Stage.TRIAL,),
            target=Stage.LIVE,
            may=APPROVER,
            other_than=OtherThan.MATTER,
            asks_first=Words(
                "허용하면 이 보내는 곳의 프로그램이 시민 누구에게나 보낼 수 있습니다.",
                "Its programs can then send to anybody.",
            ),
            closes_matter=True,
            records=Records("opened", Words("보내는 곳 실제 발송 허용", "Sending service made live")),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="stop",
            did=named("멈췄습니다", "Stopped"),
            press=Words("멈추기", "Stop it"),
            source=OPEN,
            target=Stage.STOPPED,
            may=MANAGER | APPROVER,
            says=REASON,
            records=Records("stopped", Words("보내는 곳 멈춤", "Sending service stopped")),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="resume",
            did=named("시험부터 다시 시작했습니다", "Taken up again, on trial"),
            press=Words("시험부터 다시 시작하기", "Take it up again, on trial"),
            source=(Stage.STOPPED,),
            target=Stage.TRIAL,
            may=MANAGER,
            records=Records("resumed", Words("보내는 곳 다시 시작", "Sending service taken up again")),
            tells=NOBODY_TOLD,
        ),
        Deed(
            code="close",
            did=named("닫았습니다", "Closed"),
            press=Words("닫기", "Close it"),
            source=(Stage.TRIAL, Stage.STOPPED),
            target=Stage.CLOSED,
            may=MANAGER,
            says=REASON,
            asks_first=Words(
                "닫으면 열쇠가 모두 듣지 않고, 다시 열 수 없습니다.",
                "None of its keys works any more, and it cannot be opened again.",
            ),
            records=Records("closed", Words("보내는 곳 닫음", "Sending service closed")),
            tells=NOBODY_TOLD,
        ),
    ),
)
