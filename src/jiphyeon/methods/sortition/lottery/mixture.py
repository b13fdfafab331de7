"""Write a point of the polytope as a mixture of lawful panels.

Wolfe's minimum-norm-point method ("Finding the nearest point in a polytope", Mathematical Programming 11, 1976):
keep a small set of panels whose mixture is as near to the wanted point as that set allows, look for a panel that
lies further in the direction still missing, take it in, let go of those whose weight falls to nothing. Inside the
hull this ends after about as many steps as there are profiles. The weighted least-squares direction is smooth where
the prices of a linear master would jump about, which is what makes few steps enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from jiphyeon.methods.sortition.solver.polytope import Counts, Flags, Matrix, Vector

CLOSE = 1e-13
"""A mixture nearer than this is taken as the point itself: the largest difference in any chance, the largest being one."""
ENOUGH, PATIENCE = 1e-10, 60
"""A mixture this near is left as it is where that many more panels bring it no nearer."""
NEAR = 1e-7
"""A mixture this near is still good where the arithmetic allows no better."""
REFRESH = 50


class Oracle(Protocol):
    """Something that finds panels far out in a direction."""

    def better(self, direction: Vector, threshold: float) -> Counts | None:
        """Return a panel with `direction` · panel > `threshold`, or None where none was found."""


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """`panels` (one row of counts each) with `weights` that sum to one; `missing` is wanted − had, per person.

    `size` is the largest difference in any person's chance, measured by the largest chance wanted.
    """

    panels: Counts
    weights: Vector
    missing: Vector
    size: float

    @property
    def residual(self) -> float:
        """The largest difference in any person's chance."""
        return float(np.abs(self.missing).max(initial=0.0))


class _Hull:
    """The panels in use, their weights, and the inverse of (Gram matrix + 1) that gives the nearest mixture."""

    def __init__(self, target: Vector, capacity: Vector) -> None:
        # Where many are alike a seat more or less moves their chances by next to nothing: such offsets are brought to
        # a length near one, or the inverse would not see them beside the ones that are added.
        self._length = min(1.0, float(np.sqrt((target / capacity**2).sum()))) or 1.0
        self.target, self.capacity = target, capacity * self._length
        self.panels: list[Counts] = []
        self.weights = np.zeros(0)
        self.offsets: Matrix = np.zeros((0, len(target)))
        self.inverse: Matrix = np.zeros((0, 0))
        self._changes = 0

    def take(self, panel: Counts) -> bool:
        """Take a panel in with weight nothing; False where it is a mixture of those already here."""
        offset = (panel - self.target) / self.capacity
        against = self.offsets @ offset + 1.0
        along = self.inverse @ against
        rest = float(offset @ offset) + 1.0 - float(against @ along)
        if rest < 1e-11:
            return False
        size = len(along)
        inverse = np.empty((size + 1, size + 1))
        inverse[:size, :size] = self.inverse + np.outer(along, along / rest)
        inverse[size, :size] = inverse[:size, size] = -along / rest
        inverse[size, size] = 1.0 / rest
        self.inverse = inverse
        self.panels.append(panel)
        self.weights = np.append(self.weights, 0.0 if size else 1.0)
        self.offsets = np.vstack([self.offsets, offset])
        self._changed()
        return True

    def settle(self) -> None:
        """Move the weights to the nearest mixture, dropping panels that it does without."""
        while np.isfinite(self.inverse).all():
            wanted = self.inverse.sum(axis=1)
            wanted /= wanted.sum()
            negative = wanted <= 1e-13
            if not negative.any():
                self.weights = wanted
                return
            held = self.weights[negative]
            step = float(np.min(held / np.maximum(held - wanted[negative], 1e-300)))
            self.weights += min(1.0, max(0.0, step)) * (wanted - self.weights)
            keep = self.weights > 1e-13
            if keep.all():
                keep[np.nonzero(negative)[0][np.argmin(self.weights[negative])]] = False
            self._keep(keep)
        raise ArithmeticError("the mixture lost its footing")

    def missing(self) -> Vector:
        """Return wanted − had, per person of each profile."""
        gap: Vector = -(self.weights @ self.offsets) * self._length
        return gap if self.panels else np.ones(len(self.target))

    def mixture(self, largest: float) -> Mixture:
        """Return what is mixed by now; `largest` is the largest chance wanted."""
        panels = np.array(self.panels, dtype=np.int64).reshape(len(self.panels), len(self.target))
        missing = self.missing()
        return Mixture(panels, self.weights, missing, float(np.abs(missing).max()) / largest)

    def _keep(self, keep: Flags) -> None:
        gone = ~keep
        across = self.inverse[np.ix_(keep, gone)]
        corner = self.inverse[np.ix_(gone, gone)]
        self.inverse = self.inverse[np.ix_(keep, keep)] - across @ np.linalg.solve(corner, across.T)
        self.panels = [panel for panel, stays in zip(self.panels, keep, strict=True) if stays]
        self.offsets = self.offsets[keep]
        self.weights = self.weights[keep] / self.weights[keep].sum()
        self._changed()

    def _changed(self) -> None:
        # The updated inverse drifts; it is made anew from the panels before that shows.
        self._changes += 1
        if self._changes % REFRESH == 0:
            gram: Matrix = self.offsets @ self.offsets.T + 1.0
            self.inverse = np.asarray(np.linalg.inv(gram), dtype=np.float64)


