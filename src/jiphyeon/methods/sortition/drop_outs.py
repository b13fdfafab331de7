"""Alternates chosen with the panel: those who are likely to keep its quotas whole when members drop out.

After Assos, Baharav, Flanigan, Procaccia, "Alternates, Assemble!" (2025): drop-outs are sampled from each member's
rate; alternates are taken one by one, each the person who repairs most of what is broken over all samples, where
an alternate is called wherever that helps. Greedy: the result states the expected breach with and without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from jiphyeon.kernel import Refused
from jiphyeon.methods.sortition.pool import Task, in_order
from jiphyeon.methods.sortition.solver.polytope import Matrix

SAMPLES = 400


@dataclass(frozen=True, slots=True)
class Alternates:
    """Rows (from 1) in the order to be called; breach = seats left empty + seats by which quotas are missed."""

    rows: tuple[int, ...]
    breach_without: float
    breach_with: float
    samples: int


def alternates(
    task: Task, panel: Sequence[int], rates: Sequence[float], number: int, dice: Random
) -> Alternates:
    """Choose `number` alternates for a panel of rows (from 1) whose people drop out at `rates` (by row).

    Nobody is taken who may not sit with the panel or with an alternate chosen before. Refuses where the pool has
    too few such people, and rates outside 0 … 1.
    """
    _check_rates(rates)
    task = in_order(task)
    rows = task.pool.rows
    rates = [rates[row - 1] for row in rows]
    members = [place for place, row in enumerate(rows) if row in set(panel)]
    samples = _Samples(task, members, rates, dice)
    without = samples.breach()
    order = list(range(len(task.pool)))
    dice.shuffle(order)
    open_to = set(order) - set(members) - _tied(task, members)
    chosen: list[int] = []
    for _ in range(number):
        if not open_to:
            raise Refused(
                "too_few_for_alternates",
                ko="예비후보로 삼을 사람이 {have}명뿐입니다. {need}명이 필요합니다.",
                en="Only {have} people can be alternates; {need} are wanted.",
                have=len(chosen),
                need=number,
            )
        taken = samples.take_best([row for row in order if row in open_to])
        chosen.append(taken)
        open_to -= {taken} | _tied(task, [taken])
    return Alternates(tuple(rows[place] for place in chosen), without, samples.breach(), SAMPLES)


class _Samples:
    """Sampled drop-outs: for each, how many of every quota (and of the seats) are still there."""

    def __init__(self, task: Task, members: Sequence[int], rates: Sequence[float], dice: Random) -> None:
        self._rates, self._dice = rates, dice
        self._features = np.array(
            [
                [float(person[quota.category] == quota.feature) for quota in task.quotas] + [1.0]
                for person in task.pool.people
            ]
        )
        self._lower = np.array([float(quota.minimum) for quota in task.quotas] + [float(task.seats)])
        self._upper = np.array([float(quota.maximum) for quota in task.quotas] + [float(task.seats)])
        stays = [[dice.random() >= rates[row] for row in members] for _ in range(SAMPLES)]
        self._sums: Matrix = np.array(stays, dtype=float) @ self._features[list(members)]

    def breach(self) -> float:
        """Return the expected number of seats empty and of seats by which quotas are missed."""
        return float(self._breach(self._sums).sum(axis=1).mean())

    def take_best(self, candidates: list[int]) -> int:
        """Take in, wherever that helps, the candidate who mends most over all samples."""
        step = self._breach(self._sums) - self._breach(self._sums + 1.0)
        gain: Matrix = step @ self._features[candidates].T
        reliable = np.array([1.0 - self._rates[row] for row in candidates])
        best = int((np.maximum(gain, 0.0).sum(axis=0) * reliable).argmax())
        taken = candidates[best]
        there = np.array([self._dice.random() >= self._rates[taken] for _ in range(SAMPLES)])
        self._sums[(gain[:, best] > 0) & there] += self._features[taken]
        return taken

    def _breach(self, sums: Matrix) -> Matrix:
        breach: Matrix = np.maximum(0.0, np.maximum(self._lower - sums, sums - self._upper))
        return breach


def _check_rates(rates: Sequence[float]) -> None:
    for row, rate in enumerate(rates, start=1):
        if not 0.0 <= rate < 1.0:
            raise Refused(
                "rate_unusable",
                ko="{row}행의 이탈률은 0 이상 1 미만이어야 합니다: {rate}",
                en="The drop-out rate of row {row} must lie from 0 to below 1, not {rate}.",
                row=row,
                rate=rate,
            )


def _tied(task: Task, rows: Sequence[int]) -> set[int]:
    """Return everybody who may not sit with one of `rows`, and everybody barred outright."""
    among = set(rows)
    return {
        member
        for relation in task.pool.relations
        if relation.limit == 0 or not among.isdisjoint(relation.members)
        for member in relation.members
    }
