"""The lanes of `sweep`, one after another, as machine code: what equal shares buy from a share or a range of shares.

The duty and the promise are those of `sweep.Sweep`: what every voter holds is an interval that surely contains the
truth, every price has a proven bound from below and from above, and where these do not tell two projects apart, and no
exact argument settles the tie, the lane is given up. It answers nothing then; it never answers wrongly. One lane at a
time spares what many side by side cannot: looking again at a project that is already proven dearer.

The bounds. A sum of n products that are not negative, added in any order, is off by less than (n + 2) ULP of itself,
cost and threshold are each off by less than one, so (2n + 16) ULP of cost and sum together is more than the error.
Prices are widened by 8 ULP of themselves, payments by 4, and every difference of balances by 2 ULP of the share.

The one exact argument is `ties.tied`. These modules need numba (`pip install jiphyeon[fast]`) and are imported only
where they are used.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numba import njit

from jiphyeon.methods.equal_shares.compiled.arrays import HIGH, LOW, WEIGHT, Ground, LaneState, Residues
from jiphyeon.methods.equal_shares.compiled.ties import tied
from jiphyeon.methods.equal_shares.election import Floats, Integers

ULP = 2.0**-52
INFINITY = np.inf
MOST_LOOKS = (
    100  # Newton's steps at one project; each but the last moves a voter, in practice three or four do
)
LOOK_BACK = 3


@njit(error_model="numpy")
def _look(ground: Ground, state: LaneState, project: int, price: float) -> tuple[float, float]:
    """Return what the supporters give at most when nobody pays over `price`, and the points of those who can pay it.

    Supporters with nothing left are dropped for good.
    """
    held, rows, scores = state.held, state.rows, state.scores
    begin = ground.starts[project]
    kept = begin
    money = 0.0
    rich = 0.0
    for at in range(begin, state.ends[project]):
        ballot = rows[at]
        holds = held[ballot, HIGH]
        if holds == 0.0:
            continue
        weight = held[ballot, WEIGHT]
        rows[kept] = ballot
        if ground.scored:
            score = scores[at]
            scores[kept] = score
            asked = price * score
            points = weight * score
        else:
            asked = price
            points = weight
        kept += 1
        money += weight * min(holds, asked)
        rich += points if holds >= asked else 0.0
    state.ends[project] = kept
    return money, rich


@njit(error_model="numpy")
def _look_low(ground: Ground, state: LaneState, project: int, price: float) -> tuple[float, float]:
    """Return the same from what the supporters hold at least."""
    money = 0.0
    rich = 0.0
    for at in range(ground.starts[project], state.ends[project]):
        ballot = state.rows[at]
        holds = state.held[ballot, LOW]
        weight = state.held[ballot, WEIGHT]
        score = state.scores[at] if ground.scored else 1.0
        asked = price * score
        money += weight * min(holds, asked)
        rich += weight * score if holds >= asked else 0.0
    return money, rich


@njit(error_model="numpy")
def _error(ground: Ground, state: LaneState, project: int, money: float) -> float:
    count = state.ends[project] - ground.starts[project]
    return (2 * count + 16) * ULP * (ground.costs[project] + money)


@njit(error_model="numpy")
def _refine(ground: Ground, state: LaneState, project: int, ceiling: float) -> bool:
    """Raise the bound on a price from below: as far as it goes, or until it is over `ceiling`. False if it gets stuck.

    At any threshold t the supporters give g(t), concave in t; so the true price is at least
    t + (cost - g(t)) / (points of those who can pay t), whether t lies below it or above. The first look is taken at
    the ceiling: if the project is dearer, that look proves it. Further ones are Newton's steps from below.
    """
    cost, value = ground.costs[project], ground.values[project]
    least = state.least[project]
    at = ceiling * value if least < ceiling < INFINITY else least * value
    for _ in range(MOST_LOOKS):
        money, rich = _look(ground, state, project, at)
        error = _error(ground, state, project, money)
        if rich == 0.0:
            if money + error < cost:
                state.least[project] = INFINITY
                return True
            if at <= least * value:
                return True
            at = least * value
            continue
        step = (cost - money) / rich
        slack = error / rich
        least = max(least, (at + step - slack) * ((1 - 8 * ULP) / value))
        state.least[project] = least
        if abs(step) <= 4 * slack or least > ceiling:
            return True
        at = least * value
    return False


@njit(error_model="numpy")
def _raise_ceiling(ground: Ground, state: LaneState, project: int) -> float:
    """Keep and return a price for one unit of utility that the true one surely does not exceed, or infinity."""
    cost, value = ground.costs[project], ground.values[project]
    price = state.least[project] * value
    found = INFINITY
    for _ in range(8):
        money, rich = _look_low(ground, state, project, price)
        error = _error(ground, state, project, money)
        if money - error >= cost:
            found = price / value * (1 + 8 * ULP)
            break
        if rich == 0.0:
            break
        price += (cost + 2 * error - money) / rich
    state.most[project] = found
    return found


@njit(error_model="numpy")
def _cheapest(ground: Ground, state: LaneState, guess: int) -> tuple[int, float, bool]:
    """Return a project whose ceiling is lowest (-1: none is affordable), that ceiling, and whether all is proven."""
    best = -1
    ceiling = INFINITY
    doubtful = False
    if guess >= 0:
        doubtful |= not _refine(ground, state, guess, INFINITY)
        if state.least[guess] < INFINITY:
            ceiling = _raise_ceiling(ground, state, guess)
            best = guess
    for project in range(len(ground.costs)):
        if project == guess or state.least[project] > ceiling or state.least[project] == INFINITY:
            continue
        doubtful |= not _refine(ground, state, project, ceiling)
        if state.least[project] <= ceiling and state.least[project] < INFINITY:
            most = _raise_ceiling(ground, state, project)
            if best == -1 or most < ceiling:
                best, ceiling = project, most
    return best, ceiling, not doubtful and (best == -1 or ceiling < INFINITY)


@njit(error_model="numpy")
def _pay(ground: Ground, state: LaneState, project: int, turn: int, grain: float) -> None:
    """Take the price from what the supporters hold, and note who surely gave all and what the others' points are."""
    held = state.held
    least = state.least[project] * ground.values[project] * (1 - 4 * ULP)
    most = state.most[project] * ground.values[project] * (1 + 4 * ULP)
    points = 0.0
    certain = True
    for at in range(ground.starts[project], state.ends[project]):
        ballot = state.rows[at]
        high = held[ballot, HIGH]
        if high == 0.0:
            continue
        score = state.scores[at] if ground.scored else 1.0
        if high <= least * score:
            held[ballot, LOW] = 0.0
            held[ballot, HIGH] = 0.0
            state.emptied[ballot] = turn
            continue
        if held[ballot, LOW] >= most * score:
            points += held[ballot, WEIGHT] * score
        else:
            certain = False
        held[ballot, LOW] = max(held[ballot, LOW] - (most * score + grain), 0.0)
        held[ballot, HIGH] = high - (least * score - grain)
    state.points[turn] = points if certain else -1.0


