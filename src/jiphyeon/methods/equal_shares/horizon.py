"""How far the share can be raised until something changes: exactly, from one run.

While the same projects are bought in the same order with the same voters giving all they have, every price and every
balance is a straight line over the share. So is, for a project that loses a round, the most its supporters could give
at the winner's price when each is held to what they do now: true money never lies above that line. Where the first of
these lines crosses what it must not cross, something may change; up to there nothing does.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil

from jiphyeon.methods.equal_shares.shares import EqualShares, Run

Line = tuple[Fraction, Fraction]  # value at the run's share, and what one more unit of share adds
NOTHING: Line = (Fraction(0), Fraction(0))


def steps_unchanged(shares: EqualShares, run: Run, unit: int, most: int) -> int:
    """Return a number of steps of `unit`, at most `most`, through which each share buys just what `run` bought."""
    return _Lines(shares, run, unit, most).steps()


class _Lines:
    def __init__(self, shares: EqualShares, run: Run, unit: int, most: int) -> None:
        self.shares = shares
        self.run = run
        self.unit = unit
        self.left = most
        start: Line = (run.share, Fraction(1))
        self.held: list[Line] = [start] * len(shares.election.ballots)

    def steps(self) -> int:
        chosen: list[int] = []
        shut: set[int] = set()
        for turn, purchase in enumerate(self.run.purchases):
            project = purchase.project
            if purchase.price:
                price = self._price(project, turn)
                for other, may in enumerate(self.shares.open):
                    if may and other != project and other not in chosen and other not in shut:
                        self._keep_losing(other, project, price)
                self._pay(project, turn, price)
            chosen.append(project)
            shut |= self.shares.limits.shut_out(chosen, project)
            if not self.left:
                return 0
        for other, may in enumerate(self.shares.open):
            if may and other not in chosen and other not in shut:
                total = _sum((weight, self.held[g]) for g, weight, _ in self._backers(other))
                self._stay(self.shares.costs[other] - total[0], -total[1], strict=True)
        return self.left

    def _stay(self, gap: Fraction, slope: Fraction, *, strict: bool = False) -> None:
        """Let the steps end before a gap that is open now closes (`strict`) or turns below zero."""
        if slope >= 0 or not self.left:
            return
        reach = gap / -slope / self.unit
        self.left = min(
            self.left, max(0, ceil(reach) - 1 if strict else reach.numerator // reach.denominator)
        )

    def _backers(self, project: int) -> list[tuple[int, int, int]]:
        supports = self.shares.supports
        rows = supports.of(project).tolist()
        given = supports.scores_of(project)
        scores = [1] * len(rows) if given is None else [int(score) for score in given]
        weights = [int(weight) for weight in supports.weights_of(project)]
        return list(zip(rows, weights, scores, strict=True))

    def _price(self, project: int, turn: int) -> Line:
        """Return the price as a line, and keep everybody on the side of it where they are."""
        backers = self._backers(project)
        gives_all = [(g, w, s) for g, w, s in backers if self.run.emptied[g] <= turn]
        points = sum(w * s for g, w, s in backers if self.run.emptied[g] > turn)
        poor = _sum((w, self.held[g]) for g, w, _ in gives_all)
        if not points:
            self.left = 0
            return NOTHING
        price = ((self.shares.costs[project] - poor[0]) / points, -poor[1] / points)
        for g, _, s in backers:
            gap, slope = price[0] * s - self.held[g][0], price[1] * s - self.held[g][1]
            if self.run.emptied[g] <= turn:
                self._stay(gap, slope)
            else:
                self._stay(-gap, -slope)
        return price

    def _keep_losing(self, other: int, winner: int, price: Line) -> None:
        worth = Fraction(self.shares.values[other], self.shares.values[winner])
        asked = (price[0] * worth, price[1] * worth)
        backers = self._backers(other)
        all_they_hold = [(w, self.held[g]) for g, w, s in backers if self.held[g][0] < asked[0] * s]
        at_the_price = [(w * s, asked) for g, w, s in backers if self.held[g][0] >= asked[0] * s]
        most = _sum(all_they_hold + at_the_price)
        # Where it just reaches the cost, it wins if it comes earlier, or if all give less than asked: then it is cheaper.
        wins = self.shares.ranks[other] < self.shares.ranks[winner] or not at_the_price
        self._stay(self.shares.costs[other] - most[0], -most[1], strict=wins)

    def _pay(self, project: int, turn: int, price: Line) -> None:
        for g, _, s in self._backers(project):
            if self.run.emptied[g] <= turn:
                self.held[g] = NOTHING
            else:
                self.held[g] = (self.held[g][0] - price[0] * s, self.held[g][1] - price[1] * s)


def _sum(parts: Iterable[tuple[int, Line]]) -> Line:
    """Add lines, equal ones together first: most voters share one with many others."""
    weights: dict[Line, int] = {}
    for weight, line in parts:
        weights[line] = weights.get(line, 0) + weight
    return (
        sum((line[0] * weight for line, weight in weights.items()), Fraction(0)),
        sum((line[1] * weight for line, weight in weights.items()), Fraction(0)),
    )
