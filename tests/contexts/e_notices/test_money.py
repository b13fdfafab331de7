"""What is owed on which day, and what a notice on the phone saves."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contexts.e_notices.test_clock import TERMS

from jiphyeon.contexts.e_notices.rules.money import (
    amount_on,
    break_even,
    early_amount,
    late_amount,
    saving,
    unread_for,
)
from jiphyeon.kernel import Won

DUE = date(2024, 3, 15)
DAY = timedelta(days=1)


def test_less_is_owed_until_the_last_day_to_answer_and_all_of_it_the_day_after():
    assert amount_on(Won(40_000), TERMS, respond_by=DUE, on=DUE) == 32_000
    assert amount_on(Won(40_000), TERMS, respond_by=DUE, on=DUE + DAY) == 40_000


def test_never_more_than_a_fifth_is_taken_off():
    assert all(early_amount(Won(fine), TERMS) * 5 >= fine * 4 for fine in range(1, 2_000))


@pytest.mark.parametrize(
    ("on", "owed"),
    [
        (DUE, 100_000),
        (DUE + DAY, 103_000),
        (date(2024, 4, 15), 103_000),
        (date(2024, 4, 16), 104_200),
        (date(2024, 5, 16), 105_400),
        (date(2029, 3, 16), 175_000),
        (date(2034, 3, 16), 175_000),
    ],
)
def test_a_late_fine_grows_at_once_and_then_by_whole_months_up_to_sixty(on, owed):
    assert late_amount(Won(100_000), TERMS, due=DUE, on=on) == owed


PRICES = st.integers(1, 5_000).map(Fraction)
SHARES = st.fractions(0, 1)


@given(PRICES, PRICES, SHARES)
def test_the_saving_is_what_the_costs_say(phone, paper, unread):
    assert saving(phone, paper, unread) == (paper - (phone + unread * paper)) / paper


@given(PRICES, PRICES)
def test_nothing_is_saved_at_the_break_even(phone, paper):
    assert saving(phone, paper, break_even(phone, paper)) == 0


def test_the_share_the_plan_expects_needs_this_many_to_open():
    phone, paper = Fraction("5.5"), Fraction(2530)
    unread = unread_for(Fraction(57, 100), phone, paper)

    assert saving(phone, paper, unread) == Fraction(57, 100)
    assert float(unread) == pytest.approx(0.4278, abs=0.0001)