@njit(error_model="numpy")
def _shut_out(ground: Ground, state: LaneState, project: int) -> None:
    """Bar what the limits no longer let in once this project is chosen; its round is already noted."""
    for at in range(ground.foe_starts[project], ground.foe_starts[project + 1]):
        state.least[ground.foes[at]] = INFINITY
    for quota in range(len(ground.quota_starts) - 1):
        inside = np.int64(0)
        spent = np.int64(0)
        concerned = False
        begin, end = ground.quota_starts[quota], ground.quota_starts[quota + 1]
        for at in range(begin, end):
            member = ground.members[at]
            concerned |= member == project
            if state.round_of[member] >= 0:
                inside += 1
                spent += ground.prices[member]
        if not concerned:
            continue
        full = 0 <= ground.most_projects[quota] <= inside
        for at in range(begin, end):
            member = ground.members[at]
            if full or 0 <= ground.most_cost[quota] < spent + ground.prices[member]:
                state.least[member] = INFINITY


@njit(error_model="numpy")
def _reset(ground: Ground, state: LaneState, low: float, high: float) -> None:
    for ballot in range(len(ground.weights)):
        state.held[ballot, LOW] = low
        state.held[ballot, HIGH] = high
        state.emptied[ballot] = -1
    for at in range(len(ground.rows)):
        state.rows[at] = ground.rows[at]
        if ground.scored:
            state.scores[at] = ground.scores[at]
    for project in range(len(ground.costs)):
        state.ends[project] = ground.starts[project + 1]
        state.least[project] = ground.first[project]
        state.round_of[project] = -1


