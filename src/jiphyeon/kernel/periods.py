"""Periods as the Civil Act counts them (민법 제6장, 제155조–제161조): the one calculus of the whole house.

`after` a day: that day does not count (제157조). `from` a day: it counts (제157조 단서, 제158조; 행정기본법 제6조제2항 where a
right is limited). A period ends with the end of its last day (제159조). Weeks, months and years go by the calendar: they
end the day before the day that answers to the first one counted, and where the last month lacks that day, on its last
day (제160조). A last day on a Saturday or public holiday moves on where the caller hands in the open days (제161조).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from jiphyeon.kernel.refusal import Refused

_DAY = timedelta(days=1)
# A longer period than the calendar has days, months or years ends nowhere; no reckoning goes on past it.
BEYOND = 4_000_000

IsOpen = Callable[[date], bool]


class Unit(StrEnum):
    """What a period is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


_IN_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}
_IN_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}


def last_day(start: date, count: int, unit: Unit, *, first_day_counts: bool = False) -> date:
    """Return the last day of a period of at least one unit after `start` (or from it, where the first day counts).

    Raises Refused where the calendar ends before the period does.

    >>> last_day(date(2023, 12, 4), 3, Unit.MONTHS), last_day(date(2024, 2, 29), 1, Unit.MONTHS)
    (datetime.date(2024, 3, 4), datetime.date(2024, 3, 31))
    >>> last_day(date(2024, 1, 31), 1, Unit.MONTHS, first_day_counts=True)
    datetime.date(2024, 2, 29)
    """
    if count < 1:
        raise ValueError("A period is at least one of its unit.")
    try:
        first = start if first_day_counts else start + _DAY
        if unit in _IN_DAYS:
            return first + (min(count, BEYOND) * _IN_DAYS[unit] - 1) * _DAY
        months = first.year * 12 + first.month - 1 + min(count, BEYOND) * _IN_MONTHS[unit]
        year, month = divmod(months, 12)
        length = monthrange(year, month + 1)[1]
        if first.day > length:
            return date(year, month + 1, length)
        return date(year, month + 1, first.day) - _DAY
    except (OverflowError, ValueError, IndexError):
        raise Refused(
            "period_past_the_calendar",
            ko="{start}에서 센 기간이 달력의 끝을 지납니다.",
            en="The period counted from {start} runs past the end of the calendar.",
            start=start,
        ) from None


def not_over(day: date, start: date, count: int, unit: Unit, *, first_day_counts: bool = False) -> bool:
    """Return whether a period's last day is `day` or later: told without the last day, so that none is too far.

    >>> not_over(date(2024, 3, 4), date(2023, 12, 4), 3, Unit.MONTHS)
    True
    """
    if unit in _IN_DAYS:
        return (day - start).days < count * _IN_DAYS[unit] + (not first_day_counts)
    year, month, first = start.year, start.month, start.day
    if not first_day_counts:
        year, month, first = _morrow(year, month, first)
    gone = (day.year - year) * 12 + day.month - month - (day.day < first)
    return gone < count * _IN_MONTHS[unit]


def earliest_start(day: date, count: int, unit: Unit, *, first_day_counts: bool = False) -> date | None:
    """Return the earliest day whose period is not over on `day`; None where every day of the calendar is late enough.

    >>> earliest_start(date(2024, 2, 29), 3, Unit.MONTHS)
    datetime.date(2023, 11, 29)
    """
    count = min(count, BEYOND)
    try:
        if unit in _IN_DAYS:
            return day - (count * _IN_DAYS[unit] - first_day_counts) * _DAY
        months = day.year * 12 + day.month - 1 - count * _IN_MONTHS[unit]
        year, month = divmod(months, 12)
        over = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        # A period whose first counted day is `over` or earlier has run out by `day`.
        return over + _DAY if first_day_counts else over
    except (OverflowError, ValueError, IndexError):
        return None


def moved_on(day: date, is_open: IsOpen) -> date:
    """Return `day` itself where it is open, else the first open day after it (제161조)."""
    while not is_open(day):
        day += _DAY
    return day


def reaching(day: date, is_open: IsOpen) -> date:
    """Return the earliest last day that reaches `day` once it is moved on: `day`, or the first of the closed days before it.

    So a period is not over on `day`, holidays and all, where without them it is not over on this one.
    """
    while day > date.min and not is_open(day - _DAY):
        day -= _DAY
    return day


def _morrow(year: int, month: int, day: int) -> tuple[int, int, int]:
    """Return the next day as numbers: the last day of the calendar has one too."""
    if day < monthrange(year, month)[1]:
        return year, month, day + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
