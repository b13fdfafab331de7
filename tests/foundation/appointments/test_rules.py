"""Who must remain: a day without an administrator is found wherever it lies."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.contexts.plans.roles import PLAN_OWNER
from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.roles import AUDITOR
from jiphyeon.foundation.appointments.rules import check_roles, first_day_without, last_day_allowed
from jiphyeon.kernel import Period, Refused

START = date(2024, 3, 4)
FAR = 60


def day(number):
    return START + timedelta(days=number)


@st.composite
def periods(draw):
    first = draw(st.integers(0, FAR))
    last = draw(st.none() | st.integers(first, FAR))
    return Period(day(first), None if last is None else day(last))


@given(others=st.lists(periods(), max_size=6), taken=periods())
def test_the_first_uncovered_day_is_the_one_that_counting_day_by_day_finds(others, taken):
    days = [day(n) for n in range(FAR + 2)]  # beyond the last end nothing changes any more

    counted = next((d for d in days if d in taken and not any(d in other for other in others)), None)

    assert first_day_without(others, taken) == counted


def test_a_gap_of_one_day_between_two_administrators_is_found():
    others = [Period(day(0), day(9)), Period(day(11))]

    assert first_day_without(others, Period(day(5))) == day(10)


def test_an_auditor_holds_nothing_else():
    check_roles([AUDITOR])
    check_roles([CASE_OFFICER, CASE_SIGNER])

    with pytest.raises(Refused) as no:
        check_roles([AUDITOR, PLAN_OWNER])
    assert no.value.code == "auditor_does_nothing_else"


def test_no_role_is_no_appointment():
    with pytest.raises(Refused) as no:
        check_roles([])
    assert no.value.code == "no_role"


@pytest.mark.parametrize(
    ("last", "code"),
    [
        (-2, "end_backdated"),
        (-1, None),
        (0, None),
        (9, None),
        (10, "end_not_earlier"),
        (11, "end_not_earlier"),
    ],
)
def test_an_end_lies_between_yesterday_and_the_day_already_set(last, code):
    refused_code = None
    try:
        last_day_allowed(Period(day(-30), day(10)), day(last), today=START)
    except Refused as no:
        refused_code = no.code

    assert refused_code == code
