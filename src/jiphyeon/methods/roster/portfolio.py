"""What a city's committees and their people are, before any plan is made."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from jiphyeon.kernel import Period, Refused
from jiphyeon.kernel.periods import Unit, last_day


class Kind(StrEnum):
    """How a seat is held: by virtue of a post (당연직), or by appointment (위촉직)."""

    EX_OFFICIO = "ex_officio"
    APPOINTED = "appointed"


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat. `holder` None means vacant; an ex officio holder may stay without a term.

    `renewed` counts the re-appointments (연임) that brought the holder to the present term.
    """

    key: str
    kind: Kind
    chair: bool = False
    holder: str | None = None
    term: Period | None = None
    renewed: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """A word that brings rules to a committee ("youth_policy"), for a period."""

    key: str
    period: Period


@dataclass(frozen=True, slots=True)
class Exemption:
    """A dated decision of a named body that lifts a rule or a family of rules ("youth") from a committee."""

    rule: str
    period: Period
    decision: str

    def lifts(self, rule: str, day: date) -> bool:
        """Return whether `rule` is lifted on `day`."""
        return day in self.period and (rule == self.rule or rule.startswith(f"{self.rule}."))


@dataclass(frozen=True, slots=True)
class Committee:
    """One standing committee. `term_months` is the term of an appointed member.

    `renewals` is its own limit of re-appointments; None leaves it to the rules.
    """

    key: str
    name: str
    seats: tuple[Seat, ...]
    term_months: int
    field: str = ""
    mandatory: bool = False
    labels: tuple[Label, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    renewals: int | None = None

    def labelled(self, key: str, day: date) -> bool:
        """Return whether the committee bears the label on `day`."""
        return any(label.key == key and day in label.period for label in self.labels)

    @property
    def appointed_seats(self) -> tuple[Seat, ...]:
        """The seats that every legal share is reckoned on."""
        return tuple(seat for seat in self.seats if seat.kind is Kind.APPOINTED)


@dataclass(frozen=True, slots=True)
class Attributes:
    """What is recorded of a person from a day on."""

    since: date
    gender: str
    official: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """A seat held before the plan, or outside its portfolio."""

    committee: str
    period: Period


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who sits or may be appointed. `attributes` are ordered by their first day."""

    key: str
    birth: date
    attributes: tuple[Attributes, ...]
    fields: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()
    memberships: tuple[Membership, ...] = ()

    def on(self, day: date) -> Attributes:
        """Return what is recorded on `day`; before the first record, the first record."""
        found = self.attributes[0]
        for one in self.attributes[1:]:
            if one.since <= day:
                found = one
        return found


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All committees of a city and everyone who may sit on them."""

    committees: tuple[Committee, ...]
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def outside(self) -> frozenset[str]:
        """Committees somebody sits on that are not of this portfolio; seats there count where seats are limited."""
        keys = {committee.key for committee in self.committees}
        held = (one.committee for person in self.people.values() for one in person.memberships)
        return frozenset(held) - keys

    @property
    def unused_fields(self) -> frozenset[str]:
        """Fields of people that no committee has."""
        fields = (one for person in self.people.values() for one in person.fields)
        return frozenset(fields) - {committee.field for committee in self.committees}


@dataclass(frozen=True, slots=True)
class Calendar:
    """Quarters of three whole months from `start`, the first day of a month.

    Shares are reckoned on the last day of each quarter (기준일), `day(t)`.
    """

    start: date
    quarters: int

    def __post_init__(self) -> None:
        if self.start.day != 1:
            raise Refused(
                "start_not_month",
                ko="계획의 시작일은 달의 첫날이어야 합니다: {start}",
                en="A plan starts on the first day of a month, not {start}.",
                start=self.start,
            )
        if self.quarters < 1:
            raise Refused(
                "no_quarters",
                ko="계획 기간은 한 분기 이상이어야 합니다.",
                en="A plan covers at least one quarter.",
            )

    def first(self, quarter: int) -> date:
        """Return the first day of a quarter."""
        return self.start if quarter == 0 else self.day(quarter - 1) + timedelta(days=1)

    def day(self, quarter: int) -> date:
        """Return the day a quarter's shares are reckoned on: its last."""
        return _last_day(self.start, quarter)

    def vacant_from(self, last: date) -> int:
        """Return the first quarter on whose day a term that ended on `last` has run out; may lie past the end."""
        months = (last.year - self.start.year) * 12 + last.month - self.start.month
        quarter = max(0, months // 3)
        return quarter + (self.day(quarter) <= last)


def last_of_term(first: date, months: int) -> date:
    """Return the last day of a term of so many months, its first day counted (민법 160)."""
    return last_day(first, months, Unit.MONTHS, first_day_counts=True)


@functools.cache
def _last_day(start: date, quarter: int) -> date:
    return last_of_term(start, 3 * (quarter + 1))
