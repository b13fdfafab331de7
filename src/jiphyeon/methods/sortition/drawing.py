"""The whole draw: lottery, named panels, equal panels where wanted, and the figures people ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import exp, fsum, log
from random import Random
from typing import Any

from jiphyeon.methods.sortition.equal import equal_panels, loss
from jiphyeon.methods.sortition.infeasible import explain, why_never
from jiphyeon.methods.sortition.legacy import legacy_panels
from jiphyeon.methods.sortition.leximin import REACHABLE
from jiphyeon.methods.sortition.lottery import ALGORITHM, Impossible, Objective, solve
from jiphyeon.methods.sortition.people import named_panels
from jiphyeon.methods.sortition.pool import Task
from jiphyeon.methods.sortition.statement import certificate, statement


@dataclass(frozen=True)
class Draw:
    """A lottery over panels of named rows.

    `panels` hold row numbers from 1, ascending; `weights` sum to one; `probabilities` follow the order of the pool.
    `rounding` says what making the panels equally likely cost, where that was asked.
    """

    task: Task
    objective: str
    probabilities: tuple[float, ...]
    panels: tuple[tuple[int, ...], ...]
    weights: tuple[float, ...]
    certificate: dict[str, Any] = field(repr=False)
    rounding: dict[str, Any] | None = None

    @property
    def minimum(self) -> float:
        """The smallest chance in the pool."""
        return min(self.probabilities)

    @property
    def maximum(self) -> float:
        """The largest chance in the pool."""
        return max(self.probabilities)

    @cached_property
    def gini(self) -> float:
        """Inequality of the chances: 0 where all are equal."""
        ordered = sorted(self.probabilities)
        count, total = len(ordered), fsum(ordered)
        return fsum((2 * rank - count - 1) * chance for rank, chance in enumerate(ordered, start=1)) / (
            count * total
        )

    @cached_property
    def geometric_mean(self) -> float:
        """Geometric mean of the chances; 0 where somebody has none."""
        if self.minimum <= 0:
            return 0.0
        return exp(fsum(log(chance) for chance in self.probabilities) / len(self.probabilities))

    def never(self, most: int = 5) -> list[dict[str, Any]]:
        """Return who is on no lawful panel and what keeps them off, for the first `most` kinds of people."""
        if "chances" not in self.certificate:
            return []
        groups = zip(self.certificate["profiles"], self.certificate["chances"], strict=True)
        shut_out = [rows for rows, chance in groups if chance <= REACHABLE]
        return [
            {"rows": rows, "because": [str(side) for side in why_never(self.task, rows[0] - 1)]}
            for rows in shut_out[:most]
        ]

    def plain(self) -> dict[str, Any]:
        """Return the published form, which `checker.check` takes."""
        told = {
            **statement(self.task),
            "objective": self.objective,
            "probabilities": list(self.probabilities),
            "minimum": self.minimum,
            "maximum": self.maximum,
            "gini": self.gini,
            "geometric_mean": self.geometric_mean,
            "panels": [list(panel) for panel in self.panels],
            "weights": list(self.weights),
            "certificate": self.certificate,
        }
        if self.rounding is not None:
            told["rounding"] = self.rounding
        return told


def draw(
    task: Task,
    objective: Objective | str,
    *,
    equal: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Draw:
    """Return the certified lottery for a task; with `equal`, rounded to that many equally likely panels.

    Refuses impossible quotas with the conflict and the smallest relaxation, and an optimum that cannot be proved.
    """
    try:
        lottery = solve(task, Objective(objective), progress)
    except Impossible:
        progress("no lawful panel: looking for the reason")
        raise explain(task).refusal() from None
    people = len(task.pool)
    named, weights = named_panels(lottery.body.members, lottery.panels, lottery.weights)
    chances = chances_of(named, weights, people)
    rounding = None
    if equal is not None:
        exact = chances
        named = equal_panels(lottery, equal)
        weights = [1.0 / equal] * equal
        chances = chances_of(named, weights, people)
        rounding = loss(exact, chances, equal)
    return Draw(
        task=task,
        objective=str(objective),
        probabilities=chances,
        panels=tuple(tuple(row + 1 for row in panel) for panel in named),
        weights=tuple(weights),
        certificate=certificate(lottery),
        rounding=rounding,
    )


def legacy_draw(
    task: Task, *, number: int, dice: Random, progress: Callable[[str], None] = lambda _: None
) -> Draw:
    """Return the lottery over `number` panels of the greedy draw. Its certificate promises nothing and says so."""
    named = legacy_panels(task, number, dice, progress)
    weights = [1.0 / number] * number
    return Draw(
        task=task,
        objective="legacy",
        probabilities=chances_of(named, weights, len(task.pool)),
        panels=tuple(tuple(row + 1 for row in panel) for panel in named),
        weights=tuple(weights),
        certificate={"algorithm": ALGORITHM, "objective": "legacy", "optimal": None},
    )


def chances_of(panels: Sequence[Sequence[int]], weights: Sequence[float], people: int) -> tuple[float, ...]:
    """Return each person's chance (positions from 0) under a lottery over panels."""
    held: list[list[float]] = [[] for _ in range(people)]
    for panel, weight in zip(panels, weights, strict=True):
        for row in panel:
            held[row].append(weight)
    return tuple(fsum(weights_held) for weights_held in held)
