"""Intervals enclose what their members can give, and are no wider than they must be."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.methods.rules.judging.ranges import (
    ANYTHING,
    Range,
    added,
    divided,
    either,
    ends,
    hull,
    multiplied,
    negated,
)

whole = st.integers(-4, 4)
spans = st.builds(lambda a, b: Range(min(a, b), max(a, b)) if a != b else a, whole, whole)


def members(span):
    low, high = ends(span)
    return range(low, high + 1)


@given(spans, spans)
def test_sums_and_products_are_exactly_as_wide_as_they_must_be(left, right):
    sums = [a + b for a in members(left) for b in members(right)]
    products = [a * b for a in members(left) for b in members(right)]

    assert ends(added(left, right)) == (min(sums), max(sums))
    assert ends(multiplied(left, right)) == (min(products), max(products))
    assert ends(negated(left)) == (-max(members(left)), -min(members(left)))


@given(spans, spans)
def test_a_quotient_is_exact_and_nothing_is_said_of_dividing_by_zero(left, right):
    answer = divided(left, right)

    if 0 in members(right):
        assert answer == ANYTHING
    else:
        quotients = [Fraction(a, b) for a in members(left) for b in members(right)]
        assert ends(answer) == (min(quotients), max(quotients))


@pytest.mark.parametrize(
    ("left", "right", "product"),
    [
        (Range(0, None), Range(2, 3), Range(0, None)),
        (Range(0, None), 0, 0),
        (Range(0, 0), Range(1, None), 0),
        (Range(None, -1), Range(2, None), Range(None, -2)),
        (Range(None, None), Range(1, 2), ANYTHING),
        (Range(-1, None), Range(1, 2), Range(-2, None)),
    ],
)
def test_an_open_end_stays_open_only_where_it_matters(left, right, product):
    assert multiplied(left, right) == product
    assert multiplied(right, left) == product


def test_words_that_differ_can_be_anything():
    assert hull(["a", "a"]) == "a"
    assert hull(["a", "b"]) == ANYTHING
    assert either("a", "b") == ANYTHING
    assert either(3, 1) == Range(1, 3)
