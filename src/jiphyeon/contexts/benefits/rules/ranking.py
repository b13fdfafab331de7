"""Limited places go by need, never by who came first: exact comparison, ties named, unknown never counted as zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class Criterion:
    """One step of the comparison: a fact, or the share one fact is of another; `low_first` says which side wins."""

    id: str
    words: Words
    fact: str
    per: str = ""
    low_first: bool = True

    def needs(self) -> tuple[str, ...]:
        """Return the facts it reads."""
        return (self.fact, self.per) if self.per else (self.fact,)

    def value(self, facts: Mapping[str, object]) -> Fraction | None:
        """Return the exact value, or None where a fact is not known. A share of nothing is unbounded need."""
        read = [facts.get(name) for name in self.needs()]
        if not all(isinstance(part, int | Fraction) and not isinstance(part, bool) for part in read):
            return None
        top = Fraction(read[0])  # type: ignore[arg-type] # checked on the line above
        if not self.per:
            return top
        below = Fraction(read[1])  # type: ignore[arg-type]
        return top / below if below else Fraction(10**15)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one case came: `rank` is shared by ties; `within` None where a tie straddles the last place."""

    case: str
    rank: int
    values: tuple[Fraction, ...]
    within: bool | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The whole order. `tied_at_the_line` share the last places; `unranked` miss a fact and wait for a person."""

    places: int
    order: tuple[Place, ...]
    tied_at_the_line: tuple[str, ...]
    places_left_for_tie: int
    unranked: tuple[str, ...]


def rank(
    cases: Mapping[str, Mapping[str, object]], criteria: Sequence[Criterion], places: int
) -> Ranking:
    """Return the order of cases by the criteria, first criterion first, with exact arithmetic.

    >>> low = Criterion("income", Words("소득", "income"), "income")
    >>> [(p.case, p.rank, p.within) for p in rank({"a": {"income": 2}, "b": {"income": 1}}, [low], 1).order]
    [('b', 1, True), ('a', 2, False)]
    """
    known: list[tuple[tuple[Fraction, ...], tuple[Fraction, ...], str]] = []
    unranked = []
    for case, facts in cases.items():
        values = [criterion.value(facts) for criterion in criteria]
        if any(value is None for value in values):
            unranked.append(case)
            continue
        exact = tuple(value for value in values if value is not None)
        sort = tuple(v if c.low_first else -v for v, c in zip(exact, criteria, strict=True))
        known.append((sort, exact, case))
    known.sort()
    order: list[Place] = []
    tied: tuple[str, ...] = ()
    left = 0
    for _, group in groupby(known, key=lambda row: row[0]):
        rows = list(group)
        before = len(order)
        fits = before + len(rows) <= places
        straddles = not fits and before < places
        if straddles:
            tied, left = tuple(case for _, _, case in rows), places - before
        order += [Place(case, before + 1, exact, None if straddles else fits) for _, exact, case in rows]
    return Ranking(places, tuple(order), tied, left, tuple(sorted(unranked)))
