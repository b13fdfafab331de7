"""Many runs side by side: what equal shares buy from each of many starting shares, or proof of nothing.

Raising the share step by step asks for hundreds of runs that hardly differ. Here every run is a lane, and what every
voter holds in a lane is an interval that surely contains the truth, outward rounded. A lane may begin from a single
share or from a whole range of shares: what is proven then holds for each share of the range, which is how steps at
which nothing changes are jumped. A lane whose intervals cannot tell two projects apart, and where no exact argument
settles the tie, is given up: it answers None, and the caller asks `EqualShares.run`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from jiphyeon.methods.equal_shares.election import Floats, Integers
from jiphyeon.methods.equal_shares.shares import INFINITY, ULP, EqualShares, Mask

Range = tuple[Fraction, Fraction]
Supporters = tuple[Integers, Floats, Floats, Floats | None]  # ballots, weights, weights times scores, scores
MOST = np.finfo(np.float64).max
FORGET_EVERY = 6  # rounds
LOOK_BACK = 3  # rounds
LANE_CELLS = 700_000  # ballots times lanes held at once: two arrays that stay near the processor


def _distinct(projects: Integers) -> list[int]:
    return sorted(set(projects.tolist()))


class Sweep:
    """An election ready to be run from many shares at once."""

    worth_a_jump = 8

    def __init__(self, shares: EqualShares) -> None:
        self.shares = shares
        supports = shares.supports
        count = len(shares.costs)
        self.rows = [supports.of(c) for c in range(count)]
        self.weights = [supports.weights_of(c) for c in range(count)]
        self.scores = [supports.scores_of(c) for c in range(count)]
        self.points = [
            weights if scores is None else weights * scores
            for weights, scores in zip(self.weights, self.scores, strict=True)
        ]
        self.costs = [float(cost) for cost in shares.costs]
        self.values = [float(value) for value in shares.values]
        self.expected: tuple[int, ...] = ()
        self.lanes = max(8, min(256, LANE_CELLS // max(1, len(shares.election.ballots))))
        self.at_once = self.lanes

    def winners(self, ranges: Sequence[Range]) -> list[tuple[int, ...] | None]:
        """Return, for every range, what is bought from each share in it, in order; None where nothing is proven."""
        found: list[tuple[int, ...] | None] = []
        for begin in range(0, len(ranges), self.lanes):
            found += _Lanes(self, ranges[begin : begin + self.lanes]).finish()
            self.expected = next((won for won in reversed(found) if won), self.expected)
        return found


class _Lanes:
    """The state of a batch of lanes; columns are lanes, and finished ones are dropped as they leave."""

    def __init__(self, sweep: Sweep, ranges: Sequence[Range]) -> None:
        self.sweep = sweep
        shares = sweep.shares
        lanes = len(ranges)
        ballots = len(shares.election.ballots)
        low = np.array([float(low) * (1 - ULP) for low, _ in ranges])
        high = np.array([float(high) * (1 + ULP) for _, high in ranges])
        self.low: Floats = np.repeat(low[None, :], ballots, axis=0)
        self.high: Floats = np.repeat(high[None, :], ballots, axis=0)
        self.grain = 2 * ULP * high
        self.bound: Floats = np.repeat(shares.first[:, None], lanes, axis=1)
        self.names = np.arange(lanes)
        self.chosen: list[list[int]] = [[] for _ in ranges]
        self.given_up: set[int] = set()
        self.holding: Mask | None = None
        self.supporters: dict[int, Supporters] = {}
        self.expected = sweep.expected
        for project in shares.free:
            self._note(project, self.names)

    def finish(self) -> list[tuple[int, ...] | None]:
        turn = 0
        while len(self.names):
            turn += 1
            if turn % FORGET_EVERY == 0:
                self.holding = np.asarray(self.high.any(axis=1), dtype=bool)
                self.supporters.clear()
            first, upper, leave = self._cheapest()
            for project in _distinct(first[~leave]):
                self._pay(project, np.flatnonzero((first == project) & ~leave), upper)
            if leave.any():
                self._drop(leave)
        return [None if lane in self.given_up else tuple(won) for lane, won in enumerate(self.chosen)]

    def _of(self, project: int) -> Supporters:
        """Return the supporters of a project, without those who have nothing left in any lane."""
        known = self.supporters.get(project)
        if known is None:
            sweep = self.sweep
            rows, scores = sweep.rows[project], sweep.scores[project]
            known = (rows, sweep.weights[project], sweep.points[project], scores)
            if self.holding is not None:
                kept = self.holding[rows]
                known = (rows[kept], known[1][kept], known[2][kept], None if scores is None else scores[kept])
            self.supporters[project] = known
        return known

    def _note(self, project: int, columns: Integers) -> None:
        self.bound[project, columns] = INFINITY
        for column, lane in zip(columns.tolist(), self.names[columns].tolist(), strict=True):
            won = self.chosen[lane]
            won.append(project)
            if self.sweep.shares.limits.any:
                for other in self.sweep.shares.limits.shut_out(won, project):
                    self.bound[other, column] = INFINITY

    def _drop(self, leave: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
        keep = np.flatnonzero(~leave)
        self.names = self.names[keep]
        self.low = self.low[:, keep]
        self.high = self.high[:, keep]
        self.grain = self.grain[keep]
        self.bound = self.bound[:, keep]

    def _cheapest(self) -> tuple[Integers, Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
        """Return, for every lane, the project to buy and a price it surely does not exceed, or that the lane leaves."""
        lanes = len(self.names)
        every = np.arange(lanes)
        tight = np.zeros(self.bound.shape, dtype=bool)
        upper = np.full(lanes, -1.0)
        certified = np.full(lanes, -1)
        leave = np.zeros(lanes, dtype=bool)
        self.looked_at: set[int] = set()
        guess = self._try_expected(tight)
        while True:
            first = self.bound.argmin(axis=0)
            lowest = self.bound[first, every]
            leave |= lowest == INFINITY
            loose = ~tight[first, every] & ~leave
            if loose.any():
                self._refine(first, loose, tight, guess)
                continue
            fresh = (certified != first) & ~leave
            if fresh.any():
                for project in _distinct(first[fresh]):
                    columns = np.flatnonzero(fresh & (first == project))
                    upper[columns] = self._ceiling(project, columns)
                certified[fresh] = first[fresh]
            self.bound[first, every] = INFINITY
            second = self.bound.argmin(axis=0)
            close = (self.bound[second, every] <= upper) & (upper < INFINITY) & ~leave
            self.bound[first, every] = lowest
            loose = close & ~tight[second, every]
            if loose.any():
                self._refine(second, loose, tight, guess)
                continue
            for column in np.flatnonzero(close).tolist():
                settled = self._settle(column, float(upper[column]))
                if settled is None:
                    self.given_up.add(int(self.names[column]))
                    leave[column] = True
                elif settled != first[column]:
                    first[column] = settled
                    upper[column] = self._ceiling(settled, np.array([column]))[0]
            unproven = (upper == INFINITY) & ~leave
            self.given_up.update(self.names[unproven].tolist())
            leave |= unproven
            return first, upper, leave

    def _try_expected(self, tight: np.ndarray) -> Floats:
        """Look first at the project the run before bought at this point: its price spares the others most of the work."""
        guess = np.full(len(self.names), INFINITY)
        order = np.array(self.expected, dtype=np.int64)
        if not len(order):
            return guess
        bought = np.array([len(self.chosen[lane]) for lane in self.names.tolist()])
        ahead = (self.bound[order] < INFINITY) & (np.arange(len(order))[:, None] >= bought - LOOK_BACK)
        expected = np.where(ahead.any(axis=0), order[ahead.argmax(axis=0)], -1)
        self._refine(expected, expected >= 0, tight, guess)
        return guess

    def _refine(self, which: Integers, loose: np.ndarray, tight: np.ndarray, guess: Floats) -> None:
        """Take one step of Newton's at the projects asked for, in every lane unless only a few of them need it."""
        hint = np.where(guess < INFINITY, guess, 0.0)
        for project in _distinct(which[loose]):
            fresh = project not in self.looked_at
            self.looked_at.add(project)
            asking = (self.bound[project] <= np.minimum(guess, MOST)) if fresh else loose & (which == project)
            columns = np.flatnonzero(asking)
            taken = slice(None) if 3 * len(columns) > 2 * len(loose) else columns
            self.bound[project, taken], known = self._floor(project, taken, hint[taken] if fresh else None)
            tight[project, taken] |= known
            best = guess[taken]
            np.minimum(best, self.bound[project, taken], out=best, where=known)
            guess[taken] = best

    def _floor(self, project: int, columns: slice | Integers, guess: Floats | None) -> tuple[Floats, Mask]:
        """Return prices for one unit of utility surely not above the true ones, and which of them are tight.

        The supporters are divided at the best price known to stay below, or at `guess` where that is higher: if the
        project is dearer than the guess, one look proves it.
        """
        sweep = self.sweep
        rows, weights, paying, scores = self._of(project)
        held = self.high[rows] if isinstance(columns, slice) else self.high[rows][:, columns]
        cost, value = sweep.costs[project], sweep.values[project]
        before = self.bound[project, columns]
        at = (before if guess is None else np.maximum(before, guess)) * value
        asked = at if scores is None else at * scores[:, None]
        rich = paying @ (held >= asked).astype(np.float64)
        money = weights @ np.minimum(held, asked, out=held)
        error = (2 * len(rows) + 16) * ULP * (cost + money)
        points = np.maximum(rich, 0.5)
        step = (cost - money) / points
        slack = error / points
        proven = np.maximum((at + step - slack) * ((1 - 8 * ULP) / value), before)
        known = np.abs(step) <= 4 * slack
        if not rich.all():
            none = rich == 0
            proven[none] = np.where(money[none] + error[none] < cost, INFINITY, before[none])
            known[none] = guess is None
        return proven, known & (before < INFINITY)

    def _ceiling(self, project: int, columns: Integers) -> Floats:
        """Return a price for one unit of utility that the true one surely does not exceed; infinity if none is found."""
        sweep = self.sweep
        rows, weights, points, scores = self._of(project)
        held = self.low[rows][:, columns]
        cost, value = sweep.costs[project], sweep.values[project]
        price = self.bound[project, columns] * value
        for _ in range(8):
            asked = price if scores is None else price * scores[:, None]
            rich = points @ (held >= asked).astype(np.float64)
            money = weights @ np.minimum(held, asked)
            error = (2 * len(held) + 16) * ULP * (cost + money)
            raised = money - error >= cost
            if bool(raised.all()):
                break
            with np.errstate(divide="ignore", invalid="ignore"):
                step = (cost + 2 * error - money) / rich
            price = np.where(raised | (rich == 0), price, price + step)
        return np.where(raised, price / value * (1 + 8 * ULP), INFINITY)

    def _settle(self, column: int, upper: float) -> int | None:
        """Return the first in the tie order among projects whose exact prices can be told without fractions.

        Where every supporter either holds nothing or surely more than is asked, the price is cost ÷ scores of the
        latter, two whole numbers, whatever the share.
        """
        shares = self.sweep.shares
        best: tuple[Fraction, int, int] | None = None
        for project in np.flatnonzero(self.bound[:, column] <= upper).tolist():
            rows, _, paying, scores = self._of(project)
            asked = upper * self.sweep.values[project] * (1.0 if scores is None else scores)
            empty = self.high[rows, column] == 0.0
            rich = self.low[rows, column] >= asked
            if not bool((empty | rich).all()):
                return None
            points = int(paying @ rich)
            if not points:
                continue  # nobody who wants it holds anything: no price buys it
            each = Fraction(shares.costs[project], points * shares.values[project])
            entry = (each, shares.ranks[project], project)
            best = entry if best is None or entry < best else best
        return None if best is None else best[2]

    def _pay(self, project: int, columns: Integers, upper: Floats) -> None:
        sweep = self.sweep
        rows, _, _, scores = self._of(project)
        few = 4 * len(columns) < len(self.names)  # then it is worth leaving the other lanes alone
        taken = columns if few else slice(None)
        paying = np.zeros(len(self.names))
        paying[columns] = 1.0
        least = (np.where(paying, self.bound[project], 0.0) * sweep.values[project] * (1 - 4 * ULP))[taken]
        most = (np.where(paying, upper, 0.0) * sweep.values[project] * (1 + 4 * ULP))[taken]
        grain = (paying * self.grain)[taken]
        if scores is not None:
            least, most = least * scores[:, None], most * scores[:, None]
        where = (rows[:, None], columns) if few else rows
        high = self.high[where]
        holding = high > least
        high -= least - grain
        high *= holding
        self.high[where] = high
        low = self.low[where]
        low -= most + grain
        self.low[where] = np.maximum(low, 0.0, out=low)
        self._note(project, columns)
