"""Amounts as they stand in a file: digits and a decimal place, never a float; and whole numbers of any length as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

LONGEST = 30
"""Digits an amount may have, before and after its point together: past any currency, and short of what a float holds."""
AMOUNT = re.compile(r"([+-]?)([0-9]+)(?:([.,])([0-9]+))?")
AT_ONCE = 4000  # digits Python turns into text, or back, at once; its own limit is 4300


def _power(places: int) -> int:
    return int(10**places)


@dataclass(frozen=True, slots=True)
class Figure:
    """`digits` ÷ 10^`places`; `comma` where a comma stood before the decimals."""

    digits: int
    places: int
    comma: bool = False

    def whole(self, minor: int) -> int:
        """Return the amount in minor units, of which `minor` (a power of ten) make one."""
        return self.digits * minor // _power(self.places)

    @property
    def amount(self) -> Fraction:
        """The amount itself."""
        return Fraction(self.digits, _power(self.places))

    def same(self, other: Figure) -> bool:
        """Return whether both are the same amount."""
        return self.digits * _power(other.places) == other.digits * _power(self.places)

    def above(self, other: Figure) -> bool:
        """Return whether this amount is the larger."""
        return self.digits * _power(other.places) > other.digits * _power(self.places)


def figure(text: str) -> Figure | None:
    """Read digits with at most one decimal mark; None for anything whose amount would be a guess, or past `LONGEST`.

    >>> figure("1234.50")
    Figure(digits=12345, places=1, comma=False)
    >>> figure("1,000") is None  # a thousand, or one?
    True
    """
    found = AMOUNT.fullmatch(text) if len(text) <= LONGEST + 2 else None
    if found is None:
        return None
    sign, whole, mark, decimals = found.groups()
    if mark == "," and len(decimals) > 2:
        return None
    kept = (decimals or "").rstrip("0")
    digits = int(whole + kept)
    return Figure(-digits if sign == "-" else digits, len(kept), mark == "," and bool(kept))


def shown(value: object) -> str:
    """Return a value from outside as a message repeats it: no more than a line's worth.

    >>> shown("9" * 5000)
    '9999999999999999999999999999999999999999…'
    """
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def common_minor(figures: Iterable[Figure]) -> int:
    """Return the power of ten that makes every figure whole."""
    return _power(max((one.places for one in figures), default=0))


def text_of_whole(number: int) -> str:
    """Write a whole number of any length in decimal; Python itself stops at 4,300 digits.

    >>> text_of_whole(-(10**5000))[:4], len(text_of_whole(10**5000))
    ('-100', 5001)
    """
    if abs(number) < _power(AT_ONCE):
        return str(number)
    high, low = divmod(abs(number), _power(AT_ONCE))
    return ("-" if number < 0 else "") + text_of_whole(high) + str(low).zfill(AT_ONCE)


def text_of_fraction(amount: Fraction | int) -> str:
    """Write a fraction as `numerator/denominator`, a whole number bare.

    >>> text_of_fraction(Fraction(7, 2)), text_of_fraction(Fraction(4))
    ('7/2', '4')
    """
    whole = text_of_whole(amount.numerator)
    return whole if amount.denominator == 1 else f"{whole}/{text_of_whole(amount.denominator)}"
