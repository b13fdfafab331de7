"""Won are whole, roundings are named, and amounts are said the way people say them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.kernel import Refused, Rounding, Won, in_words, rounded


@pytest.mark.parametrize("amount", [1.0, True, "1000", Fraction(1, 2)])
def test_won_refuse_what_is_not_a_whole_number(amount):
    with pytest.raises(Refused) as no:
        Won(amount)

    assert no.value.code == "won_not_whole"


@given(st.fractions(), st.sampled_from([1, 10, 100, 1000]))
def test_every_rounding_stays_within_one_unit_and_floor_is_lowest(amount, unit):
    floor, ceiling = rounded(amount, Rounding.FLOOR, unit), rounded(amount, Rounding.CEILING, unit)

    assert floor <= amount <= ceiling
    assert ceiling - floor in (0, unit)
    assert rounded(amount, Rounding.HALF_UP, unit) in (floor, ceiling)
    assert rounded(amount, Rounding.HALF_EVEN, unit) in (floor, ceiling)


@pytest.mark.parametrize(
    ("amount", "message"),
    [(0, "0원"), (120_000_000, "1억 2,000만 원"), (200_000, "20만 원"), (3_342_668, "334만 2,668원")],
)
def test_won_are_said_as_people_say_them(amount, message):
    assert in_words(amount) == message
