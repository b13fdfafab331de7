"""The compiled lanes behind the same door as `sweep.Sweep`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from math import lcm
from pathlib import Path
from zlib import crc32

import numpy as np

from jiphyeon.methods.equal_shares.compiled.arrays import ground_of, residues_of, state_of
from jiphyeon.methods.equal_shares.compiled.lanes import entry
from jiphyeon.methods.equal_shares.shares import ULP, EqualShares
from jiphyeon.methods.equal_shares.sweep import Range

LARGEST = 2**62


@cache
def _run_lanes(*, cached: bool) -> Callable[..., None]:
    """Return the compiled lanes. What is on disk is found by the text of every file here, not of one alone."""
    here = Path(__file__).parent
    stamp = 0
    for file in sorted(here.glob("*.py")):
        stamp = crc32(file.read_bytes(), stamp)
    return entry(stamp, cached=cached)


def compiled_lanes(*, kept: bool) -> Callable[..., None] | None:
    """Return the compiled lanes, compiled already in an earlier process where they could be kept on disk.

    Numba keeps them beside this file, or else in the user's cache folder, or in NUMBA_CACHE_DIR. Where none can be
    written to, each process compiles for itself (some seconds), or, with `kept`, the answer is None.
    """
    try:
        return _run_lanes(cached=True)
    except (RuntimeError, OSError):
        return None if kept else _run_lanes(cached=False)


class CompiledSweep:
    """An election ready to be run from many shares, one after another, in machine code."""

    lanes = 256
    at_once = 0
    worth_a_jump = 512

    def __init__(self, shares: EqualShares, run_lanes: Callable[..., None]) -> None:
        self.run_lanes = run_lanes
        self.shares = shares
        self.expected: tuple[int, ...] = ()
        self.ground = ground_of(shares)
        self.state = state_of(self.ground)
        self.residues = residues_of(self.ground)

    def winners(self, ranges: Sequence[Range]) -> list[tuple[int, ...] | None]:
        """Return, for every range, what is bought from each share in it, in order; None where nothing is proven."""
        if not ranges:
            return []
        projects = len(self.ground.costs)
        bounds = np.array([(float(low) * (1 - ULP), float(high) * (1 + ULP)) for low, high in ranges])
        common = lcm(*(share.denominator for both in ranges for share in both))
        wholes = [[share.numerator * (common // share.denominator) for share in both] for both in ranges]
        fits = common < LARGEST and all(high < LARGEST for _, high in wholes)
        self.residues.denominator[0] = common if fits else 0
        expected = np.zeros(projects, dtype=np.int64)
        expected[: len(self.expected)] = self.expected
        won = np.empty((len(ranges), projects), dtype=np.int64)
        counts = np.empty(len(ranges), dtype=np.int64)
        self.run_lanes(
            self.ground,
            self.state,
            self.residues,
            bounds,
            np.array(wholes if fits else [[0, 0]] * len(ranges), dtype=np.int64),
            expected,
            len(self.expected),
            won,
            counts,
        )
        found = [
            tuple(row[:count]) if count >= 0 else None
            for row, count in zip(won.tolist(), counts.tolist(), strict=True)
        ]
        self.expected = next((one for one in reversed(found) if one), self.expected)
        return found
