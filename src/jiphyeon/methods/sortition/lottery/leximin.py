"""Leximin over the polytope: raise the smallest chance as far as it goes, then the next smallest, and so on.

Flanigan, Gölz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens' assemblies", Nature 2021; here
over fractional counts of profiles instead of over panels, which bounds what any lottery over panels can reach.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jiphyeon.methods.sortition.solver.linear import Answer, Program, Unsolved
from jiphyeon.methods.sortition.solver.polytope import Polytope, Vector
from jiphyeon.methods.sortition.solver.proof import Bound

# A profile is settled by its price in the optimum; below this share of the stage's whole price it waits for
# a later stage, where it is found again.
SETTLING_PRICE = 1e-6
REACHABLE = 1e-9
"""A chance below this is none."""


def leximin(polytope: Polytope) -> tuple[Vector, tuple[Bound, ...]]:
    """Return each profile's chance per person and one bound for each stage.

    Raises Unsolved where the polytope is empty.
    """
    chances = np.full(len(polytope.capacity), np.nan)
    bounds: list[Bound] = []
    level = 0.0
    while np.isnan(chances).any():
        bound = _stage(polytope, chances, level)
        level = bound.value
        chances[list(bound.settles)] = level
        bounds.append(bound)
    return chances, tuple(bounds)


def unreachable(stages: tuple[Bound, ...]) -> tuple[Bound, ...]:
    """Return the stages of a leximin that prove some profiles to be on no panel at all."""
    return tuple(stage for stage in stages if stage.value <= REACHABLE)


def maximin(polytope: Polytope) -> tuple[Vector, tuple[Bound, ...]]:
    """Return chances with the largest possible minimum, then the smallest possible maximum, then leximin between.

    Only the first is the objective and only its bound is returned; the other two make the answer one and fair.
    """
    first = _stage(polytope, np.full(len(polytope.capacity), np.nan), 0.0)
    chances = capped_leximin(polytope, smallest_maximum(polytope, first.value))
    return chances, (first,)


def smallest_maximum(polytope: Polytope, minimum: float) -> float:
    """Return the smallest maximum chance that goes with every chance being at least `minimum`."""
    matrix = polytope.matrix * polytope.capacity
    rows, profiles = matrix.shape
    both = np.block([[matrix, np.zeros((rows, 1))], [np.eye(profiles), -np.ones((profiles, 1))]])
    answer = Program(
        both,
        np.append(polytope.lower, np.full(profiles, -np.inf)),
        np.append(polytope.upper, np.zeros(profiles)),
        floor=np.append(np.full(profiles, max(0.0, minimum - 1e-10)), 0.0),
        ceiling=np.ones(profiles + 1),
        cost=np.append(np.zeros(profiles), -1.0),
    ).solve()
    return -answer.value


def capped_leximin(polytope: Polytope, ceiling: float) -> Vector:
    """Return the leximin chances among those with nobody above `ceiling`, give or take the arithmetic."""
    for slack in (1e-10, 1e-9, 1e-8, 1e-7):
        most = ceiling + slack if ceiling < 1.0 - 1e-6 else 1.0
        try:
            chances, _ = leximin(replace(polytope, most=most))
        except Unsolved:
            continue
        return chances
    raise Unsolved


def _stage(polytope: Polytope, chances: Vector, level: float) -> Bound:
    """Raise everybody not settled from `level` to one common level as high as it goes."""
    waiting = np.isnan(chances)
    answer = _raise(polytope, chances, level)
    top = level + max(0.0, float(answer.point[-1]))
    weights = np.where(waiting, np.maximum(-answer.reduced[:-1], 0.0), 0.0)
    prices = answer.prices[: len(polytope.lower)].copy()
    if weights.sum() < 0.5:
        # Nothing but the cap on a chance holds the level down: everybody waiting has reached it.
        weights = waiting / waiting.sum()
        prices[:] = 0.0
    # Where the level cannot rise at all, the weights may sum to more than one; what they prove scales with them.
    total = weights.sum()
    weights, prices = weights / total, prices / total
    settles = tuple(int(profile) for profile in np.nonzero(weights > SETTLING_PRICE)[0])
    return Bound(value=top, weights=weights, prices=prices, settles=settles)


def _raise(polytope: Polytope, chances: Vector, level: float) -> Answer:
    """Solve one stage: chance = level + common rise + own extra; columns are the extras, then the rise.

    Those settled before keep at least what they have. They cannot have more, but a price against having less is all
    that the proof needs, and it stays true where the arithmetic is a little off. That a chance stays below its cap is a row of its own only for profiles that were seen to break it.
    """
    waiting = np.isnan(chances)
    base = np.where(waiting, level, chances)
    matrix = polytope.matrix * polytope.capacity
    shift = matrix @ base
    room = max(0.0, polytope.most - level)
    quotas = np.column_stack([matrix, matrix[:, waiting].sum(axis=1)])
    at_cap = np.zeros(0, dtype=int)
    while True:
        caps = np.zeros((len(at_cap), quotas.shape[1]))
        caps[np.arange(len(at_cap)), at_cap] = 1.0
        caps[:, -1] = 1.0
        answer = Program(
            np.vstack([quotas, caps]),
            np.append(polytope.lower - shift, np.full(len(at_cap), -np.inf)),
            np.append(polytope.upper - shift, np.full(len(at_cap), room)),
            floor=np.zeros(len(base) + 1),
            ceiling=np.append(np.where(waiting, room, polytope.most - base), room),
            cost=np.append(np.zeros(len(base)), 1.0),
        ).solve()
        over = waiting & (answer.point[:-1] + answer.point[-1] > room + 1e-11)
        over[at_cap] = False
        if not over.any():
            return answer
        at_cap = np.append(at_cap, np.nonzero(over)[0])
