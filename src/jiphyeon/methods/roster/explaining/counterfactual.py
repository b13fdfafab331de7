"""Whether one committee could be lawful in a quarter if a condition were left out: asked exactly, not of one day alone.

The question is put as an integer program over the committee's whole horizon: its people by kind and number, its terms,
its ratchets, and the quarters in which it is lawful now. Leaving a condition out can only make more possible.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.roster.law import WOMAN, YOUTH, Counted, ShareRule, Side, counts
from jiphyeon.methods.roster.plan import Appointment, Lawful
from jiphyeon.methods.roster.portfolio import Kind, Person
from jiphyeon.methods.roster.solving.feasibility import CommitteeDay, committee_day
from jiphyeon.methods.roster.solving.integer_program import Program, solve
from jiphyeon.methods.roster.solving.situation import ABSENT, Block, Codes, Situation

CONSTITUTED, TERMS, POOL, RATCHET, QUARTERS = "constituted", "terms", "pool", "ratchet", "other_quarters"
CONFLICTS, MEMBERSHIPS, YEARS = "conflicts", "memberships", "years"
BARS = (CONFLICTS, YEARS, MEMBERSHIPS)
"""What keeps people of the field from a seat."""
WHOLE = 1e-6
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


@dataclass(slots=True)
class _Columns:
    """What the columns of a question mean: what its people are in each quarter, and in which a term of theirs begins."""

    columns: list[int] = field(default_factory=list)
    codes: list[Codes] = field(default_factory=list)
    chairs: list[bool] = field(default_factory=list)
    begins: list[frozenset[int]] = field(default_factory=list)
    numbers: NDArray[np.int64] = field(init=False)
    table: NDArray[np.int64] = field(init=False)

    def close(self, quarters: int) -> None:
        """Put the columns' numbers and codes into arrays: all are there."""
        self.numbers = np.array(self.columns, dtype=np.int64)
        self.table = np.array(self.codes, dtype=np.int64).reshape(-1, quarters)


_Seating = tuple[frozenset[str], bool]
"""Which conditions on people, terms and the pool a program keeps, and whether the plan's other seats count."""


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


