"""What a plan is: who is appointed where and when, what it attains, and what is proven about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiphyeon.kernel import Citation, Words


@dataclass(frozen=True, slots=True, order=True)
class Appointment:
    """One term of one person on one seat, given by the plan. `renewal` is a re-appointment (연임)."""

    quarter: int
    committee: str
    seat: str
    person: str
    start: date
    end: date
    renewal: bool


@dataclass(frozen=True, slots=True)
class Aim:
    """One of the plan's aims in their order: what it attained, and the best that is not excluded by proof.

    `bound` supposes that the aims before it are attained as they are; None where nothing is proven.
    """

    key: str
    words: Words
    attained: int
    bound: int | None

    @property
    def proven(self) -> bool:
        """Whether nothing better exists, given the aims before it."""
        return self.attained == self.bound


@dataclass(frozen=True, slots=True)
class Standing:
    """How one rule stands in one committee on one quarter's day: `counted` of `members`, against `ratio`."""

    committee: str
    quarter: int
    rule: str
    name: str
    counted: int
    members: int
    ratio: Fraction
    floor: bool
    binding: bool
    citation: Citation

    @property
    def holds(self) -> bool:
        """Whether the exact share reaches the floor, or stays within the bound."""
        share = self.counted - self.ratio * self.members
        return share >= 0 if self.floor else share <= 0


@dataclass(frozen=True, slots=True)
class Condition:
    """One side of a conflict: a rule with its article, a term that still runs, a pool that has nobody.

    `alone`: leaving out nothing but this would let the committee comply; else something else stands in the way too.
    """

    key: str
    words: Words
    citation: Citation | None = None
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Release:
    """One thing that would let the committee comply."""

    key: str
    words: Words
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a committee is unlawful from one quarter to another: conditions that cannot hold together."""

    committee: str
    first: int
    last: int
    conditions: tuple[Condition, ...]
    releases: tuple[Release, ...]


Lawful = bool | None
"""Whether a committee is lawful on a quarter's day; None where there is nothing to judge: it has no appointed seat,
and no rule over all of its members binds it."""


def lawful_in(lines: Iterable[tuple[Lawful, ...]], quarter: int | None = None) -> int:
    """Return how many committees are lawful in a quarter, or committee-quarters in all of them."""
    return sum(
        one is True for line in lines for one in (line if quarter is None else line[quarter : quarter + 1])
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole answer. `lawful[c][t]` follows the portfolio's order of committees."""

    committees: tuple[str, ...]
    days: tuple[date, ...]
    appointments: tuple[Appointment, ...]
    aims: tuple[Aim, ...]
    today: tuple[int, ...]
    lawful: tuple[tuple[Lawful, ...], ...]
    standings: tuple[Standing, ...]
    conflicts: tuple[Conflict, ...]
    unnamed: int

    @property
    def proven(self) -> bool:
        """Whether every aim but the wishes is proven to be the best there is."""
        return all(aim.proven for aim in self.aims if aim.key != "wishes")
