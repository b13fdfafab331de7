"""Nash welfare over the polytope: the largest sum of logarithms of the chances, proved by its gradient.

The sum is concave, so no lottery q exceeds Σ log p by more than
(the largest Σ q/p over the polytope) − people, and row prices bound that.
"""

from __future__ import annotations

import numpy as np

from jiphyeon.methods.sortition.lottery.leximin import REACHABLE, leximin, unreachable
from jiphyeon.methods.sortition.solver.interior import logarithmic_optimum
from jiphyeon.methods.sortition.solver.linear import Program
from jiphyeon.methods.sortition.solver.polytope import Polytope, Vector
from jiphyeon.methods.sortition.solver.proof import Proof


def nash(polytope: Polytope) -> tuple[Vector, Proof]:
    """Return each profile's chance per person and the proof.

    Profiles that no lottery can reach have chance nothing and stand outside the sum. Raises Unsolved where the
    polytope is empty.
    """
    fair, stages = leximin(polytope)
    reachable = fair > REACHABLE
    counts = np.zeros(len(fair))
    counts[reachable] = logarithmic_optimum(
        polytope.matrix[:, reachable],
        polytope.lower,
        polytope.upper,
        weights=polytope.capacity[reachable],
        start=fair[reachable] * polytope.capacity[reachable],
    )
    chances = np.minimum(counts / polytope.capacity, 1.0)
    slopes = np.zeros(len(fair))
    slopes[reachable] = 1.0 / chances[reachable]
    program = Program(
        polytope.matrix,
        polytope.lower,
        polytope.upper,
        floor=np.zeros(len(fair)),
        ceiling=np.where(reachable, polytope.capacity, 0.0),
        cost=slopes,
    )
    return chances, Proof(bounds=unreachable(stages), prices=program.solve().prices)
