"""From counts to names: share the seats of each profile among its people so that all have the same chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from jiphyeon.methods.sortition.polytope import Counts, Vector

UNITS = 10**12
"""The line of length one on which panels are laid, in units: whole numbers leave no slivers to argue about."""
SLIVER = 20
"""Pieces of the line no longer than this come from rounding to units alone and are left out."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece [start, stop) of the line on which a profile has `seats` seats."""

    start: int
    stop: int
    seats: int

    @property
    def length(self) -> int:
        return self.stop - self.start


def named_panels(
    members: Sequence[Sequence[int]], panels: Counts, weights: Vector
) -> tuple[list[list[int]], list[float]]:
    """Return panels of people (positions in the pool) and their weights, which sum to one."""
    named = share(members, panels, whole_lengths(weights, UNITS))
    kept = [(panel, length) for panel, length in named if length > SLIVER]
    total = sum(length for _, length in kept)
    return [panel for panel, _ in kept], [length / total for _, length in kept]


def whole_lengths(weights: Vector, total: int) -> list[int]:
    """Return whole numbers that sum to `total`, each its weight's share rounded down or up (largest remainders)."""
    exact = weights / weights.sum() * total
    lengths = np.floor(exact).astype(np.int64)
    most = np.argsort(lengths - exact, kind="stable")[: total - int(lengths.sum())]
    lengths[most] += 1
    return [int(length) for length in lengths]


def share(
    members: Sequence[Sequence[int]], panels: Counts, lengths: Sequence[int]
) -> list[tuple[list[int], int]]:
    """Return panels of people, each with its length; the lengths sum to what they summed to before.

    The panels are laid end to end on a line. Each person of a profile takes stretches that sum to the profile's
    mean (to one unit) and never two seats at once, as in McNaughton's wrap-around rule (Management Science 6, 1959)
    but with seats that come and go: wherever as many seats as people are left the next person must take one;
    elsewhere they take the earliest. A person cuts the line at most once, so at most people − profiles pieces
    are added.
    """
    ends = [0, *accumulate(lengths)]
    taken: list[tuple[int, list[Stretch]]] = []
    for group, seats in zip(members, panels.T.tolist(), strict=True):
        stretches = [
            Stretch(start, stop, count)
            for start, stop, count in zip(ends, ends[1:], seats, strict=False)
            if count and stop > start
        ]
        for left, person in zip(range(len(group), 0, -1), group, strict=True):
            mine, stretches = _take(stretches, left)
            taken.append((person, mine))
    return _pieces(taken, ends)


def _take(stretches: list[Stretch], left: int) -> tuple[list[Stretch], list[Stretch]]:
    """Take one person's part where `left` people are left; return it and what remains for the others."""
    part = sum(piece.length * piece.seats for piece in stretches) // left
    free = part - sum(piece.length for piece in stretches if piece.seats == left)
    mine: list[Stretch] = []
    rest: list[Stretch] = []
    for piece in stretches:
        length = piece.length if piece.seats == left else min(piece.length, free)
        if piece.seats < left:
            free -= length
        middle = piece.start + length
        if length:
            mine.append(Stretch(piece.start, middle, 1))
            if piece.seats > 1:
                rest.append(Stretch(piece.start, middle, piece.seats - 1))
        if middle < piece.stop:
            rest.append(Stretch(middle, piece.stop, piece.seats))
    return mine, rest


def _pieces(taken: list[tuple[int, list[Stretch]]], ends: Sequence[int]) -> list[tuple[list[int], int]]:
    """Cut the line wherever anybody starts or stops; return who sits on each piece, and its length."""
    edges = sorted(
        {*ends, *(edge for _, held in taken for piece in held for edge in (piece.start, piece.stop))}
    )
    number = {edge: place for place, edge in enumerate(edges)}
    panels: list[list[int]] = [[] for _ in edges[1:]]
    for person, held in taken:
        for piece in held:
            for panel in panels[number[piece.start] : number[piece.stop]]:
                panel.append(person)
    return [
        (sorted(panel), stop - start) for panel, start, stop in zip(panels, edges, edges[1:], strict=False)
    ]
