"""Who finds which page where: rooms declare entries in their `apps.py`, pages show those the actor may open.

Entries for everyone and for citizens stand in the main navigation; entries for officers in the side navigation
of the desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.foundation.rooms.declaring import MenuEntry
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words


def is_for(entry: MenuEntry, actor: Actor) -> bool:
    """Return whether this actor is shown the entry. (The view's own door still decides.)"""
    if entry.roles == "everyone":
        return True
    if entry.roles == "citizen":
        return actor.is_citizen
    if entry.roles == "officer":
        return actor.is_officer
    return bool(actor.roles.intersection(entry.roles))


@dataclass(frozen=True, slots=True)
class Link:
    """An entry made ready for a page."""

    label: str
    url: str
    current: bool
    group: str = ""


@cache
def entries() -> tuple[MenuEntry, ...]:
    """Return every room's entries in their order."""
    found = [entry for room in rooms() for entry in room.navigation]
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
        if entry.is_for_desk == desk and (url := address(entry.url_name)) and is_for(entry, actor)
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
            Words(entry.label_ko, entry.label_en).text(speech),
            url,
            url == here,
            Words(entry.group_ko, entry.group_en).text(speech),
        )
        for entry, url in shown
    ]


def _covers(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
