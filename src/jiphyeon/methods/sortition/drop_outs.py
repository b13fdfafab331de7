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
from jiphyeon.methods.sortition.polytope import Matrix, Vector
from jiphyeon.methods.sortition.pool import Task

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
    """Choose `number` alternates for a panel of rows (from 1) whose people drop out at `rates` (one per person).

    Nobody is taken who may not sit with the panel or with an alternate chosen before. Refuses where the pool has
    too few such people, and rates outside 0 … 1.
    """
    _check_rates(rates)
    features = np.array(
        [
            [float(person[quota.category] == quota.feature) for quota in task.quotas] + [1.0]
            for person in task.pool.people
        ]
    )
    members = [row - 1 for row in panel]
    stays = np.array([[dice.random() >= rates[row] for row in members] for _ in range(SAMPLES)], dtype=float)
    sums = stays @ features[members]
    lower = np.array([float(quota.minimum) for quota in task.quotas] + [float(task.seats)])
    upper = np.array([float(quota.maximum) for quota in task.quotas] + [float(task.seats)])
    without = float(_breach(sums, lower, upper).sum(axis=1).mean())
    reliable = 1.0 - np.array(rates)
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
        candidates = [row for row in order if row in open_to]
        gain = _gain(sums, lower, upper, features[candidates])
        worth = np.maximum(gain, 0.0).sum(axis=0) * reliable[candidates]
        best = int(worth.argmax())
        taken = candidates[best]
        called = (gain[:, best] > 0) & np.array([dice.random() >= rates[taken] for _ in range(SAMPLES)])
        sums[called] += features[taken]
        chosen.append(taken)
        open_to -= {taken} | _tied(task, [taken])
    return Alternates(
        rows=tuple(row + 1 for row in chosen),
        breach_without=without,
        breach_with=float(_breach(sums, lower, upper).sum(axis=1).mean()),
        samples=SAMPLES,
    )


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


def _breach(sums: Matrix, lower: Vector, upper: Vector) -> Matrix:
    breach: Matrix = np.maximum(0.0, np.maximum(lower - sums, sums - upper))
    return breach


def _gain(sums: Matrix, lower: Vector, upper: Vector, features: Matrix) -> Matrix:
    """Return by how much each candidate (column) would mend each sample (row)."""
    gain: Matrix = (_breach(sums, lower, upper) - _breach(sums + 1.0, lower, upper)) @ features.T
    return gain


def _tied(task: Task, rows: Sequence[int]) -> set[int]:
    """Return everybody who may not sit with one of `rows`, and everybody barred outright."""
    among = set(rows)
    return {
        member
        for relation in task.pool.relations
        if relation.limit == 0 or not among.isdisjoint(relation.members)
        for member in relation.members
    }
