"""One run of the Method of Equal Shares (Peters, Pierczyński, Skowron 2021), exact to the last fraction.

Every voter holds a share. A project is affordable at price q when its supporters can raise the cost with nobody
paying more than q for each point of score, and nobody more than what is left to them. The affordable project whose
price for one unit of utility is smallest is bought, again and again.

How it is fast and still exact. Balances are kept as floats whose distance from the truth has a proven bound, because
every price that was ever paid is known as an exact fraction. For any division of the supporters into those who give
all and those who pay q, (cost - money of the former) / scores of the latter is never above the true price: a bound
from below that stays true for the rest of the run, since money only leaves. So only the few projects whose bound does
not exceed the best exact price are looked at again, and only those that float bounds cannot part are compared as
fractions. The exact money of a voter who still has any is the share less the prices of the winners on the ballot.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush, nsmallest
from math import lcm

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.equal_shares.election import Election, Floats, Integers
from jiphyeon.methods.equal_shares.rule import Limits, Rule, Utility, tie_ranks

ULP = 2.0**-52
INFINITY = float("inf")
TIED_SHOWN = 8
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Purchase:
    """A project bought at `price` minor units for each point of score, by a voter of ordinary weight.

    `tied` are the first others whose price for one unit of utility was exactly the same.
    """

    project: int
    price: Fraction
    tied: tuple[int, ...] = ()


@dataclass(frozen=True)
class Run:
    """What one run bought, in order, from one starting share.

    `emptied[g]` is the round (from 0) in which ballot g's last money went; the number of rounds where some is left.
    """

    share: Fraction
    purchases: tuple[Purchase, ...]
    emptied: Integers
    cost: int

    @property
    def projects(self) -> list[int]:
        """The winners in the order they were bought."""
        return [purchase.project for purchase in self.purchases]


class EqualShares:
    """An election made ready for runs from any share."""

    def __init__(self, election: Election, rule: Rule) -> None:
        self.election = election
        self.rule = rule
        self.supports = election.supports
        self.limits = Limits(election, rule)
        self.ranks = tie_ranks(election, rule)
        self.by_cost = rule.utility is Utility.COST
        unit = election.ballots.weight_unit
        self.costs = [cost * unit for cost in election.costs]
        self.values = [cost if self.by_cost else 1 for cost in election.costs]
        never = self.limits.never()
        points = self.supports.points
        self.open = [points[c] > 0 and c not in never for c in range(len(points))]
        self.first = np.array(
            [
                _down(cost / (points[c] * self.values[c])) if self.open[c] and cost > 0 else INFINITY
                for c, cost in enumerate(self.costs)
            ]
        )
        self.free = self._free()

    def _free(self) -> list[int]:
        """Return the projects that cost nothing, in the tie order: bought before all others where the limits let them."""
        chosen: list[int] = []
        out: set[int] = set()
        for project in sorted(range(len(self.costs)), key=self.ranks.__getitem__):
            if self.costs[project] == 0 and self.open[project] and project not in out:
                chosen.append(project)
                out |= self.limits.shut_out(chosen, project)
        return chosen

    def run(self, share: Fraction) -> Run:
        """Buy until nothing more is affordable."""
        return _Running(self, share).finish()


def _down(value: float) -> float:
    return value * (1 - 8 * ULP)


def _up(value: Fraction) -> float:
    return float(value) * (1 + 8 * ULP)


class _Known:
    """The projects whose price for one unit of utility is known exactly, until one of their supporters pays again.

    Where thousands of projects are tied, they wait here in the tie order and none is computed twice.
    """

    def __init__(self, ranks: list[int]) -> None:
        self.ranks = ranks
        self.each: dict[int, Fraction] = {}
        self.queues: dict[Fraction, list[tuple[int, int]]] = {}
        self.order: list[Fraction] = []

    def put(self, project: int, each: Fraction) -> None:
        if each not in self.queues:
            self.queues[each] = []
            heappush(self.order, each)
        self.each[project] = each
        heappush(self.queues[each], (self.ranks[project], project))

    def least(self) -> Fraction | None:
        """Return the lowest price there is."""
        while self.order:
            queue = self.queues[self.order[0]]
            while queue and self.each.get(queue[0][1]) != self.order[0]:
                heappop(queue)
            if queue:
                return self.order[0]
            del self.queues[heappop(self.order)]
        return None

    def first(self, each: Fraction, count: int) -> list[int]:
        """Return the first projects at this price in the tie order."""
        queue = self.queues[each]
        valid = {entry for entry in queue if self.each.get(entry[1]) == each} if len(queue) > 1 else queue
        return [project for _, project in nsmallest(count, valid)]


class _Running:
    """The state of one run: balances, what was bought, and bounds on every price."""

    def __init__(self, shares: EqualShares, share: Fraction) -> None:
        self.shares = shares
        self.share = share
        count = len(shares.election.ballots)
        self.balance: Floats = np.full(count, float(share))
        self.bound: Floats = shares.first.copy()
        self.bought: list[Purchase] = []
        self.round_of = np.full(len(shares.costs), -1, dtype=np.int64)
        self.emptied: Integers = np.full(count, -1, dtype=np.int64)
        self.common = share.denominator
        self.share_whole = share.numerator
        self.prices_whole: list[int] = []
        self.known = _Known(shares.ranks)

    def finish(self) -> Run:
        for project in self.shares.free:
            self._record(project, Fraction(0), ())
        while (found := self._cheapest()) is not None:
            project, price, tied = found
            self._pay(project, price)
            self._record(project, price, tied)
        emptied = np.where(self.emptied < 0, len(self.bought), self.emptied)
        cost = sum(self.shares.election.costs[purchase.project] for purchase in self.bought)
        return Run(self.share, tuple(self.bought), emptied, cost)

    def _cheapest(self) -> tuple[int, Fraction, tuple[int, ...]] | None:
        """Return the project to buy next, its exact price and the first of those exactly tied with it."""
        bound, known = self.bound, self.known
        seen: set[int] = set()
        least = known.least()
        ceiling = INFINITY if least is None else _up(least)
        while True:
            project = int(bound.argmin())
            lowest = float(bound[project])
            if lowest == INFINITY or lowest > ceiling:
                break
            if project not in seen:
                seen.add(project)
                bound[project] = self._refined(project, lowest)
                continue
            bound[project] = INFINITY
            price = self._exact_price(project, lowest)
            if price is not None:
                each = price / self.shares.values[project]
                known.put(project, each)
                ceiling = min(ceiling, _up(each))
        least = known.least()
        if least is None:
            return None
        project, *tied = known.first(least, 1 + TIED_SHOWN)
        return project, least * self.shares.values[project], tuple(tied)

    def _margin(self) -> float:
        """The distance no float balance exceeds from the truth."""
        return (2 * len(self.bought) + 4) * ULP * float(self.share)

    def _refined(self, project: int, lowest: float) -> float:
        """Return a better proven bound on the price for one unit of utility, by Newton's steps from below."""
        supports = self.shares.supports
        rows = supports.of(project)
        weights = supports.weights_of(project)
        scores = supports.scores_of(project)
        balance = self.balance[rows]
        money = weights * balance
        cost = float(self.shares.costs[project])
        total = float(money.sum())
        error = (len(rows) + 8) * ULP * (total + cost) + self._margin() * supports.votes[project]
        if total + error < cost:
            return INFINITY
        paying = weights if scores is None else weights * scores
        value = self.shares.values[project]
        price = lowest * value
        before = INFINITY
        while True:
            rich = balance >= (price if scores is None else price * scores)
            points = float(paying @ rich)
            if points == 0.0 or points >= before:  # more can pay than before: rounding alone moved the price
                break
            before = points
            price = (cost - (total - float(money @ rich))) / points
        slack = error / before if before < INFINITY else INFINITY
        return max(lowest, _down((price - slack) / value))

    def _exact_price(self, project: int, lowest: float) -> Fraction | None:
        """Return the exact price, or None where the supporters cannot raise the cost.

        Newton's steps from below, in fractions: each price is the bound of one division of the supporters, and the
        division that a price repeats is the true one.
        """
        supports = self.shares.supports
        rows = supports.of(project)
        scores = supports.scores_of(project)
        weights = supports.weights_of(project)
        paying = weights if scores is None else weights * scores
        cost = self.shares.costs[project]
        price = Fraction(lowest) * self.shares.values[project]
        before: Mask | None = None
        while True:
            poor = self._gives_all(rows, scores, price, even=False)
            if before is not None and bool((poor == before).all()):
                return price
            points = int(paying @ ~poor)
            if points == 0:
                return None
            price = (cost - self._money(rows[poor])) / points
            before = poor

    def _gives_all(self, rows: Integers, scores: Floats | None, price: Fraction, *, even: bool) -> Mask:
        """Return who holds less than `price` for each point (with `even`: no more than that), beyond doubt."""
        asked = float(price) if scores is None else float(price) * scores
        balance = self.balance[rows]
        excess = balance - asked
        margin = self._margin() + 8 * ULP * asked
        poor: Mask = (excess < -margin) | (balance == 0.0)
        doubtful = np.flatnonzero((np.abs(excess) <= margin) & (balance != 0.0))
        for at, money in zip(doubtful.tolist(), self._each(rows[doubtful]), strict=True):
            due = price if scores is None else price * int(scores[at])
            poor[at] = money < due or (even and money == due)
        return poor

    def _entries(self, ballots: Integers) -> tuple[Integers, Integers, Integers]:
        """Return, for every winner on these ballots: whose ballot (as a position), the round, and the score."""
        named = self.shares.election.ballots
        lengths = named.offsets[ballots + 1] - named.offsets[ballots]
        whose = np.repeat(np.arange(len(ballots)), lengths)
        skipped = named.offsets[ballots] - np.concatenate(([0], np.cumsum(lengths)[:-1]))
        entries = skipped[whose] + np.arange(len(whose))
        rounds = self.round_of[named.projects[entries]]
        won = rounds >= 0
        scores = np.ones(len(entries), dtype=np.int64) if named.scores is None else named.scores[entries]
        return whose[won], rounds[won], scores[won]

    def _money(self, ballots: Integers) -> Fraction:
        """Return what the voters of these ballots still hold together, exactly."""
        ballots = ballots[self.balance[ballots] != 0.0]
        if not len(ballots):
            return Fraction(0)
        weights = self.shares.election.ballots.weights[ballots]
        whose, rounds, scores = self._entries(ballots)
        paid = np.bincount(rounds, weights=weights[whose] * scores, minlength=len(self.prices_whole))
        spent = sum(int(times) * price for times, price in zip(paid, self.prices_whole, strict=True) if times)
        return Fraction(int(weights.sum()) * self.share_whole - spent, self.common)

    def _each(self, ballots: Integers) -> list[Fraction]:
        """Return what one ordinary voter of each ballot still holds, exactly; for ballots with money left."""
        if not len(ballots):
            return []
        whose, rounds, scores = self._entries(ballots)
        spent = [0] * len(ballots)
        for voter, turn, score in zip(whose.tolist(), rounds.tolist(), scores.tolist(), strict=True):
            spent[voter] += score * self.prices_whole[turn]
        return [Fraction(self.share_whole - paid, self.common) for paid in spent]

    def _pay(self, project: int, price: Fraction) -> None:
        rows = self.shares.supports.of(project)
        scores = self.shares.supports.scores_of(project)
        emptied = self._gives_all(rows, scores, price, even=True)
        balance = self.balance[rows]
        self._forget(rows[balance != 0.0], project)
        newly = rows[emptied & (balance != 0.0)]
        self.emptied[newly] = len(self.bought)
        left = balance - (float(price) if scores is None else float(price) * scores)
        self.balance[rows] = np.where(emptied, 0.0, np.maximum(left, np.finfo(float).tiny))

    def _forget(self, payers: Integers, project: int) -> None:
        """Take back to a bound what was known of projects that one of these ballots names."""
        each = self.known.each
        each.pop(project, None)
        if not each:
            return
        named = self.shares.election.ballots
        touched = np.zeros(len(self.bound), dtype=bool)
        lengths = named.offsets[payers + 1] - named.offsets[payers]
        skipped = named.offsets[payers] - np.concatenate(([0], np.cumsum(lengths)[:-1]))
        touched[named.projects[np.repeat(skipped, lengths) + np.arange(int(lengths.sum()))]] = True
        for other in [c for c in each if touched[c]]:
            self.bound[other] = _down(float(each.pop(other)))

    def _record(self, project: int, price: Fraction, tied: tuple[int, ...]) -> None:
        self.bound[project] = INFINITY
        self.round_of[project] = len(self.bought)
        self.bought.append(Purchase(project, price, tied))
        common = lcm(self.common, price.denominator)
        times = common // self.common
        if times != 1:
            self.prices_whole = [whole * times for whole in self.prices_whole]
            self.share_whole *= times
            self.common = common
        self.prices_whole.append(price.numerator * (common // price.denominator))
        if self.shares.limits.any:
            chosen = [purchase.project for purchase in self.bought]
            for other in self.shares.limits.shut_out(chosen, project):
                self.bound[other] = INFINITY
                self.known.each.pop(other, None)
