"""The approved changes that lie over the pack, looked at again every moment so that every process sees them."""

from __future__ import annotations

from django.conf import settings

from jiphyeon.contexts.programmes.models import Amendment
from jiphyeon.contexts.programmes.rules.overlaying import Enacted
from jiphyeon.foundation.memory import Memory

Approvals = tuple[tuple[int, str], ...]

# An approved change holds from tomorrow at the earliest, so a moment's delay in another process changes nothing.
LOOK_AGAIN_SECONDS = 0.0 if settings.TESTING else 2.0


def _look() -> Approvals:
    rows = Amendment.objects.order_by("place").values_list("place", "key")
    return tuple((place, str(key)) for place, key in rows)


_SEEN = Memory(_look, seconds=LOOK_AGAIN_SECONDS)


def approvals() -> Approvals:
    """Return which changes are in the rules, by their place; equal places mean equal rules."""
    return _SEEN.value()


def forget() -> None:
    """Look again at the next question: something was approved here."""
    _SEEN.forget()


def enacted(found: Approvals) -> list[Enacted]:
    """Return the approved changes at these places, in the order of approval."""
    rows = Amendment.objects.filter(place__in=[place for place, _key in found]).order_by("place")
    return [amendment.enacted for amendment in rows]
