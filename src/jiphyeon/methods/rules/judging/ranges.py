"""What an unknown number can still be: closed intervals, exact, open ends where nothing bounds them.

Every operation encloses each result that its operands' members can give; that is what makes "a partial sum already
over the limit is a definite no" sound.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Range:
    """Between `low` and `high`, both possible; None: no bound. Also stands for an unknown day or word."""

    low: Any = None
    high: Any = None


ANYTHING = Range()


def ends(value: Any) -> tuple[Any, Any]:
    """Return the bounds of a range, or a known value twice."""
    return (value.low, value.high) if value.__class__ is Range else (value, value)


def settled(low: Any, high: Any) -> Any:
    """Return the one value left where the bounds meet, else the range."""
    return low if low is not None and low == high else Range(low, high)


def hull(values: Iterable[Any]) -> Any:
    """Return the smallest range around all values; of words the one word, if they agree."""
    parts = list(values)
    first = parts[0]
    if first.__class__ is not Range and all(one == first and one.__class__ is not Range for one in parts):
        return first
    if any(isinstance(one, str) for one in parts):
        return ANYTHING
    lows, highs = zip(*(ends(one) for one in parts), strict=True)
    return settled(None if None in lows else min(lows), None if None in highs else max(highs))


def either(a: Any, b: Any) -> Any:
    """Return the hull of two values: what an `if` can give while nobody knows which way it goes."""
    if a is b:
        return a
    if a.__class__ is Range or b.__class__ is Range or a.__class__ is str:
        return hull((a, b))
    if a < b:
        return Range(a, b)
    return Range(b, a) if b < a else a


def added(left: Any, right: Any) -> Any:
    (a, b), (c, d) = ends(left), ends(right)
    return settled(None if a is None or c is None else a + c, None if b is None or d is None else b + d)


def negated(value: Any) -> Any:
    low, high = ends(value)
    return settled(None if high is None else -high, None if low is None else -low)


def multiplied(left: Any, right: Any) -> Any:
    """Return the hull of the four corner products; zero times anything is zero."""
    if left.__class__ is not Range and left == 0:
        return left
    if right.__class__ is not Range and right == 0:
        return right
    (a, b), (c, d) = ends(left), ends(right)
    if a is not None and c is not None and a >= 0 and c >= 0:
        # Money and shares are hardly ever below zero; then the ends meet their like.
        open_end = b is None or d is None
        return settled(a * c, (0 if 0 in (b, d) else None) if open_end else b * d)
    corners = [_corner(a, b) for a in _signed(left) for b in _signed(right)]
    low, high = min(corners), max(corners)
    return settled(None if isinstance(low, float) else low, None if isinstance(high, float) else high)


def divided(left: Any, right: Any) -> Any:
    """Return the hull of exact quotients; anything where the divisor can be zero."""
    low, high = ends(right)
    if low is not None and low > 0:
        inverse = settled(Fraction(0) if high is None else Fraction(1) / high, Fraction(1) / low)
    elif high is not None and high < 0:
        inverse = settled(Fraction(1) / high, Fraction(0) if low is None else Fraction(1) / low)
    else:
        return ANYTHING
    return multiplied(left, inverse)


# Infinities exist only as marks of an open end while corners are compared; no amount is ever a float.
_INFINITE = float("inf")


def _signed(value: Any) -> tuple[Any, Any]:
    low, high = ends(value)
    return (-_INFINITE if low is None else low, _INFINITE if high is None else high)


def _corner(a: Any, b: Any) -> Any:
    if a == 0 or b == 0:
        return 0
    if isinstance(a, float) or isinstance(b, float):
        return _INFINITE if (a > 0) == (b > 0) else -_INFINITE
    return a * b


def possible(value: Any, low: Any, high: Any) -> bool:
    """Return whether the range and [low, high] share a value."""
    a, b = ends(value)
    return (high is None or a is None or a <= high) and (low is None or b is None or b >= low)
