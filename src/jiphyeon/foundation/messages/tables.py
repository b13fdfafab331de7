"""How the machine room's lists of messages are shown."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from jiphyeon.foundation.messages.board import BatchLine, ChannelLine, FailureLine, Flow
from jiphyeon.foundation.messages.enums import BatchState, Channel, State
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import moment
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Words

CHANNELS: dict[Channel, Promise] = {
    Channel.EMAIL: gettext_lazy("전자우편"),
    Channel.TEXT: gettext_lazy("문자"),
    Channel.RELAY: gettext_lazy("전자문서 중계"),
    Channel.PAPER: gettext_lazy("종이 우편"),
}


def channel_words() -> dict[str, Words]:
    """Return what the channels are called, by the codes that the trail keeps."""
    return {one.value: Words(_said("ko", name), _said("en", name)) for one, name in CHANNELS.items()}


def _said(speech: str, name: Promise) -> str:
    with override(speech):
        return str(name)


_FLOWS: dict[Flow, tuple[Promise, Tone]] = {
    Flow.OPEN: (gettext_lazy("나가고 있음"), "good"),
    Flow.PAUSED: (gettext_lazy("멈춰 둠"), "warn"),
    Flow.AWAY: (gettext_lazy("응답 없음"), "bad"),
    Flow.UNCONNECTED: (gettext_lazy("연결 안 됨"), "off"),
}
_STATES: dict[State, Promise] = {
    State.TEMPORARY_FAILURE: gettext_lazy("끝내 닿지 않음"),
    State.PERMANENT_FAILURE: gettext_lazy("받을 수 없는 주소"),
    State.TECHNICAL_FAILURE: gettext_lazy("시스템 문제"),
}
_BATCHES: dict[BatchState, tuple[Promise, Tone]] = {
    BatchState.FILLING: (gettext_lazy("채우는 중"), "info"),
    BatchState.READY: (gettext_lazy("나가고 있음"), "good"),
    BatchState.PAUSED: (gettext_lazy("멈춰 둠"), "warn"),
}


def channel_table(lines: Sequence[ChannelLine]) -> Table:
    """Return how each channel stands."""
    return Table(
        columns=[
            Column("channel", _("보내는 길")),
            Column("flow", _("상태"), kind="badge"),
            Column("waiting", _("기다리는 낱건"), kind="number"),
            Column("in_batches", _("기다리는 묶음의 건"), kind="number"),
            Column("handed_over", _("오늘 넘긴 건"), kind="number"),
            Column("failed", _("오늘 실패한 건"), kind="number"),
            Column("about", _("까닭과 다음 시도")),
        ],
        rows=[
            {
                "channel": CHANNELS[line.channel],
                "flow": Badge(*_FLOWS[line.flow]),
                "waiting": line.waiting,
                "in_batches": line.waiting_in_batches,
                "handed_over": line.handed_over_today,
                "failed": line.failed_today,
                "about": _about(line),
            }
            for line in lines
        ],
        caption=_("길마다 지금"),
    )


def _about(line: ChannelLine) -> str:
    if line.flow is Flow.AWAY:
        return _("{reason} · {since}부터 · {again}에 다시").format(
            reason=line.reason, since=moment(line.since), again=moment(line.again_at)
        )
    if line.flow is Flow.UNCONNECTED and line.channel is Channel.PAPER:
        return _("인쇄할 때 나갑니다")
    if line.flow is Flow.UNCONNECTED:
        return _("연결할 곳이 설정되지 않았습니다")
    return ""


def failure_table(lines: Sequence[FailureLine]) -> Table:
    """Return what failed and why."""
    return Table(
        columns=[
            Column("channel", _("보내는 길")),
            Column("state", _("어떻게")),
            Column("reason", _("까닭(코드)")),
            Column("count", _("건수"), kind="number"),
            Column("last_day", _("마지막 날"), kind="date"),
        ],
        rows=[
            {
                "channel": CHANNELS[line.channel],
                "state": _STATES[line.state],
                "reason": line.reason,
                "count": line.count,
                "last_day": line.last_day,
            }
            for line in lines
        ],
        caption=_("지난 7일에 실패한 것"),
        empty=Empty(
            _("지난 7일에 실패한 것이 없습니다."), _("넘기지 못하고 끝난 것이 까닭과 함께 여기에 모입니다.")
        ),
    )


def batch_table(lines: Sequence[BatchLine]) -> Table:
    """Return the batches that are not over."""
    return Table(
        columns=[
            Column("begun", _("시작")),
            Column("channel", _("보내는 길")),
            Column("owner", _("보낸 방"), hide_on_phone=True),
            Column("state", _("상태"), kind="badge"),
            Column("total", _("모두"), kind="number"),
            Column("handed_over", _("넘김"), kind="number"),
            Column("failed", _("실패"), kind="number"),
            Column("waiting", _("기다림"), kind="number"),
        ],
        rows=[
            {
                "begun": moment(line.created_at),
                "channel": CHANNELS[line.channel],
                "owner": line.owner,
                "state": _batch(line),
                "total": line.total,
                "handed_over": line.handed_over,
                "failed": line.failed,
                "waiting": line.waiting,
            }
            for line in lines
        ],
        caption=_("나가는 묶음"),
        empty=Empty(
            _("나가는 묶음이 없습니다."),
            _("많은 사람에게 보내는 일이 시작되면 여기에서 얼마나 나갔는지 보입니다."),
        ),
    )


def _batch(line: BatchLine) -> Badge:
    if line.state is BatchState.READY and line.not_before is not None and line.handed_over == 0:
        return Badge(_("{when}에 시작").format(when=moment(line.not_before)), "info")
    return Badge(*_BATCHES[line.state])
