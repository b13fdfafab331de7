"""The rules a committee stands under, read from data: every number here was in a file with its article."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from jiphyeon.kernel import Citation, Period, Refused, Words, age_on
from jiphyeon.methods.roster.portfolio import Calendar, Committee, Kind, Person

WOMAN, YOUTH, OFFICIAL = 1, 2, 4
"""What a member is on one day, as bits: 0 is a man, not young, not an official."""


class Counted(StrEnum):
    """Whom a share counts. `EACH_GENDER` holds for women and for men apart."""

    YOUTH = "youth"
    EACH_GENDER = "each_gender"
    OFFICIAL = "official"
    CIVILIAN = "civilian"
    APPOINTED = "appointed"


class Reckoned(StrEnum):
    """On which day a member's age is taken."""

    QUARTER = "quarter"
    YEAR = "year"
    APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True)
class Ratchet:
    """While the floor is missed, only those it counts may be appointed; the chair's successor may be excepted."""

    period: Period
    chair_excepted: bool
    citation: Citation


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the law itself offers where a rule cannot be kept: an exemption by decision, a merger."""

    words: Words
    citation: Citation


@dataclass(frozen=True, slots=True)
class Side:
    """One inequality of a share rule: the sum of the members' `weights` must not be negative.

    Exact: a share p/q "이상" of n members with y counted is q·y − p·n ≥ 0; nothing is rounded.
    """

    rule: ShareRule
    name: str
    appointed: tuple[int, ...]
    ex_officio: tuple[int, ...]

    def weight(self, code: int, kind: Kind) -> int:
        """Return what one member who is `code` adds."""
        return self.appointed[code] if kind is Kind.APPOINTED else self.ex_officio[code]


@dataclass(frozen=True, slots=True)
class ShareRule:
    """A share of members that must be reached (`floor`) or not exceeded, while in force, where it applies."""

    key: str
    words: Words
    counted: Counted
    of_all: bool
    ratio: Fraction
    floor: bool
    period: Period
    citation: Citation
    label: str = ""
    unless: tuple[str, ...] = ()
    binding: bool = True
    ratchet: Ratchet | None = None
    remedy: Remedy | None = None
    sides: tuple[Side, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        names = ("woman", "man") if self.counted is Counted.EACH_GENDER else (self.counted.value,)
        sides = [
            Side(self, n, self._weights(n, Kind.APPOINTED), self._weights(n, Kind.EX_OFFICIO)) for n in names
        ]
        object.__setattr__(self, "sides", tuple(sides))

    def applies(self, committee: Committee, day: date) -> bool:
        """Return whether the rule is in force for the committee on `day` and no exemption lifts it."""
        return (
            day in self.period
            and (not self.label or committee.labelled(self.label, day))
            and not any(committee.labelled(label, day) for label in self.unless)
            and not any(one.lifts(self.key, day) for one in committee.exemptions)
        )

    def _weights(self, name: str, kind: Kind) -> tuple[int, ...]:
        if kind is Kind.EX_OFFICIO and not self.of_all:
            return (0,) * 8
        top, bottom = self.ratio.numerator, self.ratio.denominator
        sign = 1 if self.floor else -1
        return tuple(sign * (bottom * counts(name, code, kind) - top) for code in range(8))


def counts(name: str, code: int, kind: Kind) -> bool:
    """Return whether a member who is `code` counts as `name`."""
    return {
        "woman": bool(code & WOMAN),
        "man": not code & WOMAN,
        "youth": bool(code & YOUTH),
        "official": bool(code & OFFICIAL),
        "civilian": not code & OFFICIAL,
        "appointed": kind is Kind.APPOINTED,
    }[name]


@dataclass(frozen=True, slots=True)
class AgeWindow:
    """Who counts as young: completed years from `lowest` to `highest`, both included, while in force."""

    lowest: int
    highest: int
    period: Period
    citation: Citation


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound per person or per term: memberships, years in one committee, renewals, months of a term."""

    key: str
    words: Words
    at_most: int
    period: Period
    citation: Citation
    label: str = ""
    binding: bool = True


LIMITS = ("memberships", "years", "renewals", "term_months")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A city's rules for its committees."""

    city: str
    reckoned: Reckoned
    ages: tuple[AgeWindow, ...]
    shares: tuple[ShareRule, ...]
    limits: tuple[Limit, ...]
    merger: Remedy | None = None

    @property
    def labels(self) -> frozenset[str]:
        """Every label that brings a rule to a committee, takes one from it, or sets it a limit."""
        by_shares = (label for rule in self.shares for label in (rule.label, *rule.unless))
        return (frozenset(by_shares) | {one.label for one in self.limits}) - {""}

    @property
    def families(self) -> frozenset[str]:
        """What an exemption may name: each rule, and each family of rules (`youth` for `youth.general`)."""
        return frozenset(
            ".".join(parts[: end + 1])
            for parts in (rule.key.split(".") for rule in self.shares)
            for end in range(len(parts))
        )

    def shares_for(self, committee: Committee, day: date) -> tuple[ShareRule, ...]:
        """Return the binding share rules that hold for the committee on `day`."""
        return tuple(rule for rule in self.shares if rule.binding and rule.applies(committee, day))

    def limit(self, key: str, day: date, committee: Committee | None = None) -> Limit | None:
        """Return the tightest limit of that name in force on `day`, or None."""
        found = [
            one
            for one in self.limits
            if one.key == key
            and day in one.period
            and (not one.label or (committee is not None and committee.labelled(one.label, day)))
        ]
        return min(found, key=lambda one: one.at_most, default=None)

    def is_young(self, birth: date, day: date) -> bool:
        """Return whether someone counts as young on `day`. Refuses a day no window covers."""
        for window in self.ages:
            if day in window.period:
                return window.lowest <= age_on(birth, day) <= window.highest
        raise Refused(
            "no_age_window",
            ko="{day}에 적용할 청년 나이가 규칙 파일에 없습니다.",
            en="The rules name no youth age for {day}.",
            day=day,
        )

    def code(self, person: Person, day: date, appointed_on: date) -> int:
        """Return what a member is on `day`, having been appointed (again) on `appointed_on`."""
        reckoning = day
        if self.reckoned is Reckoned.YEAR:
            reckoning = date(day.year, 1, 1)
        elif self.reckoned is Reckoned.APPOINTMENT:
            reckoning = appointed_on
        recorded = person.on(day)
        return (
            (WOMAN if recorded.gender == "woman" else 0)
            | (YOUTH if self.is_young(person.birth, reckoning) else 0)
            | (OFFICIAL if recorded.official else 0)
        )

    def codes(self, person: Person, calendar: Calendar) -> tuple[int, ...]:
        """Return what a person is in each quarter, appointed in that very quarter."""
        days = [calendar.day(quarter) for quarter in range(calendar.quarters)]
        return tuple(self.code(person, day, day) for day in days)
