"""How an inbox is shown, and what somebody agreed to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from jiphyeon.foundation.notices.models import Consent, Notice
from jiphyeon.foundation.notices.terms import Basis, NoticeTerms
from jiphyeon.foundation.organisation.instruments import law_words
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Words


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


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """A consent a law asks for, whether the person gives it now, and since when."""

    basis: Basis
    given: Consent | None

    @property
    def agreed(self) -> bool:
        return self.given is not None and self.given.agreed

    @property
    def cites(self) -> list[Words]:
        return [law_words(cite) for cite in self.basis.cites]


def consents_asked(bases: Iterable[Basis], given: Sequence[Consent]) -> list[ConsentAsked]:
    """Return each consent that is asked for, as it stands."""
    last: dict[str, Consent] = {}
    for one in given:  # newest first
        last.setdefault(one.basis, one)
    return [ConsentAsked(basis, last.get(basis.code)) for basis in bases]


def consents(given: Iterable[Consent], terms: NoticeTerms) -> Table:
    """Return what a person agreed to and withdrew, newest first."""
    words = {basis.code: basis.words for basis in terms.consents}
    return Table(
        columns=[
            Column("on", _("날짜"), kind="date"),
            Column("what", _("무엇에")),
            Column("did", _("동의"), kind="badge"),
        ],
        rows=[
            {
                "on": one.on,
                "what": words.get(one.basis, one.basis),
                "did": Badge(_("동의함"), "good") if one.agreed else Badge(_("거둠"), "off"),
            }
            for one in given
        ],
        caption=_("동의하고 거둔 기록"),
        phone="cards",
    )
