"""Deadlines, by the articles that say how to count."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from tests.kernel.walked_calendar import counts, last_day_by_walking, starts, units

from jiphyeon.foundation.clock import deadlines
from jiphyeon.foundation.clock.deadlines import (
    Unit,
    add_working_days,
    deadline_after,
    due_after,
    end_of_months,
    hours_due,
    petition_deadline,
    takes_effect_on,
)
from jiphyeon.foundation.clock.holidays import holiday_name, is_holiday, is_working_day
from jiphyeon.kernel import Period, Refused
from jiphyeon.kernel.periods import Unit as Calendar

MONDAY = date(2024, 3, 4)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2024, 2, 12), "설날 대체 휴일"),
        (date(2024, 4, 10), "국회의원 선거일"),
        (date(2024, 5, 6), "어린이날 대체 휴일"),
        (date(2023, 10, 2), "임시공휴일"),
        (date(2025, 3, 3), "삼일절 대체 휴일"),
    ],
)
def test_substitute_election_and_temporary_holidays_are_known(day, name):
    assert holiday_name(day).ko == name
    assert holiday_name(day).en.isascii()


def test_a_sunday_is_a_public_holiday_a_saturday_is_not_but_neither_is_a_working_day():
    saturday, sunday = date(2024, 3, 9), date(2024, 3, 10)

    assert (is_holiday(saturday), is_holiday(sunday)) == (False, True)
    assert not is_working_day(saturday)
    assert not is_working_day(sunday)


def test_a_holiday_declared_by_the_city_pack_counts_at_once(settings, tmp_path):
    (tmp_path / "holidays.yaml").write_text(
        "added:\n  - {day: 2024-03-05, ko: 임시공휴일, en: Temporary holiday, source: test}\n"
        "struck_out:\n  - {day: 2024-03-01}\n",
        encoding="utf-8",
    )
    settings.CITY_PACK = tmp_path

    assert is_holiday(date(2024, 3, 5))
    assert not is_holiday(date(2024, 3, 1))


def test_a_misspelt_holiday_is_refused_with_its_file(settings, tmp_path):
    (tmp_path / "holidays.yaml").write_text("added:\n  - {date: 2024-03-05}\n", encoding="utf-8")
    settings.CITY_PACK = tmp_path

    with pytest.raises(Refused, match=r"holidays\.yaml, line 2: a holiday has no key 'date'"):
        is_holiday(date(2024, 3, 5))


@pytest.mark.parametrize(
    ("count", "day"),
    [
        (1, date(2024, 3, 5)),
        (5, date(2024, 3, 11)),
        (0, MONDAY),
        (-1, date(2024, 2, 29)),
        (-2, date(2024, 2, 28)),
    ],
)
def test_working_days_skip_weekends_and_the_first_of_march(count, day):
    assert add_working_days(MONDAY, count) == day


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2024, 3, 4), 1, date(2024, 4, 4)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 1, date(2024, 3, 31)),
        (date(2024, 4, 30), 1, date(2024, 5, 31)),
        (date(2023, 2, 28), 12, date(2024, 2, 29)),
        (date(2024, 11, 15), 3, date(2025, 2, 15)),
    ],
)
def test_months_end_as_article_160_says(day, months, end):
    assert end_of_months(day, months) == end


def test_the_first_day_does_not_count_and_a_last_day_on_a_holiday_moves_on():
    found = deadline_after(date(2024, 2, 20), days=10)

    assert found.moved_from == date(2024, 3, 1)
    assert found.due == MONDAY


def test_where_a_right_is_limited_the_first_day_counts_and_the_last_day_stays():
    found = deadline_after(date(2024, 2, 21), days=10, limits_rights=True)

    assert found.due == date(2024, 3, 1)
    assert found.moved_from is None


@pytest.mark.parametrize(
    ("count", "due"),
    [
        (6, date(2024, 3, 11)),  # 4 5 6 7 8 | 11
        (7, date(2024, 3, 12)),
        (10, date(2024, 3, 15)),
        (14, date(2024, 3, 21)),
        (20, date(2024, 3, 29)),
    ],
)
def test_a_petition_of_six_days_or_more_counts_its_first_day_and_only_open_days(count, due):
    assert petition_deadline(MONDAY, count=count, unit=Unit.DAYS).due == due


def test_a_petition_received_on_a_saturday_begins_on_the_next_open_day():
    assert petition_deadline(date(2024, 3, 9), count=6, unit=Unit.DAYS).due == date(2024, 3, 18)


@pytest.mark.parametrize(
    ("count", "unit", "due"),
    [
        (1, Unit.WEEKS, date(2024, 3, 11)),  # ends Sunday 10th, moved
        (2, Unit.WEEKS, date(2024, 3, 18)),
        (1, Unit.MONTHS, date(2024, 4, 3)),
        (3, Unit.MONTHS, date(2024, 6, 3)),
        (1, Unit.YEARS, date(2025, 3, 4)),  # 3 March 2025 is a substitute holiday
    ],
)
def test_a_petition_of_weeks_months_or_years_counts_its_first_day_by_the_civil_code(count, unit, due):
    found = petition_deadline(MONDAY, count=count, unit=unit)

    assert found.due == due
    assert str(found.basis[0]) == "민원 처리에 관한 법률 제19조 제3항"


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (datetime(2024, 3, 4, 14, 0), 3, datetime(2024, 3, 7, 14, 0)),
        (datetime(2024, 3, 7, 14, 30), 2, datetime(2024, 3, 11, 14, 30)),
        (datetime(2024, 3, 8, 9, 0), 1, datetime(2024, 3, 8, 18, 0)),
        (datetime(2024, 3, 8, 12, 30), 1, datetime(2024, 3, 11, 12, 0)),
        (datetime(2024, 3, 8, 20, 0), 1, datetime(2024, 3, 11, 18, 0)),
        (datetime(2024, 2, 29, 17, 0), 1, datetime(2024, 3, 4, 17, 0)),
    ],
)
def test_up_to_five_days_are_counted_in_working_hours_of_eight_to_the_day(received, days, due):
    assert hours_due(received, days=days) == due


def test_days_while_a_supplement_is_awaited_do_not_count():
    asked = Period(date(2024, 3, 6), date(2024, 3, 12))

    found = petition_deadline(MONDAY, count=6, unit=Unit.DAYS, stops=[asked])

    assert found.due == date(2024, 3, 18)
    assert found.stopped_days == 7


def test_a_stop_lengthens_a_month_by_its_days():
    asked = Period(date(2024, 3, 11), date(2024, 3, 15))

    assert due_after(MONDAY, months=1, stops=[asked]) == date(2024, 4, 9)


def test_a_clock_that_is_still_stopped_has_no_due_day():
    with pytest.raises(Refused) as no:
        due_after(MONDAY, working_days=5, stops=[Period(date(2024, 3, 6))])

    assert no.value.code == "clock_still_stopped"


def test_a_deadline_is_extended_once():
    longer = deadline_after(MONDAY, working_days=10).extended(count=10, unit=Unit.WORKING_DAYS)

    assert longer.extended_from == date(2024, 3, 18)
    assert longer.due == date(2024, 4, 1)
    with pytest.raises(Refused, match="already runs to Mon 1 April 2024"):
        longer.extended(count=1, unit=Unit.DAYS)


def test_a_deadline_is_late_only_after_its_last_day_and_tells_the_open_days_left():
    found = deadline_after(MONDAY, working_days=3)

    assert [found.is_late(found.due + timedelta(days=n)) for n in (0, 1)] == [False, True]
    assert [found.working_days_left(MONDAY + timedelta(days=n)) for n in (0, 3, 4)] == [4, 1, 0]


def test_law_takes_effect_the_day_after_its_term_even_on_a_holiday():
    assert takes_effect_on(date(2023, 3, 21), months=6) == date(2023, 9, 22)
    assert takes_effect_on(date(2024, 2, 9), days=20) == date(2024, 3, 1)


@pytest.mark.parametrize("terms", [{}, {"days": 1, "months": 1}])
def test_exactly_one_term_must_be_named(terms):
    with pytest.raises(ValueError, match="exactly one"):
        due_after(MONDAY, **terms)


def test_a_term_is_at_least_one():
    with pytest.raises(ValueError, match="at least one"):
        deadlines.due_after(MONDAY, days=0)


@settings(max_examples=300, derandomize=True)
@given(starts, counts, units)
def test_every_deadline_is_the_one_a_calendar_walked_by_hand_comes_to(start, count, unit):
    named = {unit.value: count}

    assert due_after(start, **named) == last_day_by_walking(start, count, unit, is_open=is_working_day)
    assert deadline_after(start, **named, limits_rights=True).due == last_day_by_walking(
        start, count, unit, first_day_counts=True
    )
    if unit is not Calendar.WEEKS:
        assert takes_effect_on(start, **named) == last_day_by_walking(start, count, unit) + timedelta(1)
