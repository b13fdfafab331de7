"""Find good panels fast: a linear optimum on the face of the wanted point, rounded, then mended by swaps.

Panels whose mixture is the point x must themselves meet every quota with equality that x meets with equality, so
they are looked for only there; and first only among roundings of x, which is nearly always enough.
"""

from __future__ import annotations

from random import Random

import numpy as np

from jiphyeon.methods.sortition.solver.linear import Program, Unsolved
from jiphyeon.methods.sortition.solver.polytope import Counts, Flags, Matrix, Polytope, Vector

TIGHT = 1e-7
TRIES = 12
SWAPS = 80


class Face:
    """An oracle for panels on the smallest face around `point` whose counts are `point` rounded up or down."""

    def __init__(self, polytope: Polytope, point: Vector, dice: Random) -> None:
        self._dice = dice
        self._floor = np.floor(point + TIGHT)
        self._free = np.nonzero(np.ceil(point - TIGHT) > self._floor)[0]
        sums = polytope.matrix @ point
        taken = polytope.matrix @ self._floor
        lower = np.where(sums > polytope.upper - TIGHT, polytope.upper, polytope.lower) - taken
        upper = np.where(sums < polytope.lower + TIGHT, polytope.lower, polytope.upper) - taken
        matrix = polytope.matrix[:, self._free]
        binding = (upper < np.maximum(matrix, 0).sum(axis=1)) | (lower > np.minimum(matrix, 0).sum(axis=1))
        size = len(self._free)
        self._program = Program(
            matrix[binding],
            lower[binding],
            upper[binding],
            floor=np.zeros(size),
            ceiling=np.ones(size),
            cost=np.zeros(size),
        )
        # Swaps keep the number of seats, and only rows of zeros and ones can be mended by them.
        unit = np.ones(len(lower), dtype=bool)
        unit[len(lower) - polytope.cuts :] = False
        unit[polytope.seats_row] = False
        chosen = binding & unit
        self._swaps = _Swaps(matrix[chosen], lower[chosen], upper[chosen])

    def better(self, direction: Vector, threshold: float) -> Counts | None:
        """Return a panel with `direction` · panel > `threshold`, or None after some honest tries."""
        cost = direction[self._free]
        wanted = threshold - float(direction @ self._floor)
        if not len(self._free):
            return self._floor.astype(np.int64) if wanted < 0 else None
        try:
            self._program.price(cost)
            vertex = self._program.vertex()
        except Unsolved:
            return None
        if float(cost @ vertex) <= wanted:
            return None
        best: Flags | None = None
        for _ in range(TRIES):
            found = self._swaps.mend(self._rounded(vertex), cost)
            if found is None:
                continue
            if best is None or cost @ found > cost @ best:
                best = found
            if cost @ best > wanted:
                panel = self._floor.astype(np.int64)
                panel[self._free[best]] += 1
                return panel
        return None

    def _rounded(self, vertex: Vector) -> Flags:
        """Round at random, each entry up with its own probability, keeping the sum (systematic sampling)."""
        order = np.frombuffer(self._dice.randbytes(8 * len(vertex)), dtype=np.uint64).argsort()
        steps = np.floor(np.cumsum(vertex[order]) + self._dice.random() + 1e-9)
        chosen = np.zeros(len(vertex), dtype=bool)
        chosen[order] = np.diff(steps, prepend=0.0) > 0
        return chosen


class _Swaps:
    """Steepest descent over swaps of one chosen profile for another: first the quotas, then the direction."""

    def __init__(self, matrix: Matrix, lower: Vector, upper: Vector) -> None:
        self.matrix, self.lower, self.upper = matrix, lower, upper

    def _breach(self, sums: Vector) -> Vector:
        over: Vector = np.maximum(0.0, np.maximum(self.lower - sums, sums - self.upper)) ** 2
        return over

    def mend(self, chosen: Flags, cost: Vector) -> Flags | None:
        """Return a lawful choice at which no single swap helps, or None where the swaps ran out."""
        heavy = 2.0 * float(np.abs(cost).max()) + 1e-300
        sums = self.matrix @ chosen
        for _ in range(SWAPS):
            now = self._breach(sums)
            more = (self._breach(sums + 1.0) - now) * heavy
            less = (self._breach(sums - 1.0) - now) * heavy
            inside, outside = np.nonzero(chosen)[0], np.nonzero(~chosen)[0]
            if not len(inside) or not len(outside):
                return chosen if not now.any() else None
            leaving, coming = self.matrix[:, inside], self.matrix[:, outside]
            change = (less @ leaving + cost[inside])[:, None] + (more @ coming - cost[outside])[None, :]
            change -= (leaving * (more + less)[:, None]).T @ coming
            out, into = divmod(int(change.argmin()), len(outside))
            if change[out, into] >= -1e-12 * heavy:
                return chosen if not now.any() else None
            chosen[inside[out]], chosen[outside[into]] = False, True
            sums += coming[:, into] - leaving[:, out]
        return None
