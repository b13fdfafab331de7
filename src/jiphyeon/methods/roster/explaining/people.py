"""The people of a committee's field: what keeps each from a seat, and how many alike there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.roster.explaining.conditions import CONFLICTS, MEMBERSHIPS, POOL, YEARS
from jiphyeon.methods.roster.law import WOMAN, YOUTH
from jiphyeon.methods.roster.plan import Appointment
from jiphyeon.methods.roster.portfolio import Person
from jiphyeon.methods.roster.solving.situation import Block, Codes, Situation

ANYBODY = (YOUTH | WOMAN, YOUTH, WOMAN, 0)


class _Kind(NamedTuple):
    """People whom no condition tells apart: what they are and, by condition, what keeps them from a seat."""

    raw: Codes
    conflict: bool
    full: tuple[bool, ...]
    terms: int


class People(NamedTuple):
    """People who are alike: what they are in each quarter, in which they have room, how many terms they may serve."""

    raw: Codes
    free: tuple[bool, ...]
    terms: int


class Held:
    """How many seats everybody certainly holds in each quarter, and with those a plan gives them."""

    def __init__(self, situation: Situation, appointments: Iterable[Appointment]) -> None:
        quarters = range(situation.calendar.quarters)
        days = [situation.calendar.day(t) for t in quarters]
        self._place = {key: n for n, key in enumerate(situation.busy)}
        self._certain = np.array([*situation.busy.values()], dtype=np.int64).reshape(-1, len(quarters))
        self._planned = self._certain.copy()
        self._own: dict[str, list[tuple[int, NDArray[np.int64]]]] = defaultdict(list)
        for one in appointments:
            seated = np.array([one.start <= day <= one.end for day in days], dtype=np.int64)
            self._planned[self._place[one.person]] += seated
            self._own[one.committee].append((self._place[one.person], seated))

    def by(self, people: Sequence[Person], committee: str, *, planned: bool) -> NDArray[np.int64]:
        """Return the seats of each of the people; where `planned`, with those the plan gives them on other committees."""
        places = [self._place[person.key] for person in people]
        if not planned:
            return self._certain[places]
        elsewhere = self._planned
        if self._own[committee]:
            elsewhere = elsewhere.copy()
            for place, seated in self._own[committee]:
                elsewhere[place] -= seated
        return elsewhere[places]


class Field:
    """The people who may be appointed to one committee. `seats`: what people hold."""

    def __init__(self, situation: Situation, block: Block, people: Sequence[Person], seats: Held) -> None:
        self.situation, self.block, self.people, self.seats = situation, block, people, seats
        self.quarters = situation.calendar.quarters
        self.raw = np.array([situation.raw[person.key] for person in people], dtype=np.int64)
        self.raw = self.raw.reshape(len(people), self.quarters)
        self.away: dict[str, NDArray[np.bool_]] = {}
        self.held: dict[bool, NDArray[np.int64]] = {}
        self.kinds: dict[bool, Counter[_Kind]] = {}

    def barred(self, bar: str, t: int, *, planned: bool) -> NDArray[np.bool_]:
        """Return which people of the field a condition keeps from a seat in quarter t.

        `planned`: seats that the plan gives them on other committees count as held.
        """
        if bar == MEMBERSHIPS:
            bound = self.situation.memberships[t]
            if bound is None:
                return np.zeros(len(self.people), dtype=bool)
            return np.asarray(self._held(planned=planned)[:, t] >= bound)
        if bar not in self.away:
            committee = self.block.committee.key
            found = (
                [committee in person.conflicts for person in self.people]
                if bar == CONFLICTS
                else [terms < 1 for terms in self.terms]
            )
            self.away[bar] = np.array(found, dtype=bool)
        return self.away[bar]

    def _held(self, *, planned: bool) -> NDArray[np.int64]:
        """Return how many seats everybody certainly holds in each quarter, on other committees by the plan too."""
        if planned not in self.held:
            key = self.block.committee.key
            self.held[planned] = self.seats.by(self.people, key, planned=planned)
        return self.held[planned]

    @cached_property
    def terms(self) -> list[int]:
        """How many terms the limit of years leaves each of the people; a whole horizon of them where there is none."""
        committee = self.block.committee
        years = self.situation.years(committee)
        if years is None:
            return [self.quarters] * len(self.people)
        months = years.at_most * 12
        return [
            max(0, (months - self.situation.served(person, committee)) // committee.term_months)
            for person in self.people
        ]

    def supply(self, kept: Collection[str], *, planned: bool) -> Counter[People]:
        """Return the people whom the conditions `kept` leave, counted by what tells them apart."""
        always = (True,) * self.quarters
        found: Counter[People] = Counter()
        for kind, count in self._kinds(planned=planned).items():
            terms = kind.terms if YEARS in kept else self.quarters
            room = tuple(not full for full in kind.full) if MEMBERSHIPS in kept else always
            if terms and any(room) and not (kind.conflict and CONFLICTS in kept):
                found[People(kind.raw, room, terms)] += count
        if POOL not in kept:
            everywhere = sum(self.block.seats.values()) * self.quarters
            found.update(
                {People((code,) * self.quarters, always, self.quarters): everywhere for code in ANYBODY}
            )
        return found

    def _kinds(self, *, planned: bool) -> Counter[_Kind]:
        """Return the people of the field counted by kind: there are far fewer kinds than people."""
        if planned not in self.kinds:
            conflicts = self.barred(CONFLICTS, 0, planned=planned).tolist()
            full = np.array([self.barred(MEMBERSHIPS, t, planned=planned) for t in range(self.quarters)])
            self.kinds[planned] = Counter(
                _Kind(self.situation.raw[person.key], conflict, tuple(filled), terms)
                for person, conflict, filled, terms in zip(
                    self.people, conflicts, full.T.tolist(), self.terms, strict=True
                )
            )
        return self.kinds[planned]
