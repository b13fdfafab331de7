"""What a result leaves behind so that a stranger can check it with sums and comparisons alone."""

from __future__ import annotations

from dataclasses import dataclass

from jiphyeon.methods.sortition.solver.polytope import Counts, Vector


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """Row prices that prove: the `weights`-average chance of the profiles not settled before is at most `value`.

    `weights` sum to one over those profiles. `settles` are the profiles whose chance this proves to be `value`
    in every lottery that does as well up to here.
    """

    value: float
    weights: Vector
    prices: Vector
    settles: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """One box of counts, and row prices showing that no panel in it breaks the cut."""

    floor: Counts
    ceiling: Counts
    prices: Vector


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """`coefficients` · x ≤ `bound` for every lawful panel: the leaves split the whole box and each proves it.

    Without leaves the integer solver said so and nothing here repeats its reasoning.
    """

    coefficients: Counts
    bound: int
    leaves: tuple[Leaf, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """The optimality argument of one result; which fields are filled depends on the objective.

    Leximin: `bounds`, one per stage; maximin: its first stage alone. Nash: `prices`, which bound Σ q/p over people.
    Goldilocks: `below`, `above` (weights per profile) and `prices`. Both also keep the leximin stages that show who
    can be on no panel. `cuts` hold for every objective and are numbered
    in the order of the polytope's cut rows.
    """

    bounds: tuple[Bound, ...] = ()
    prices: Vector | None = None
    below: Vector | None = None
    above: Vector | None = None
    cuts: tuple[Cut, ...] = ()
