"""Limited places go by need, never by who came first: exact comparison, ties named, unknown never counted as zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

Key = tuple[int | Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one case came: `rank` is shared by ties; `within` None where a tie straddles the last place."""

    case: str
    rank: int
    key: Key
    within: bool | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The whole order. `tied_at_the_line` share the last places; `unranked` miss a fact and wait for a person."""

    places: int
    order: tuple[Place, ...]
    tied_at_the_line: tuple[str, ...]
    places_left_for_tie: int
    unranked: tuple[str, ...]


def rank(keys: Mapping[str, Key], places: int) -> Ranking:
    """Return the order of cases by their keys, smallest first, first part first, compared exactly.

    >>> [(p.case, p.rank, p.within) for p in rank({"a": (2, 0), "b": (1, 9)}, 1).order]
    [('b', 1, True), ('a', 2, False)]
    """
    known: list[tuple[tuple[Fraction, ...], str]] = []
    unranked = []
    for case, key in keys.items():
        exact = tuple(Fraction(part) for part in key if part is not None)
        if len(exact) == len(key):
            known.append((exact, case))
        else:
            unranked.append(case)
    known.sort()
    order: list[Place] = []
    tied: tuple[str, ...] = ()
    left = 0
    for exact, group in groupby(known, key=lambda row: row[0]):
        names = [case for _, case in group]
        before = len(order)
        fits = before + len(names) <= places
        straddles = not fits and before < places
        if straddles:
            tied, left = tuple(names), places - before
        order += [Place(case, before + 1, exact, None if straddles else fits) for case in names]
    return Ranking(places, tuple(order), tied, left, tuple(sorted(unranked)))
