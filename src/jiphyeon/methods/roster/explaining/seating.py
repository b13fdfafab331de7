"""Who could sit when, as the columns of an integer program: new people, those who sit now, and their renewals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.roster.explaining.conditions import BARS, POOL, TERMS, YEARS
from jiphyeon.methods.roster.explaining.people import Field
from jiphyeon.methods.roster.solving.integer_program import Program
from jiphyeon.methods.roster.solving.situation import ABSENT, Block, Codes, Situation

Seating = tuple[frozenset[str], bool]
"""Which conditions on people, terms and the pool a program keeps, and whether the plan's other seats count."""


@dataclass(slots=True)
class Columns:
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


class Seatings:
    """The programs of one committee that know who could sit when, each written once."""

    def __init__(self, situation: Situation, block: Block, people: Field) -> None:
        self.situation, self.block, self.field = situation, block, people
        self.quarters = situation.calendar.quarters
        self.programs: dict[Seating, tuple[Program, Columns]] = {}

    def seated(self, kept: Collection[str], *, planned: bool) -> tuple[Program, Columns]:
        """Return a program that knows who could sit when; written once for all questions that differ in rules only."""
        key = self.key(kept, planned=planned)
        if key not in self.programs:
            program, made = Program(), Columns()
            program.column(0)  # the solver passes over the rows of a program without columns
            self._appoint(program, made, kept, planned=planned)
            self._reappoint(program, made, kept)
            made.close(self.quarters)
            self._seats(program, made, kept)
            self.programs[key] = program, made
        program, made = self.programs[key]
        return program.copy(), made

    @staticmethod
    def key(kept: Collection[str], *, planned: bool) -> Seating:
        """Return what a seating keeps of the conditions `kept`."""
        return frozenset(kept) & {*BARS, POOL, TERMS}, planned

    def _appoint(self, program: Program, made: Columns, kept: Collection[str], *, planned: bool) -> None:
        """Write who may newly be appointed, from which quarter on and for how many terms."""
        most = self._renewable(kept) + 1
        for kind, count in self.field.supply(kept, planned=planned).items():
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

    def _reappoint(self, program: Program, made: Columns, kept: Collection[str]) -> None:
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
        self, program: Program, made: Columns, upper: int, codes: Codes, start: int, *, chair: bool
    ) -> int:
        column = program.column(upper)
        made.columns.append(column)
        made.codes.append(codes)
        made.chairs.append(chair)
        present = range(self.quarters) if start >= 0 else ()
        cover = self.block.cover
        made.begins.append(frozenset(s for s in present if codes[s] != ABSENT and (s - start) % cover == 0))
        return column

    def _seats(self, program: Program, made: Columns, kept: Collection[str]) -> None:
        chairs = np.array(made.chairs, dtype=bool)
        for chair, seats in self.block.seats.items():
            before: tuple[list[int], int] | None = None
            for s in range(self.quarters):
                here = made.numbers[(made.table[:, s] != ABSENT) & (chairs == chair)].tolist()
                free = self.block.free(s, chair=chair) if TERMS in kept else seats
                if (here, free) != before:
                    program.row(here, [1] * len(here), upper=free)
                before = here, free
