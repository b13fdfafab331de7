"""How consents and answers are shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from jiphyeon.contexts.mydata import queries
from jiphyeon.contexts.mydata.enums import AnswerState, ConsentState
from jiphyeon.contexts.mydata.models import Consent
from jiphyeon.contexts.mydata.queries import FactOnRecord
from jiphyeon.contexts.mydata.rules.catalogue import CatalogueItem, Fact
from jiphyeon.contexts.mydata.rules.proof import problem_words
from jiphyeon.foundation.ledger.looks import look_table
from jiphyeon.foundation.ledger.trail import Look
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import day_mark, html, localized, number, won
from jiphyeon.foundation.ui.tables import Column, Table


def consent_badge(consent: Consent, on: date) -> Badge:
    """Return where a consent stands on a day, in a word."""
    state = consent.state
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
            Column("items", _("항목")),
            Column("last", _("끝나는 날"), kind="date"),
        ],
        rows=[
            {
                "purpose": consent.purpose_words,
                "state": consent_badge(consent, on),
                "items": ", ".join(item_name(item.code) for item in consent.items.all()),
                "last": consent.last_day,
                "url": reverse("mydata:consent", args=[consent.key]),
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
    return localized(item.words) if item else code


def looks(rows: Iterable[Look], known: Iterable[Consent]) -> Table:
    """Return who looked at a person's data and why; a look under a consent is said in the consent's own words."""
    purposes = {f"consent:{consent.key}": consent.purpose_words for consent in known}

    def item_of(look: Look) -> tuple[str, str]:
        kind, _sep, rest = look.about.partition(":")
        key, _sep, item = rest.partition(":")
        return f"{kind}:{key}", item

    def why(look: Look) -> object:
        return purposes.get(item_of(look)[0], look.why)

    def what(look: Look) -> object:
        consent, item = item_of(look)
        return item_name(item) if consent in purposes and item else ""

    return look_table(rows, why, what)


@dataclass(frozen=True, slots=True)
class Came:
    """One item as the person reads it after a fetch: its facts, or why there are none and what does as well."""

    name: str
    holder: str
    badge: Badge
    facts: list[tuple[str, object]]
    problem: str
    paper: str
    until: date | None


def came(known: Iterable[FactOnRecord]) -> list[Came]:
    """Return what came, item by item, in the reader's language."""
    table = queries.catalogue()
    by_item: dict[str, list[FactOnRecord]] = {}
    for one in known:
        by_item.setdefault(one.code, []).append(one)
    return [_came(table.item(code), facts) for code, facts in by_item.items()]


def _came(item: CatalogueItem, known: list[FactOnRecord]) -> Came:
    wanting = [one for one in known if one.state != AnswerState.ANSWERED]
    partly = wanting and len(wanting) < len(known)
    words = {fact.name: fact for fact in item.facts}
    return Came(
        name=localized(item.words),
        holder=localized(item.holder_words),
        badge=Badge(_("일부만 확인됨"), "warn") if partly else answer_badge(known[0].state),
        facts=[
            (
                localized(words[one.fact].words),
                shown(words[one.fact], one.value)
                if one.state == AnswerState.ANSWERED
                else answer_badge(one.state).word,
            )
            for one in known
        ]
        if len(wanting) < len(known)
        else [],
        problem=localized(problem_words(wanting[0].state, wanting[0].problem)) if wanting else "",
        paper=localized(item.paper) if wanting else "",
        until=min((one.valid_until for one in known if one.valid_until), default=None),
    )


def shown(fact: Fact, value: object) -> object:
    """Return a fact's value as people read it."""
    if fact.type == "boolean":
        return _("예") if value else _("아니요")
    if fact.type == "won":
        return won(value)
    if fact.type == "percent":
        return f"{(Decimal(str(value)) * 100).normalize():f}%"
    if fact.type == "date" and isinstance(value, str):
        return html(day_mark(date.fromisoformat(value)))
    if fact.type == "choice" and isinstance(value, str):
        return localized(fact.options[value])
    return number(value)
