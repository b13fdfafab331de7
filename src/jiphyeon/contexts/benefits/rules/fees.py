"""A facility's fee for one person: the best single reduction, said with its reason; never two at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiphyeon.contexts.benefits.rules.policy import Facility, Reduction
from jiphyeon.kernel import Rounding, Won, rounded


@dataclass(frozen=True, slots=True)
class Fee:
    """What is to be paid. `unknown` names the qualifications nobody could answer that might have given more."""

    full: Won
    off: Won
    applied: Reduction | None
    also_held: tuple[Reduction, ...]
    unknown: tuple[Reduction, ...]

    @property
    def to_pay(self) -> Won:
        """Return the fee after the reduction."""
        return self.full - self.off


def taken_off(facility: Facility, reduction: Reduction) -> Won:
    """Return what a reduction takes off, down to 10 won in the citizen's favour, within its cap."""
    off = rounded(Fraction(facility.fee * reduction.percent, 100), Rounding.CEILING, 10)
    return Won(min(off, facility.fee, reduction.cap or off))


def fee_for(facility: Facility, held: Mapping[str, bool | None]) -> Fee:
    """Return the fee: of the reductions held the largest, the first listed among equals."""
    yes = [r for r in facility.reductions if held.get(r.fact) is True]
    best = max(yes, key=lambda r: taken_off(facility, r), default=None)
    off = taken_off(facility, best) if best else Won(0)
    unknown = [r for r in facility.reductions if held.get(r.fact) is None and taken_off(facility, r) > off]
    return Fee(
        full=Won(facility.fee),
        off=off,
        applied=best,
        also_held=tuple(r for r in yes if r is not best),
        unknown=tuple(unknown),
    )
