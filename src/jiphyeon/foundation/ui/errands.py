"""What citizens come for: doors that rooms declare, among those the city has announced and nobody has opened yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from jiphyeon.foundation.organisation.about import city_of
from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.foundation.rooms.declaring import Errand
from jiphyeon.foundation.ui.navigation import address
from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class Shown:
    """One door as a page shows it; `url` is "" while it is not open."""

    words: Words
    url: str


def errands() -> list[Shown]:
    """Return the doors in their order; one that is announced gives way to the room that opens it."""
    opened = [errand for room in rooms() for errand in room.errands]
    taken = {errand.order for errand in opened}
    coming = [errand for errand in _announced(settings.CITY_PACK) if errand.order not in taken]
    ordered = sorted([*opened, *coming], key=lambda errand: (errand.order, errand.words.ko))
    return [Shown(errand.words, address(errand.url_name) if errand.url_name else "") for errand in ordered]


def first_open() -> Shown | None:
    """Return the first door that is open."""
    return next((errand for errand in errands() if errand.url), None)


def _announced(pack: Path) -> tuple[Errand, ...]:
    """Return what `city.yaml` announces: `errands: [{order, ko, en}]`."""
    return tuple(Errand(one.words, "", one.order) for one in city_of(pack).errands)