def mixture(
    target: Vector,
    capacity: Vector,
    oracle: Oracle,
    *,
    start: Iterable[Counts] = (),
    progress: Callable[[float], None] | None = None,
) -> Mixture:
    """Return the mixture of the oracle's panels nearest to the seat counts `target`.

    Distance is measured in chances (counts ÷ `capacity`). `progress` is told the residual now and then.
    Where the oracle is exact and the result is not within NEAR, the target lies outside the panels' hull and
    `missing` is the normal of a separating plane.
    """
    hull = _Hull(target, capacity)
    for panel in start:
        if hull.take(panel):
            hull.settle()
    largest = float((target / capacity).max(initial=0.0)) or 1.0
    nearest: Mixture | None = None
    since = 0
    for count in range(60 * len(target) + 600):
        missing = hull.missing()
        residual = float(np.abs(missing).max())
        since += 1
        if hull.panels and residual <= NEAR * largest and (nearest is None or residual < nearest.residual):
            nearest, since = hull.mixture(largest), 0
        if nearest is not None and (nearest.size <= CLOSE or (nearest.size <= ENOUGH and since > PATIENCE)):
            break
        if progress is not None and count % 50 == 0:
            progress(residual)
        direction = missing / residual / capacity
        threshold = -np.inf
        if hull.panels:
            here = float(direction @ (target - missing * capacity))
            threshold = here + 1e-9 * float(direction @ (missing * capacity))
        found = oracle.better(direction, threshold)
        if found is None or not hull.take(found):
            break
        try:
            hull.settle()
        except (ArithmeticError, np.linalg.LinAlgError):
            break
    if nearest is None:
        return hull.mixture(largest)
    return _to_the_last_digit(nearest, target / capacity, capacity)


def _to_the_last_digit(mixed: Mixture, chances: Vector, capacity: Vector) -> Mixture:
    """Return the same panels with weights reckoned anew from the panels, where that is nearer and none is negative."""
    per_person = np.vstack([(mixed.panels / capacity).T, np.ones(len(mixed.weights))])
    wanted = np.append(chances, 1.0)
    weights = mixed.weights
    for _ in range(2):
        weights = weights + np.linalg.lstsq(per_person, wanted - per_person @ weights, rcond=None)[0]
    missing = chances - weights @ mixed.panels / capacity
    size = mixed.size * float(np.abs(missing).max()) / max(mixed.residual, 1e-300)
    better = size < mixed.size and weights.min() >= 0
    return Mixture(mixed.panels, weights / weights.sum(), missing, size) if better else mixed
