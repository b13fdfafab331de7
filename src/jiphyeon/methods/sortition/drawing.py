"""The whole draw: lottery, named panels, equal panels where wanted, and the figures people ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import exp, fsum, log
from random import Random

from jiphyeon.methods.sortition.checker.published import Certificate, Never, PanelLottery, Rounding, Statement
from jiphyeon.methods.sortition.infeasible import explain, why_never
from jiphyeon.methods.sortition.legacy import legacy_panels
from jiphyeon.methods.sortition.lottery.equal_panels import equal_panels, loss
from jiphyeon.methods.sortition.lottery.leximin import REACHABLE
from jiphyeon.methods.sortition.lottery.objectives import ALGORITHM, Impossible, Objective, solve
from jiphyeon.methods.sortition.lottery.seats import kept_apart, named_panels
from jiphyeon.methods.sortition.pool import Task, in_order
from jiphyeon.methods.sortition.statement import certificate, statement

CROWDED = 300
"""Where more people than this are tied, few of them ever meet on a panel: names keep them apart, not the profiles."""


@dataclass(frozen=True)
class Draw:
    """A lottery over panels of named rows. `task` is in the order that counts (`pool.in_order`).

    `panels` hold row numbers from 1, ascending; `weights` sum to one; `probabilities` follow the rows.
    `rounding` says what making the panels equally likely cost, where that was asked. `apart`: ties were left to names.
    """

    task: Task
    objective: str
    probabilities: tuple[float, ...]
    panels: tuple[tuple[int, ...], ...]
    weights: tuple[float, ...]
    certificate: Certificate = field(repr=False)
    rounding: Rounding | None = None
    apart: bool = False

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

    def never(self, most: int = 5) -> list[Never]:
        """Return who is on no lawful panel and what keeps them off, for the first `most` kinds of people."""
        if "chances" not in self.certificate:
            return []
        groups = zip(self.certificate["profiles"], self.certificate["chances"], strict=True)
        shut_out = [rows for rows, chance in groups if chance <= REACHABLE]
        return [_because(self.task, rows, apart=self.apart) for rows in shut_out[:most]]

    def plain(self) -> Statement:
        """Return the published form, which `checker.check` takes."""
        pool = statement(self.task)
        published: Statement = {
            "seats": pool["seats"],
            "categories": pool["categories"],
            "quotas": pool["quotas"],
            "people": pool["people"],
            "order": pool["order"],
            "relations": pool["relations"],
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
            published["rounding"] = self.rounding
        return published


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
    task = in_order(task)
    drawn = None
    tied = sum(len(tie.members) for tie in task.pool.relations if tie.limit)
    if tied > CROWDED:
        drawn = _certified(task, Objective(objective), equal, progress, apart=True)
    return drawn or _certified(task, Objective(objective), equal, progress)  # type: ignore[return-value]


def _certified(
    task: Task,
    objective: Objective,
    equal: int | None,
    progress: Callable[[str], None],
    *,
    apart: bool = False,
) -> Draw | None:
    """Return the certified lottery; None where the tied are to be kept apart by names alone, and cannot be."""
    try:
        lottery = solve(task, objective, progress, apart=apart)
    except Impossible:
        progress("no lawful panel: looking for the reason")
        raise explain(_untied(task) if apart else task).refusal() from None
    named, weights = named_panels(lottery.body.members, lottery.panels, lottery.weights)
    rounded = None if equal is None else equal_panels(lottery, equal)
    if apart:
        progress("seating those who are tied on different panels")
        parted = [
            kept_apart(panels, lottery.body.members, task.pool.relations)
            for panels in (named, rounded)
            if panels is not None
        ]
        if not all(parted):
            return None
        named, rounded = parted[0] or [], (parted[-1] if equal is not None else None)
    if equal is None or rounded is None:
        return _drawn(task, objective, named, weights, certificate(lottery, task, None), apart=apart)
    even = [1.0 / equal] * equal
    people = len(task.pool)
    lost = loss(chances_of(named, weights, people), chances_of(rounded, even, people), equal)
    before: PanelLottery = {"panels": _in_rows(task, named), "weights": weights}
    return _drawn(
        task, objective, rounded, even, certificate(lottery, task, before), rounding=lost, apart=apart
    )


def _untied(task: Task) -> Task:
    """Return the task without the ties that keep nobody out by themselves."""
    barred = tuple(tie for tie in task.pool.relations if not tie.limit)
    return replace(task, pool=replace(task.pool, relations=barred))


def _in_rows(task: Task, named: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return panels of places in the order that counts as panels of rows."""
    return [sorted(task.pool.rows[place] for place in panel) for panel in named]


def legacy_draw(
    task: Task, *, number: int, dice: Random, progress: Callable[[str], None] = lambda _: None
) -> Draw:
    """Return the lottery over `number` panels of the greedy draw. Its certificate promises nothing and says so."""
    task = in_order(task)
    named = legacy_panels(task, number, dice, progress)
    weights = [1.0 / number] * number
    promise: Certificate = {"algorithm": ALGORITHM, "objective": "legacy", "optimal": None}
    return _drawn(task, "legacy", named, weights, promise)


def _drawn(
    task: Task,
    objective: Objective | str,
    named: Sequence[Sequence[int]],
    weights: Sequence[float],
    proof: Certificate,
    *,
    rounding: Rounding | None = None,
    apart: bool = False,
) -> Draw:
    """Give panels and chances, reckoned by places in the order that counts, their rows."""
    rows = task.pool.rows
    chances = dict(zip(rows, chances_of(named, weights, len(rows)), strict=True))
    return Draw(
        task=task,
        objective=str(objective),
        probabilities=tuple(chances[row] for row in sorted(rows)),
        panels=tuple(tuple(panel) for panel in _in_rows(task, named)),
        weights=tuple(weights),
        certificate=proof,
        rounding=rounding,
        apart=apart,
    )


def _because(task: Task, rows: list[int], *, apart: bool) -> Never:
    """Return the demands that keep a row off every panel, in words, by number, and proved."""
    shut = why_never(task, rows[0], apart=apart)
    return {
        "rows": rows,
        "because": [str(side) for side in shut.sides],
        "sides": [[side.row, "at least" if side.below else "at most"] for side in shut.sides],
        "leaves": shut.leaves,
    }


def chances_of(panels: Sequence[Sequence[int]], weights: Sequence[float], people: int) -> tuple[float, ...]:
    """Return each person's chance (positions from 0) under a lottery over panels."""
    held: list[list[float]] = [[] for _ in range(people)]
    for panel, weight in zip(panels, weights, strict=True):
        for row in panel:
            held[row].append(weight)
    return tuple(fsum(weights_held) for weights_held in held)
