"""From an election and a rule to an outcome that explains itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np

from jiphyeon.kernel import Refused
from jiphyeon.methods.equal_shares.completion import Progress, Stop, add1
from jiphyeon.methods.equal_shares.election import Election, Integers
from jiphyeon.methods.equal_shares.engine import Engine
from jiphyeon.methods.equal_shares.greedy import greedy
from jiphyeon.methods.equal_shares.phragmen import phragmen
from jiphyeon.methods.equal_shares.rule import Completion, Method, Rule, starting_share
from jiphyeon.methods.equal_shares.shares import EqualShares, Run


@dataclass(frozen=True, slots=True)
class Winner:
    """A funded project. `price` is what an ordinary voter paid for each point of score, in minor units; None where the
    project was added by votes alone. `payers` is the weight of those who paid, in ordinary voters.
    """

    project: int
    how: Literal["bought", "filled", "votes"]
    price: Fraction | None = None
    payers: Fraction | None = None
    tied: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many (weighted) voters have more funded projects on their ballot under one of two outcomes."""

    prefer_this: Fraction
    prefer_other: Fraction
    even: Fraction
    other: tuple[int, ...]

    @property
    def overturned(self) -> bool:
        """Whether strictly more voters prefer the other outcome; a draw keeps this one."""
        return self.prefer_other > self.prefer_this


@dataclass(frozen=True)
class Outcome:
    """What a rule decides. `share`, `steps`, `stop`, `run` and `overspent` belong to equal shares alone."""

    election: Election = field(repr=False)
    rule: Rule
    winners: tuple[Winner, ...]
    share: Fraction | None = None
    steps: int = 0
    stop: Stop | None = None
    run: Run | None = field(default=None, repr=False)
    overspent: Run | None = field(default=None, repr=False)
    proofs: int = 0
    comparison: Comparison | None = None

    @property
    def projects(self) -> list[int]:
        """The winners in the order chosen."""
        return [winner.project for winner in self.winners]

    @property
    def ids(self) -> list[str]:
        """Their ids in the order chosen."""
        return [self.election.projects[project].id for project in self.projects]

    @property
    def spent(self) -> int:
        """What the winners cost, in minor units."""
        return sum(self.election.costs[project] for project in self.projects)

    @cached_property
    def losers(self) -> list[int]:
        """The projects that were not funded: most votes first, then by id."""
        won, votes, projects = set(self.projects), self.election.supports.votes, self.election.projects
        lost = [project for project in range(len(projects)) if project not in won]
        return sorted(lost, key=lambda c: (-votes[c], projects[c].id))

    @cached_property
    def satisfaction(self) -> Integers:
        """For each distinct ballot, how many of its projects are funded."""
        return funded(self.election, self.projects)

    @property
    def with_nothing(self) -> Fraction:
        """The share of voters of whose projects none is funded."""
        weights = self.election.ballots.weights
        nothing = int(weights[self.satisfaction == 0].sum())
        return Fraction(nothing, self.election.weight)


def funded(election: Election, projects: Sequence[int]) -> Integers:
    """Return, for each distinct ballot, how many of `projects` it names."""
    won = np.zeros(len(election.projects))
    won[list(projects)] = 1
    ballots = election.ballots
    return np.bincount(ballots.rows, weights=won[ballots.projects], minlength=len(ballots)).astype(np.int64)


def tally(
    election: Election,
    rule: Rule,
    progress: Progress = lambda _what, _done, _all: None,
    engine: Engine = "auto",
) -> Outcome:
    """Decide an election. `engine` changes the time, never the outcome.

    Where the election itself asks for more supporters than `minimum_votes` of the rule, the rule of the outcome does.
    Refuses one without money, without a ballot, or in which nobody voted for anything.
    """
    if election.budget <= 0:
        raise Refused(
            "budget_zero",
            ko="{name}: 예산이 0이어서 아무것도 뽑을 수 없습니다.",
            en="{name}: the budget is 0; nothing can win.",
            name=election.name,
        )
    if not len(election.voters):
        raise Refused(
            "no_ballots", ko="{name}: 표가 없습니다.", en="{name}: there are no ballots.", name=election.name
        )
    if not len(election.ballots.projects):
        raise Refused(
            "all_ballots_empty",
            ko="{name}: 표 {count}장이 모두 비어 있습니다.",
            en="{name}: all {count:,} ballots are empty.",
            name=election.name,
            count=len(election.voters),
        )
    rule = replace(rule, minimum_votes=max(rule.minimum_votes, election.least_voters))
    if rule.method is Method.GREEDY:
        return Outcome(election, rule, tuple(Winner(c, "votes") for c in greedy(election, rule)))
    if rule.method is Method.PHRAGMEN:
        return _by_phragmen(election, rule)
    return _by_equal_shares(election, rule, progress, engine)


def _by_phragmen(election: Election, rule: Rule) -> Outcome:
    unit = election.ballots.weight_unit
    winners = tuple(
        Winner(
            one.project, "bought", one.earned, Fraction(election.supports.votes[one.project], unit), one.tied
        )
        for one in phragmen(election, rule)
    )
    return Outcome(election, rule, winners)


def _by_equal_shares(election: Election, rule: Rule, progress: Progress, engine: Engine) -> Outcome:
    shares = EqualShares(election, rule)
    start = starting_share(election, rule)
    if rule.completion is Completion.NONE:
        run = shares.run(start)
        return Outcome(election, rule, _bought(election, run), start, run=run, proofs=1)
    raised = add1(shares, start, progress, engine)
    winners = _bought(election, raised.run)
    if rule.completion is Completion.ADD1U:
        winners += tuple(Winner(c, "filled") for c in greedy(election, rule, raised.run.projects))
    return Outcome(
        election,
        rule,
        winners,
        raised.run.share,
        raised.steps,
        raised.stop,
        raised.run,
        raised.overspent,
        raised.proofs,
    )


def _bought(election: Election, run: Run) -> tuple[Winner, ...]:
    supports, unit = election.supports, election.ballots.weight_unit
    winners = []
    for turn, purchase in enumerate(run.purchases):
        holding = run.emptied[supports.of(purchase.project)] >= turn
        payers = int(supports.weights_of(purchase.project) @ holding) if purchase.price else 0
        winners.append(
            Winner(purchase.project, "bought", purchase.price, Fraction(payers, unit), purchase.tied)
        )
    return tuple(winners)


def compared(outcome: Outcome, other: Sequence[int]) -> Comparison:
    """Count which voters have more of their projects funded: under `outcome`, or under `other`."""
    election = outcome.election
    here, there = outcome.satisfaction, funded(election, other)
    weights, unit = election.ballots.weights, election.ballots.weight_unit
    return Comparison(
        Fraction(int(weights[here > there].sum()), unit),
        Fraction(int(weights[there > here].sum()), unit),
        Fraction(int(weights[here == there].sum()), unit),
        tuple(other),
    )
