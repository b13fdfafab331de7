"""The published form of a draw: plain lists and numbers that the checker and anybody else can read.

People appear by their row (from 1) and their features only: no names, no addresses.
"""

from __future__ import annotations

import numpy as np

from jiphyeon.methods.sortition.checker.published import (
    Certificate,
    CutRow,
    DrawnFrom,
    LeafRow,
    PanelLottery,
    QuotaRow,
    StageRow,
)
from jiphyeon.methods.sortition.lottery.objectives import ALGORITHM, Lottery
from jiphyeon.methods.sortition.pool import Task
from jiphyeon.methods.sortition.solver.polytope import Counts, Polytope, Vector
from jiphyeon.methods.sortition.solver.proof import Bound, Cut, Leaf


def certificate(lottery: Lottery, task: Task, before: PanelLottery | None) -> Certificate:
    """Return the optimality argument of a lottery; `checker.check` explains what it proves.

    Where the panels published are rounded, the lottery `before` is kept too: it shows that the chances said to be
    best can be had.
    """
    body, proof = lottery.body, lottery.proof
    plain: Certificate = {
        "algorithm": ALGORITHM,
        "objective": str(lottery.objective),
        "profiles": [[task.pool.rows[place] for place in group] for group in body.members],
        "chances": [float(chance) for chance in lottery.chances],
        "stages": [_stage(bound, body) for bound in proof.bounds],
        "cuts": [cut_plain(cut, body) for cut in proof.cuts],
    }
    if before is not None:
        plain["lottery"] = before
    if proof.prices is not None:
        plain["prices"] = _prices(proof.prices, body)
    if proof.below is not None:
        plain["below"] = _sparse(proof.below)
    if proof.above is not None:
        plain["above"] = _sparse(proof.above)
    return plain


def statement(task: Task) -> DrawnFrom:
    """Return what was to be drawn from: people by row, and `order`, the rows as `pool.in_order` puts them."""
    rows = task.pool.rows
    people = {
        row: [person[category] for category in task.categories]
        for row, person in zip(rows, task.pool.people, strict=True)
    }
    return {
        "seats": task.seats,
        "categories": list(task.categories),
        "quotas": as_quotas(task),
        "people": [people[row] for row in sorted(rows)],
        "order": list(rows),
        "relations": [
            {
                "kind": relation.kind,
                "limit": relation.limit,
                "members": sorted(rows[member] for member in relation.members),
            }
            for relation in task.pool.relations
        ],
    }


def as_quotas(task: Task) -> list[QuotaRow]:
    """Return the quotas of a task, each with its law where one is named."""
    found: list[QuotaRow] = []
    for quota in task.quotas:
        row: QuotaRow = {
            "category": quota.category,
            "feature": quota.feature,
            "minimum": quota.minimum,
            "maximum": quota.maximum,
        }
        if quota.law:
            row["law"] = quota.law
        found.append(row)
    return found


def _sparse(vector: Vector) -> dict[str, float]:
    return {str(int(place)): float(vector[place]) for place in np.nonzero(vector)[0]}


def _prices(vector: Vector, body: Polytope) -> dict[str, float]:
    return {str(body.published(int(row))): float(vector[row]) for row in np.nonzero(vector)[0]}


def _stage(bound: Bound, body: Polytope) -> StageRow:
    return {
        "value": bound.value,
        "settles": list(bound.settles),
        "weights": _sparse(bound.weights),
        "prices": _prices(bound.prices, body),
    }


def _counts(vector: Counts) -> dict[str, int]:
    return {str(int(place)): int(vector[place]) for place in np.nonzero(vector)[0]}


def cut_plain(cut: Cut, body: Polytope) -> CutRow:
    """Return a cut with the leaves that prove it."""
    return {
        "coefficients": _counts(cut.coefficients),
        "bound": cut.bound,
        "leaves": [_leaf(leaf, body) for leaf in cut.leaves],
    }


def _leaf(leaf: Leaf, body: Polytope) -> LeafRow:
    narrowed = np.nonzero((leaf.floor > 0) | (leaf.ceiling < body.capacity))[0]
    return {
        "box": {str(int(n)): [int(leaf.floor[n]), int(leaf.ceiling[n])] for n in narrowed},
        "prices": _prices(leaf.prices, body),
    }
