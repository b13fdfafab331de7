"""How the machine room's lists of the relay are shown."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiphyeon.foundation.relays.enums import Callback, Fault, Kind
from jiphyeon.foundation.relays.queries import Line, RefusedLine
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import moment
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.foundation.ui.tables import Column, Table

_KINDS: dict[Kind, Promise] = {
    Kind.MATCHED: gettext_lazy("이용자 확인"),
    Kind.NOT_MEMBER: gettext_lazy("이용자 아님"),
    Kind.REFUSED: gettext_lazy("받지 않겠다고 함"),
    Kind.DELIVERED: gettext_lazy("앱에 닿음"),
    Kind.CONSENTED: gettext_lazy("받는 데 동의"),
    Kind.OPENED: gettext_lazy("열어 봄"),
    Kind.CLOSED_UNREAD: gettext_lazy("열지 않고 끝남"),
}
_OUTCOMES: dict[Callback, tuple[Promise, Tone]] = {
    Callback.RECORDED: (gettext_lazy("받아 적음"), "good"),
    Callback.UNKNOWN: (gettext_lazy("모르는 문서"), "bad"),
    Callback.CONTRADICTED: (gettext_lazy("앞뒤가 맞지 않음"), "warn"),
}
_FAULTS: dict[Fault, Promise] = {
    Fault.SIGNATURE: gettext_lazy("서명이 맞지 않음"),
    Fault.CLOCK: gettext_lazy("시계가 다름"),
    Fault.MALFORMED: gettext_lazy("읽을 수 없음"),
    Fault.TOO_LARGE: gettext_lazy("너무 큼"),
}


def event_table(lines: Sequence[Line], *, caption: str, empty: Empty, may_choose: bool) -> Table:
    """Return events with what came of them; `may_choose` puts a box before each."""
    columns = [
        Column("received_at", _("받은 때")),
        Column("kind", _("알려 온 것")),
        Column("at", _("중계자의 시각")),
        Column("document", _("문서 번호"), hide_on_phone=True),
        Column("outcome", _("어떻게 됨"), kind="badge"),
    ]
    if may_choose:
        columns.insert(0, Column("key", _("고르기"), kind="check"))
    return Table(
        columns=columns,
        rows=[
            {
                "key": line.event,
                "received_at": moment(line.received_at),
                "kind": _KINDS[line.kind],
                "at": moment(line.at),
                "document": str(line.document)[:8],
                "outcome": Badge(*_OUTCOMES[line.outcome]),
            }
            for line in lines
        ],
        caption=caption,
        empty=empty,
    )


def refused_table(lines: Sequence[RefusedLine]) -> Table:
    """Return what was turned away at our door."""
    return Table(
        columns=[
            Column("day", _("날"), kind="date"),
            Column("reason", _("까닭")),
            Column("count", _("건수"), kind="number"),
            Column("last_at", _("마지막 때")),
        ],
        rows=[
            {
                "day": line.day,
                "reason": _FAULTS[line.reason],
                "count": line.count,
                "last_at": moment(line.last_at),
            }
            for line in lines
        ],
        caption=_("지난 7일에 돌려보낸 것"),
        empty=Empty(
            _("지난 7일에 돌려보낸 것이 없습니다."),
            _("서명이 맞지 않거나 읽을 수 없는 것은 적지 않고 세기만 합니다."),
        ),
    )
