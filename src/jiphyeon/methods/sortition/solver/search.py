"""Exact search for panels by branch and bound, with a proof that sums and comparisons can check."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from jiphyeon.kernel import Refused
from jiphyeon.methods.sortition.solver.linear import Program, Unsolved
from jiphyeon.methods.sortition.solver.polytope import Counts, Polytope, Vector
from jiphyeon.methods.sortition.solver.proof import Cut, Leaf

WHOLE = 1e-7
BRANCHES = 400
"""Boxes that are split by hand before the integer solver, with its own cuts, is asked instead."""
PROOF_BRANCHES = 4000
"""The same where the boxes are the proof: what the integer solver says instead, nobody can check."""


class Search:
    """All lawful panels of a polytope, searched exactly."""

    def __init__(self, polytope: Polytope) -> None:
        self.polytope = polytope
        self._program = Program(
            polytope.matrix,
            polytope.lower,
            polytope.upper,
            floor=np.zeros(len(polytope.capacity)),
            ceiling=polytope.capacity,
            cost=np.zeros(len(polytope.capacity)),
        )

    def better(self, direction: Vector, threshold: float) -> Counts | None:
        """Return a panel with `direction` · panel > `threshold`; None proves that there is none."""
        outcome = self._branch(direction, threshold)
        if outcome is None:
            return _integer_optimum(self.polytope, direction, threshold)
        return outcome.panel

    def cut(self, direction: Vector, panels: Counts, beyond: Vector) -> Cut:
        """Return a proved cut near `direction` that the point `beyond` breaks.

        `panels` are known panels that lie furthest in that direction. Refuses where rounding the direction to
        whole numbers would lose the point.
        """
        for coefficients in _whole(direction):
            bound = int((panels @ coefficients).max())
            if float(coefficients @ beyond) <= bound + 1e-9 * float(np.abs(coefficients).max()):
                continue
            proved = self.prove(coefficients, bound)
            if float(coefficients @ beyond) > proved.bound + 1e-9 * float(np.abs(coefficients).max()):
                return proved
        raise Refused(
            "not_certified",
            ko="이 할당으로는 최적임을 증명할 수 없었습니다(정수해와 완화해의 차이가 계산 한계 안에 있음).",
            en="Optimality could not be proved for these quotas: the gap lies within the arithmetic's reach.",
        )

    def prove(self, coefficients: Counts, bound: int) -> Cut:
        """Raise `bound` until no panel exceeds it; keep the leaves that show it."""
        cost = coefficients.astype(float)
        while True:
            outcome = self._branch(cost, bound + 0.5, keep_leaves=True)
            if outcome is None:
                found = _integer_optimum(self.polytope, cost, bound + 0.5)
                if found is None:
                    return Cut(coefficients, bound)
                bound = int(coefficients @ found)
            elif outcome.panel is None:
                return Cut(coefficients, bound, tuple(outcome.leaves))
            else:
                bound = int(coefficients @ outcome.panel)

    def _branch(self, cost: Vector, threshold: float, *, keep_leaves: bool = False) -> _Outcome | None:
        """Search depth first for a panel beyond `threshold`; None where the boxes ran out."""
        self._program.price(cost)
        capacity = self.polytope.capacity
        boxes = [(np.zeros(len(capacity)), capacity.copy())]
        leaves: list[Leaf] = []
        for _ in range(PROOF_BRANCHES if keep_leaves else BRANCHES):
            if not boxes:
                return _Outcome(None, leaves)
            floor, ceiling = boxes.pop()
            self._program.bound(floor, ceiling)
            try:
                answer = self._program.solve()
            except Unsolved:
                if keep_leaves:
                    leaves.append(self._leaf(floor, ceiling, cost, threshold, None))
                continue
            if answer.value <= threshold + 1e-9 * max(1.0, abs(threshold)):
                if keep_leaves:
                    leaves.append(self._leaf(floor, ceiling, cost, threshold, answer.prices))
                continue
            nearest = np.round(answer.point)
            distance = np.abs(answer.point - nearest)
            if distance.max() < WHOLE and self.polytope.holds(nearest.astype(np.int64)):
                return _Outcome(nearest.astype(np.int64), leaves)
            boxes.extend(_halves(floor, ceiling, answer.point, distance))
        return None

    def _leaf(
        self, floor: Vector, ceiling: Vector, cost: Vector, threshold: float, prices: Vector | None
    ) -> Leaf:
        """Return the box with prices that bound it; for an empty box, its breach priced high enough."""
        if prices is None:
            ray, breach = _breach(self.polytope, floor, ceiling)
            reach = float(np.maximum(cost * floor, cost * ceiling).sum()) - threshold
            slack = float((np.abs(self.polytope.matrix.T @ ray) * ceiling).sum()) * 1e-9
            prices = ray * (max(reach, 0.0) + 1.0) / max(breach - slack, 1e-6)
        return Leaf(floor.astype(np.int64), ceiling.astype(np.int64), prices)


@dataclass(frozen=True, slots=True, eq=False)
class _Outcome:
    """A panel beyond the threshold, or none and the leaves that show it."""

    panel: Counts | None
    leaves: list[Leaf]


def _halves(floor: Vector, ceiling: Vector, point: Vector, distance: Vector) -> list[tuple[Vector, Vector]]:
    """Split a box at its most fractional count; the likelier half comes last, so that it is searched first."""
    split = int(distance.argmax())
    below, above = ceiling.copy(), floor.copy()
    below[split] = np.floor(point[split])
    above[split] = below[split] + 1.0
    halves = [(floor, below), (above, ceiling)]
    return halves if point[split] - below[split] >= 0.5 else halves[::-1]


def _breach(polytope: Polytope, floor: Vector, ceiling: Vector) -> tuple[Vector, float]:
    """Return prices of the rows under which the box cannot meet them, and by how much it cannot."""
    rows, columns = polytope.matrix.shape
    matrix = np.hstack([polytope.matrix, np.eye(rows), -np.eye(rows)])
    answer = Program(
        matrix,
        polytope.lower,
        polytope.upper,
        floor=np.concatenate([floor, np.zeros(2 * rows)]),
        ceiling=np.concatenate([ceiling, np.full(2 * rows, np.inf)]),
        cost=np.concatenate([np.zeros(columns), -np.ones(2 * rows)]),
    ).solve()
    return answer.prices, -answer.value


def _whole(direction: Vector) -> list[Counts]:
    """Return the direction in whole numbers: exactly where simple fractions fit it, then ever more finely."""
    scaled = direction / float(np.abs(direction).max())
    tried = []
    fractions = [Fraction(float(value)).limit_denominator(60) for value in scaled]
    if max(abs(float(fraction) - value) for fraction, value in zip(fractions, scaled, strict=True)) < 1e-7:
        common = lcm(*(fraction.denominator for fraction in fractions))
        if common < 10**6:
            tried.append(np.array([int(fraction * common) for fraction in fractions], dtype=np.int64))
    tried.extend(np.round(scaled * 10.0**digits).astype(np.int64) for digits in (2, 4, 6, 8))
    return tried


def _integer_optimum(polytope: Polytope, cost: Vector, threshold: float) -> Counts | None:
    """Ask the integer solver for the furthest panel; None where even that is not beyond `threshold`."""
    program = Program(
        polytope.matrix,
        polytope.lower,
        polytope.upper,
        floor=np.zeros(len(cost)),
        ceiling=polytope.capacity,
        cost=cost,
        whole=np.ones(len(cost), dtype=bool),
    )
    try:
        found = np.round(program.vertex()).astype(np.int64)
    except Unsolved:
        return None
    return found if float(cost @ found) > threshold else None
