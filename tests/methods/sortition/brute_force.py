"""Leximin and the best minimum over every panel that there is: slow, simple, no profiles, no cuts, no duals."""

from __future__ import annotations

import numpy as np
from tests.methods.sortition.pools import lawful_panels

from jiphyeon.methods.sortition import Task
from jiphyeon.methods.sortition.solver.linear import Program

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
        level = _highest_level(seats, fixed)
        alone = _lotteries(seats, [fixed.get(person, level) - CLOSE for person in range(len(task.pool))])
        for person in set(range(len(task.pool))) - set(fixed):
            alone.price(seats[person])
            if alone.solve().value < level + 1e-7:
                fixed[person] = level
    return [fixed[person] for person in range(len(task.pool))]


def _lotteries(seats: np.ndarray, least: list[float]) -> Program:
    """Return the program over all lotteries in which everybody has at least the chance told."""
    people, panels = seats.shape
    return Program(
        np.vstack([seats, np.ones(panels)]),
        np.array([*least, 1.0]),
        np.array([*[np.inf] * people, 1.0]),
        floor=np.zeros(panels),
        ceiling=np.ones(panels),
        cost=np.zeros(panels),
    )


def _highest_level(seats: np.ndarray, fixed: dict[int, float]) -> float:
    """Maximise the common chance of all who are not fixed."""
    people, panels = seats.shape
    common = np.array([[0.0 if person in fixed else -1.0] for person in range(people)])
    return (
        Program(
            np.vstack([np.hstack([seats, common]), np.append(np.ones(panels), 0.0)]),
            np.array([*(fixed.get(person, CLOSE) - CLOSE for person in range(people)), 1.0]),
            np.array([*[np.inf] * people, 1.0]),
            floor=np.zeros(panels + 1),
            ceiling=np.ones(panels + 1),
            cost=np.append(np.zeros(panels), 1.0),
        )
        .solve()
        .value
    )
