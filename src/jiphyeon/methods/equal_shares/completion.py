"""Raising every voter's share by one unit of money until the budget is used: Add1, with its jumps.

The rule runs equal shares from the share, the share + 1, + 2 and so on, and stops at the first step whose outcome
leaves no room for another project (that outcome stands) or overspends (the one before stands). Each step counts, since
outcomes do not grow steadily with the share. But what is bought changes only at some steps: where one proof covers a
whole range of shares, the steps between are jumped, and the answer is the same as if each had been run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from jiphyeon.methods.equal_shares.engine import Engine, lanes_of
from jiphyeon.methods.equal_shares.horizon import steps_unchanged
from jiphyeon.methods.equal_shares.reach import within_reach
from jiphyeon.methods.equal_shares.shares import EqualShares, Run
from jiphyeon.methods.equal_shares.sweep import LANE_CELLS

Progress = Callable[[str, int, int], None]
Stop = Literal["exhaustive", "overspends"]
Winners = tuple[int, ...]
Steps = tuple[int, int]
SMALL = 20_000  # ballot entries times projects up to which following every line of a run is cheap
MOST_RANGES = 1024


@dataclass(frozen=True)
class Raised:
    """The outcome of Add1: the run that stands, after how many steps, why it stopped, and the step that overspent.

    `proofs` is how many lanes and runs it took; without jumps it would be one for each step.
    """

    run: Run
    steps: int
    stop: Stop
    overspent: Run | None
    proofs: int


def room_left(shares: EqualShares, won: Iterable[int], budget: int) -> bool:
    """Return whether a project that may still win fits into what is left of the budget."""
    chosen = list(won)
    left = budget - sum(shares.election.costs[c] for c in chosen)
    out = set(chosen)
    if shares.limits.any:
        for project in chosen:
            out |= shares.limits.shut_out(chosen, project)
    return any(may and c not in out and shares.election.costs[c] <= left for c, may in enumerate(shares.open))


def add1(
    shares: EqualShares,
    start: Fraction,
    progress: Progress = lambda _what, _done, _all: None,
    engine: Engine = "auto",
) -> Raised:
    """Raise the share from `start` by one unit of money at a time until the budget is used."""
    return _Raising(shares, start, progress, engine).finish()


class _Raising:
    def __init__(self, shares: EqualShares, start: Fraction, progress: Progress, engine: Engine) -> None:
        self.shares = shares
        self.start = start
        self.unit = shares.election.minor
        self.budget = shares.election.budget
        self.engine = engine
        self.sweep = lanes_of(shares, engine)
        self.places: list[int] | None = None
        self.progress = progress
        self.proofs = 0
        self.lines_are_cheap = len(shares.election.ballots.projects) * len(shares.costs) <= SMALL

    def finish(self) -> Raised:
        first = self.shares.run(self.start)
        self.proofs = 1
        if self._stops(tuple(first.projects)):
            return Raised(first, 0, "exhaustive", None, 1)
        self.sweep.expected = tuple(first.projects)
        last = self._stop_at_once(first)
        if last is None:
            last = self._some_stop(first)
            self._leave_out_of_reach(last)
            last = self._first_stop(last)
        at = self.shares.run(self._share(last))
        self.proofs += 1
        if at.cost <= self.budget:
            return Raised(at, last, "exhaustive", None, self.proofs)
        before = first if last == 1 else self.shares.run(self._share(last - 1))
        return Raised(before, last - 1, "overspends", at, self.proofs + (last > 1))

    def _share(self, step: int) -> Fraction:
        return self.start + step * self.unit

    def _stops(self, won: Winners) -> bool:
        cost = sum(self.shares.election.costs[c] for c in won)
        return cost > self.budget or not room_left(self.shares, won, self.budget)

    def _proven(self, ranges: list[Steps]) -> list[Winners | None]:
        """Return what is bought at every step of each range alike; None where that is not proven."""
        self.proofs += len(ranges)
        found = self.sweep.winners([(self._share(low), self._share(high)) for low, high in ranges])
        places = self.places
        if places is None:
            return found
        return [None if won is None else tuple(places[c] for c in won) for won in found]

    def _leave_out_of_reach(self, last: int) -> None:
        """Let lanes forget the projects no share up to the last could pay for."""
        if self.shares.limits.any:
            return
        reached = within_reach(self.shares.election, self._share(last))
        if reached is not None:
            election, self.places = reached
            expected = [self.places.index(c) for c in self.sweep.expected if c in self.places]
            self.sweep = lanes_of(EqualShares(election, self.shares.rule), self.engine)
            self.sweep.expected = tuple(expected)

    def _at(self, steps: list[int]) -> list[Winners]:
        """Return what is bought at each of these steps, exactly."""
        found = self._proven([(step, step) for step in steps])
        return [
            won if won is not None else self._exactly(step) for step, won in zip(steps, found, strict=True)
        ]

    def _exactly(self, step: int) -> Winners:
        self.proofs += 1
        return tuple(self.shares.run(self._share(step)).projects)

    def _about(self, first: Run) -> int:
        """Return about how many steps it will take: spending grows nearly as the share does."""
        growth = Fraction(self.budget, max(first.cost, self.budget // 64, 1)) - 1
        return max(8, round(self.start * growth / self.unit))

    def _stop_at_once(self, first: Run) -> int | None:
        """Return the first step that stops where all steps up to it fit side by side; None where they may not."""
        about = self._about(first)
        clear, more = 0, about * 9 // 10
        while clear + more <= self.sweep.at_once and 4 * clear < 5 * about:
            steps = list(range(clear + 1, clear + more + 1))
            for step, won in zip(steps, self._at(steps), strict=True):
                if self._stops(won):
                    return step
            clear, more = steps[-1], max(4, about // 10)
        return None

    def _some_stop(self, first: Run) -> int:
        """Return a step that stops, close to the first: the looks begin around the step expected to."""
        about = self._about(first)
        clear = 0
        while True:
            looks = sorted({max(clear + 1, about * part // 20) for part in (16, 18, 20, 22, 25, 30)})
            stops = [step for step, won in zip(looks, self._at(looks), strict=True) if self._stops(won)]
            if stops:
                break
            clear, about = looks[-1], 2 * looks[-1]
        last = stops[0]
        clear = max([clear, *(step for step in looks if step < last)])
        while (last - clear) * len(self.shares.election.ballots) > LANE_CELLS and last - clear > max(
            8, last // 8
        ):
            looks = sorted({clear + (last - clear) * part // 8 for part in range(1, 8)} - {clear, last})
            stops = [step for step, won in zip(looks, self._at(looks), strict=True) if self._stops(won)]
            clear = max([clear, *(step for step in looks if step < (stops[0] if stops else last))])
            last = stops[0] if stops else last
        return last

    def _width(self, last: int) -> int:
        """Return how many steps to try to prove at once: what holds on a few ranges spread over all steps."""
        width = last // 32
        while width > max(1, last // MOST_RANGES):
            looks = [(low, low + width - 1) for low in range(1, last - width, max(1, last // 6))]
            if 2 * sum(won is not None for won in self._proven(looks)) >= len(looks):
                return width
            width //= 6
        return max(1, last // MOST_RANGES)

    def _first_stop(self, last: int) -> int:
        """Return the first step that stops, given one that does; every step before it is proven not to stop."""
        width = self._width(last)
        open_ = [(low, min(low + width, last) - 1) for low in range(1, last, width)]
        while open_:
            failed, last = self._look(open_, last)
            long = [
                steps
                for steps in failed
                if steps[0] == steps[1] or steps[1] - steps[0] >= self.sweep.worth_a_jump
            ]
            known, last = self._jumps(long, last)
            parts = _without([steps for steps in failed if steps[0] < last], known)
            hopeless = 4 * len(failed) > 3 * len(open_)
            open_ = sorted(cut for steps in parts for cut in _cut(steps, hopeless=hopeless) if cut[0] < last)
            self.progress("steps", last - sum(high - low + 1 for low, high in open_), last)
        return last

    def _look(self, ranges: list[Steps], last: int) -> tuple[list[Steps], int]:
        """Return the ranges that could not be proven whole, and the first step known to stop."""
        failed: list[Steps] = []
        batch = self.sweep.lanes
        for begin in range(0, len(ranges), batch):
            part = [steps for steps in ranges[begin : begin + batch] if steps[0] < last]
            for steps, won in zip(part, self._proven(part), strict=True):
                if won is None:
                    failed.append(steps)
                elif self._stops(won):
                    last = min(last, steps[0])
        return failed, last

    def _jumps(self, failed: list[Steps], last: int) -> tuple[list[Steps], int]:
        """Run the first steps of ranges no lane could prove, but for those an earlier one has settled."""
        known: list[Steps] = []
        reached = 0
        for low, high in failed:
            if low <= reached or low >= last or (low < high and not self.lines_are_cheap):
                continue
            known.append(self._jump(low, last))
            reached = known[-1][1]
            if reached < low:
                last = low
        return known, last

    def _jump(self, low: int, last: int) -> Steps:
        """Run one step exactly and return the steps settled by it: none (high < low) where it stops.

        In a small election the lines of that run tell how far it holds; a large one has too many lines to follow.
        """
        self.proofs += 1
        run = self.shares.run(self._share(low))
        if self._stops(tuple(run.projects)):
            return (low, low - 1)
        if not self.lines_are_cheap:
            return (low, low)
        return (low, low + steps_unchanged(self.shares, run, self.unit, last - low))


def _without(ranges: list[Steps], known: list[Steps]) -> list[Steps]:
    """Return what of `ranges` lies outside the steps already known."""
    for first, final in known:
        ranges = (
            [
                cut
                for low, high in ranges
                for cut in ((low, min(high, first - 1)), (max(low, final + 1), high))
                if cut[0] <= cut[1]
            ]
            if final >= first
            else ranges
        )
    return sorted(set(ranges))


def _cut(steps: Steps, *, hopeless: bool) -> list[Steps]:
    """Cut a range into four parts, or into single steps where hardly any range was proven whole."""
    low, high = steps
    if hopeless and high - low < 64:
        return [(at, at) for at in range(low, high + 1)]
    width = max(1, (high - low + 3) // 4)
    return [(at, min(at + width - 1, high)) for at in range(low, high + 1, width)]
