"""The quota polytope over profiles: people who are alike for the draw are counted, not told apart.

Two people share a profile where they have the same feature in every category and stand in the same relations;
swapping them turns lawful panels into lawful panels, so every objective here gives them the same chance.
A panel becomes a vector of whole counts, one per profile, and the quotas become ranges of row sums.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.sortition.pool import Task

Vector: TypeAlias = NDArray[np.float64]
Matrix: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Polytope:
    """Counts x with `lower` ≤ `matrix` x ≤ `upper` and 0 ≤ x ≤ `capacity`, capacity being each profile's people.

    Rows stand in this order: the quotas, the number of seats, the relations, then cuts (`cuts` of them): valid
    inequalities with whole coefficients that no lawful panel breaks, though a fractional point may. `most` caps
    every person's chance.
    """

    members: tuple[tuple[int, ...], ...]
    capacity: Vector
    matrix: Matrix
    lower: Vector
    upper: Vector
    seats_row: int
    cuts: int = 0
    most: float = 1.0

    @property
    def people(self) -> int:
        """How many people the pool has."""
        return int(self.capacity.sum())

    @property
    def seats(self) -> int:
        """How many seats a panel has."""
        return int(self.lower[self.seats_row])

    def with_cut(self, coefficients: Counts, bound: int) -> Polytope:
        """Return the polytope with `coefficients` · x ≤ `bound` added; the caller has proved it for every panel."""
        return replace(
            self,
            matrix=np.vstack([self.matrix, coefficients.astype(float)]),
            lower=np.append(self.lower, -np.inf),
            upper=np.append(self.upper, float(bound)),
            cuts=self.cuts + 1,
        )

    def holds(self, panel: Counts) -> bool:
        """Return whether a vector of counts is a lawful panel."""
        sums = self.matrix @ panel
        within = (panel >= 0).all() and (panel <= self.capacity).all()
        return bool(within and (sums >= self.lower).all() and (sums <= self.upper).all())


def polytope(task: Task) -> Polytope:
    """Group the pool into profiles, in the order of their first member, and write down the rows."""
    related: dict[int, list[int]] = defaultdict(list)
    for number, relation in enumerate(task.pool.relations):
        for member in relation.members:
            related[member].append(number)
    categories = task.categories
    groups: dict[tuple[tuple[str, ...], tuple[int, ...]], list[int]] = defaultdict(list)
    for row, person in enumerate(task.pool.people):
        groups[tuple(person[c] for c in categories), tuple(related.get(row, ()))].append(row)
    keys = list(groups)
    features = {
        (category, feature): [float(key[0][place] == feature) for key in keys]
        for place, category in enumerate(categories)
        for feature in {quota.feature for quota in task.quotas if quota.category == category}
    }
    rows = [features[quota.category, quota.feature] for quota in task.quotas]
    rows.append([1.0] * len(keys))
    rows.extend([float(number in key[1]) for key in keys] for number in range(len(task.pool.relations)))
    limits = [float(relation.limit) for relation in task.pool.relations]
    return Polytope(
        members=tuple(tuple(group) for group in groups.values()),
        capacity=np.array([float(len(group)) for group in groups.values()]),
        matrix=np.array(rows),
        lower=np.array(
            [*(float(quota.minimum) for quota in task.quotas), float(task.seats), *(0.0 for _ in limits)]
        ),
        upper=np.array([*(float(quota.maximum) for quota in task.quotas), float(task.seats), *limits]),
        seats_row=len(task.quotas),
    )
