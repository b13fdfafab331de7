"""Drawing from tables with whole numbers only, so that a seed gives the same city on every machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]


def one_of(rng: np.random.Generator, n: int, weights: Sequence[int]) -> Ints:
    """Return n places in `weights`, each as often as its weight says."""
    ends = np.cumsum(np.asarray(weights, dtype=np.int64))
    return np.searchsorted(ends, rng.integers(0, ends[-1], n), side="right").astype(np.int64)


def along(rng: np.random.Generator, n: int, points: Sequence[int]) -> Ints:
    """Return n values along a table of evenly spaced quantiles, straight between its points."""
    table = np.asarray(points, dtype=np.int64)
    at = rng.integers(0, (len(table) - 1) * 10_000, n)
    place, rest = at // 10_000, at % 10_000
    return table[place] + (table[place + 1] - table[place]) * rest // 10_000


def chance(rng: np.random.Generator, share: Ints | int, of: int, n: int) -> Truths:
    """Return n yeses and noes; yes `share` times out of `of`."""
    return rng.integers(0, of, n) < share


def from_age(table: Mapping[int, int], age: Ints) -> Ints:
    """Return the entry of a table "from this age on" for each age; 0 below the first."""
    steps = sorted(table)
    values = np.array([0, *(table[step] for step in steps)], dtype=np.int64)
    return values[np.searchsorted(np.asarray(steps), age, side="right")]


def to_total(weights: Ints, total: int) -> Ints:
    """Return whole counts in the proportion of `weights` that sum to `total` exactly (largest remainders)."""
    flat = weights.ravel()
    whole = sum(int(w) for w in flat)
    shares = [int(w) * total for w in flat]
    counts = np.array([share // whole for share in shares], dtype=np.int64)
    rest = np.array([share % whole / whole for share in shares])
    order = np.argsort(-rest, kind="stable")
    counts[order[: total - int(counts.sum())]] += 1
    return counts.reshape(weights.shape)
