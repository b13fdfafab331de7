"""The front door of search: put, drop, find, look up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.search import mending, spelling
from jiphyeon.foundation.search.engines import engine
from jiphyeon.foundation.search.models import Audience, Findable
from jiphyeon.foundation.search.words import Term, folded, term_of_any, wish_of, words_of
from jiphyeon.kernel import Words

_EXCERPT = 160
_NOTHING = Words("", "")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `excerpt` is the part of its text where a word searched for stands."""

    kind: str
    key: str
    title: Words
    excerpt: Words
    url: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `read_as`: what the query was taken for instead, "" where as typed; `partly`: not every word stands there."""

    hits: Sequence[Hit]
    read_as: str = ""
    partly: bool = False


@transaction.atomic
def put(
    *,
    kind: str,
    key: str,
    title: Words,
    text: Words,
    url: str,
    audience: Literal["everyone", "officer"] = "everyone",
    also: Words = _NOTHING,
) -> None:
    """Make a thing findable, or findable as it is now. Both languages find it. Nothing personal may be put here.

    `text` says in a sentence what it is and is shown beside it; `also` is what people call it, found and never shown.
    """
    row, _ = Findable.objects.update_or_create(
        kind=kind,
        key=key,
        defaults={
            "title": title,
            "text": text,
            "url": url,
            "audience": Audience(audience),
        },
    )
    titled, rest = f"{title.ko} | {title.en}", f"{text.ko} | {text.en} | {also.ko} | {also.en}"
    engine().put(row.pk, words_of(titled), words_of(rest))
    if audience == "everyone":
        spelling.learn(f"{titled} | {rest}")


@transaction.atomic
def drop(kind: str, key: str) -> None:
    """Make a thing no longer findable."""
    for number in Findable.objects.filter(kind=kind, key=key).values_list("pk", flat=True):
        engine().drop(number)
    Findable.objects.filter(kind=kind, key=key).delete()


@transaction.atomic
def keep_only(kind: str, keys: Iterable[str]) -> None:
    """Make no longer findable what of a kind is none of these."""
    for key in Findable.objects.filter(kind=kind).exclude(key__in=list(keys)).values_list("key", flat=True):
        drop(kind, key)


def find(query: str, actor: Actor, limit: int = 20, kinds: Sequence[str] | None = None) -> list[Hit]:
    """Return what holds every word of the query and may be shown to the actor, best first; titles weigh most."""
    return _found(wish_of(query), folded(query).split(), actor, limit, kinds)


def look_up(query: str, actor: Actor, meanings: Mapping[str, Sequence[str]], limit: int = 20) -> Answer:
    """Return what somebody probably means, in at most five questions to the database.

    First what holds every word, or what the city calls it; where nothing does, the same with slips mended, the other
    keyboard and compounds taken apart; where still nothing does, what holds some of the words.
    """
    wish, pieces = wish_of(query, meanings), folded(query).split()
    if not wish:
        return Answer([])
    if hits := _found(wish, pieces, actor, limit):
        return Answer(hits)
    meant = mending.meant(query)
    read_as = " ".join(one[0] for one in meant)
    mended = [term_of_any(one, meanings) for one in meant]
    if hits := _found(mended, read_as.split(), actor, limit):
        return Answer(hits, read_as=read_as)
    anything = tuple(dict.fromkeys(phrase for term in (*wish, *mended) for phrase in term))
    return Answer(_found([anything], [*pieces, *read_as.split()], actor, limit), partly=True)


def _found(
    wish: Sequence[Term], pieces: Sequence[str], actor: Actor, limit: int, kinds: Sequence[str] | None = None
) -> list[Hit]:
    if not wish:
        return []
    audiences = [Audience.EVERYONE, Audience.OFFICER] if actor.is_officer else [Audience.EVERYONE]
    found = engine().find(wish, [str(one) for one in audiences], kinds, limit)
    rows = Findable.objects.in_bulk([number for number, _ in found])
    return [_hit(rows[number], score, pieces) for number, score in found if number in rows]


def _hit(row: Findable, score: float, pieces: Sequence[str]) -> Hit:
    return Hit(
        kind=row.kind,
        key=row.key,
        title=row.title,
        excerpt=Words(_excerpt(row.text.ko, pieces), _excerpt(row.text.en, pieces)),
        url=row.url,
        score=score,
    )


def _excerpt(text: str, pieces: Sequence[str]) -> str:
    if len(text) <= _EXCERPT:
        return text
    low = text.casefold()
    places = [place for place in (low.find(piece) for piece in pieces) if place >= 0]
    first = max(0, min(places, default=0) - 40)
    cut = text[first : first + _EXCERPT].strip()
    return ("… " if first else "") + cut + (" …" if first + _EXCERPT < len(text) else "")
