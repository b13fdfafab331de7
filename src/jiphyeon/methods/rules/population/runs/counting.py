"""Counting a judged population: who fails which clauses, gathered by pattern, so that one pass serves every question.

Rows are grouped by what their clauses answer; a few thousand such patterns stand for everybody, and any number of
scenarios is read off them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.rules.population.duckdb_engine import Column
from jiphyeon.methods.rules.population.results import ClauseFigures, Figures

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Patterns:
    """The patterns of a judged population: for each clause which fail it and which leave it open, people in each."""

    failing: tuple[Flags, ...]
    opening: tuple[Flags, ...]
    people: NDArray[np.int64]

    @classmethod
    def of(cls, answers: Sequence[Column], people: Column) -> Patterns:
        """Return the patterns of clause columns (masked where unknown) and the people of each."""
        unknown = tuple(np.array(np.ma.getmaskarray(one), dtype=np.bool_) for one in answers)
        met = [np.array(np.ma.filled(one, True), dtype=np.bool_) for one in answers]
        return cls(tuple(~one for one in met), unknown, np.asarray(people, dtype=np.int64))

    def any_of(self, kept: Sequence[Flags], places: Sequence[int]) -> Flags:
        """Return, for each pattern, whether any of the clauses at `places` is flagged."""
        found = np.zeros(len(self.people), dtype=np.bool_)
        for place in places:
            found |= kept[place]
        return found

    def due(self, places: Sequence[int]) -> Flags:
        """Return which patterns meet all the clauses at `places`."""
        return ~self.any_of(self.failing, places) & ~self.any_of(self.opening, places)


def figures(
    patterns: Patterns, clauses: Sequence[tuple[str, int]], amount_total: int | None, amount_open: int
) -> Figures:
    """Return the figures of one set of clauses (id and place) over the patterns."""
    people = patterns.people
    places = [place for _, place in clauses]
    failing, opening = patterns.any_of(patterns.failing, places), patterns.any_of(patterns.opening, places)
    how_many = np.zeros(len(people), dtype=np.int64)
    for place in places:
        how_many += patterns.failing[place]
    alone = (how_many == 1) & ~opening
    counted = tuple(
        ClauseFigures(
            name,
            int(people[patterns.failing[place]].sum()),
            int(people[patterns.opening[place]].sum()),
            int(people[patterns.failing[place] & alone].sum()),
        )
        for name, place in clauses
    )
    return Figures(
        people=int(people.sum()),
        passes=int(people[~failing & ~opening].sum()),
        fails=int(people[failing].sum()),
        unknown=int(people[~failing & opening].sum()),
        amount_total=amount_total,
        amount_open=amount_open,
        clauses=counted,
    )
