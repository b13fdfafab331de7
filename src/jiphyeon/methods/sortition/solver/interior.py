"""Maximise a weighted sum of logarithms over a polytope by a primal-dual interior-point method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiphyeon.methods.sortition.solver.linear import Program
from jiphyeon.methods.sortition.solver.polytope import Flags, Matrix, Vector

STEPS = 200
GOAL = 1e-13
LAST_DIGIT = 1e-16
ROOM = 1e-3
STUCK = 1e-9


def logarithmic_optimum(
    matrix: Matrix, lower: Vector, upper: Vector, *, weights: Vector, start: Vector
) -> Vector:
    """Maximise Σ weights · log x over `lower` ≤ matrix x ≤ `upper`, x ≤ weights, from a point with x > 0.

    Bounds that every point of the polytope meets with equality are found first and taken as equalities, for an
    interior method needs an interior.
    """
    stuck_low, stuck_high, full, inside = _implied(matrix, lower, upper, weights, start)
    x = np.where(full, weights, inside)
    free = ~full
    if not free.any():
        return x
    taken = matrix[:, full] @ weights[full]
    lower = np.where(stuck_high, upper, lower) - taken
    upper = np.where(stuck_low, lower + taken, upper) - taken
    equal = upper - lower < STUCK
    keep = _independent(matrix[:, free], equal) | (~equal & matrix[:, free].any(axis=1))
    model = _Model(matrix[np.ix_(keep, free)], lower[keep], upper[keep], weights[free], equal[keep])
    x[free] = _interior(model, inside[free])
    return x


def _implied(
    matrix: Matrix, lower: Vector, upper: Vector, weights: Vector, start: Vector
) -> tuple[Flags, Flags, Flags, Vector]:
    """Return which lower, upper and capacity bounds hold with equality everywhere, and a point inside all others.

    Every bound gets a little room as far as the polytope has any; those that got none are asked once more without
    the others in their way, until no bound gains.
    """
    rows, columns = matrix.shape
    sides = np.concatenate([np.isfinite(lower), np.isfinite(upper), np.ones(columns, dtype=bool)])
    stacked = np.vstack([matrix, -matrix, -np.eye(columns)])
    limits = np.concatenate([lower, -upper, -weights])
    stuck = sides.copy()
    points = [start]
    while stuck.any():
        names = np.nonzero(stuck)[0]
        room = np.zeros((len(limits), len(names)))
        room[names, np.arange(len(names))] = -1.0
        point = (
            Program(
                np.hstack([stacked, room])[sides],
                limits[sides],
                np.full(int(sides.sum()), np.inf),
                floor=np.zeros(columns + len(names)),
                ceiling=np.append(weights, np.full(len(names), ROOM)),
                cost=np.append(np.zeros(columns), np.ones(len(names))),
            )
            .solve()
            .point
        )
        gained = point[columns:] > STUCK
        if not gained.any():
            break
        points.append(point[:columns])
        stuck[names[gained]] = False
    inside: Vector = np.mean(points, axis=0)
    return stuck[:rows], stuck[rows : 2 * rows], stuck[2 * rows :], inside


def _independent(matrix: Matrix, equal: Flags) -> Flags:
    """Return those of the `equal` rows that are not sums of the ones before (Gram–Schmidt)."""
    keep = np.zeros(len(equal), dtype=bool)
    basis: list[Vector] = []
    for row in np.nonzero(equal)[0]:
        rest = matrix[row].copy()
        for _ in range(2):
            for direction in basis:
                rest -= (direction @ rest) * direction
        length = float(np.linalg.norm(rest))
        if length > 1e-8:
            basis.append(rest / length)
            keep[row] = True
    return keep


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """The polytope with an interior: rows that are `equal` apart from rows with room."""

    matrix: Matrix
    lower: Vector
    upper: Vector
    weights: Vector
    equal: Flags

    @property
    def has_low(self) -> Flags:
        flags: Flags = np.isfinite(self.lower) & ~self.equal
        return flags

    @property
    def has_high(self) -> Flags:
        flags: Flags = np.isfinite(self.upper) & ~self.equal
        return flags


@dataclass(slots=True, eq=False)
class _State:
    """Where the iteration stands: counts x, row sums s, and the prices of rows, capacities and both bounds."""

    x: Vector
    s: Vector
    rows: Vector
    cap: Vector
    low: Vector
    high: Vector

    def moved(self, change: _State, step: float) -> _State:
        return _State(
            self.x + step * change.x,
            self.s + step * change.s,
            self.rows + step * change.rows,
            self.cap + step * change.cap,
            self.low + step * change.low,
            self.high + step * change.high,
        )


def _interior(model: _Model, start: Vector) -> Vector:
    """Follow the central path from a point inside."""
    has_low, has_high = model.has_low, model.has_high
    sums = model.matrix @ start
    now = _State(
        x=start,
        s=np.where(model.equal, model.lower, sums),
        rows=np.zeros(len(sums)),
        cap=np.ones(len(start)),
        low=has_low.astype(float),
        high=has_high.astype(float),
    )
    count = len(start) + int(has_low.sum()) + int(has_high.sum())
    for _ in range(STEPS):
        room = model.weights - now.x
        below = np.where(has_low, now.s - model.lower, np.inf)
        above = np.where(has_high, model.upper - now.s, np.inf)
        gap = float(now.cap @ room + now.low[has_low] @ below[has_low] + now.high[has_high] @ above[has_high])
        slope = np.abs(model.weights / now.x - model.matrix.T @ now.rows - now.cap) * now.x
        steady = slope.max() < 1e-9 * float(model.weights.max())
        # Past the goal only the prices still settle, and below the last digit they never do.
        if gap < GOAL * count and (steady or gap < LAST_DIGIT * count):
            break
        if min(room.min(), below.min(initial=1.0), above.min(initial=1.0)) <= 0.0:
            break  # the last digit of a bound is reached: there is no step inside any more
        change = _newton(model, now, (room, below, above), 0.1 * gap / count)
        step = _longest(
            (now.x, change.x),
            (room, -change.x),
            (below[has_low], change.s[has_low]),
            (above[has_high], -change.s[has_high]),
            (now.cap, change.cap),
            (now.low[has_low], change.low[has_low]),
            (now.high[has_high], change.high[has_high]),
        )
        now = now.moved(change, step)
    return now.x


def _newton(model: _Model, now: _State, rooms: tuple[Vector, Vector, Vector], centre: float) -> _State:
    """Return the Newton step towards the point of the central path at `centre`."""
    room, below, above = rooms
    matrix = model.matrix
    curve = model.weights / now.x**2 + now.cap / room
    give = np.where(model.equal, 0.0, 1.0 / np.where(model.equal, 1.0, now.high / above + now.low / below))
    push_x = model.weights / now.x - matrix.T @ now.rows - centre / room
    push_s = np.where(model.equal, 0.0, -now.rows + centre / above - centre / below)
    normal = (matrix / curve) @ matrix.T
    normal[np.diag_indices(len(normal))] += give + 1e-14 * np.diag(normal)
    right = matrix @ (push_x / curve) + give * push_s - (now.s - matrix @ now.x)
    rows = np.linalg.solve(normal, right)
    x = (push_x - matrix.T @ rows) / curve
    s = give * (rows - push_s)
    return _State(
        x=x,
        s=s,
        rows=rows,
        cap=centre / room - now.cap + now.cap / room * x,
        low=np.where(np.isfinite(below), centre / below - now.low - now.low / below * s, 0.0),
        high=np.where(np.isfinite(above), centre / above - now.high + now.high / above * s, 0.0),
    )


def _longest(*pairs: tuple[Vector, Vector]) -> float:
    """Return how far all pairs (value, change) may go and stay positive."""
    longest = 1.0
    for value, change in pairs:
        falling = change < 0
        if falling.any():
            longest = min(longest, 0.995 * float((value[falling] / -change[falling]).min()))
    return longest
