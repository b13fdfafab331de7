"""A day somebody asks for: one that exists, written one way, in years that can be counted from."""

from datetime import date

import pytest
from django import forms

from jiphyeon.foundation.clock.asked import AskedDayField, asked_day
from jiphyeon.foundation.clock.deadlines import Unit, petition_deadline
from jiphyeon.kernel import Refused
from jiphyeon.kernel.days import written_day


@pytest.mark.parametrize("text", ["1900-01-01", "2024-02-29", "2199-12-31"])
def test_days_that_can_be_counted_from(text):
    day = asked_day(text)

    assert day.isoformat() == text
    assert petition_deadline(day, count=365, unit=Unit.WORKING_DAYS).due > day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9999-12-31", "day_out_of_range"),
        ("2200-01-01", "day_out_of_range"),
        ("1899-12-31", "day_out_of_range"),
        ("0001-01-01", "day_out_of_range"),
        ("2023-02-29", "no_such_day"),
        ("20240304", "no_such_day"),
        ("2024-W10-1", "no_such_day"),
        ("99999-12-31", "no_such_day"),
        ("", "no_such_day"),
    ],
)
def test_other_days_are_refused(text, code):
    with pytest.raises(Refused) as no:
        asked_day(text)

    assert no.value.code == code


def test_a_form_says_which_years():
    class Form(forms.Form):
        on = AskedDayField()

    assert Form({"on": "2024-03-04"}).is_valid()
    assert Form({"on": "9999-12-31"}).errors["on"] == ["1900년부터 2199년 사이의 날짜를 적어 주세요."]
    assert date(2024, 3, 4) == asked_day("2024-03-04")


@pytest.mark.parametrize(
    "text",
    [
        "1998년 5월 5일", "1998년5월5일", "98년 5월 5일", "98.5.5", "98. 5. 5.", "1998. 5. 5.(화)", "19980505", "980505",
        "1998-05-05", "1998/5/5", "1998 5 5", "1998년 5월 5일 화요일", "１９９８년 ５월 ５일", "5 May 1998", "May 5, 1998", "Tue 5 May 1998",
    ],
)  # fmt: skip
def test_a_day_is_read_in_any_way_that_people_write_one(text):
    assert written_day(text, lambda: date(2024, 3, 4)) == date(1998, 5, 5)


@pytest.mark.parametrize(
    "text",
    ["", "어제", "1998", "1998.13.5", "1998. 2. 30.", "5 Foo 1998", "05/05/1998", "9855", "19,980,505"],
)
def test_what_is_no_day_or_could_be_two_is_not_guessed(text):
    with pytest.raises(ValueError):
        written_day(text, lambda: date(2024, 3, 4))


@pytest.mark.parametrize(
    "address",
    [
        "/programmes/youth-rent/?on={}",
        "/?on={}",
        "/plans/overdue/?on={}",
    ],
)
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_anybody_may_ask_for_a_day_beyond_counting_and_is_answered(client, db, settings, address, day):
    from jiphyeon.contexts.plans import api as plans
    from jiphyeon.foundation.organisation import pack as organisation

    organisation.load_city(settings.CITY_PACK)
    plans.load_city(settings.CITY_PACK)

    assert client.get(address.format(day)).status_code == 200
