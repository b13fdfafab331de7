"""Public holidays of this city, from its pack; see `kernel.holidays` for where they come from."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from jiphyeon.kernel import Words
from jiphyeon.kernel.holidays import Holidays
from jiphyeon.kernel.periods import moved_on


def holiday_name(day: date) -> Words | None:
    """Return the name of a public holiday (관공서의 공휴일에 관한 규정 제2조·제3조, substitute days included), or None."""
    return _of(settings.CITY_PACK).name(day)


def is_holiday(day: date) -> bool:
    """Return whether a day is a public holiday (공휴일): a Sunday or a named holiday. A Saturday is not one."""
    return _of(settings.CITY_PACK).is_holiday(day)


def is_working_day(day: date) -> bool:
    """Return whether offices are open: neither a public holiday nor a Saturday (토요일)."""
    return _of(settings.CITY_PACK).is_open(day)


def next_working_day(day: date) -> date:
    """Return `day` itself where offices are open, else the first open day after it (민법 제161조)."""
    return moved_on(day, is_working_day)


@lru_cache(maxsize=8)
def _of(pack: Path) -> Holidays:
    return Holidays(pack)
