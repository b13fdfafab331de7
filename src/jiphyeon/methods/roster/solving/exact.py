"""The whole question at once, person by person: exact wherever it is small enough to ask.

Where people are short, numbers and names cannot be chosen apart. The model of counts is then tied to named people:
one column per person, committee, first quarter and number of terms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from jiphyeon.methods.roster.solving.assignment import Candidates, Named
from jiphyeon.methods.roster.solving.counts import Choice, stages
from jiphyeon.methods.roster.solving.integer_program import Program
from jiphyeon.methods.roster.solving.model import Chain, Model, build
from jiphyeon.methods.roster.solving.situation import ABSENT, Situation

HALF = 0.5


def pairs(situation: Situation, candidates: Candidates, blocks: Iterable[int]) -> int:
    """Return how many columns of people the whole question has for these blocks."""
    total = 0
    for number in blocks:
        block, near = situation.blocks[number], candidates.near[number]
        for chair in block.seats:
            quarters = situation.calendar.quarters
            for start in range(block.opens(chair=chair), quarters):
                terms = min(block.renewals + 1, -(-(quarters - start) // block.cover))
                total += max(0, terms) * len(near)
    return total


def choose_people(
    situation: Situation, candidates: Candidates, blocks: Sequence[int], seconds: float
) -> tuple[Choice, Named]:
    """Return numbers and names of these blocks chosen together, every aim proven where `seconds` per search allow.

    What people are given elsewhere must stand in the situation's `busy` and `base` already.
    """
    kinds = [{tuple(candidates.raw[n].tolist()) for n in near} for near in candidates.near]
    model = build(situation, kinds, blocks=blocks)
    people = _People(model, candidates)
    choice, values = stages(model, people.repeats, seconds, people.unwished)
    chosen: dict[Chain, list[str]] = {chain: [] for chain in choice.chains}
    for column, chain, person in people.columns:
        if values[column] > HALF:
            chosen[chain].append(candidates.keys[person])
    repeats = choice.attained[3] if len(choice.attained) > 3 else 0
    new = sum(len(who) for chain, who in chosen.items() if chain.group is None)
    unwished = sum(round(values[column]) for column in people.unwished)
    bound = choice.bounds.get("wishes")
    named = Named(
        [chosen[chain] for chain in choice.chains],
        unfilled=0,
        repeats=-repeats,
        repeats_bound=-repeats,
        wishes=new - unwished,
        wishes_bound=new if bound is None else new - bound,
        pairs=len(people.columns),
    )
    return choice, named


class _People:
    """Columns and rows of named people, tied to a model's counts."""

    def __init__(self, model: Model, candidates: Candidates) -> None:
        self.program: Program = model.program
        self.situation, self.candidates = model.situation, candidates
        self.columns: list[tuple[int, Chain, int]] = []
        self.repeats: dict[int, int] = {}
        self.unwished: dict[int, int] = {}
        for count, chain in zip(model.chain_column, model.chains, strict=True):
            here = [self._column(chain, n) for n in self._who(chain)]
            self.program.row([*here, count], [*[1] * len(here), -1], lower=0, upper=0)
        self._bounds()

    def _who(self, chain: Chain) -> list[int]:
        """Return those who are exactly what the chain counts; like people share a chain."""
        found = self.candidates.eligible(chain)
        if chain.group is not None or not found.size:
            return list(found.tolist())
        cover = self.situation.blocks[chain.block].cover
        like = [
            self.situation.chain(tuple(raw), chain.start, cover, chain.renewals) == chain.codes
            for raw in self.candidates.raw[found].tolist()
        ]
        return list(found[np.array(like)].tolist())

    def _column(self, chain: Chain, person: int) -> int:
        column = self.program.column(1)
        self.columns.append((column, chain, person))
        if chain.group is None:
            committee = self.situation.blocks[chain.block].committee.key
            if committee not in self.situation.portfolio.people[self.candidates.keys[person]].wishes:
                self.unwished[column] = 1
        return column

    def _bounds(self) -> None:
        """Write: seats at once, one chain per committee, and the price of every further seat."""
        blocks: dict[int, set[int]] = defaultdict(set)
        at_once: dict[tuple[int, int], list[int]] = defaultdict(list)
        in_one: dict[tuple[int, int], list[int]] = defaultdict(list)
        new: dict[int, list[int]] = defaultdict(list)
        for column, chain, person in self.columns:
            in_one[person, chain.block].append(column)
            if chain.group is None:
                new[person].append(column)
                blocks[person].add(chain.block)
            for t, code in enumerate(chain.codes):
                if code != ABSENT:
                    at_once[person, t].append(column)
        for columns in in_one.values():
            self.program.row(columns, [1] * len(columns), upper=1)
        for (person, t), columns in at_once.items():
            bound = self.situation.memberships[t]
            if bound is not None:
                room = bound - self.situation.busy[self.candidates.keys[person]][t]
                self.program.row(columns, [1] * len(columns), upper=max(0, room))
        for person, columns in new.items():
            held = self.situation.base[self.candidates.keys[person]]
            most = len(blocks[person])
            steps = [self.program.column(1, whole=False) for _ in range(most)]
            self.repeats.update({step: held + k for k, step in enumerate(steps)})
            self.program.row([*columns, *steps], [*[1] * len(columns), *[-1] * most], upper=0)