class Counterfactual:
    """Questions about one committee. `line` is how lawful it is now; `seats` what people hold."""

    def __init__(
        self,
        situation: Situation,
        number: int,
        line: Sequence[Lawful],
        people: Sequence[Person],
        seats: Held,
    ) -> None:
        self.situation, self.line, self.people, self.seats = situation, line, people, seats
        self.block: Block = situation.blocks[number]
        self.quarters = situation.calendar.quarters
        self.days = [situation.calendar.day(t) for t in range(self.quarters)]
        self.years = situation.years(self.block.committee)
        self.raw = np.array([situation.raw[person.key] for person in people], dtype=np.int64)
        self.raw = self.raw.reshape(len(people), self.quarters)
        self.away: dict[str, NDArray[np.bool_]] = {}
        self.held: dict[bool, NDArray[np.int64]] = {}
        self.scenes: dict[tuple[int, frozenset[str], bool], CommitteeDay] = {}
        self.programs: dict[_Seating, tuple[Program, _Columns]] = {}
        self.witnesses: dict[_Seating, list[NDArray[np.int64]]] = defaultdict(list)
        self.kinds: dict[bool, Counter[_Kind]] = {}

    def conditions(self, t: int) -> list[str]:
        """Return every condition that could stand in the way in quarter t, the first to be left out first."""
        rules = {rule.key: None for rule in self.block.rules[t]}
        rules.update({rule.key: None for line in self.block.rules for rule in line if rule.ratchet})
        keys = [*rules]
        if any(self._ratchets(s) for s in range(self.quarters)):
            keys.append(RATCHET)
        if self.block.seats and not self._sitting(t):
            keys.append(CONSTITUTED)
        keys += [
            bar for bar in BARS if any(self.barred(bar, s, planned=True).any() for s in range(self.quarters))
        ]
        keys.append(POOL)
        if any(self._sitting(s) for s in range(self.quarters)):
            keys.append(TERMS)
        if True in self.line:
            keys.append(QUARTERS)
        return keys

    def _sitting(self, t: int) -> int:
        return sum(
            len(one.holders) for one in self.block.groups if one.leaves > t and one.sitting[t] != ABSENT
        )

    def _ratchets(self, t: int) -> list[ShareRule]:
        return [
            rule
            for rule in self.block.rules[t]
            if rule.ratchet
            and self.days[t] in rule.ratchet.period
            and rule.counted is not Counted.EACH_GENDER
        ]

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

    def committee_day(self, t: int, bars: Iterable[str], *, planned: bool) -> CommitteeDay:
        """Return the committee on the day of quarter t, without the people whom `bars` keep away."""
        key = (t, frozenset(bars), planned)
        if key not in self.scenes:
            kept = np.ones(len(self.people), dtype=bool)
            for bar in key[1]:
                kept &= ~self.barred(bar, t, planned=planned)
            self.scenes[key] = committee_day(self.situation, self.block, self.raw[kept], t)
        return self.scenes[key]

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

    def _supply(self, kept: Collection[str], *, planned: bool) -> Counter[People]:
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

    def possible(self, t: int, kept: Collection[str], *, planned: bool) -> bool:
        """Return whether the committee can be lawful in quarter t under the conditions `kept`."""
        rules = [rule for rule in self.block.rules[t] if rule.key in kept]
        constituted = bool(self.block.seats) and (CONSTITUTED in kept or bool(self._sitting(t)))
        here = self.committee_day(t, [bar for bar in BARS if bar in kept], planned=planned)
        if not here.can_comply(rules, constituted=constituted, terms=TERMS in kept, pool=POOL in kept):
            return False  # not even on that day by itself
        needed = [s for s in range(self.quarters) if s == t or (QUARTERS in kept and self.line[s] is True)]
        seating = self._seating(kept, planned=planned)
        if any(self._answers(t, needed, kept, seating, one) for one in self.witnesses[seating]):
            return True
        judged = [s for s in range(self.quarters) if self.line[s] is not None]
        # A seating that is lawful in every quarter answers the questions about the others too.
        first = [] if judged == needed else [(judged, True)]
        for wanted, full in (*first, (needed, True), (needed, False)):
            program = self._asked(t, wanted, kept, planned=planned, full=full)
            costs = [0.0] * len(program.lower)
            relaxed = solve(program, costs, relaxed=True, presolve=False)
            if relaxed.found and np.abs(relaxed.values - relaxed.values.round()).max() <= WHOLE:
                numbers = self.programs[seating][1].numbers
                self.witnesses[seating].append(relaxed.values[numbers].round().astype(np.int64))
                return True
        return relaxed.found and solve(program, costs).found

    def _answers(
        self,
        t: int,
        needed: Sequence[int],
        kept: Collection[str],
        seating: _Seating,
        people: NDArray[np.int64],
    ) -> bool:
        """Return whether a seating found for another question is an answer to this one: the rows of `_asked`, reckoned."""
        made = self.programs[seating][1]
        for s in needed:
            members = people @ (made.table[:, s] != ABSENT)
            sitting = self._sitting(s) if TERMS in kept else 0
            if self.block.seats and (CONSTITUTED in kept or self._sitting(t)) and members + sitting < 1:
                return False
            if not all(
                self._met(made, rule, s, kept, people) for rule in self.block.rules[s] if rule.key in kept
            ):
                return False
        return all(
            self._met(made, rule, s, kept, people) or not people[self._unwelcome(made, rule, s)].any()
            for s in (range(self.quarters) if RATCHET in kept else ())
            for rule in self._ratchets(s)
            if rule.key in kept and s not in needed
        )

    def _met(
        self, made: _Columns, rule: ShareRule, s: int, kept: Collection[str], people: NDArray[np.int64]
    ) -> bool:
        for side in rule.sides:
            weights, fixed = self._weights(made, side, s, kept)
            if people @ weights + fixed < 0:
                return False
        return True

    def _asked(
        self, t: int, needed: Sequence[int], kept: Collection[str], *, planned: bool, full: bool
    ) -> Program:
        """Return the question as a program. `full`: with every seat taken in the quarters needed.

        Then a share is a whole number of members and the relaxation is nearly always whole; that it has an answer is
        enough, that it has none says nothing.
        """
        program, made = self._seated(kept, planned=planned)
        for s in needed:
            members = np.flatnonzero(made.table[:, s] != ABSENT)
            sitting = self._sitting(s) if TERMS in kept else 0
            if full:
                lower = sum(self.block.seats.values()) - sitting
                program.row(made.numbers[members].tolist(), [1] * members.size, lower=lower)
            elif self.block.seats and (CONSTITUTED in kept or self._sitting(t)):
                program.row(made.numbers[members].tolist(), [1] * members.size, lower=1 - sitting)
            for rule in self.block.rules[s]:
                for side in rule.sides if rule.key in kept else ():
                    self._share(program, made, side, s, kept, full=full)
        for s in range(self.quarters) if RATCHET in kept else ():
            for rule in self._ratchets(s):
                if rule.key in kept and s not in needed:
                    self._ratchet(program, made, rule, s, kept)
        return program

    def _share(
        self, program: Program, made: _Columns, side: Side, s: int, kept: Collection[str], *, full: bool
    ) -> None:
        columns, weights, fixed = self._side(made, side, s, kept)
        low, high = min(side.appointed), max(side.appointed)
        if not full or low == high or not set(weights) <= {low, high}:
            program.row(columns, weights, lower=-fixed)
            return
        # With every seat taken only the heavier weight is a choice: count those who have it.
        free = sum(self.block.seats.values()) - (self._sitting(s) if TERMS in kept else 0)
        heavy = [column for column, weight in zip(columns, weights, strict=True) if weight == high]
        program.row(heavy, [1] * len(heavy), lower=-((fixed + free * low) // (high - low)))

    def _seated(self, kept: Collection[str], *, planned: bool) -> tuple[Program, _Columns]:
        """Return a program that knows who could sit when; written once for all questions that differ in rules only."""
        key = self._seating(kept, planned=planned)
        if key not in self.programs:
            program, made = Program(), _Columns()
            program.column(0)  # the solver passes over the rows of a program without columns
            self._appoint(program, made, kept, planned=planned)
            self._reappoint(program, made, kept)
            made.close(self.quarters)
            self._seats(program, made, kept)
            self.programs[key] = program, made
        program, made = self.programs[key]
        return program.copy(), made

    @staticmethod
    def _seating(kept: Collection[str], *, planned: bool) -> _Seating:
        return frozenset(kept) & {*BARS, POOL, TERMS}, planned

    def _appoint(self, program: Program, made: _Columns, kept: Collection[str], *, planned: bool) -> None:
        """Write who may newly be appointed, from which quarter on and for how many terms."""
        most = self._renewable(kept) + 1
        for kind, count in self._supply(kept, planned=planned).items():
            mine: list[int] = []
            for chair, seats in self.block.seats.items():
                opens = self.block.opens(chair=chair) if TERMS in kept else 0
                for start in range(opens, self.quarters):
                    useful = -(-(self.quarters - start) // self.block.cover)
                    for terms in range(1, min(useful, kind.terms, most) + 1):
                        codes = self.situation.chain(kind.raw, start, self.block.cover, terms - 1)
                        if any(code != ABSENT and not kind.free[s] for s, code in enumerate(codes)):
                            break
                        mine.append(self._column(program, made, min(count, seats), codes, start, chair=chair))
            if len(mine) > 1:
                program.row(mine, [1] * len(mine), upper=count)

    def _renewable(self, kept: Collection[str]) -> int:
        if YEARS in kept:
            return self.block.renewals
        committee = self.block.committee
        limit = self.situation.rules.limit("renewals", self.situation.calendar.start, committee)
        bounds = [committee.renewals, limit.at_most if limit else None]
        return min((one for one in bounds if one is not None), default=self.quarters)

    def _reappoint(self, program: Program, made: _Columns, kept: Collection[str]) -> None:
        """Write the sitting: certain through their terms, or free to go where terms are left out; and their renewals."""
        for group in self.block.groups:
            count = len(group.holders)
            if TERMS not in kept:
                self._column(program, made, count, group.sitting, -1, chair=group.chair)
            mine = [
                self._column(
                    program,
                    made,
                    count,
                    self.situation.chain(group.raw, group.leaves, self.block.cover, terms - 1),
                    group.leaves,
                    chair=group.chair,
                )
                for terms in range(1, group.renewals + 1)
            ]
            if len(mine) > 1:
                program.row(mine, [1] * len(mine), upper=count)

    def _column(
        self, program: Program, made: _Columns, upper: int, codes: Codes, start: int, *, chair: bool
    ) -> int:
        column = program.column(upper)
        made.columns.append(column)
        made.codes.append(codes)
        made.chairs.append(chair)
        present = range(self.quarters) if start >= 0 else ()
        cover = self.block.cover
        made.begins.append(frozenset(s for s in present if codes[s] != ABSENT and (s - start) % cover == 0))
        return column

    def _seats(self, program: Program, made: _Columns, kept: Collection[str]) -> None:
        chairs = np.array(made.chairs, dtype=bool)
        for chair, seats in self.block.seats.items():
            before: tuple[list[int], int] | None = None
            for s in range(self.quarters):
                here = made.numbers[(made.table[:, s] != ABSENT) & (chairs == chair)].tolist()
                free = self.block.free(s, chair=chair) if TERMS in kept else seats
                if (here, free) != before:
                    program.row(here, [1] * len(here), upper=free)
                before = here, free

    def _side(
        self, made: _Columns, side: Side, s: int, kept: Collection[str]
    ) -> tuple[list[int], list[int], int]:
        """Return the columns, their weights and the sum of those certainly in office for one inequality."""
        weights, fixed = self._weights(made, side, s, kept)
        used = np.flatnonzero(weights)
        return made.numbers[used].tolist(), weights[used].tolist(), fixed

    def _weights(
        self, made: _Columns, side: Side, s: int, kept: Collection[str]
    ) -> tuple[NDArray[np.int64], int]:
        """Return what everybody adds to one side of a rule in quarter s, and the sum of those certainly in office."""
        weights = np.array([*side.appointed, 0])[made.table[:, s]]
        fixed = sum(side.ex_officio[codes[s]] for codes in self.block.ex_officio if codes[s] != ABSENT)
        if TERMS in kept:
            fixed += sum(
                side.appointed[group.sitting[s]] * len(group.holders)
                for group in self.block.groups
                if group.leaves > s and group.sitting[s] != ABSENT
            )
        return weights, fixed

    def _ratchet(
        self, program: Program, made: _Columns, rule: ShareRule, s: int, kept: Collection[str]
    ) -> None:
        """Write: in a quarter that ends below the floor nobody is appointed whom the floor does not count."""
        met = program.column(1)
        seats = sum(self.block.seats.values())
        for side in rule.sides:
            columns, weights, fixed = self._side(made, side, s, kept)
            lowest = min(0, fixed + seats * min(0, *side.appointed))
            program.row([*columns, met], [*weights, lowest], lower=lowest - fixed)
        others = made.numbers[self._unwelcome(made, rule, s)].tolist()
        if others:
            program.row([*others, met], [*[1] * len(others), -seats], upper=0)

    @staticmethod
    def _unwelcome(made: _Columns, rule: ShareRule, s: int) -> list[int]:
        """Return the places of the columns whose people a ratchet bars from an appointment in quarter s."""
        excepted = rule.ratchet is not None and rule.ratchet.chair_excepted
        return [
            at
            for at, (codes, chair, begins) in enumerate(
                zip(made.codes, made.chairs, made.begins, strict=True)
            )
            if s in begins
            and not (chair and excepted)
            and not counts(rule.counted.value, codes[s], Kind.APPOINTED)
        ]
