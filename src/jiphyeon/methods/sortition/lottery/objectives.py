"""From a task and an objective to a lottery over panels, proved best or refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from random import Random

import numpy as np

from jiphyeon.kernel import Refused
from jiphyeon.methods.sortition.lottery.face import Face
from jiphyeon.methods.sortition.lottery.goldilocks import goldilocks
from jiphyeon.methods.sortition.lottery.leximin import leximin, maximin
from jiphyeon.methods.sortition.lottery.mixture import NEAR, Mixture, mixture
from jiphyeon.methods.sortition.lottery.nash import nash
from jiphyeon.methods.sortition.pool import Task
from jiphyeon.methods.sortition.solver.linear import Unsolved
from jiphyeon.methods.sortition.solver.polytope import Counts, Polytope, Vector, polytope
from jiphyeon.methods.sortition.solver.proof import Cut, Proof
from jiphyeon.methods.sortition.solver.search import Search

ALGORITHM = "jiphyeon sortition 2"
ROUNDS = 400

Progress = Callable[[str], None]


class Impossible(Exception):  # noqa: N818 -- an answer, explained by `infeasible`
    """No panel meets the quotas."""


class Objective(StrEnum):
    """What "fair" means among the lotteries that the quotas allow."""

    LEXIMIN = "leximin"
    MAXIMIN = "maximin"
    NASH = "nash"
    GOLDILOCKS = "goldilocks"


@dataclass(frozen=True, slots=True, eq=False)
class Lottery:
    """Panels of profile counts with their weights, and why no lottery does better by the objective."""

    body: Polytope
    objective: Objective
    chances: Vector
    panels: Counts
    weights: Vector
    proof: Proof


def solve(
    task: Task, objective: Objective, progress: Progress = lambda _: None, *, apart: bool = False
) -> Lottery:
    """Return the best lottery, certified. Raises Impossible where no panel is lawful; refuses rather than weaken.

    The objective is solved over fractional counts, which can only flatter; then its point is written as a mixture
    of real panels. Where that works the point is proved best. Where it does not, a plane separates the point from
    every panel; that plane, proved by an exact search, joins the polytope and the objective is solved again.
    With `apart` the panels do not keep the tied apart yet (`people.kept_apart`).
    """
    body = polytope(task, apart=apart)
    cuts: list[Cut] = []
    known = np.zeros((0, len(body.capacity)), dtype=np.int64)
    for count in range(ROUNDS):
        progress(f"{objective}: round {count + 1}, {len(body.capacity)} profiles of {body.people} people")
        try:
            chances, proof = _target(body, objective)
        except Unsolved:
            raise Impossible from None
        if not np.isfinite(chances).all():
            break
        mixed = _mixed(body, chances * body.capacity, known, progress)
        if mixed.size <= NEAR:
            return Lottery(
                body=body,
                objective=objective,
                chances=chances,
                panels=mixed.panels,
                weights=mixed.weights,
                proof=replace(proof, cuts=tuple(cuts)),
            )
        known = _joined(known, mixed.panels)
        cut = Search(body).cut(mixed.missing / body.capacity, known, chances * body.capacity)
        cuts.append(cut)
        body = body.with_cut(cut.coefficients, cut.bound)
    raise Refused(
        "not_certified",
        ko="{rounds}번의 시도 안에 최적임을 증명하지 못했습니다. 할당을 조금 넓혀 보십시오.",
        en="Optimality was not proved within {rounds} rounds. Try slightly wider quotas.",
        rounds=count + 1,
    )


def _target(body: Polytope, objective: Objective) -> tuple[Vector, Proof]:
    """Solve the objective over fractional counts."""
    if objective is Objective.NASH:
        return nash(body)
    if objective is Objective.GOLDILOCKS:
        return goldilocks(body)
    chances, bounds = leximin(body) if objective is Objective.LEXIMIN else maximin(body)
    return chances, Proof(bounds=bounds)


class _Finder:
    """Look where it is quick first, and exactly where that finds nothing."""

    def __init__(self, body: Polytope, point: Vector) -> None:
        dice = Random(0)  # noqa: S311 -- no secret: the lottery is to be a function of the task alone
        self._face = Face(body, point, dice)
        self._body = body

    @cached_property
    def _search(self) -> Search:
        return Search(self._body)

    def better(self, direction: Vector, threshold: float) -> Counts | None:
        """Return a panel with `direction` · panel > `threshold`; None proves that there is none."""
        panel = self._face.better(direction, threshold)
        return self._search.better(direction, threshold) if panel is None else panel


def _mixed(body: Polytope, point: Vector, known: Counts, progress: Progress) -> Mixture:
    """Mix panels as near to the point as panels come."""

    def report(residual: float) -> None:
        progress(f"mixing panels: largest difference from the wanted chances {residual:.1e}")

    mixed = mixture(point, body.capacity, _Finder(body, point), start=known, progress=report)
    if not len(mixed.panels):
        raise Impossible
    return mixed


def _joined(one: Counts, other: Counts) -> Counts:
    return np.unique(np.vstack([one, other]), axis=0)
