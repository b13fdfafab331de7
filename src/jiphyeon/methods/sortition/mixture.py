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

from jiphyeon.methods.sortition.polytope import Counts, Flags, Matrix, Vector

CLOSE = 1e-10
"""A mixture nearer than this (the largest difference in any person's chance) is taken as the point itself."""
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

    `exhausted`: the oracle could not go on, so the wanted point lies beyond what it can see.
    """

    panels: Counts
    weights: Vector
    missing: Vector
    exhausted: bool

    @property
    def residual(self) -> float:
        """The largest difference in any person's chance."""
        return float(np.abs(self.missing).max(initial=0.0))


class _Hull:
    """The panels in use, their weights, and the inverse of (Gram matrix + 1) that gives the nearest mixture."""

    def __init__(self, target: Vector, capacity: Vector) -> None:
        self.target, self.capacity = target, capacity
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
        gap: Vector = -(self.weights @ self.offsets)
        return gap

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
    exhausted = False
    for count in range(60 * len(target) + 600):
        missing = hull.missing() if hull.panels else np.ones(len(target))
        size = float(np.abs(missing).max())
        if hull.panels and size <= CLOSE:
            break
        if progress is not None and count % 50 == 0:
            progress(size)
        direction = missing / size / capacity
        if hull.panels:
            here = float(direction @ (target - missing * capacity))
            threshold = here + 1e-9 * float(direction @ (missing * capacity))
        else:
            threshold = -np.inf
        found = oracle.better(direction, threshold)
        if found is None or not hull.take(found):
            exhausted = True
            break
        hull.settle()
    panels = np.array(hull.panels, dtype=np.int64).reshape(len(hull.panels), len(target))
    missing = hull.missing() if hull.panels else np.full(len(target), np.inf)
    return Mixture(panels, hull.weights, missing, exhausted)
