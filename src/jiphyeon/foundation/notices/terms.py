"""What a city's `mail.yaml` says: the e-mail that tells of a notice, when the daily one goes, which consents are asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path

from jiphyeon.kernel import Citation, Refused, Words, source
from jiphyeon.kernel.source import Block


@dataclass(frozen=True, slots=True)
class Letter:
    """Subject and body of an e-mail, with gaps."""

    subject: Words
    body: Words


@dataclass(frozen=True, slots=True)
class Basis:
    """One consent that a law asks for before something is served electronically."""

    code: str
    words: Words
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """A city's terms of telling. `letter` tells of one notice, `daily` of a day's, at `daily_at` of the city's clock."""

    sender: Words
    letter: Letter
    daily: Letter
    daily_at: time
    consents: tuple[Basis, ...]

    def basis(self, code: str) -> Basis:
        """Return a consent by its code. Refused where the city asks for none such."""
        for one in self.consents:
            if one.code == code:
                return one
        raise Refused("no_consent", ko="그런 동의는 없습니다.", en="There is no such consent.")


@cache
def terms_of(pack: Path) -> NoticeTerms:
    """Return what a pack's `mail.yaml` says. Refused, with the line, where it cannot be read."""
    file = pack / "mail.yaml"
    what = "the announcing e-mail"
    given = source.read(file, file.name).only(
        {"sender", "subject", "body", "daily", "daily_at", "consents"}, what
    )
    daily = given.block("daily", what).only({"subject", "body"}, what)
    at = given.text("daily_at", what)
    try:
        clock = time.fromisoformat(at)
    except ValueError:
        given.stop(
            "no_time_of_day",
            "{key!r} wants a time of day such as 21:00, not {text!r}.",
            "‘{key}’에는 21:00처럼 시각을 적어 주세요. 적힌 것: {text}",
            key="daily_at",
            text=at,
        )
    return NoticeTerms(
        sender=given.words("sender", what),
        letter=Letter(given.words("subject", what), given.words("body", what)),
        daily=Letter(daily.words("subject", what), daily.words("body", what)),
        daily_at=clock,
        consents=tuple(map(_basis, given.listed("consents", what, default=True))),
    )


def _basis(one: Block) -> Basis:
    what = "a consent"
    one.only({"code", "ko", "en", "cites"}, what)
    return Basis(
        one.text("code", what),
        Words(one.text("ko", what), one.text("en", what)),
        tuple(cite.cited(what) for cite in one.listed("cites", what)),
    )
