"""A made-up portfolio of a city's published size: nobody in it exists."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jiphyeon.kernel import Refused
from jiphyeon.kernel.periods import Unit, earliest_start

FIELDS = (
    "planning", "welfare", "culture", "economy", "environment", "urban", "transport", "safety",
    "agriculture", "health", "education", "digital",
)  # fmt: skip
COMMITTEE_HEADING = (
    "committee", "name", "field", "mandatory", "labels", "exemptions", "term_months", "renewals",
    "seat", "kind", "chair", "holder", "term_start", "term_end", "renewed",
)  # fmt: skip
PERSON_HEADING = (
    "person", "birth_date", "gender", "official", "from", "fields", "wishes", "conflicts", "memberships",
)  # fmt: skip
AGES = ((19, 24, 4), (25, 29, 8), (30, 34, 10), (35, 39, 12), (40, 49, 26), (50, 59, 24), (60, 74, 16))
"""Lowest age, highest age, weight: people who put themselves forward, younger than those who sit."""


LEAST_SEATS = 3
FIRST_YEAR, LAST_YEAR = 1900, 2900


@dataclass(frozen=True, slots=True)
class Size:
    """How large and how unequal the made-up city is. Shares are of seats, committees or people."""

    committees: int = 226
    seats: int = 3700
    candidates: int = 2500
    mandatory: int = 106
    women: float = 0.36
    young: float = 0.09
    vacant: float = 0.05
    exempt: float = 0.2
    youth_policy: float = 0.06
    officials_quarter: float = 0.08
    first_labels: tuple[str, ...] = ()
    """Labels that a city's own rules give its youth policy committee, which is the first."""


@dataclass(frozen=True, slots=True)
class Made:
    """Two tables, each with its heading first."""

    committees: list[Sequence[object]]
    people: list[Sequence[object]]


def generate(size: Size, start: date, seed: int) -> Made:
    """Return a portfolio for a plan from `start`: the same seed, the same portfolio.

    Refused for a size that no city has, and for a start whose terms or births the calendar does not hold.
    """
    if size.committees < 1 or size.seats < LEAST_SEATS * size.committees or size.candidates < 0:
        raise Refused(
            "size_impossible",
            ko="위원회는 하나 이상, 자리는 위원회마다 {least}개 이상, 후보는 0명 이상이어야 합니다.",
            en="There is at least one committee, with at least {least} seats each, and no less than 0 candidates.",
            least=LEAST_SEATS,
        )
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise Refused(
            "start_out_of_range",
            ko="시작일은 {first}년부터 {last}년까지의 날이어야 합니다: {start}",
            en="The portfolio starts in a year from {first} to {last}, not on {start}.",
            first=str(FIRST_YEAR),
            last=str(LAST_YEAR),
            start=start,
        )
    dice = random.Random(seed)  # noqa: S311 -- made-up data, not a draw
    maker = _Maker(size, start, dice)
    return Made([COMMITTEE_HEADING, *maker.committees()], [PERSON_HEADING, *maker.people()])


