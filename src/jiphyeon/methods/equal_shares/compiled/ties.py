"""Ties decided exactly in machine code: two prices are one number where their difference vanishes modulo enough primes.

What a voter holds is the share less the prices of the rounds that voter paid in, and a price is (cost - money of those
who give all) / points of the others. So where it is certain who gave all in which round, every price times D, the
denominator of the share times the points of all rounds before, is a whole number. For two projects a and b,

    N = D * ((cost_a - money_a) * points_b * value_b - (cost_b - money_b) * points_a * value_a)

is a whole number, in size at most D * cost * points * value with the greatest of each, and N = 0 says that a unit of
utility has the same price with both. A whole number below the product of some primes that vanishes modulo each of them
is 0. So residues of 31 bits decide what takes fractions of hundreds of digits. Over a range of shares all this is a
straight line in the share: equal at both ends is equal everywhere between.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from jiphyeon.methods.equal_shares.compiled.arrays import (
    BITS,
    HIGH,
    LOW,
    MOST_RIVALS,
    WEIGHT,
    Ground,
    LaneState,
    Residues,
)


@njit(error_model="numpy")
def _inverse(number: int, prime: int) -> int:
    """Return the inverse modulo a prime, by Fermat."""
    result, base, power = 1, number % prime, prime - 2
    while power:
        if power & 1:
            result = result * base % prime
        base = base * base % prime
        power >>= 1
    return result


@njit(error_model="numpy")
def _count(ground: Ground, state: LaneState, residues: Residues, ballot: int, row: int, before: int) -> bool:
    """Add to `times[row]` what a ballot paid in the rounds before; False where the price of one is uncertain."""
    weight = ground.weights[ballot]
    for at in range(ground.named_starts[ballot], ground.named_starts[ballot + 1]):
        turn = state.round_of[ground.named[at]]
        if 0 <= turn < before:
            if state.points[turn] < 0:
                return False
            residues.times[row, turn] += weight * (ground.named_scores[at] if ground.scored else 1)
    return True


@njit(error_model="numpy")
def _owing(
    ground: Ground, residues: Residues, project: int, row: int, weight: int, before: int, prime: int, end: int
) -> int:
    """Return cost - money of those who give all, modulo a prime."""
    p = ground.primes[prime]
    money = (weight % p) * residues.shares[prime, end] % p
    for turn in range(before):
        times = residues.times[row, turn]
        if times:
            money = (money + (p - times % p) * residues.prices[turn, prime, end]) % p
    return (ground.cost_residues[project, prime] - money) % p


@njit(error_model="numpy")
def _know_shares(ground: Ground, residues: Residues, primes: int) -> bool:
    """Know the two shares modulo this many primes; False where one of the primes cannot serve."""
    for prime in range(primes):
        p = ground.primes[prime]
        if residues.denominator[0] % p == 0:
            return False
        each = _inverse(residues.denominator[0], p)
        for end in range(2):
            residues.shares[prime, end] = (residues.share[end] % p) * each % p
    residues.known[0], residues.known[1] = 0, primes
    return True


@njit(error_model="numpy")
def _gave_all(ground: Ground, state: LaneState, residues: Residues, turn: int) -> int:
    """Return the weight of those who gave all in a round and count what they paid before; -1 where it is uncertain."""
    for earlier in range(turn):
        residues.times[MOST_RIVALS, earlier] = 0
    weight = np.int64(0)
    project = state.order[turn]
    for at in range(ground.starts[project], ground.starts[project + 1]):
        ballot = ground.rows[at]
        if state.emptied[ballot] == turn:
            weight += ground.weights[ballot]
            if not _count(ground, state, residues, ballot, np.int64(MOST_RIVALS), turn):
                return -1
    return weight


@njit(error_model="numpy")
def _know_prices(ground: Ground, state: LaneState, residues: Residues, before: int, primes: int) -> bool:
    """Know the prices of all rounds before modulo this many primes; False where one of the primes cannot serve."""
    if residues.known[1] < primes and not _know_shares(ground, residues, primes):
        return False
    for turn in range(residues.known[0], before):
        points = np.int64(state.points[turn])
        weight = _gave_all(ground, state, residues, turn) if points > 0 else -1
        if weight < 0 < points:
            state.points[turn] = -1.0
        for prime in range(residues.known[1]):
            p = ground.primes[prime]
            if weight >= 0 and points % p == 0:
                return False
            each = _inverse(points, p) if weight >= 0 else 0
            for end in range(2):
                owing = _owing(
                    ground, residues, state.order[turn], np.int64(MOST_RIVALS), weight, turn, prime, end
                )
                residues.prices[turn, prime, end] = owing * each % p
        residues.known[0] = turn + 1
    return True


@njit(error_model="numpy")
def _divide(ground: Ground, state: LaneState, residues: Residues, project: int, at: int) -> bool:
    """Divide the supporters of a rival into those who surely give all and those who surely do not; False in doubt."""
    least = state.least[project] * ground.values[project]
    most = state.most[project] * ground.values[project]
    rich = np.int64(0)
    weight = np.int64(0)
    for entry in range(ground.starts[project], state.ends[project]):
        ballot = state.rows[entry]
        high = state.held[ballot, HIGH]
        if high == 0.0:
            continue
        score = state.scores[entry] if ground.scored else 1.0
        if state.held[ballot, LOW] >= most * score * (1 + 2.0**-50):
            rich += np.int64(state.held[ballot, WEIGHT] * score)
        elif high <= least * score * (1 - 2.0**-50):
            weight += ground.weights[ballot]
        else:
            return False
    residues.rich[at] = rich
    residues.weight[at] = weight
    return rich > 0


@njit(error_model="numpy")
def _size(ground: Ground, state: LaneState, residues: Residues, rivals: int, bought: int) -> float:
    """Return a number of bits that N surely fits in; D is 1 where no supporter gives all, and then nothing is `bought`."""
    cost = 1.0
    worth = 1.0
    for at in range(rivals):
        project = residues.rivals[at]
        cost = max(cost, ground.costs[project])
        worth = max(worth, residues.rich[at] * ground.values[project])
    bits = np.log2(cost) + np.log2(worth) + 2
    if bought:
        bits += np.log2(residues.denominator[0]) + 1
        for turn in range(bought):
            if state.points[turn] > 1:
                bits += np.log2(state.points[turn])
    return bits * (1 + 2.0**-40)


@njit(error_model="numpy")
def _spent(ground: Ground, state: LaneState, residues: Residues, at: int, bought: int) -> bool:
    """Count for a rival what those who give all have paid so far; False where that is uncertain."""
    project = residues.rivals[at]
    for turn in range(bought):
        residues.times[at, turn] = 0
    if not residues.weight[at]:
        return True
    least = state.least[project] * ground.values[project]
    for entry in range(ground.starts[project], state.ends[project]):
        ballot = state.rows[entry]
        high = state.held[ballot, HIGH]
        score = state.scores[entry] if ground.scored else 1.0
        if high > 0.0 and high <= least * score and not _count(ground, state, residues, ballot, at, bought):
            return False
    return True


@njit(error_model="numpy")
def _agree(ground: Ground, residues: Residues, rivals: int, bought: int, prime: int, end: int) -> bool:
    """Return whether N vanishes modulo a prime for the first rival with each of the others."""
    p = ground.primes[prime]
    owing, worth = np.int64(0), np.int64(0)
    for at in range(rivals):
        project = residues.rivals[at]
        mine = ground.cost_residues[project, prime]
        if bought:
            mine = _owing(ground, residues, project, at, residues.weight[at], bought, prime, end)
        points = (residues.rich[at] % p) * ground.value_residues[project, prime] % p
        if at == 0:
            owing, worth = mine, points
        elif mine * worth % p != owing * points % p:
            return False
    return True


@njit(error_model="numpy")
def tied(ground: Ground, state: LaneState, residues: Residues, rivals: int, bought: int) -> bool:
    """Return whether one unit of utility surely has the same price with each of the first `rivals` rivals."""
    spent = False
    for at in range(rivals):
        if not _divide(ground, state, residues, residues.rivals[at], at):
            return False
        spent |= residues.weight[at] > 0
    rounds = bought if spent else 0
    if spent and (rivals > MOST_RIVALS or residues.denominator[0] == 0):
        return False
    primes = int(_size(ground, state, residues, rivals, rounds) / BITS) + 1
    proven = primes <= len(ground.primes)
    if proven and spent:
        proven = _know_prices(ground, state, residues, rounds, primes)
        for at in range(rivals):
            proven = proven and _spent(ground, state, residues, at, rounds)
    ends = 1 if residues.share[0] == residues.share[1] else 2
    for prime in range(primes):
        for end in range(ends):
            proven = proven and _agree(ground, residues, rivals, rounds, prime, end)
    return proven
