"""What notices put on a citizen's own page."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiphyeon.foundation.notices import api
from jiphyeon.foundation.ui.my_page import Now, Part, Share
from jiphyeon.foundation.ui.timelines import Moment
from jiphyeon.kernel import Words


def of_person(person: UUID, on: date) -> Share:
    """Return the notices sent to a person, and how many they have not opened."""
    del on
    inbox, unread = api.inbox(person), api.unread_count(person)
    link = reverse("notices:inbox")
    count = ngettext("{n}건", "{n}건", unread).format(n=unread)
    return Share(
        parts=[Part("notices", Words("알림", "Notices"), [_moment(card) for card in inbox])],
        now=[Now(_("열어 보지 않은 알림"), link, figure=count)] if unread else [],
        links=[
            (Words("내 알림", "My notices"), link),
            (Words("알림 받는 방법", "How I am told"), reverse("notices:choices")),
        ],
    )


def _moment(card: api.NoticeCard) -> Moment:
    unopened = card.opened_at is None
    return Moment(
        day=card.on,
        title=card.title,
        text=_("아직 열어 보지 않으셨습니다") if unopened else "",
        tone="info" if unopened else "neutral",
        url=card.url,
    )
