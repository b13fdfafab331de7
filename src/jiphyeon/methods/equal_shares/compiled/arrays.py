"""What the compiled lanes work on: an election as flat arrays, and the state of one lane."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.equal_shares.election import Floats, Integers
from jiphyeon.methods.equal_shares.shares import EqualShares

LOW, HIGH, WEIGHT = 0, 1, 2  # the columns of `LaneState.held`
BELOW = [
    1, 19, 61, 69, 85, 99, 105, 151, 159, 171, 225, 249, 295, 325, 379, 399, 411, 469, 477, 511, 525, 571,
    579, 589, 595, 615, 619, 697, 699, 705, 711, 727, 771, 775, 781, 789, 829, 831, 837, 847, 885, 909, 951,
    955, 967, 985, 987, 1027, 1057, 1065, 1071, 1141, 1147, 1167, 1231, 1239, 1281, 1287, 1299, 1305, 1321,
    1357, 1375, 1411,
]  # fmt: skip
PRIMES = 2**31 - np.array(
    BELOW, dtype=np.int64
)  # the greatest below 2^31: a product of two residues stays in 64 bits
BITS = 30  # each is above 2^30
BOUNDLESS = 2**62  # a quota that nothing counted here can fill
MOST_RIVALS = 64  # projects tied at once with supporters who give all; more are left to fractions


class Ground(NamedTuple):
    """An election: project c is named by ballots `rows[starts[c]:starts[c + 1]]` with those `scores` (1 unless `scored`).

    The other way round, ballot g names `named[named_starts[g]:named_starts[g + 1]]` with `named_scores`. The residues
    hold costs and values modulo each of `primes`. Limits: choosing c shuts out `foes[foe_starts[c]:foe_starts[c + 1]]`;
    quota q has those `members`, at most so many projects and so much cost (-1: no such limit) in terms of `prices`.
    """

    starts: Integers
    rows: NDArray[np.int32]
    scores: Floats
    scored: bool
    named_starts: Integers
    named: NDArray[np.int32]
    named_scores: Integers
    weights: Integers
    costs: Floats
    values: Floats
    first: Floats
    ranks: Integers
    free: Integers
    primes: Integers
    cost_residues: Integers
    value_residues: Integers
    prices: Integers
    foe_starts: Integers
    foes: Integers
    quota_starts: Integers
    members: Integers
    most_projects: Integers
    most_cost: Integers


class LaneState(NamedTuple):
    """What changes while a lane runs. `held` has what each ballot holds at least and at most, and its weight.

    `rows[starts[c]:ends[c]]` are the supporters of c who may hold something; `least` and `most` bound the price of each
    project for one unit of utility. Ballot g gave all it had in round `emptied[g]` (-1: not surely), project c was bought
    in round `round_of[c]` (-1: not). `order` has the project of each round, `points` the points of those who did not give
    all in it: -1 where that is uncertain, 0 where the project was free.
    """

    held: Floats
    rows: NDArray[np.int32]
    scores: Floats
    ends: Integers
    least: Floats
    most: Floats
    emptied: Integers
    round_of: Integers
    order: Integers
    points: Floats


class Residues(NamedTuple):
    """Room for exact ties. The shares are `share[0]` to `share[1]` over `denominator` (0: too large to be told here).

    `known` says of how many rounds, and modulo how many primes, `prices` are known; `shares` holds the two shares so.
    For each rival, `weight` is that of those who give all, `times` how often each round's price is missing from what
    they hold, and `rich` the points of the others.
    """

    share: Integers
    denominator: Integers
    known: Integers
    shares: Integers
    prices: Integers
    rivals: Integers
    weight: Integers
    times: Integers
    rich: Integers


def ground_of(shares: EqualShares) -> Ground:
    """Lay an election out."""
    supports, ballots = shares.supports, shares.election.ballots
    scored = ballots.scores is not None
    limits = shares.limits
    foe_starts, foes = _lists([sorted(limits.rivals.get(c, ())) for c in range(len(shares.costs))])
    quota_starts, members = _lists([sorted(quota[0]) for quota in limits.quotas])
    return Ground(
        starts=np.array(supports.offsets, dtype=np.int64),
        rows=supports.rows.astype(np.int32),
        scores=supports.scores if supports.scores is not None else np.empty(0),
        scored=scored,
        named_starts=ballots.offsets,
        named=ballots.projects.astype(np.int32),
        named_scores=ballots.scores if ballots.scores is not None else np.empty(0, dtype=np.int64),
        weights=ballots.weights,
        costs=np.array([float(cost) for cost in shares.costs]),
        values=np.array([float(value) for value in shares.values]),
        first=shares.first,
        ranks=np.array(shares.ranks, dtype=np.int64),
        free=np.array(shares.free, dtype=np.int64),
        primes=PRIMES,
        cost_residues=_residues(shares.costs),
        value_residues=_residues(shares.values),
        prices=np.array(shares.election.costs, dtype=np.int64),
        foe_starts=foe_starts,
        foes=foes,
        quota_starts=quota_starts,
        members=members,
        most_projects=np.array(
            [-1 if most is None else min(most, BOUNDLESS) for _, most, _ in limits.quotas], dtype=np.int64
        ),
        most_cost=np.array(
            [-1 if money is None else min(money, BOUNDLESS) for _, _, money in limits.quotas], dtype=np.int64
        ),
    )


def _lists(lists: list[list[int]]) -> tuple[Integers, Integers]:
    starts = np.concatenate(([0], np.cumsum([len(each) for each in lists]))).astype(np.int64)
    return starts, np.array([one for each in lists for one in each], dtype=np.int64)


def _residues(amounts: list[int]) -> Integers:
    kind = np.int64 if max(amounts, default=0) < 2**63 else object
    found: Integers = (np.array(amounts, dtype=kind)[:, None] % PRIMES).astype(np.int64)
    return found


def state_of(ground: Ground) -> LaneState:
    """Return the room one lane needs."""
    projects, ballots = len(ground.costs), len(ground.weights)
    held = np.zeros((ballots, 4))  # four, so that a ballot lies within one line of the processor's cache
    held[:, WEIGHT] = ground.weights
    return LaneState(
        held=held,
        rows=ground.rows.copy(),
        scores=ground.scores.copy(),
        ends=ground.starts[1:].copy(),
        least=np.empty(projects),
        most=np.empty(projects),
        emptied=np.empty(ballots, dtype=np.int64),
        round_of=np.empty(projects, dtype=np.int64),
        order=np.empty(projects, dtype=np.int64),
        points=np.empty(projects),
    )


def residues_of(ground: Ground) -> Residues:
    """Return the room exact ties need."""
    projects, primes = len(ground.costs), len(PRIMES)
    return Residues(
        share=np.zeros(2, dtype=np.int64),
        denominator=np.zeros(1, dtype=np.int64),
        known=np.zeros(2, dtype=np.int64),
        shares=np.empty((primes, 2), dtype=np.int64),
        prices=np.empty((projects, primes, 2), dtype=np.int64),
        rivals=np.empty(projects, dtype=np.int64),
        weight=np.empty(projects, dtype=np.int64),
        times=np.empty((MOST_RIVALS + 1, projects), dtype=np.int64),
        rich=np.empty(projects, dtype=np.int64),
    )
