"""How consents and answers are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jiphyeon.contexts.mydata import queries
from jiphyeon.contexts.mydata.enums import AnswerState, ConsentState
from jiphyeon.contexts.mydata.models import Consent
from jiphyeon.contexts.mydata.queries import Known
from jiphyeon.contexts.mydata.rules.catalogue import Fact
from jiphyeon.contexts.mydata.rules.proof import problem_words
from jiphyeon.foundation.ledger.trail import Look
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import day_mark, html, number, said, won
from jiphyeon.foundation.ui.tables import Column, Table


def consent_badge(consent: Consent, on: date) -> Badge:
    """Return where a consent stands on a day, in a word."""
    state = ConsentState(consent.state)
    if on > consent.last_day and state in {ConsentState.ASKED, ConsentState.GIVEN}:
        return Badge(_("기간이 끝남"), "off")
    if state == ConsentState.GIVEN and consent.fetched_at is None:
        return Badge(_("아직 안 가져옴"), "warn")
    return {
        ConsentState.ASKED: Badge(_("답을 기다림"), "info"),
        ConsentState.GIVEN: Badge(_("동의함"), "good"),
        ConsentState.REFUSED: Badge(_("동의 안 함"), "off"),
        ConsentState.WITHDRAWN: Badge(_("거둠"), "off"),
        ConsentState.CLOSED: Badge(_("쓰임이 끝남"), "off"),
    }[state]


def answer_badge(state: AnswerState) -> Badge:
    """Return what came of asking, in a word. None of them is against the person."""
    return {
        AnswerState.ANSWERED: Badge(_("확인됨"), "good"),
        AnswerState.REFUSED: Badge(_("동의 안 함"), "off"),
        AnswerState.UNKNOWN: Badge(_("기관에 없음"), "warn"),
        AnswerState.HOLDER_ERROR: Badge(_("확인 못 함"), "warn"),
        AnswerState.EXPIRED: Badge(_("다시 확인 필요"), "warn"),
    }[state]


def consents(rows: Iterable[Consent], on: date) -> Table:
    """Return a person's consents."""
    return Table(
        columns=[
            Column("purpose", _("쓰는 까닭")),
            Column("state", _("상태"), kind="badge"),
            Column("items", _("항목"), hide_on_phone=True),
            Column("last", _("끝나는 날"), kind="date"),
        ],
        rows=[
            {
                "purpose": consent.purpose_words,
                "state": consent_badge(consent, on),
                "items": ", ".join(item_name(item.code) for item in consent.items.all()),
                "last": consent.last_day,
                "url": f"/mydata/consents/{consent.key}/",
            }
            for consent in rows
        ],
        caption=_("내 자료 동의"),
        empty=Empty(
            _("아직 동의하신 것이 없습니다"),
            _("지원을 신청하면서 자료를 가져오는 데 동의하시면 여기에 모입니다."),
        ),
        row_url=lambda row: row["url"],
    )


def item_name(code: str) -> str:
    """Return an item's name in the reader's language; an item the catalogue has dropped keeps its code."""
    item = queries.catalogue().items.get(code)
    return said(item.words) if item else code


def looks(rows: Iterable[Look]) -> Table:
    """Return who looked at a person's data and why."""
    return Table(
        columns=[
            Column("at", _("때"), kind="date"),
            Column("by", _("누가")),
            Column("reason", _("왜")),
        ],
        rows=[{"at": localdate(look.at), "by": look.by, "reason": look.reason} for look in rows],
        caption=_("내 자료를 본 기록"),
        empty=Empty(_("아직 아무도 보지 않았습니다"), _("누가 언제 왜 보았는지 하나도 빠짐없이 남습니다.")),
    )


@dataclass(frozen=True, slots=True)
class Came:
    """One fact as the person reads it after a fetch."""

    name: str
    value: object
    badge: Badge
    problem: str
    paper: str
    until: date | None


def came(known: Iterable[Known]) -> list[Came]:
    """Return what came, in the reader's language; what did not is said with the paper that does as well."""
    table = queries.catalogue()
    rows = []
    for one in known:
        item = table.item(one.code)
        fact = next(fact for fact in item.facts if fact.name == one.fact)
        good = one.state == AnswerState.ANSWERED
        rows.append(
            Came(
                name=said(fact.words),
                value=shown(fact, one.value) if good else "",
                badge=answer_badge(one.state),
                problem="" if good else said(problem_words(one.state, one.problem)),
                paper="" if good else said(item.paper),
                until=one.valid_until if good else None,
            )
        )
    return rows


def shown(fact: Fact, value: object) -> object:
    """Return a fact's value as people read it."""
    if fact.type == "boolean":
        return _("예") if value else _("아니요")
    if fact.type == "won":
        return won(value)
    if fact.type == "date" and isinstance(value, str):
        return html(day_mark(date.fromisoformat(value)))
    if fact.type == "choice" and isinstance(value, str):
        return said(fact.options[value])
    return number(value)
