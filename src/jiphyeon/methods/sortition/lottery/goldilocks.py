"""Goldilocks over the polytope: nobody's chance too small and nobody's too large.

Baharav and Flanigan, "Fair, Manipulation-Robust, and Transparent Sortition" (2024), with both ends weighing the
same: least of largest ÷ fair + fair ÷ smallest, where fair is seats ÷ people. The smallest possible largest chance
is a convex function of the smallest chance, made of straight lines; each linear program gives one of the lines with
its prices. The best point under the two lines around it is found in closed form, until no new line appears.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from jiphyeon.methods.sortition.lottery.leximin import REACHABLE, capped_leximin, leximin, unreachable
from jiphyeon.methods.sortition.solver.linear import Program
from jiphyeon.methods.sortition.solver.polytope import Flags, Polytope, Vector
from jiphyeon.methods.sortition.solver.proof import Bound, Proof

LINES = 100
SAME = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """largest ≥ `height` + `slope` · (smallest − `at`), by the prices and the weights below and above."""

    at: float
    height: float
    slope: float
    below: Vector
    above: Vector
    prices: Vector

    def over(self, smallest: float) -> float:
        return self.height + self.slope * (smallest - self.at)

    def against(self, wall: Bound, slope: float) -> _Line:
        """Return a line at least `slope` steep: beyond the largest possible smallest chance nothing is feasible.

        `wall` proves that Σ weights · chance, hence the smallest chance, is at most its value.
        """
        lift = max(0.0, slope - self.slope)
        return _Line(
            at=wall.value,
            height=self.over(wall.value),
            slope=self.slope + lift,
            below=self.below + lift * wall.weights,
            above=self.above,
            prices=self.prices + lift * wall.prices,
        )

    def mixed(self, other: _Line, part: float) -> _Line:
        """Return `part` of the other line and the rest of this one: again a line below the function."""
        return _Line(
            at=0.0,
            height=(1 - part) * self.over(0.0) + part * other.over(0.0),
            slope=(1 - part) * self.slope + part * other.slope,
            below=(1 - part) * self.below + part * other.below,
            above=(1 - part) * self.above + part * other.above,
            prices=(1 - part) * self.prices + part * other.prices,
        )


def goldilocks(polytope: Polytope) -> tuple[Vector, Proof]:
    """Return each profile's chance per person and the proof.

    Profiles that no lottery can reach have chance nothing and do not count as the smallest. For weights y (below)
    and z (above) and any lottery q, largest ÷ fair ≥ Σ z·q as Σ z = 1 ÷ fair, and fair ÷ smallest ≥
    2 √(fair · Σ y) − Σ y·q; the row prices bound Σ (y − z)·q from above. Raises Unsolved where the polytope is empty.
    """
    fairest, stages = leximin(polytope)
    reachable = fairest > REACHABLE
    fair = polytope.seats / polytope.people
    highest = float(fairest[reachable].min())
    left, right = _line(polytope, reachable, 0.0), _line(polytope, reachable, highest)
    wall = stages[len(unreachable(stages))]
    for _ in range(LINES):
        smallest, support = _best_under(left, right.against(wall, (fair / highest) ** 2), fair, highest)
        line = _line(polytope, reachable, smallest)
        if line.height <= support.over(smallest) + SAME:
            break
        if line.slope * smallest**2 < fair**2:
            left = line
        else:
            right = line
    proof = Proof(
        bounds=unreachable(stages),
        prices=support.prices / fair,
        below=support.below / fair,
        above=support.above / fair,
    )
    return capped_leximin(polytope, line.height), proof


def _best_under(left: _Line, right: _Line, fair: float, highest: float) -> tuple[float, _Line]:
    """Return where (the higher of two lines) ÷ fair + fair ÷ smallest is least, and the line that shows it."""
    steeper = right.slope - left.slope
    crossing = (left.over(0.0) - right.over(0.0)) / steeper if steeper > 1e-14 else highest
    crossing = min(max(crossing, left.at), highest)
    on_left = fair / sqrt(left.slope) if left.slope > 0 else np.inf
    if on_left <= crossing:
        return on_left, left
    on_right = fair / sqrt(right.slope)
    if on_right >= crossing:
        return min(on_right, highest), right
    return crossing, left.mixed(right, ((fair / crossing) ** 2 - left.slope) / steeper)


def _line(polytope: Polytope, reachable: Flags, smallest: float) -> _Line:
    """Minimise the largest chance with every reachable chance at least `smallest`."""
    rows, profiles = polytope.matrix.shape
    answer = Program(
        np.block(
            [
                [polytope.matrix * polytope.capacity, np.zeros((rows, 1))],
                [np.eye(profiles), -np.ones((profiles, 1))],
            ]
        ),
        np.append(polytope.lower, np.full(profiles, -np.inf)),
        np.append(polytope.upper, np.zeros(profiles)),
        floor=np.append(np.where(reachable, smallest * (1 - 1e-12), 0.0), 0.0),
        ceiling=np.ones(profiles + 1),
        cost=np.append(np.zeros(profiles), -1.0),
    ).solve()
    below = np.where(reachable, np.maximum(-answer.reduced[:-1], 0.0), 0.0)
    above = np.maximum(answer.prices[rows:], 0.0)
    return _Line(
        smallest, -answer.value, float(below.sum()), below, above / above.sum(), answer.prices[:rows]
    )
