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

    Rows stand in this order: the quotas, the number of seats, the relations (`ties`, by their number in the pool),
    then cuts (`cuts` of them): valid inequalities with whole coefficients that no lawful panel breaks, though a
    fractional point may. `most` caps every person's chance. `apart`: people are alike whatever their ties, which
    are kept apart only when seats get names.
    """

    members: tuple[tuple[int, ...], ...]
    capacity: Vector
    matrix: Matrix
    lower: Vector
    upper: Vector
    seats_row: int
    ties: tuple[int, ...]
    first_cut: int
    apart: bool = False
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

    def published(self, row: int) -> int:
        """Return a row's number in a certificate, where every relation of the pool has one."""
        place = row - self.seats_row - 1
        if place < 0:
            return row
        if place < len(self.ties):
            return self.seats_row + 1 + self.ties[place]
        return self.first_cut + place - len(self.ties)

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


def polytope(task: Task, *, apart: bool = False) -> Polytope:
    """Group the pool into profiles, in the order of their first member, and write down the rows.

    With `apart` only those whom a relation bars outright are told from others; what is proved of more lotteries than
    there are holds for those that keep the tied apart.
    """
    relations = task.pool.relations
    kept = tuple(number for number, tie in enumerate(relations) if not apart or tie.limit == 0)
    related: dict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(kept):
        for member in relations[number].members:
            related[member].append(place)
    categories = task.categories
    groups: dict[tuple[tuple[str, ...], tuple[int, ...]], list[int]] = defaultdict(list)
    for row, person in enumerate(task.pool.people):
        groups[tuple(person[c] for c in categories), tuple(related.get(row, ()))].append(row)
    keys = list(groups)
    seats_row = len(task.quotas)
    matrix = np.zeros((seats_row + 1 + len(kept), len(keys)))
    matrix[seats_row] = 1.0
    counted = {(quota.category, quota.feature): row for row, quota in enumerate(task.quotas)}
    for profile, (features, ties) in enumerate(keys):
        for pair in zip(categories, features, strict=True):
            if pair in counted:
                matrix[counted[pair], profile] = 1.0
        for tie in ties:
            matrix[seats_row + 1 + tie, profile] = 1.0
    limits = [float(relations[number].limit) for number in kept]
    return Polytope(
        members=tuple(tuple(group) for group in groups.values()),
        capacity=np.array([float(len(group)) for group in groups.values()]),
        matrix=matrix,
        lower=np.array(
            [*(float(quota.minimum) for quota in task.quotas), float(task.seats), *(0.0 for _ in limits)]
        ),
        upper=np.array([*(float(quota.maximum) for quota in task.quotas), float(task.seats), *limits]),
        seats_row=seats_row,
        ties=kept,
        first_cut=seats_row + 1 + len(relations),
        apart=apart,
    )