@njit(error_model="numpy")
def _guess(state: LaneState, expected: Integers, likely: int, bought: int) -> int:
    """Return the project the run before bought at this point: its price spares the others most of the work."""
    for at in range(max(0, bought - LOOK_BACK), likely):
        if state.least[expected[at]] < INFINITY:
            return int(expected[at])
    return -1


@njit(error_model="numpy")
def _lane(
    ground: Ground,
    state: LaneState,
    residues: Residues,
    low: float,
    high: float,
    expected: Integers,
    likely: int,
    won: Integers,
) -> int:
    """Run one lane into `won`; return how many it bought, or -1 where nothing is proven."""
    _reset(ground, state, low, high)
    residues.known[0] = 0
    residues.known[1] = 0
    grain = 2 * ULP * high
    bought = len(ground.free)
    for at in range(bought):
        state.round_of[ground.free[at]] = at
        state.order[at] = ground.free[at]
        state.points[at] = 0.0
        won[at] = ground.free[at]
        _shut_out(ground, state, ground.free[at])
    while True:
        guess = _guess(state, expected, likely, bought)
        project, ceiling, proven = _cheapest(ground, state, guess)
        if not proven:
            return -1
        if project == -1:
            return bought
        rivals = np.int64(0)
        for other in range(len(ground.costs)):
            if state.least[other] <= ceiling:
                residues.rivals[rivals] = other
                rivals += 1
        if rivals > 1:
            if not tied(ground, state, residues, rivals, bought):
                return -1
            project = residues.rivals[0]
            for at in range(1, rivals):
                if ground.ranks[residues.rivals[at]] < ground.ranks[project]:
                    project = residues.rivals[at]
        _pay(ground, state, project, bought, grain)
        state.least[project] = INFINITY
        state.round_of[project] = bought
        state.order[bought] = project
        if len(ground.foes) or len(ground.members):
            _shut_out(ground, state, project)
        won[bought] = project
        bought += 1


def entry(stamp: int, *, cached: bool) -> Callable[..., None]:
    """Return the door to the compiled lanes: `run_lanes`, as machine code kept on disk where `cached`.

    It runs every lane: from `bounds[l]`, a low and a high share, which are `wholes[l]` over the common denominator.
    Into `counts` goes how many projects each bought (-1: nothing is proven), into `won` which; `expected` is used up.
    """

    def run_lanes(
        ground: Ground,
        state: LaneState,
        residues: Residues,
        bounds: Floats,
        wholes: Integers,
        expected: Integers,
        likely: int,
        won: Integers,
        counts: Integers,
    ) -> None:
        if stamp < 0:  # never: but being named here, the stamp is part of what the code on disk is found by
            return
        for lane in range(len(bounds)):
            residues.share[0] = wholes[lane, 0]
            residues.share[1] = wholes[lane, 1]
            counts[lane] = _lane(
                ground, state, residues, bounds[lane, 0], bounds[lane, 1], expected, likely, won[lane]
            )
            if counts[lane] > 0:
                likely = counts[lane]
                for at in range(likely):
                    expected[at] = won[lane, at]

    compiled: Callable[..., None] = njit(cache=cached, error_model="numpy")(run_lanes)
    return compiled
