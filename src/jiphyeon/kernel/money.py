"""Whole won and named roundings. There is no float anywhere near money."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Self

from jiphyeon.kernel.refusal import Refused


class Won(int):
    """A whole number of Korean won. Refuses floats, booleans and text; sums and differences stay won."""

    __slots__ = ()

    def __new__(cls, amount: int = 0) -> Self:
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise Refused(
                "won_not_whole",
                ko="금액은 원 단위 정수여야 합니다: {amount!r}",
                en="An amount must be a whole number of won, not {amount!r}.",
                amount=amount,
            )
        return super().__new__(cls, amount)

    def __add__(self, other: int) -> Won:
        return Won(int(self) + int(other)) if isinstance(other, int) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other: int) -> Won:
        return Won(int(self) - int(other)) if isinstance(other, int) else NotImplemented

    def __str__(self) -> str:
        return f"{int(self):,}원"


class Rounding(StrEnum):
    """How an exact amount becomes whole units; the name is part of every rule that divides."""

    FLOOR = "floor"
    CEILING = "ceiling"
    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


def rounded(amount: int | Fraction, how: Rounding, unit: int = 1) -> int:
    """Return `amount` rounded to a multiple of `unit`, exactly, in the named way.

    >>> rounded(Fraction(12345, 2), Rounding.FLOOR, 10)
    6170
    >>> rounded(Fraction(-1, 2), Rounding.HALF_UP)
    0
    """
    units = Fraction(amount, unit)
    whole, rest = divmod(units.numerator, units.denominator)
    double = 2 * rest
    up = {
        Rounding.FLOOR: False,
        Rounding.CEILING: rest > 0,
        Rounding.HALF_UP: double >= units.denominator,
        Rounding.HALF_EVEN: double > units.denominator or (double == units.denominator and whole % 2 == 1),
    }[how]
    return (whole + up) * unit


def in_words(amount: int) -> str:
    """Say won the way people do: 1억 2,000만 원. Exact; nothing is rounded away.

    >>> in_words(120_000_000)
    '1억 2,000만 원'
    >>> in_words(-3_342_668)
    '-334만 2,668원'
    """
    sign, rest = ("-", -amount) if amount < 0 else ("", amount)
    parts = []
    for size, name in ((10**12, "조"), (10**8, "억"), (10**4, "만")):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count:,}{name}")
    if rest or not parts:
        parts.append(f"{rest:,}원")
        return sign + " ".join(parts)
    return sign + " ".join(parts) + " 원"
