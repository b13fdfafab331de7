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

from jiphyeon.methods.equal_shares.shares import EqualShares, Run
from jiphyeon.methods.equal_shares.sweep import Sweep

Progress = Callable[[str, int, int], None]
Stop = Literal["exhaustive", "overspends"]
Winners = tuple[int, ...]
Steps = tuple[int, int]


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
    shares: EqualShares, start: Fraction, progress: Progress = lambda _what, _done, _all: None
) -> Raised:
    """Raise the share from `start` by one unit of money at a time until the budget is used."""
    return _Raising(shares, start, progress).finish()


class _Raising:
    def __init__(self, shares: EqualShares, start: Fraction, progress: Progress) -> None:
        self.shares = shares
        self.start = start
        self.unit = shares.election.minor
        self.budget = shares.election.budget
        self.sweep = Sweep(shares)
        self.progress = progress
        self.proofs = 0

    def finish(self) -> Raised:
        first = self.shares.run(self.start)
        self.proofs = 1
        if self._stops(tuple(first.projects)):
            return Raised(first, 0, "exhaustive", None, 1)
        self.sweep.expected = tuple(first.projects)
        last = self._first_stop(self._some_stop())
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
        return self.sweep.winners([(self._share(low), self._share(high)) for low, high in ranges])

    def _at(self, steps: list[int]) -> list[Winners]:
        """Return what is bought at each of these steps, exactly."""
        found = self._proven([(step, step) for step in steps])
        return [
            won if won is not None else self._exactly(step) for step, won in zip(steps, found, strict=True)
        ]

    def _exactly(self, step: int) -> Winners:
        self.proofs += 1
        return tuple(self.shares.run(self._share(step)).projects)

    def _some_stop(self) -> int:
        """Return a step that stops, close to the first: doubling strides, then a few finer looks."""
        clear, step = 0, 1
        while True:
            strides = [step << more for more in range(6)]
            stops = [k for k, won in zip(strides, self._at(strides), strict=True) if self._stops(won)]
            if stops:
                break
            clear, step = strides[-1], strides[-1] * 2
        last = stops[0]
        clear = max(clear, last // 2 if last > step else clear)
        while last - clear > max(8, last // 16):
            looks = sorted({clear + (last - clear) * part // 8 for part in range(1, 8)} - {clear, last})
            stops = [k for k, won in zip(looks, self._at(looks), strict=True) if self._stops(won)]
            clear = max([clear, *(k for k in looks if k < (stops[0] if stops else last))])
            last = stops[0] if stops else last
        return last

    def _width(self, last: int) -> int:
        """Return how many steps one proof tends to cover here: tried on a few ranges spread over all steps."""
        width = last // 32
        while width > 1:
            looks = [(low, low + width - 1) for low in range(1, last - width, max(1, last // 6))]
            if 2 * sum(won is not None for won in self._proven(looks)) >= len(looks):
                return width
            width //= 6
        return 1

    def _first_stop(self, last: int) -> int:
        """Return the first step that stops, given one that does; every step before it is proven not to stop."""
        width = self._width(last)
        open_ = [(low, min(low + width, last) - 1) for low in range(1, last, width)]
        done = 0
        while open_:
            failed: list[Steps] = []
            batch = self.sweep.lanes
            for begin in range(0, len(open_), batch):
                part = [steps for steps in open_[begin : begin + batch] if steps[0] < last]
                for (low, high), won in zip(part, self._proven(part), strict=True):
                    if won is None and low == high:
                        won = self._exactly(low)  # noqa: PLW2901 -- the lane's answer, found the other way
                    if won is None:
                        failed.append((low, high))
                    elif self._stops(won):
                        last = min(last, low)
                    else:
                        done += high - low + 1
                self.progress("steps", done, last)
            hopeless = 4 * len(failed) > 3 * len(open_)
            open_ = sorted(cut for steps in failed for cut in _cut(steps, hopeless=hopeless))
        return last


def _cut(steps: Steps, *, hopeless: bool) -> list[Steps]:
    """Cut a range into four, or into single steps where hardly any range could be proven whole."""
    low, high = steps
    width = 1 if hopeless and high - low < 64 else max(1, (high - low + 4) // 4)
    return [(at, min(at + width - 1, high)) for at in range(low, high + 1, width)]
