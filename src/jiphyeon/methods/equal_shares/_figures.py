"""Amounts as they stand in a file: digits and a decimal place, never a float."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

AMOUNT = re.compile(r"([+-]?)(\d+)(?:([.,])(\d+))?")


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

    def same(self, other: Figure) -> bool:
        """Return whether both are the same amount."""
        return self.digits * _power(other.places) == other.digits * _power(self.places)

    def above(self, other: Figure) -> bool:
        """Return whether this amount is the larger."""
        return self.digits * _power(other.places) > other.digits * _power(self.places)


def figure(text: str) -> Figure | None:
    """Read digits with at most one decimal mark; None for anything whose amount would be a guess.

    >>> figure("1234.50")
    Figure(digits=12345, places=1, comma=False)
    >>> figure("1,000") is None  # a thousand, or one?
    True
    """
    found = AMOUNT.fullmatch(text)
    if found is None:
        return None
    sign, whole, mark, decimals = found.groups()
    if mark == "," and len(decimals) > 2:
        return None
    kept = (decimals or "").rstrip("0")
    digits = int(whole + kept)
    return Figure(-digits if sign == "-" else digits, len(kept), mark == "," and bool(kept))


def common_minor(figures: Iterable[Figure]) -> int:
    """Return the power of ten that makes every figure whole."""
    return _power(max((one.places for one in figures), default=0))
