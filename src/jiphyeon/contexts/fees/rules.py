"""A facility's fee for one person: the best single reduction, said with its reason; never two at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiphyeon.kernel import Rounding, Won, rounded


@dataclass(frozen=True, slots=True)
class Fee:
    """What is to be paid. `unknown` names the qualifications nobody could answer that might have given more."""

    full: Won
    off: Won
    applied: str
    rate: Fraction
    also_held: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def to_pay(self) -> Won:
        """Return the fee after the reduction."""
        return self.full - self.off


def fee_for(
    full: int,
    held: Mapping[str, bool | None],
    rates: Mapping[str, Fraction],
    rounding: tuple[Rounding, int],
) -> Fee:
    """Return the fee: of the qualifications held the one with the highest rate, the first listed among equals.

    What is taken off is rounded as the rules say, which way and to a multiple of what, and is never more than the fee.
    A qualification nobody could answer takes nothing off and is named.

    >>> fee_for(3_050, {"veteran": True}, {"veteran": Fraction(1, 2)}, (Rounding.FLOOR, 10)).to_pay
    1530
    """
    yes = [kind for kind in rates if held.get(kind) is True]
    best = max(yes, key=lambda kind: rates[kind], default="")
    rate = rates[best] if best else Fraction(0)
    return Fee(
        full=Won(full),
        off=Won(min(full, rounded(full * rate, *rounding))),
        applied=best,
        rate=rate,
        also_held=tuple(kind for kind in yes if kind != best),
        unknown=tuple(kind for kind in rates if held.get(kind) is None and rates[kind] > rate),
    )
