"""What time it is: real time for tokens, sessions and logs; the civil day for everything the law counts."""

from __future__ import annotations

import time
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from jiphyeon.foundation.clock.models import CivilDay
from jiphyeon.foundation.organisation.about import demo_begins


def now() -> datetime:
    """Return the real moment, aware, in UTC."""
    return timezone.now()


# Every request asks for the day; the demo city's is looked up again after this time, and at once where it was moved.
LOOK_AGAIN_SECONDS = 0.0 if settings.TESTING else 1.0
_looked_up: list[tuple[float, date]] = []


def civil_today() -> date:
    """Return the day the city lives on: Seoul's calendar, or the demo city's own day."""
    if not settings.DEMO:
        return timezone.localdate()
    if _looked_up and time.monotonic() - _looked_up[0][0] < LOOK_AGAIN_SECONDS:
        return _looked_up[0][1]
    day = CivilDay.objects.filter(pk=1).values_list("day", flat=True).first() or demo_begins(
        settings.CITY_PACK
    )
    _looked_up[:] = [(time.monotonic(), day)]
    return day


def move_civil_day(day: date) -> None:
    """Move the demo city to another day. Raises RuntimeError outside demo mode."""
    if not settings.DEMO:
        raise RuntimeError("Only the demo city's day can be moved.")
    CivilDay.objects.update_or_create(pk=1, defaults={"day": day})
    _looked_up.clear()
