"""List shapes of the officers' page."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from jiphyeon.foundation.appointments.queries import Line
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import day
from jiphyeon.foundation.ui.tables import Column, Table


def badge(stands: str) -> Badge:
    """Return where an appointment stands as a word and a shape."""
    return {
        "now": Badge(_("맡고 있음"), "good"),
        "coming": Badge(_("맡을 예정"), "info"),
        "past": Badge(_("끝남"), "off"),
    }[stands]


def until(line: Line) -> str:
    """Return the last day in words."""
    return day(line.last) if line.last else _("끝낼 때까지")


def officers_table(lines: Sequence[Line]) -> Table:
    """Return who holds what; each row leads to the person."""
    rows = [
        {
            "name": line.name,
            "person": line.person,
            "unit": line.unit,
            "post": line.post,
            "duties": line.duties,
            "first": line.first,
            "last": until(line),
            "stands": badge(line.stands),
        }
        for line in lines
    ]
    return Table(
        columns=[
            Column("name", _("이름")),
            Column("unit", _("부서")),
            Column("post", _("자리")),
            Column("duties", _("역할")),
            Column("first", _("첫날"), kind="date"),
            Column("last", _("마지막 날")),
            Column("stands", _("상태"), kind="badge"),
        ],
        rows=rows,
        caption=_("담당자"),
        row_url=lambda row: reverse("appointments:person", kwargs={"key": row["person"]}),
        empty=Empty(_("아직 맡은 사람이 없습니다."), _("계정을 찾아 자리와 역할을 맡겨 주세요.")),
    )
