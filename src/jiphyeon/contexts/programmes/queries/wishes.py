"""Who wants to be told when applications open: read for its owner, and for the day's work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from jiphyeon.contexts.programmes.models import Wish
from jiphyeon.contexts.programmes.queries import catalogue, rulebook
from jiphyeon.foundation.clock.deadlines import end_of_months
from jiphyeon.foundation.secrets.keys import keyed_hash
from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class WishLine:
    """One wish as its owner sees it. `opens_on`: the first day of the next call, where the city has published it."""

    programme: str
    name: Words
    on: date
    opens_on: date | None
    url: str


def mark_of(person: UUID, programme: str) -> str:
    """Return the mark that leads to a person's wish for a programme and tells neither."""
    return keyed_hash(f"{person}:{programme}", purpose="programmes.wish")


def page_of(programme: str) -> str:
    """Return the address of a programme's page."""
    return reverse("programmes:programme", args=[programme])


def is_open(programme: str, on: date) -> bool:
    """Return whether applications for a programme are taken on a day; no for what the city offers no more."""
    return programme in rulebook.offered() and catalogue.card(programme, on).is_open


def has_wished(person: UUID, programme: str) -> bool:
    """Return whether a person waits for applications to open."""
    return Wish.objects.filter(mark=mark_of(person, programme)).exists()


def of_person(person: UUID, on: date) -> list[WishLine]:
    """Return a person's wishes for what is still offered, the oldest first."""
    found = []
    for wish in Wish.objects.filter(person=person).order_by("pk"):
        if wish.programme in rulebook.offered():
            card = catalogue.card(wish.programme, on)
            opens = card.next_call.period.first if card.next_call else None
            found.append(WishLine(card.id, card.name, wish.on, opens, page_of(card.id)))
    return found


def to_tell(on: date) -> list[int]:
    """Return the wishes that a day fulfils."""
    return [wish.pk for wish in Wish.objects.order_by("pk") if is_open(wish.programme, on)]


def over(on: date) -> list[int]:
    """Return the wishes whose time to be kept, by the rule of the day they were made, ended before a day."""
    policy = rulebook.policy()
    return [
        wish.pk
        for wish in Wish.objects.order_by("pk")
        if end_of_months(wish.on, policy.retention_on(wish.on).months["wish"]) < on
    ]
