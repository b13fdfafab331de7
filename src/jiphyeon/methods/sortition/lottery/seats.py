"""From counts to names: share the seats of each profile among its people so that all have the same chance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from jiphyeon.methods.sortition.pool import Relation
from jiphyeon.methods.sortition.solver.polytope import Counts, Vector

UNITS = 10**15
"""The line of length one on which panels are laid, in units: whole numbers leave no slivers to argue about."""
SLIVER = 20
"""Pieces of the line no longer than this come from rounding to units alone and are left out."""


@dataclass(frozen=True, slots=True)
class Interval:
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

    The panels are laid end to end on a line. Each person of a profile takes intervals that sum to the profile's
    mean (to one unit) and never two seats at once, as in McNaughton's wrap-around rule (Management Science 6, 1959)
    but with seats that come and go: wherever as many seats as people are left the next person must take one;
    elsewhere they take the earliest. A person cuts the line at most once, so at most people − profiles pieces
    are added.
    """
    ends = [0, *accumulate(lengths)]
    taken: list[tuple[int, list[Interval]]] = []
    for group, seats in zip(members, panels.T.tolist(), strict=True):
        intervals = [
            Interval(start, stop, count)
            for start, stop, count in zip(ends, ends[1:], seats, strict=False)
            if count and stop > start
        ]
        for left, person in zip(range(len(group), 0, -1), group, strict=True):
            mine, intervals = _take(intervals, left)
            taken.append((person, mine))
    return _pieces(taken, ends)


def _take(intervals: list[Interval], left: int) -> tuple[list[Interval], list[Interval]]:
    """Take one person's part where `left` people are left; return it and what remains for the others."""
    part = sum(piece.length * piece.seats for piece in intervals) // left
    free = part - sum(piece.length for piece in intervals if piece.seats == left)
    mine: list[Interval] = []
    rest: list[Interval] = []
    for piece in intervals:
        length = piece.length if piece.seats == left else min(piece.length, free)
        if piece.seats < left:
            free -= length
        middle = piece.start + length
        if length:
            mine.append(Interval(piece.start, middle, 1))
            if piece.seats > 1:
                rest.append(Interval(piece.start, middle, piece.seats - 1))
        if middle < piece.stop:
            rest.append(Interval(middle, piece.stop, piece.seats))
    return mine, rest


def _pieces(taken: list[tuple[int, list[Interval]]], ends: Sequence[int]) -> list[tuple[list[int], int]]:
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


def kept_apart(
    panels: Sequence[Sequence[int]], members: Sequence[Sequence[int]], relations: Sequence[Relation]
) -> list[list[int]] | None:
    """Return the panels with people of one profile in one another's places, so that no panel seats more than a tie allows.

    Whoever takes a place takes it on every panel, so the chances change places and are the same where the profile's
    were. None where somebody finds no place.
    """
    seats = _Seats(panels, relations)
    for group in members:
        for turn, person in enumerate(group):
            if seats.fits(person):
                continue
            others = (*group[turn + 1 :], *group[:turn])
            if not any(seats.change_places(person, other) for other in others):
                return None
    return seats.panels() if all(seats.fits(person) for group in members for person in group) else None


class _Seats:
    """Who has which places, and how many of every tie sit on each panel. A place is named by whom it was made for."""

    def __init__(self, panels: Sequence[Sequence[int]], relations: Sequence[Relation]) -> None:
        self._limits = [relation.limit for relation in relations]
        self._ties: dict[int, list[int]] = defaultdict(list)
        for number, relation in enumerate(relations):
            for member in relation.members:
                self._ties[member].append(number)
        self._places = panels
        self._on: dict[int, list[int]] = defaultdict(list)
        self._tied: list[Counter[int]] = [Counter() for _ in panels]
        for number, panel in enumerate(panels):
            for person in panel:
                self._on[person].append(number)
                self._tied[number].update(self._ties.get(person, ()))
        self._place_of: dict[int, int] = {}

    def panels(self) -> list[list[int]]:
        """Return who sits on each panel."""
        holder = {place: person for person, place in self._place_of.items()}
        return [sorted(holder.get(place, place) for place in panel) for panel in self._places]

    def fits(self, person: int) -> bool:
        """Return whether nobody sits with a person who may not."""
        ties = self._ties.get(person, ())
        return all(
            self._tied[panel][tie] <= self._limits[tie] for panel in self._panels_of(person) for tie in ties
        )

    def change_places(self, one: int, other: int) -> bool:
        """Let two people change places where both fit then."""
        self._exchange(one, other)
        if self.fits(one) and self.fits(other):
            return True
        self._exchange(one, other)
        return False

    def _panels_of(self, person: int) -> list[int]:
        return self._on.get(self._place_of.get(person, person), [])

    def _exchange(self, one: int, other: int) -> None:
        for person, sign in ((one, -1), (other, -1)):
            self._count(person, sign)
        places = self._place_of
        places[one], places[other] = places.get(other, other), places.get(one, one)
        for person in (one, other):
            self._count(person, 1)

    def _count(self, person: int, sign: int) -> None:
        for panel in self._panels_of(person):
            for tie in self._ties.get(person, ()):
                self._tied[panel][tie] += sign