class _Maker:
    def __init__(self, size: Size, start: date, dice: random.Random) -> None:
        self.size, self.start, self.dice = size, start, dice
        self.sitting: list[list[object]] = []
        self.held: dict[int, list[str]] = {}

    def committees(self) -> list[Sequence[object]]:
        rows: list[Sequence[object]] = []
        for number, seats in enumerate(self._sizes()):
            rows.extend(self._committee(number, seats))
        return rows

    def _sizes(self) -> list[int]:
        """Return seats per committee, drawn between 8 and 30 and then brought to the published total."""
        count = self.size.committees
        sizes = [self.dice.randint(9, 24) for _ in range(count)]
        while (missing := self.size.seats - sum(sizes)) != 0:
            index = self.dice.randrange(count)
            step = 1 if missing > 0 else -1
            if sizes[index] + step >= LEAST_SEATS:
                sizes[index] += step
        return sizes

    def _committee(self, number: int, seats: int) -> list[Sequence[object]]:
        dice, size = self.dice, self.size
        key, name = f"C{number + 1:03}", f"제{number + 1}위원회"
        field = FIELDS[number % len(FIELDS)]
        officers = min(dice.randint(1, 4), seats // 4)
        months = dice.choice((24, 24, 24, 36))
        labels, exemptions = [], ""
        draw = dice.random()
        if number == 0:
            labels = ["youth_policy", *size.first_labels]
        elif draw < size.youth_policy:
            labels = ["youth_policy"]
        elif draw < size.youth_policy + size.exempt:
            exemptions = "youth@2026-01-01..2028-12-31#청년정책조정위원회 심의 2025-12-18"
        if officers * 4 <= seats and dice.random() < size.officials_quarter:
            labels.append("officials_quarter")
        mandatory = "yes" if number < size.mandatory else "no"
        head = (key, name, field, mandatory, ";".join(labels), exemptions, months, "")
        rows: list[Sequence[object]] = [
            (*head, f"{key}-X{i + 1}", "ex_officio", "", "", "", "", "") for i in range(officers)
        ]
        here: set[str] = set()
        for i in range(seats - officers):
            chair = "yes" if i == 0 else "no"
            rows.append((*head, f"{key}-A{i + 1}", "appointed", chair, *self._holder(field, months, here)))
        return rows

    def _holder(self, field: str, months: int, here: set[str]) -> tuple[object, ...]:
        """Return holder, term start, term end, times renewed."""
        dice = self.dice
        if dice.random() < self.size.vacant:
            return "", "", "", ""
        ends = self.start + timedelta(days=dice.randrange(months * 30))
        person = self._sitter(field, here)
        here.add(person)
        renewed = dice.choices((0, 1, 2), (6, 3, 1))[0]
        return person, earliest_start(ends, months, Unit.MONTHS, first_day_counts=True), ends, renewed

    def _sitter(self, field: str, here: set[str]) -> str:
        """Return who holds a seat: usually somebody new, now and then one who sits elsewhere already."""
        dice = self.dice
        if self.sitting and dice.random() < 0.2:
            index = dice.randrange(len(self.sitting))
            person = str(self.sitting[index][0])
            held = self.held[index]
            if person not in here and len(held) < 3:
                held.append(field)
                self.sitting[index][5] = ";".join(dict.fromkeys(held))
                return person
        young = dice.random() < self.size.young
        birth = self._birth(*((22, 39) if young else (40, 72)))
        woman = dice.random() < self.size.women
        person = f"P{len(self.sitting) + 1:05}"
        self.held[len(self.sitting)] = [field]
        self.sitting.append([person, birth, "woman" if woman else "man", "no", "", field, "", "", ""])
        return person

    def people(self) -> list[Sequence[object]]:
        return [*self.sitting, *(self._candidate(number) for number in range(self.size.candidates))]

    def _candidate(self, number: int) -> Sequence[object]:
        dice = self.dice
        lowest, highest, _ = dice.choices(AGES, [weight for _, _, weight in AGES])[0]
        fields = dice.sample(FIELDS, dice.choice((1, 1, 2, 2, 3)))
        keys = [f"C{i + 1:03}" for i in range(self.size.committees) if FIELDS[i % len(FIELDS)] in fields]
        wishes = dice.sample(keys, min(len(keys), dice.choice((0, 1, 1, 2))))
        conflicts = [key for key in keys if key not in wishes and dice.random() < 0.03]
        return (
            f"Q{number + 1:05}",
            self._birth(lowest, highest),
            dice.choice(("woman", "man")),
            "no",
            "",
            ";".join(fields),
            ";".join(wishes),
            ";".join(conflicts),
            "",
        )

    def _birth(self, lowest: int, highest: int) -> date:
        """Return a birth date of somebody aged `lowest` to `highest` at the start."""
        return self.start - timedelta(
            days=self.dice.randrange(int(lowest * 365.25) + 1, int((highest + 1) * 365.25))
        )
