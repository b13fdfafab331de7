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


def of_one(unit: str) -> str:
    """Return an English unit, which is a plural with the noun first, as it is said of one.

    >>> of_one("people"), of_one("years of service"), of_one("addresses"), of_one("㎡")
    ('person', 'year of service', 'address', '㎡')
    """
    noun, space, rest = unit.partition(" ")
    return f"{_singular(noun)}{space}{rest}"


def _singular(noun: str) -> str:
    if noun in _ODD_PLURALS:
        return _ODD_PLURALS[noun]
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


_ODD_PLURALS = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "addresses": "address",
}
