"""How an inbox is shown."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from jiphyeon.foundation.notices.models import Notice
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.tables import Column, Table


def inbox(notices: Iterable[Notice]) -> Table:
    """Return a person's notices, each leading to its page."""
    return Table(
        columns=[
            Column("title", _("제목")),
            Column("state", _("상태"), kind="badge"),
            Column("on", _("보낸 날"), kind="date"),
            Column("number", _("알림 번호")),
        ],
        rows=[
            {
                "title": notice.written().title,
                "state": Badge(_("읽음"), "off") if notice.opened_at else Badge(_("새 알림"), "info"),
                "on": notice.on,
                "number": notice.number,
                "url": reverse("notices:notice", args=[notice.key]),
            }
            for notice in notices
        ],
        caption=_("내 알림"),
        empty=Empty(_("아직 알림이 없습니다"), _("신청하신 것의 결과나 꼭 아셔야 할 일이 여기로 옵니다.")),
        row_url=lambda row: row["url"],
    )
