"""The last day of a period found by walking the calendar day by day: slow, and without a single formula."""

from datetime import date, timedelta

from hypothesis import strategies as st

from jiphyeon.kernel.periods import Unit

DAY = timedelta(days=1)


def last_day_by_walking(start, count, unit, *, first_day_counts=False, is_open=None):
    """Walk from the first day counted; say where the period ends (민법 제157조–제161조)."""
    first = start if first_day_counts else start + DAY
    if unit in {Unit.DAYS, Unit.WEEKS}:
        last = first
        for _ in range(count * (7 if unit is Unit.WEEKS else 1) - 1):
            last += DAY
    else:
        last = _end_of_months(first, count * (12 if unit is Unit.YEARS else 1))
    while is_open is not None and not is_open(last):
        last += DAY
    return last


def _end_of_months(first, months):
    """Cross as many firsts of a month; stop before the day that answers to the first one, or before the month is over."""
    day, crossed = first, 0
    while True:
        following = day + DAY
        crossed += following.day == 1
        if (crossed == months and following.day == first.day) or crossed > months:
            return day
        day = following


# Leap years and common ones, ends of months and 29 February as often as everything else.
starts = st.dates(date(2023, 1, 1), date(2029, 12, 31)) | st.builds(
    lambda year, month: date(year + month // 12, month % 12 + 1, 1) - DAY,
    st.integers(2023, 2029),
    st.integers(1, 12),
)
units = st.sampled_from(Unit)
counts = st.integers(1, 14)
