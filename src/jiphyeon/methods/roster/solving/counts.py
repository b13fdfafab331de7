"""How many people of which kind, where and when: each committee alone first, then all together by the pool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.roster.solving.candidates import Pool, write_candidates
from jiphyeon.methods.roster.solving.feasibility import could_be_lawful
from jiphyeon.methods.roster.solving.integer_program import Answer, solve
from jiphyeon.methods.roster.solving.model import Chain, Model, build
from jiphyeon.methods.roster.solving.situation import Block, Codes, Situation

WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class Goal:
    """The best one committee can do where the pool is no obstacle: aims in order, and whether every seat is filled."""

    lawful: int
    filled: int
    changes: int
    full: bool


@dataclass(slots=True)
class Choice:
    """Counts per chain and, per aim, the best that is not excluded by proof (None: nothing is)."""

    chains: list[Chain]
    counts: list[int]
    bounds: dict[str, int | None] = field(default_factory=dict)
    attained: tuple[int, ...] = ()
    seconds: float = 0


def choose(situation: Situation, people: Pool, seconds: float) -> Choice:
    """Return counts that are best for every committee alone, where the pool allows that; else for all together."""
    kinds = people.kinds()
    goals = [_alone(situation, people, kinds, number) for number in range(len(situation.blocks))]
    full = {number for number, goal in enumerate(goals) if goal.full}
    model = build(situation, kinds, full=full)
    again = write_candidates(model, people).again
    for goal, columns, lawful in zip(goals, _by_block(model), model.lawful, strict=True):
        model.program.row(lawful, [1] * len(lawful), lower=goal.lawful)
        if not goal.full:
            filled = [model.filled(model.chains[i]) for i in columns]
            model.program.row([model.chain_column[i] for i in columns], filled, lower=goal.filled)
        new = [model.chain_column[i] for i in columns if model.chains[i].group is None]
        model.program.row(new, [1] * len(new), upper=goal.changes)
    answer = _mended(model, _costs(model, again), seconds)
    if not answer.found:
        return together(situation, people, seconds)
    bounds: dict[str, int | None] = {
        "lawful": sum(goal.lawful for goal in goals),
        "filled": sum(goal.filled for goal in goals),
        "changes": sum(goal.changes for goal in goals),
        "repeats": _whole(answer.bound) if np.isfinite(answer.bound) else None,
    }
    lawful, filled, changes = (
        sum(getattr(goal, key) for goal in goals) for key in ("lawful", "filled", "changes")
    )
    return replace(_choice(model, answer.values, bounds), attained=(lawful, filled, -changes))


def _mended(model: Model, costs: list[float], seconds: float) -> Answer:
    """Solve the relaxation, keep the committees it gives whole numbers, and branch on the few others only.

    What comes out is proven where it costs no more than the relaxation; otherwise all are branched on.
    """
    program = model.program
    relaxed = solve(program, costs, relaxed=True)
    if not relaxed.found:
        return relaxed
    values = relaxed.values
    part = np.abs(values - values.round()) > WHOLE
    lower, upper = list(program.lower), list(program.upper)
    for span in model.spans.values():
        if not part[span.start : span.stop].any():
            whole = values[span.start : span.stop].round().tolist()
            program.lower[span.start : span.stop] = program.upper[span.start : span.stop] = whole
    mended = solve(program, costs, seconds=seconds)
    program.lower, program.upper = lower, upper
    if mended.found and mended.objective <= _whole(relaxed.bound):
        return replace(mended, bound=relaxed.bound)
    return solve(program, costs, seconds=seconds, start=mended.values if mended.found else None)


def _alone(situation: Situation, people: Pool, kinds: Sequence[set[Codes]], number: int) -> Goal:
    """Return the best of one committee: by a relaxation that is nearly always whole, or else by branching.

    With every seat filled the second aim cannot be bettered; the first neither where it attains every quarter that
    could be lawful by itself.
    """
    block = situation.blocks[number]
    for relaxed in (True, False):
        model = build(situation, kinds, blocks=[number], full={number})
        answer = solve(model.program, _weighed(model, block), relaxed=relaxed)
        if not answer.found:
            break
        if np.abs(answer.values - answer.values.round()).max(initial=0) <= WHOLE:
            goal = _goal(model, block, answer.values)
            if goal.lawful >= sum(model.program.upper[z] for z in model.lawful[0]):
                return goal
            near = people.near(number)
            if goal.lawful == could_be_lawful(situation, block, near):
                return goal
            break
    model = build(situation, kinds, blocks=[number])
    answer = solve(model.program, _weighed(model, block))
    return _goal(model, block, answer.values)


def _goal(model: Model, block: Block, values: NDArray[np.float64]) -> Goal:
    everything = sum(sum(seats for seats in free) for free in block.free_seats.values())
    lawful = round(sum(values[z] for z in model.lawful[0]))
    filled = sum(n * model.filled(c) for c, n in _counts(model, values))
    changes = sum(n for c, n in _counts(model, values) if c.group is None)
    return Goal(lawful, filled, changes, filled == everything)


def _weighed(model: Model, block: Block) -> list[float]:
    """Return one objective for the first three aims of one committee: each outweighs all that follows it."""
    seats, quarters = sum(block.seats.values()), model.situation.calendar.quarters
    fill = seats * (quarters // block.cover + 1) + 1
    costs = _costs(model, dict.fromkeys(model.lawful[0], -fill * (seats * quarters + 1)))
    for column, chain in zip(model.chain_column, model.chains, strict=True):
        costs[column] = -fill * model.filled(chain) + (chain.group is None)
    return costs


def together(situation: Situation, people: Pool, seconds: float) -> Choice:
    """Return the best counts for all committees at once, aim by aim."""
    model = build(situation, people.kinds())
    again = write_candidates(model, people).again
    return stages(model, again, seconds)[0]


def stages(
    model: Model, again: dict[int, int], seconds: float, unwished: dict[int, int] | None = None
) -> tuple[Choice, NDArray[np.float64]]:
    """Solve aim by aim, each holding what those before it attained; return the choice and all values."""
    lawful = dict.fromkeys((z for line in model.lawful for z in line), -1)
    filled = {c: -model.filled(chain) for c, chain in zip(model.chain_column, model.chains, strict=True)}
    changes = {c: 1 for c, chain in zip(model.chain_column, model.chains, strict=True) if chain.group is None}
    aims = {
        "lawful": lawful,
        "filled": filled,
        "changes": changes,
        "repeats": again,
        "wishes": unwished or {},
    }
    bounds: dict[str, int | None] = {}
    attained: list[int] = []
    spent = 0.0
    values: NDArray[np.float64] | None = None
    for key, weights in aims.items():
        if not weights:
            continue
        answer = solve(model.program, _costs(model, weights), seconds=seconds, start=values)
        spent += answer.seconds
        if not answer.found:
            break
        values = answer.values
        sign = -1 if key in {"lawful", "filled"} else 1
        if np.isfinite(answer.bound):
            bounds[key] = sign * _whole(answer.bound)
        attained.append(-round(answer.objective))
        model.program.row(list(weights), list(weights.values()), upper=round(answer.objective))
    if values is None:
        values = np.zeros(len(model.program.lower))
    return replace(_choice(model, values, bounds), attained=tuple(attained), seconds=spent), values


def _costs(model: Model, weights: dict[int, int]) -> list[float]:
    costs = [0.0] * len(model.program.lower)
    for column, weight in weights.items():
        costs[column] = weight
    return costs


def _whole(bound: float) -> int:
    """Return the least whole cost a proven bound allows."""
    return int(np.ceil(bound - WHOLE * max(1.0, abs(bound))))


def _by_block(model: Model) -> list[list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for number, chain in enumerate(model.chains):
        found[chain.block].append(number)
    return [found[number] for number in range(len(model.situation.blocks))]


def _counts(model: Model, values: NDArray[np.float64]) -> list[tuple[Chain, int]]:
    return [
        (c, n) for c, col in zip(model.chains, model.chain_column, strict=True) if (n := round(values[col]))
    ]


def _choice(model: Model, values: NDArray[np.float64], bounds: dict[str, int | None]) -> Choice:
    counts = _counts(model, values)
    return Choice([chain for chain, _ in counts], [count for _, count in counts], bounds)
