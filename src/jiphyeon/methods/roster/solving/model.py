"""The portfolio as an integer program over counts of like people, one block of rows per committee.

Columns: `renew` – how many of a group of like holders are re-appointed so many times; `new` – how many people
who are so-and-so in each quarter are newly appointed at `start` and re-appointed so many times; `lawful` – whether
a committee keeps every rule in a quarter; `met` – whether it meets a floor that carries a ratchet.
Every share is a sum of whole weights (law.Side), so "이상" is compared exactly.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.roster.law import Counted, ShareRule, Side, counts
from jiphyeon.methods.roster.portfolio import Kind
from jiphyeon.methods.roster.solving.integer_program import Program
from jiphyeon.methods.roster.solving.situation import ABSENT, Block, Codes, Group, Situation


@dataclass(frozen=True, slots=True)
class Chain:
    """One column: a run of terms. `group` is None for people newly appointed; codes say what they are when."""

    block: int
    chair: bool
    start: int
    renewals: int
    codes: Codes
    group: int | None = None


@dataclass(slots=True)
class Model:
    """The program and what its columns mean."""

    situation: Situation
    program: Program = field(default_factory=Program)
    chains: list[Chain] = field(default_factory=list)
    spans: dict[int, range] = field(default_factory=dict)
    chain_column: list[int] = field(default_factory=list)
    lawful: list[list[int]] = field(default_factory=list)

    def filled(self, chain: Chain) -> int:
        """Return seat-quarters one appointment fills."""
        return self.situation.calendar.quarters - chain.codes.count(ABSENT)


def build(
    situation: Situation,
    kinds: Sequence[Iterable[Codes]],
    *,
    blocks: Iterable[int] | None = None,
    without: frozenset[str] = frozenset(),
    full: Container[int] = (),
) -> Model:
    """Return the model; `kinds[b]` are the raw codes of people block b may newly appoint.

    `without` leaves out rules by key, and "ratchet" the ratchets, to see what a condition costs. The blocks in
    `full` fill every seat at once: the number of members is then known, a share becomes a whole number of members, and the
    relaxation is so tight that it is mostly whole already.
    """
    model = Model(situation)
    for number in range(len(situation.blocks)) if blocks is None else blocks:
        _Block(model, number, kinds[number], without, full=number in full).write()
    return model


class _Block:
    def __init__(
        self, model: Model, number: int, kinds: Iterable[Codes], without: frozenset[str], *, full: bool
    ) -> None:
        self.model, self.number, self.without, self.full = model, number, without, full
        self.block: Block = model.situation.blocks[number]
        self.quarters = model.situation.calendar.quarters
        self.program = model.program
        self.begins = len(self.program.lower)
        self.chains = [*self._renewals(), *self._appointments(kinds)]
        self.columns = np.array(
            [self.program.column(self._most(chain)) for chain in self.chains], dtype=np.int64
        )
        self.codes = np.array([chain.codes for chain in self.chains], dtype=np.int64).reshape(
            -1, self.quarters
        )
        self.chair = np.array([chain.chair for chain in self.chains], dtype=bool)

    def write(self) -> None:
        model = self.model
        model.chains.extend(self.chains)
        model.chain_column.extend(self.columns.tolist())
        self._seats_and_groups()
        model.lawful.append([self._quarter(t) for t in range(self.quarters)])
        model.spans[self.number] = range(self.begins, len(self.program.lower))

    def _most(self, chain: Chain) -> int:
        if chain.group is not None:
            return len(self.block.groups[chain.group].holders)
        return self.block.free(chain.start, chair=chain.chair)

    def _renewals(self) -> Iterable[Chain]:
        for number, group in enumerate(self.block.groups):
            for more in range(1, group.renewals + 1):
                codes = self._chain(group, more)
                yield Chain(self.number, group.chair, group.leaves, more, codes, number)

    def _chain(self, group: Group, terms: int) -> Codes:
        return self.model.situation.chain(group.raw, group.leaves, self.block.cover, terms - 1)

    def _appointments(self, kinds: Iterable[Codes]) -> Iterable[Chain]:
        kinds = tuple(kinds)
        for chair in self.block.seats:
            for start in range(self.block.opens(chair=chair), self.quarters):
                useful = -(-(self.quarters - start) // self.block.cover) - 1
                for more in range(min(self.block.renewals, useful) + 1):
                    codes = {self.model.situation.chain(raw, start, self.block.cover, more) for raw in kinds}
                    for one in sorted(codes):
                        yield Chain(self.number, chair, start, more, one)

    def _seats_and_groups(self) -> None:
        for number, group in enumerate(self.block.groups):
            if group.renewals > 1:
                mine = [
                    c for c, chain in zip(self.columns, self.chains, strict=True) if chain.group == number
                ]
                self.program.row(mine, [1] * len(mine), upper=len(group.holders))
        for chair in self.block.seats:
            for t in range(self.block.opens(chair=chair), self.quarters):
                here = self.columns[(self.codes[:, t] != ABSENT) & (self.chair == chair)].tolist()
                free = self.block.free(t, chair=chair)
                self.program.row(here, [1] * len(here), lower=free if self.full else 0, upper=free)

    def _quarter(self, t: int) -> int:
        """Write the rules of one quarter and return its `lawful` column."""
        lawful = self.program.column(1)
        if not self.block.judged[t]:
            self.program.upper[lawful] = 0
            return lawful
        if self.block.seats:
            sitting = sum(self.block.sitting(t, chair=chair) for chair in self.block.seats)
            if not sitting:
                here = self.columns[self.codes[:, t] != ABSENT].tolist()
                self.program.row([*here, lawful], [*[1] * len(here), -1], lower=0)
        for rule in self.block.rules[t]:
            if rule.key in self.without:
                continue
            ratchet = rule.ratchet and self.model.situation.calendar.day(t) in rule.ratchet.period
            for side in rule.sides:
                if ratchet and "ratchet" not in self.without:
                    self._ratchet(side, t, lawful)
                else:
                    self._share(side, t, lawful)
        return lawful

    def _share(self, side: Side, t: int, holds: int) -> str:
        """Write: where `holds` is 1, the side's weights do not sum below 0. Return how it stands by itself."""
        fixed, lowest, highest = self._reach(side, t)
        if lowest >= 0:
            return "always"
        if highest < 0:
            self.program.upper[holds] = 0
            return "never"
        weights = np.array([*side.appointed, 0])[self.codes[:, t]]
        if self.full:
            # With every seat taken only the heavier weight is a choice: count those who have it.
            free = sum(self.block.free(t, chair=chair) for chair in self.block.seats)
            low, high = min(side.appointed), max(side.appointed)
            need = -((fixed + free * low) // (high - low))
            used = np.flatnonzero(weights == high)
            self.program.row([*self.columns[used].tolist(), holds], [*[1] * len(used), -need], lower=0)
            return "open"
        used = np.flatnonzero(weights)
        self.program.row(
            [*self.columns[used].tolist(), holds], [*weights[used].tolist(), lowest], lower=lowest - fixed
        )
        return "open"

    def _reach(self, side: Side, t: int) -> tuple[int, int, int]:
        """Return the sum of those certainly in office, and the least and the most it can become."""
        block = self.block
        fixed = sum(
            side.appointed[group.sitting[t]] * len(group.holders)
            for group in block.groups
            if group.leaves > t and group.sitting[t] != ABSENT
        ) + sum(side.ex_officio[codes[t]] for codes in block.ex_officio if codes[t] != ABSENT)
        free = sum(block.free(t, chair=chair) for chair in block.seats)
        least, most = min(side.appointed), max(side.appointed)
        if not self.full:
            least, most = min(0, least), max(0, most)
        return fixed, fixed + free * least, fixed + free * most

    def _ratchet(self, side: Side, t: int, lawful: int) -> None:
        """Write: while the floor is missed in quarter t, nobody whom it does not count is appointed in it."""
        met = self.program.column(1)
        if self._share(side, t, met) == "always":
            return
        self.program.row([lawful, met], [1, -1], upper=0)
        others = self._barred(side.rule, t)
        if others.size:
            free = sum(self.block.free(t, chair=chair) for chair in self.block.seats)
            self.program.row([*others.tolist(), met], [*[1] * others.size, -free], upper=0)

    def _barred(self, rule: ShareRule, t: int) -> NDArray[np.int64]:
        ratchet = rule.ratchet
        if ratchet is None or rule.counted is Counted.EACH_GENDER:
            return np.array([], dtype=np.int64)
        found = [
            column
            for column, chain in zip(self.columns, self.chains, strict=True)
            if chain.codes[t] != ABSENT
            and (t - chain.start) % self.block.cover == 0
            and not (chain.chair and ratchet.chair_excepted)
            and not counts(rule.counted.value, chain.codes[t], Kind.APPOINTED)
        ]
        return np.array(found, dtype=np.int64)
