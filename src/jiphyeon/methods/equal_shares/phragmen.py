"""Phragmén's sequential rule for budgets (Los, Christoff, Grossi 2022), exact.

Every voter of ordinary weight earns money at the same pace. As soon as the supporters of a project together own its
cost, they buy it and start again from nothing. The rule ends when the project next in line no longer fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from jiphyeon.kernel import Refused
from jiphyeon.methods.equal_shares.election import Election
from jiphyeon.methods.equal_shares.rule import Limits, Rule, tie_ranks
from jiphyeon.methods.equal_shares.shares import INFINITY, ULP


@dataclass(frozen=True, slots=True)
class Bought:
    """A project bought when every ordinary voter had earned `earned` minor units; `tied` were due just then too."""

    project: int
    earned: Fraction
    tied: tuple[int, ...] = ()


def phragmen(election: Election, rule: Rule) -> list[Bought]:
    """Return what is bought, in order."""
    if election.ballots.scores is not None:
        raise Refused(
            "phragmen_needs_approval",
            ko="프라그멘 방식은 승인투표에만 쓸 수 있습니다. --scoring approval을 주세요.",
            en="Phragmén's rule takes approval ballots only; read these with --scoring approval.",
        )
    return _Earning(election, rule).finish()


class _Earning:
    def __init__(self, election: Election, rule: Rule) -> None:
        self.election = election
        self.supports = election.supports
        self.limits = Limits(election, rule)
        self.ranks = tie_ranks(election, rule)
        unit = election.ballots.weight_unit
        self.costs = [cost * unit for cost in election.costs]
        shut = self.limits.never()
        self.due = np.array(
            [
                cost / votes * (1 - 8 * ULP)
                if votes and c not in shut and own <= election.budget
                else INFINITY
                for c, (cost, votes, own) in enumerate(
                    zip(self.costs, self.supports.votes, election.costs, strict=True)
                )
            ]
        )
        self.last = np.full(len(election.ballots), -1, dtype=np.int64)
        self.earned = np.zeros(len(election.ballots))
        self.bought: list[Bought] = []

    def finish(self) -> list[Bought]:
        left = self.election.budget
        while (found := self._next()) is not None:
            project, earned, tied = found
            if any(self.election.costs[c] > left for c in (project, *tied)):
                break
            left -= self.election.costs[project]
            rows = self.supports.of(project)
            self.last[rows] = len(self.bought)
            self.earned[rows] = float(earned)
            self.bought.append(Bought(project, earned, tied))
            self.due[project] = INFINITY
            for other in self.limits.shut_out([one.project for one in self.bought], project):
                self.due[other] = INFINITY
        return self.bought

    def _next(self) -> tuple[int, Fraction, tuple[int, ...]] | None:
        """Return the project due first, exactly; a project only ever becomes due later than it once seemed."""
        seen: dict[int, Fraction] = {}
        looked: set[int] = set()
        aside: dict[int, float] = {}
        least = INFINITY
        while True:
            project = int(self.due.argmin())
            due = float(self.due[project])
            if due == INFINITY or due > least:
                break
            if project not in looked:
                looked.add(project)
                rows = self.supports.of(project)
                spent = float(self.supports.weights_of(project) @ self.earned[rows])
                exactly_below = 1 - (len(rows) + 16) * ULP
                self.due[project] = (
                    (self.costs[project] + spent) / self.supports.votes[project] * exactly_below
                )
                continue
            seen[project] = self._exactly(project)
            aside[project], self.due[project] = due, INFINITY
            least = min(least, float(seen[project]) * (1 + 8 * ULP))
        for project, due in aside.items():
            self.due[project] = due
        if not seen:
            return None
        first = min(seen.values())
        tied = sorted((c for c, earned in seen.items() if earned == first), key=self.ranks.__getitem__)
        return tied[0], first, tuple(tied[1:])

    def _exactly(self, project: int) -> Fraction:
        rows = self.supports.of(project)
        rounds = self.last[rows]
        weights = np.bincount(rounds + 1, weights=self.supports.weights_of(project), minlength=1)
        spent = sum(
            (int(weight) * self.bought[turn].earned for turn, weight in enumerate(weights[1:]) if weight),
            Fraction(0),
        )
        return (self.costs[project] + spent) / self.supports.votes[project]
