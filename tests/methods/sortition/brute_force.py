"""Leximin and the best minimum over every panel that there is: slow, simple, no profiles, no cuts, no duals."""

from __future__ import annotations

import numpy as np
from tests.methods.sortition.pools import lawful_panels

from jiphyeon.methods.sortition import Task
from jiphyeon.methods.sortition.linear import Program

CLOSE = 1e-9


def brute_force_leximin(task: Task) -> list[float] | None:
    """Return everybody's leximin chance, or None where no panel is lawful.

    Stage by stage: the highest common level of all who are not fixed; then each of them is asked alone whether a
    lottery that keeps everybody at that level can lift them. Those whom none can lift are fixed there.
    """
    panels = lawful_panels(task)
    if not panels:
        return None
    seats = np.zeros((len(task.pool), len(panels)))
    for number, panel in enumerate(panels):
        seats[list(panel), number] = 1.0
    fixed: dict[int, float] = {}
    while len(fixed) < len(task.pool):
        level = _optimum(seats, fixed, None, None)
        for person in set(range(len(task.pool))) - set(fixed):
            if _optimum(seats, fixed, level, person) < level + 1e-7:
                fixed[person] = level
    return [fixed[person] for person in range(len(task.pool))]


def _optimum(seats: np.ndarray, fixed: dict[int, float], level: float | None, person: int | None) -> float:
    """Maximise the common level of those not fixed (person None), or one person's chance above a level."""
    people, panels = seats.shape
    common = np.array([[-1.0 if person is None and row not in fixed else 0.0] for row in range(people)])
    matrix = np.vstack([np.hstack([seats, common]), np.append(np.ones(panels), 0.0)])
    least = [
        fixed[row] - CLOSE if row in fixed else max(0.0, (level or 0.0) - CLOSE) for row in range(people)
    ]
    cost = np.append(np.zeros(panels), 1.0) if person is None else np.append(seats[person], 0.0)
    return (
        Program(
            matrix,
            np.array([*least, 1.0]),
            np.array([*[np.inf] * people, 1.0]),
            floor=np.zeros(panels + 1),
            ceiling=np.ones(panels + 1),
            cost=cost,
        )
        .solve()
        .value
    )
