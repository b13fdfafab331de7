"""Who finds which page where: rooms register entries in their `apps.py`, pages show those the actor may open.

Entries for everyone and for citizens stand in the main navigation; entries for officers in the side navigation
of the desk. A room's AppConfig says:

    navigation = [Entry("내 신청", "My applications", "benefits:mine", roles="citizen", order=20)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words

Audience = Literal["everyone", "citizen", "officer"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page worth finding. `roles`: "everyone", "citizen", "officer" (any), or the roles of which one is needed.

    `group_ko`/`group_en` gather desk entries under a heading.
    """

    label_ko: str
    label_en: str
    url_name: str
    roles: Audience | Sequence[Role] = "everyone"
    order: int = 100
    group_ko: str = ""
    group_en: str = ""

    @property
    def is_for_desk(self) -> bool:
        """Return whether the entry belongs to the officers' side navigation."""
        return self.roles not in ("everyone", "citizen")

    def is_for(self, actor: Actor) -> bool:
        """Return whether this actor is shown the entry. (The view's own door still decides.)"""
        if self.roles == "everyone":
            return True
        if self.roles == "citizen":
            return actor.is_citizen
        if self.roles == "officer":
            return actor.is_officer
        return bool(actor.roles.intersection(self.roles))


@dataclass(frozen=True, slots=True)
class Link:
    """An entry made ready for a page."""

    label: str
    url: str
    current: bool
    group: str = ""


@cache
def entries() -> tuple[Entry, ...]:
    """Return every room's entries in their order."""
    given = [entry for room in apps.get_app_configs() for entry in getattr(room, "navigation", ())]
    # Rooms this one stands on (accounts, clock) cannot import Entry without a circle: they write plain dicts.
    found = [entry if isinstance(entry, Entry) else Entry(**entry) for entry in given]
    return tuple(sorted(found, key=lambda entry: (entry.order, entry.label_ko)))


@cache
def address(name: str) -> str:
    """Return the address of a named page, or "" while no room offers it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def links(actor: Actor, path: str, *, desk: bool) -> list[Link]:
    """Return the main (or the desk's) navigation for an actor standing at `path`; the longest match is current."""
    shown = [
        (entry, url)
        for entry in entries()
        if entry.is_for_desk == desk and (url := address(entry.url_name)) and entry.is_for(actor)
    ]
    # A group stands together, where its first entry would; what has no group stands first, under no heading.
    first = {"": -1}
    for place, (entry, _url) in enumerate(shown):
        first.setdefault(entry.group_ko, place)
    shown.sort(key=lambda one: first[one[0].group_ko])
    here = max((url for _entry, url in shown if _covers(url, path)), key=len, default="")
    speech = language()
    return [
        Link(
            Words(entry.label_ko, entry.label_en).said(speech),
            url,
            url == here,
            Words(entry.group_ko, entry.group_en).said(speech),
        )
        for entry, url in shown
    ]


def _covers(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
