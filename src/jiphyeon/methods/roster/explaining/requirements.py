"""What rules ask of a committee's seating: as rows of a program, and reckoned of a seating that was found."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.roster.explaining.conditions import TERMS
from jiphyeon.methods.roster.explaining.seating import Columns
from jiphyeon.methods.roster.law import ShareRule, Side, counts
from jiphyeon.methods.roster.portfolio import Kind
from jiphyeon.methods.roster.solving.integer_program import Program
from jiphyeon.methods.roster.solving.situation import ABSENT, Block


class Requirements:
    """The rules of one committee, over the columns of a seating."""

    def __init__(self, block: Block) -> None:
        self.block = block

    def sitting(self, t: int) -> int:
        """Return how many who sit now are in office in quarter t."""
        return sum(
            len(one.holders) for one in self.block.groups if one.leaves > t and one.sitting[t] != ABSENT
        )

    def met(
        self, made: Columns, rule: ShareRule, s: int, kept: Collection[str], people: NDArray[np.int64]
    ) -> bool:
        """Return whether a seating found for a question keeps a rule in quarter s."""
        for side in rule.sides:
            weights, fixed = self._weights(made, side, s, kept)
            if people @ weights + fixed < 0:
                return False
        return True

    def share(
        self, program: Program, made: Columns, side: Side, s: int, kept: Collection[str], *, full: bool
    ) -> None:
        """Write one side of a rule in quarter s; `full`: where every seat is taken."""
        columns, weights, fixed = self._side(made, side, s, kept)
        low, high = min(side.appointed), max(side.appointed)
        if not full or low == high or not set(weights) <= {low, high}:
            program.row(columns, weights, lower=-fixed)
            return
        # With every seat taken only the heavier weight is a choice: count those who have it.
        free = sum(self.block.seats.values()) - (self.sitting(s) if TERMS in kept else 0)
        heavy = [column for column, weight in zip(columns, weights, strict=True) if weight == high]
        program.row(heavy, [1] * len(heavy), lower=-((fixed + free * low) // (high - low)))

    def _side(
        self, made: Columns, side: Side, s: int, kept: Collection[str]
    ) -> tuple[list[int], list[int], int]:
        """Return the columns, their weights and the sum of those certainly in office for one inequality."""
        weights, fixed = self._weights(made, side, s, kept)
        used = np.flatnonzero(weights)
        return made.numbers[used].tolist(), weights[used].tolist(), fixed

    def _weights(
        self, made: Columns, side: Side, s: int, kept: Collection[str]
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

    def ratchet(
        self, program: Program, made: Columns, rule: ShareRule, s: int, kept: Collection[str]
    ) -> None:
        """Write: in a quarter that ends below the floor nobody is appointed whom the floor does not count."""
        met = program.column(1)
        seats = sum(self.block.seats.values())
        for side in rule.sides:
            columns, weights, fixed = self._side(made, side, s, kept)
            lowest = min(0, fixed + seats * min(0, *side.appointed))
            program.row([*columns, met], [*weights, lowest], lower=lowest - fixed)
        others = made.numbers[self.unwelcome(made, rule, s)].tolist()
        if others:
            program.row([*others, met], [*[1] * len(others), -seats], upper=0)

    @staticmethod
    def unwelcome(made: Columns, rule: ShareRule, s: int) -> list[int]:
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
