"""The front door of search: put, drop, find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.search.engines import engine
from jiphyeon.foundation.search.models import Audience, Findable
from jiphyeon.foundation.search.words import folded, wish_of, words_of
from jiphyeon.kernel import Words

_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `excerpt` is the part of its text where a word searched for stands."""

    kind: str
    key: str
    title: Words
    excerpt: Words
    url: str
    score: float


@transaction.atomic
def put(
    *,
    kind: str,
    key: str,
    title: Words,
    text: Words,
    url: str,
    audience: Literal["everyone", "officer"] = "everyone",
) -> None:
    """Make a thing findable, or findable as it is now. Both languages find it. Nothing personal may be put here."""
    row, _ = Findable.objects.update_or_create(
        kind=kind,
        key=key,
        defaults={
            "title_ko": title.ko,
            "title_en": title.en,
            "text_ko": text.ko,
            "text_en": text.en,
            "url": url,
            "audience": Audience(audience),
        },
    )
    engine().put(row.pk, words_of(f"{title.ko} | {title.en}"), words_of(f"{text.ko} | {text.en}"))


@transaction.atomic
def drop(kind: str, key: str) -> None:
    """Make a thing no longer findable."""
    for number in Findable.objects.filter(kind=kind, key=key).values_list("pk", flat=True):
        engine().drop(number)
    Findable.objects.filter(kind=kind, key=key).delete()


def find(query: str, actor: Actor, limit: int = 20, kinds: Sequence[str] | None = None) -> list[Hit]:
    """Return what holds every word of the query and may be shown to the actor, best first; titles weigh most."""
    wish = wish_of(query)
    if not wish:
        return []
    audiences = [Audience.EVERYONE, Audience.OFFICER] if actor.is_officer else [Audience.EVERYONE]
    found = engine().find(wish, [str(one) for one in audiences], kinds, limit)
    rows = Findable.objects.in_bulk([number for number, _ in found])
    return [_hit(rows[number], score, query) for number, score in found if number in rows]


def _hit(row: Findable, score: float, query: str) -> Hit:
    pieces = folded(query).split()
    return Hit(
        kind=row.kind,
        key=row.key,
        title=Words(row.title_ko, row.title_en),
        excerpt=Words(_excerpt(row.text_ko, pieces), _excerpt(row.text_en, pieces)),
        url=row.url,
        score=score,
    )


def _excerpt(text: str, pieces: Sequence[str]) -> str:
    low = text.casefold()
    places = [place for place in (low.find(piece) for piece in pieces) if place >= 0]
    first = max(0, min(places, default=0) - 40)
    cut = text[first : first + _EXCERPT].strip()
    return ("… " if first else "") + cut + (" …" if first + _EXCERPT < len(text) else "")
