"""What time it is: real time for tokens, sessions and logs; the civil day for everything the law counts."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from jiphyeon.foundation.clock.models import CivilDay

DEMO_BEGINS = date(2024, 3, 4)


def now() -> datetime:
    """Return the real moment, aware, in UTC."""
    return timezone.now()


def civil_today() -> date:
    """Return the day the city lives on: Seoul's calendar, or the demo city's own day."""
    if settings.DEMO:
        kept = CivilDay.objects.filter(pk=1).values_list("day", flat=True).first()
        return kept or DEMO_BEGINS
    return timezone.localdate()


def move_civil_day(day: date) -> None:
    """Move the demo city to another day. Raises RuntimeError outside demo mode."""
    if not settings.DEMO:
        raise RuntimeError("Only the demo city's day can be moved.")
    CivilDay.objects.update_or_create(pk=1, defaults={"day": day})
