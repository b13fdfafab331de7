"""Whether one committee could be lawful in a quarter if a condition were left out: asked exactly, not of one day alone.

The question is put as an integer program over the committee's whole horizon: its people by kind and number, its terms,
its ratchets, and the quarters in which it is lawful now. Leaving a condition out can only make more possible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.roster.explaining.conditions import BARS, CONSTITUTED, POOL, QUARTERS, RATCHET, TERMS
from jiphyeon.methods.roster.explaining.people import Field, Held
from jiphyeon.methods.roster.explaining.requirements import Requirements
from jiphyeon.methods.roster.explaining.seating import Seating, Seatings
from jiphyeon.methods.roster.law import Counted, ShareRule
from jiphyeon.methods.roster.plan import Lawful
from jiphyeon.methods.roster.portfolio import Person
from jiphyeon.methods.roster.solving.feasibility import CommitteeDay, committee_day
from jiphyeon.methods.roster.solving.integer_program import Program, solve
from jiphyeon.methods.roster.solving.situation import ABSENT, Block, Situation

WHOLE = 1e-6


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
        self.situation, self.line = situation, line
        self.block: Block = situation.blocks[number]
        self.quarters = situation.calendar.quarters
        self.days = [situation.calendar.day(t) for t in range(self.quarters)]
        self.field = Field(situation, self.block, people, seats)
        self.seatings = Seatings(situation, self.block, self.field)
        self.requirements = Requirements(self.block)
        self.scenes: dict[tuple[int, frozenset[str], bool], CommitteeDay] = {}
        self.witnesses: dict[Seating, list[NDArray[np.int64]]] = defaultdict(list)

    def conditions(self, t: int) -> list[str]:
        """Return every condition that could stand in the way in quarter t, the first to be left out first."""
        rules = {rule.key: None for rule in self.block.rules[t]}
        rules.update({rule.key: None for line in self.block.rules for rule in line if rule.ratchet})
        keys = [*rules]
        if any(self._ratchets(s) for s in range(self.quarters)):
            keys.append(RATCHET)
        if self.block.seats and not self.requirements.sitting(t):
            keys.append(CONSTITUTED)
        keys += [
            bar
            for bar in BARS
            if any(self.field.barred(bar, s, planned=True).any() for s in range(self.quarters))
        ]
        keys.append(POOL)
        if any(self.requirements.sitting(s) for s in range(self.quarters)):
            keys.append(TERMS)
        if True in self.line:
            keys.append(QUARTERS)
        return keys

    def _ratchets(self, t: int) -> list[ShareRule]:
        return [
            rule
            for rule in self.block.rules[t]
            if rule.ratchet
            and self.days[t] in rule.ratchet.period
            and rule.counted is not Counted.EACH_GENDER
        ]

    def committee_day(self, t: int, bars: Iterable[str], *, planned: bool) -> CommitteeDay:
        """Return the committee on the day of quarter t, without the people whom `bars` keep away."""
        key = (t, frozenset(bars), planned)
        if key not in self.scenes:
            kept = np.ones(len(self.field.people), dtype=bool)
            for bar in key[1]:
                kept &= ~self.field.barred(bar, t, planned=planned)
            self.scenes[key] = committee_day(self.situation, self.block, self.field.raw[kept], t)
        return self.scenes[key]

    def possible(self, t: int, kept: Collection[str], *, planned: bool) -> bool:
        """Return whether the committee can be lawful in quarter t under the conditions `kept`."""
        rules = [rule for rule in self.block.rules[t] if rule.key in kept]
        constituted = bool(self.block.seats) and (CONSTITUTED in kept or bool(self.requirements.sitting(t)))
        here = self.committee_day(t, [bar for bar in BARS if bar in kept], planned=planned)
        if not here.can_comply(rules, constituted=constituted, terms=TERMS in kept, pool=POOL in kept):
            return False  # not even on that day by itself
        needed = [s for s in range(self.quarters) if s == t or (QUARTERS in kept and self.line[s] is True)]
        seating = self.seatings.key(kept, planned=planned)
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
                numbers = self.seatings.programs[seating][1].numbers
                self.witnesses[seating].append(relaxed.values[numbers].round().astype(np.int64))
                return True
        return relaxed.found and solve(program, costs).found

    def _answers(
        self,
        t: int,
        needed: Sequence[int],
        kept: Collection[str],
        seating: Seating,
        people: NDArray[np.int64],
    ) -> bool:
        """Return whether a seating found for another question is an answer to this one: the rows of `_asked`, reckoned."""
        made = self.seatings.programs[seating][1]
        for s in needed:
            members = people @ (made.table[:, s] != ABSENT)
            sitting = self.requirements.sitting(s) if TERMS in kept else 0
            if (
                self.block.seats
                and (CONSTITUTED in kept or self.requirements.sitting(t))
                and members + sitting < 1
            ):
                return False
            if not all(
                self.requirements.met(made, rule, s, kept, people)
                for rule in self.block.rules[s]
                if rule.key in kept
            ):
                return False
        return all(
            self.requirements.met(made, rule, s, kept, people)
            or not people[self.requirements.unwelcome(made, rule, s)].any()
            for s in (range(self.quarters) if RATCHET in kept else ())
            for rule in self._ratchets(s)
            if rule.key in kept and s not in needed
        )

    def _asked(
        self, t: int, needed: Sequence[int], kept: Collection[str], *, planned: bool, full: bool
    ) -> Program:
        """Return the question as a program. `full`: with every seat taken in the quarters needed.

        Then a share is a whole number of members and the relaxation is nearly always whole; that it has an answer is
        enough, that it has none says nothing.
        """
        program, made = self.seatings.seated(kept, planned=planned)
        for s in needed:
            members = np.flatnonzero(made.table[:, s] != ABSENT)
            sitting = self.requirements.sitting(s) if TERMS in kept else 0
            if full:
                lower = sum(self.block.seats.values()) - sitting
                program.row(made.numbers[members].tolist(), [1] * members.size, lower=lower)
            elif self.block.seats and (CONSTITUTED in kept or self.requirements.sitting(t)):
                program.row(made.numbers[members].tolist(), [1] * members.size, lower=1 - sitting)
            for rule in self.block.rules[s]:
                for side in rule.sides if rule.key in kept else ():
                    self.requirements.share(program, made, side, s, kept, full=full)
        for s in range(self.quarters) if RATCHET in kept else ():
            for rule in self._ratchets(s):
                if rule.key in kept and s not in needed:
                    self.requirements.ratchet(program, made, rule, s, kept)
        return program
