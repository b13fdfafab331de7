"""Most votes first, while the money lasts: the rule most cities use, and the fill after equal shares."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from jiphyeon.methods.equal_shares.election import Election
from jiphyeon.methods.equal_shares.rule import Limits, Rule, Utility, tie_ranks


def greedy(election: Election, rule: Rule, chosen: Sequence[int] = ()) -> list[int]:
    """Return what is added to `chosen`, in order: by utility for money, skipping whatever no longer fits.

    With cost utility that is the order of votes (weighted, times scores); with cardinality utility, votes per cost.
    """
    limits = Limits(election, rule)
    ranks = tie_ranks(election, rule)
    points, costs = election.supports.points, election.costs
    out = limits.never() | set(chosen)
    won = list(chosen)
    for project in chosen:
        out |= limits.shut_out(won, project)

    def place(project: int) -> tuple[Fraction | float, int]:
        if costs[project] == 0:
            return (float("-inf") if points[project] else 0, ranks[project])
        worth = points[project] * (costs[project] if rule.utility is Utility.COST else 1)
        return (-Fraction(worth, costs[project]), ranks[project])

    left = election.budget - sum(costs[c] for c in chosen)
    added: list[int] = []
    for project in sorted(range(len(costs)), key=place):
        if project in out or costs[project] > left:
            continue
        left -= costs[project]
        added.append(project)
        won.append(project)
        out |= limits.shut_out(won, project)
    return added
