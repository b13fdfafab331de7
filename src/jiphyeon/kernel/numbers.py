"""Exact numbers as people write them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

MOST_PLACES = 12


def number_words(exact: Fraction) -> str:
    """Return a number exactly: 1,234.5, or 1/3 where no decimal says it.

    >>> number_words(Fraction("0.125")), number_words(Fraction(1, 3))
    ('0.125', '1/3')
    """
    places = next((n for n in range(MOST_PLACES) if (exact * 10**n).denominator == 1), None)
    if places is None:
        return str(exact)
    return f"{Decimal(exact.numerator) / exact.denominator:,.{places}f}"
