"""Check a published result against the election, without running the rule again.

Nothing here is shared with the code that finds results: only the two published documents are read, and every sum is
in whole numbers over one common denominator. The browser's verifier (`verifier.js`) makes the same checks.

What is proven: each purchase is paid in full by its supporters, nobody above the price nor above what is left; no
other project was cheaper for a unit of utility, and the tie order was kept; at the end nothing more was affordable;
and the stopping condition of Add1: the outcome leaves no room for another project, or the next step overspends. That
no earlier step had already stopped is proven where the result carries its trail (`certificate_trail.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import lcm

from jiphyeon.methods.equal_shares.certificate_trail import trail_findings
from jiphyeon.methods.equal_shares.published import Json, Published


def verify(
    result: Json, election: Json, progress: Callable[[str, int, int], None] = lambda _what, _done, _all: None
) -> list[str]:
    """Return what is wrong with a result; nothing, where it holds."""
    try:
        if result.get("election") != _digest(election):
            return ["The result names another election than the one given (the hashes differ)."]
        return list(_Check(result, election, progress).findings())
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, ZeroDivisionError) as wrong:
        return [
            f"This is not a result with its election in the published form ({type(wrong).__name__}: {wrong})."
        ]


def left_unproven(result: Json) -> list[str]:
    """Return what the proof of a result does not speak of, in sentences; nothing, where it is whole."""
    if result["rule"]["completion"] == "none" or not result["steps"] or result.get("trail") is not None:
        return []
    return ["The earlier steps of Add1 were not part of this proof: the result carries no trail of them."]


def _digest(document: Json) -> str:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class _Check(Published):
    def __init__(self, result: Json, election: Json, progress: Callable[[str, int, int], None]) -> None:
        super().__init__(result, election)
        self.progress = progress

    def findings(self) -> Iterator[str]:
        unknown = [name for name in self.result["winners"] if name not in self.index]
        if unknown:
            yield f"Winners that do not stand: {', '.join(unknown)}."
            return
        winners = [self.index[name] for name in self.result["winners"]]
        if len(set(winners)) != len(winners):
            yield "A project wins twice."
        spent = self.cost(winners)
        if str(spent) != self.result["spent"]:
            yield f"The winners cost {spent}, the result says {self.result['spent']}."
        if spent > self.budget:
            yield f"The winners cost {spent}, more than the budget {self.budget}."
        if self.rule["method"] == "equal-shares":
            yield from self._equal_shares(winners)
        elif self.rule["method"] == "phragmen":
            yield from self._phragmen(winners)
        else:
            yield from self._greedy([], winners)

    def _equal_shares(self, winners: list[int]) -> Iterator[str]:
        run = self.result["run"]
        bought = [self.index[name] for name, _ in run["purchases"]]
        filled = [self.index[name] for name in self.result["filled"]]
        if winners != bought + filled:
            yield "The winners are not the purchases followed by the fill."
        share = Fraction(run["share"])
        start, steps = self.starting_share(), self.result["steps"]
        if type(steps) is not int or steps < 0 or share != start + steps * self.minor:
            yield f"The share {share} is not the starting share {start} raised by {steps} steps."
        yield from self._run(run)
        completion = self.rule["completion"]
        if completion == "none" and (steps or filled):
            yield "The rule has no completion, yet the share was raised or projects were added."
        if completion != "none":
            yield from self._stopping(bought, share)
            if self.result.get("trail") is not None:
                yield from trail_findings(self, self.result["trail"], steps, self.progress)
        if completion == "add1u":
            yield from self._greedy(bought, filled)
        elif filled:
            yield "The rule has no greedy fill, yet projects were added."

    def _stopping(self, bought: list[int], share: Fraction) -> Iterator[str]:
        room = self.room(bought)
        if self.result["stop"] != ("overspends" if room else "exhaustive"):
            yield f"The result gives '{self.result['stop']}' as the reason to stop; that is not so."
        if not room:
            return
        after = self.result["overspent"]
        if after is None:
            yield f"Raising stopped although {self.ids[room[0]]} still fits into the budget."
            return
        if Fraction(after["share"]) != share + self.minor:
            yield "The run said to overspend is not the next step."
        if self.cost([self.index[name] for name, _ in after["purchases"]]) <= self.budget:
            yield "The next step does not overspend."
        yield from (f"In the next step: {finding}" for finding in self._run(after))

    def _run(self, run: Json) -> Iterator[str]:
        """Check one run of equal shares: payments, prices, ties, and that nothing affordable is left."""
        prices = [Fraction(price) for _, price in run["purchases"]]
        share = Fraction(run["share"])
        whole = lcm(share.denominator, *(price.denominator for price in prices))
        held = [int(share * whole)] * len(self.weights)
        chosen: list[int] = []
        poor: set[int] = set()
        for (name, _), price in zip(run["purchases"], prices, strict=True):
            project = self.index[name]
            if project not in self.open(chosen):
                yield f"{name} may not be bought: shut out by the rule, bought before, or without support."
                return
            asked = int(price * whole)
            yield from self._cheapest(project, asked, whole, held, chosen, poor)
            if price and not self.costs[project]:
                yield f"{name} costs nothing and has a price."
            paid = 0
            for ballot, _, score in self.backers[project]:
                gift = min(held[ballot], asked * score)
                held[ballot] -= gift
                paid += self.weights[ballot] * gift
            if paid != self.costs[project] * self.unit * whole:
                yield f"{name}: its supporters pay {Fraction(paid, whole * self.unit)}, its cost is {self.costs[project]}."
            chosen.append(project)
        for other in self.open(chosen):
            if other not in poor and self._money(other, held) >= self.costs[other] * self.unit * whole:
                yield f"{self.ids[other]} could still be bought."

    def _money(self, project: int, held: list[int]) -> int:
        return sum(weight * held[ballot] for ballot, weight, _ in self.backers[project])

    def _cheapest(
        self, project: int, asked: int, whole: int, held: list[int], chosen: list[int], poor: set[int]
    ) -> Iterator[str]:
        """Check that no other open project was cheaper for a unit of utility, nor tied and earlier in the order."""
        value = self.values[project]
        for other in self.open(chosen):
            if other == project or other in poor:
                continue
            if not (self.costs[other] and self.costs[project]):
                if not self.costs[other] and (self.costs[project] or self.place[other] < self.place[project]):
                    yield f"{self.ids[other]} costs nothing and comes before {self.ids[project]}."
                continue
            cost = self.costs[other] * self.unit * whole
            if self._money(other, held) < cost:
                poor.add(other)  # money only leaves: it can never be bought any more
                continue
            limit = asked * self.values[other]
            given = sum(weight * min(held[g] * value, limit * s) for g, weight, s in self.backers[other])
            if given < cost * value:
                continue
            cheaper = given > cost * value or all(
                held[g] * value < limit * s for g, _, s in self.backers[other]
            )
            if cheaper or self.place[other] < self.place[project]:
                yield f"{self.ids[other]} was {'cheaper' if cheaper else 'tied and earlier'} than {self.ids[project]}."

    def _greedy(self, chosen: list[int], added: list[int]) -> Iterator[str]:
        """Check a greedy order: each addition is the best that fits, and at the end nothing fits."""
        won = list(chosen)
        left = self.budget - self.cost(won)
        passed: tuple[Fraction | float, int] | None = None
        for step in [*added, None]:
            fits = [
                c
                for c in range(len(self.ids))
                if c not in self.shut(won) and c not in won and self.costs[c] <= left
            ]
            ahead = min((self._merit(c) for c in fits), default=None)
            mine = None if step is None else self._merit(step)
            if ahead != mine:
                yield f"By votes, {self.ids[added[-1]] if step is None else self.ids[step]} does not come next."
                return
            if step is not None:
                if passed is not None and self._merit(step) < passed:
                    yield f"{self.ids[step]} comes too late."
                passed = mine
                won.append(step)
                left -= self.costs[step]

    def _merit(self, project: int) -> tuple[Fraction | float, int]:
        if not self.costs[project]:
            return (float("-inf") if self.points[project] else 0, self.place[project])
        return (
            -Fraction(self.points[project] * self.values[project], self.costs[project]),
            self.place[project],
        )

    def _phragmen(self, winners: list[int]) -> Iterator[str]:
        """Check that each was due when the result says, nobody earlier, and that the next one does not fit."""
        times = [Fraction(time) for time in self.result["earned"]]
        last = [-1] * len(self.weights)
        chosen: list[int] = []
        left = self.budget
        for project, time in zip([*winners, None], [*times, None], strict=True):
            due = {c: self._due(c, last, times) for c in self.open(chosen) if self.costs[c] <= self.budget}
            first = min(due.values(), default=None)
            if project is None or time is None:
                if first is not None and all(self.costs[c] <= left for c, at in due.items() if at == first):
                    yield "The next project still fits into the budget."
                return
            tied = [c for c, at in due.items() if at == first]
            if due.get(project) != time or first != time or min(tied, key=self.place.__getitem__) != project:
                yield f"{self.ids[project]} was not the first to be due."
                return
            for ballot, _, _ in self.backers[project]:
                last[ballot] = len(chosen)
            chosen.append(project)
            left -= self.costs[project]

    def _due(self, project: int, last: list[int], times: list[Fraction]) -> Fraction:
        """Return when the supporters own the cost together; each began anew at the time of their last purchase."""
        weights: dict[int, int] = {}
        for ballot, weight, _ in self.backers[project]:
            weights[last[ballot]] = weights.get(last[ballot], 0) + weight
        spent = sum((times[turn] * weight for turn, weight in weights.items() if turn >= 0), Fraction(0))
        return (self.costs[project] * self.unit + spent) / self.votes[project]
