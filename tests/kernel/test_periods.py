"""Periods, each held against a calendar walked day by day."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiphyeon.kernel import Refused
from jiphyeon.kernel.holidays import Holidays
from jiphyeon.kernel.periods import Unit, earliest_start, last_day, moved_on, not_over, reaching

from .walked_calendar import counts, last_day_by_walking, starts, units

SEJONG = Holidays(Path("a pack without holidays of its own"))


@pytest.mark.parametrize(
    ("start", "count", "unit", "last"),
    [
        (date(2023, 12, 4), 3, Unit.MONTHS, date(2024, 3, 4)),
        (date(2023, 11, 30), 3, Unit.MONTHS, date(2024, 2, 29)),
        (date(2022, 11, 29), 3, Unit.MONTHS, date(2023, 2, 28)),
        (date(2024, 2, 29), 1, Unit.MONTHS, date(2024, 3, 31)),
        (date(2024, 2, 28), 1, Unit.MONTHS, date(2024, 3, 28)),
        (date(2023, 12, 31), 2, Unit.MONTHS, date(2024, 2, 29)),
        (date(2024, 2, 29), 1, Unit.YEARS, date(2025, 2, 28)),
        (date(2023, 2, 28), 1, Unit.YEARS, date(2024, 2, 29)),
        (date(2024, 3, 4), 2, Unit.WEEKS, date(2024, 3, 18)),
        (date(2024, 2, 20), 10, Unit.DAYS, date(2024, 3, 1)),
    ],
)
def test_the_first_day_does_not_count_and_months_end_as_the_calendar_has_them(start, count, unit, last):
    assert last_day(start, count, unit) == last


@pytest.mark.parametrize(
    ("start", "count", "unit", "last"),
    [
        (date(2024, 1, 1), 1, Unit.MONTHS, date(2024, 1, 31)),
        (date(2024, 1, 31), 1, Unit.MONTHS, date(2024, 2, 29)),
        (date(2024, 2, 29), 1, Unit.YEARS, date(2025, 2, 28)),
        (date(2024, 3, 4), 1, Unit.DAYS, date(2024, 3, 4)),
    ],
)
def test_from_a_day_it_counts_itself(start, count, unit, last):
    assert last_day(start, count, unit, first_day_counts=True) == last


@settings(max_examples=1_000, derandomize=True)
@given(starts, counts, units, st.booleans())
def test_the_last_day_is_the_one_the_calendar_walks_to(start, count, unit, counted):
    expected = last_day_by_walking(start, count, unit, first_day_counts=counted)

    assert last_day(start, count, unit, first_day_counts=counted) == expected
    for day in (expected - timedelta(1), expected, expected + timedelta(1)):
        assert not_over(day, start, count, unit, first_day_counts=counted) is (day <= expected)


@settings(max_examples=500, derandomize=True)
@given(starts, counts, units, st.booleans())
def test_the_earliest_start_is_the_first_whose_period_is_not_over(day, count, unit, counted):
    found = earliest_start(day, count, unit, first_day_counts=counted)

    assert last_day_by_walking(found, count, unit, first_day_counts=counted) >= day
    assert last_day_by_walking(found - timedelta(1), count, unit, first_day_counts=counted) < day


@settings(max_examples=500, derandomize=True)
@given(starts, counts, units)
def test_a_last_day_on_a_saturday_or_holiday_moves_on(start, count, unit):
    last = last_day(start, count, unit)

    moved = moved_on(last, SEJONG.is_open)

    assert moved == last_day_by_walking(start, count, unit, is_open=SEJONG.is_open)
    for days in range(8):
        day = last + timedelta(days)
        assert not_over(reaching(day, SEJONG.is_open), start, count, unit) is (day <= moved)


def test_the_first_of_march_2024_and_the_weekend_after_it_are_passed_over():
    assert moved_on(date(2024, 3, 1), SEJONG.is_open) == date(2024, 3, 4)
    assert reaching(date(2024, 3, 4), SEJONG.is_open) == date(2024, 3, 1)


@pytest.mark.parametrize("unit", list(Unit))
def test_no_period_is_too_long_and_no_day_too_far(unit):
    end, far = date(9999, 12, 31), 10**40

    with pytest.raises(Refused, match="runs past the end of the calendar"):
        last_day(end, 1, unit)
    with pytest.raises(Refused, match="runs past the end of the calendar"):
        last_day(date(2024, 3, 4), far, unit)
    assert not_over(end, date(2024, 3, 4), far, unit)
    assert not_over(end, end, 1, unit)
    assert earliest_start(date(2024, 3, 4), far, unit) is None
    assert earliest_start(date.min, 1, unit) is None
