"""The approved changes that lie over the pack, looked at again every moment so that every process sees them."""

from __future__ import annotations

import time
from datetime import date

from django.conf import settings

from jiphyeon.contexts.benefits.models.reform import Reform
from jiphyeon.contexts.benefits.rules.reforming import Enacted

Places = tuple[tuple[int, str], ...]

# An approved change holds from tomorrow at the earliest, so a moment's delay changes nothing.
LOOK_AGAIN_SECONDS = 0.0 if settings.TESTING else 2.0
_seen: tuple[float, Places] = (-LOOK_AGAIN_SECONDS, ())


def places() -> Places:
    """Return which changes are in the rules, by their place; equal places mean equal rules."""
    global _seen  # noqa: PLW0603 -- the one memory of this process
    looked, found = _seen
    if time.monotonic() - looked >= LOOK_AGAIN_SECONDS:
        found = tuple(
            (place, str(key))
            for place, key in Reform.objects.approved().values_list("place", "key")
            if place is not None  # an approved change has its place; the row itself says so
        )
        _seen = (time.monotonic(), found)
    return found


def enacted(known_on: date | None = None) -> list[Enacted]:
    """Return the approved changes in the order of approval, those recorded by a day where one is named."""
    found = Reform.objects.approved()
    if known_on is not None:
        found = found.filter(decided_on__lte=known_on)
    return [reform.enacted() for reform in found]
