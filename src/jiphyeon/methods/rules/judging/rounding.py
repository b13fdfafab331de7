"""Rounding what may still be a range, and rounding a share without making the fraction in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiphyeon.kernel import Rounding, rounded
from jiphyeon.methods.rules.judging.ranges import Range, settled

# Whether to go up, from the whole part, twice the rest less one unit, and the rest.
UP: dict[Rounding, Callable[[int, int, int], bool]] = {
    Rounding.FLOOR: lambda _whole, _past_half, _rest: False,
    Rounding.CEILING: lambda _whole, _past_half, rest: rest > 0,
    Rounding.HALF_UP: lambda _whole, past_half, _rest: past_half >= 0,
    Rounding.HALF_EVEN: lambda whole, past_half, _rest: past_half > 0 or (past_half == 0 and whole % 2 == 1),
}


def to_unit_of(value: Any, how: Rounding, unit: int) -> Any:
    """Return the value rounded; of a range both ends, because every rounding keeps order."""
    if value.__class__ is Range:
        return settled(
            None if value.low is None else rounded(value.low, how, unit),
            None if value.high is None else rounded(value.high, how, unit),
        )
    return rounded(value, how, unit)
