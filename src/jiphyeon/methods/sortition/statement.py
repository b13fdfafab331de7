"""The published form of a draw: plain lists and numbers that the checker and anybody else can read.

People appear by their row (from 1) and their features only: no names, no addresses.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from jiphyeon.methods.sortition.lottery import ALGORITHM, Lottery
from jiphyeon.methods.sortition.polytope import Vector
from jiphyeon.methods.sortition.pool import Task
from jiphyeon.methods.sortition.proof import Bound, Cut, Leaf

Plain = dict[str, Any]


def certificate(lottery: Lottery) -> Plain:
    """Return the optimality argument of a lottery; `checker.check` explains what it proves."""
    body, proof = lottery.body, lottery.proof
    plain: Plain = {
        "algorithm": ALGORITHM,
        "objective": str(lottery.objective),
        "residual": lottery.residual,
        "profiles": [[row + 1 for row in group] for group in body.members],
        "chances": [float(chance) for chance in lottery.chances],
        "stages": [_stage(bound) for bound in proof.bounds],
        "cuts": [_cut(cut, body.capacity) for cut in proof.cuts],
    }
    for name, vector in (("prices", proof.prices), ("below", proof.below), ("above", proof.above)):
        if vector is not None:
            plain[name] = _sparse(vector)
    return plain


def statement(task: Task) -> Plain:
    """Return what was to be drawn from: the canonical pool, quotas and relations."""
    return {
        "seats": task.seats,
        "categories": list(task.categories),
        "quotas": [
            {
                "category": quota.category,
                "feature": quota.feature,
                "minimum": quota.minimum,
                "maximum": quota.maximum,
                **({"law": quota.law} if quota.law else {}),
            }
            for quota in task.quotas
        ],
        "people": [[person[category] for category in task.categories] for person in task.pool.people],
        "relations": [
            {
                "kind": relation.kind,
                "limit": relation.limit,
                "members": [row + 1 for row in relation.members],
            }
            for relation in task.pool.relations
        ],
    }


def _sparse(vector: Vector) -> dict[str, float]:
    return {str(int(place)): float(vector[place]) for place in np.nonzero(vector)[0]}


def _stage(bound: Bound) -> Plain:
    return {
        "value": bound.value,
        "settles": list(bound.settles),
        "weights": _sparse(bound.weights),
        "prices": _sparse(bound.prices),
    }


def _cut(cut: Cut, capacity: Vector) -> Plain:
    return {
        "coefficients": {str(int(n)): int(cut.coefficients[n]) for n in np.nonzero(cut.coefficients)[0]},
        "bound": cut.bound,
        "leaves": [_leaf(leaf, capacity) for leaf in cut.leaves],
    }


def _leaf(leaf: Leaf, capacity: Vector) -> Plain:
    narrowed = np.nonzero((leaf.floor > 0) | (leaf.ceiling < capacity))[0]
    return {
        "box": {str(int(n)): [int(leaf.floor[n]), int(leaf.ceiling[n])] for n in narrowed},
        "prices": _sparse(leaf.prices),
    }
