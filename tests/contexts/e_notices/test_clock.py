"""The days of a sending: the day before and the day after each of them."""

from datetime import date, timedelta

import pytest

from jiphyeon.contexts.e_notices.rules.clock import (
    days_of,
    earliest_by_paper,
    earliest_respond_by,
    publicly_served_on,
    require_in_time,
    respond_by_of,
    working_days_after,
)
from jiphyeon.contexts.e_notices.rules.kinds import Terms, Working
from jiphyeon.kernel import Citation, Refused

LAW = Citation("질서위반행위규제법", "16")
TERMS = Terms(date(2017, 6, 3), 10, 20, 3, 12, 60, LAW, LAW, LAW)
WORKING = Working(date(2020, 1, 1), 1, 3, 2, 4, 14, LAW)
HOLIDAYS = {date(2024, 3, 1), date(2024, 4, 10)}
DAY = timedelta(days=1)


def is_open(day):
    return day.weekday() < 5 and day not in HOLIDAYS


def test_whoever_is_served_on_the_last_day_has_the_days_of_the_law_and_the_day_after_has_not():
    days = days_of(date(2024, 4, 5), TERMS, WORKING, is_open)

    assert days.serve_by == date(2024, 3, 26)
    assert respond_by_of(days.serve_by, days.respond_by, TERMS, is_open) == days.respond_by
    assert respond_by_of(days.serve_by + DAY, days.respond_by, TERMS, is_open) > days.respond_by


def test_what_is_posted_on_the_last_day_arrives_in_time_and_the_day_after_not():
    days = days_of(date(2024, 4, 5), TERMS, WORKING, is_open)

    assert is_open(days.post_by)
    assert working_days_after(days.post_by, WORKING.post_days, is_open) <= days.serve_by
    assert working_days_after(days.post_by + DAY, WORKING.post_days, is_open) > days.serve_by


@pytest.mark.parametrize(
    "respond_by", [date(2024, 3, 15), date(2024, 4, 5), date(2024, 4, 11), date(2024, 4, 22)]
)
def test_the_days_stand_in_order_over_weekends_and_holidays(respond_by):
    days = days_of(respond_by, TERMS, WORKING, is_open)

    assert days.print_by < days.post_by < days.serve_by < days.respond_by
    assert is_open(days.print_by)


@pytest.mark.parametrize("closed", [date(2024, 3, 1), date(2024, 3, 2), date(2024, 3, 3)])
def test_nobody_answers_by_a_day_on_which_offices_are_closed(closed):
    with pytest.raises(Refused, match="closed"):
        days_of(closed, TERMS, WORKING, is_open)


def test_it_may_go_out_until_the_printer_s_day_and_not_after_it():
    days = days_of(date(2024, 4, 5), TERMS, WORKING, is_open)

    require_in_time(days, days.print_by)
    with pytest.raises(Refused):
        require_in_time(days, days.print_by + DAY)


def test_unread_ones_turn_to_paper_after_their_days_or_when_the_printer_needs_them():
    days = days_of(date(2024, 4, 5), TERMS, WORKING, is_open)

    assert days.cutoff(date(2024, 3, 4), WORKING) == date(2024, 3, 8)
    assert days.cutoff(days.print_by, WORKING) == days.print_by


def test_the_earliest_last_day_leaves_the_phone_its_days_and_the_day_before_does_not():
    today = date(2024, 3, 4)
    earliest = earliest_respond_by(today, TERMS, WORKING, is_open)
    before = earliest - DAY
    while not is_open(before):
        before -= DAY

    assert days_of(earliest, TERMS, WORKING, is_open).cutoff(today, WORKING) == today + 4 * DAY
    assert days_of(before, TERMS, WORKING, is_open).cutoff(today, WORKING) < today + 4 * DAY


def test_by_paper_alone_the_printer_begins_today():
    today = date(2024, 3, 4)

    assert (
        days_of(earliest_by_paper(today, TERMS, WORKING, is_open), TERMS, WORKING, is_open).print_by >= today
    )


def test_a_public_notice_serves_when_its_days_have_passed():
    assert publicly_served_on(date(2024, 3, 4), WORKING) == date(2024, 3, 19)


def test_whoever_is_served_late_gets_their_days_moved_off_a_holiday():
    assert respond_by_of(date(2024, 3, 31), date(2024, 4, 5), TERMS, is_open) == date(2024, 4, 11)
