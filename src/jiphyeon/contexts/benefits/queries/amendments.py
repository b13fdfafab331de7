"""The approved changes that lie over the pack, looked at again every moment so that every process sees them."""

from __future__ import annotations

import math
import time

from django.conf import settings

from jiphyeon.contexts.benefits.models.reform import Reform
from jiphyeon.contexts.benefits.rules.overlaying import Enacted

Places = tuple[tuple[int, str], ...]

# An approved change holds from tomorrow at the earliest, so a moment's delay in another process changes nothing.
LOOK_AGAIN_SECONDS = math.inf if settings.TESTING else 2.0
_seen: tuple[float, Places] | None = None


def places() -> Places:
    """Return which changes are in the rules, by their place; equal places mean equal rules."""
    global _seen  # noqa: PLW0603 -- the one memory of this process
    seen = _seen
    if seen is None or time.monotonic() - seen[0] >= LOOK_AGAIN_SECONDS:
        rows = Reform.objects.approved().values_list("place", "key")
        seen = (time.monotonic(), tuple((place or 0, str(key)) for place, key in rows))
        _seen = seen
    return seen[1]


def forget() -> None:
    """Look again at the next question: something was approved here."""
    global _seen  # noqa: PLW0603 -- likewise
    _seen = None


def enacted(places: Places) -> list[Enacted]:
    """Return the approved changes at these places, in the order of approval."""
    found = Reform.objects.approved().filter(place__in=[place for place, _key in places])
    return [reform.enacted() for reform in found]
