"""Check the trail of Add1: that none of the earlier steps had already stopped, without running the rule again.

The trail names, for ranges of steps that together cover every step before the one that stands, what is bought there and
in which order. For each range one pass over the purchases proves it for all its shares at once. What a voter holds and
what a project costs each are kept between two straight lines over the share, given by their values at both ends of the
range, in whole numbers rounded outward:

- money that can be raised at a price is a sum of minima of lines, hence concave: what suffices at both ends suffices
  between them (the upper line of a price);
- for any division of the supporters into those who give all and those who pay the price, (cost - money of the former) /
  scores of the latter is a line never above the price, and stays so for the rest of the run, since money only leaves;
- what is left after a payment is the larger of a line and nothing, hence convex: its values at both ends bound it from
  above, and a line that stays above nothing at both ends is itself.

A range of one step has one end. Where amounts are multiplied by a common denominator (`whole`, which the trail may
give) nothing is rounded and every tie is decided; where it is not, rounding can only fail to prove, never prove wrongly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import gcd

from jiphyeon.kernel import Words
from jiphyeon.methods.equal_shares.certificate.documents import Published
from jiphyeon.methods.equal_shares.certificate.form import Entries, whole_of

GRAIN = 2**40  # parts of a minor unit that amounts are counted in where the trail names no other
Bound = tuple[int, list[int]]  # scores of those who pay, and what they must raise at each end


class UnprovenError(Exception):
    """A range that could not be proven, and why."""

    def __init__(self, ko: str, en: str, **values: object) -> None:
        self.words = Words(ko, en).filled(**values)
        super().__init__(self.words.en)


def trail_findings(
    published: Published,
    trail: Entries,
    steps: int,
    progress: Callable[[str, int, int], None] = lambda _what, _done, _all: None,
) -> Iterator[Words]:
    """Return what is wrong with a trail that should cover every step before step `steps`."""
    reached = 0
    for row in trail["ranges"]:
        first, last, order = row[:3]
        if not reached <= first <= last:
            yield Words(
                "자취가 {first}단계를 두 번 말하거나 {first}–{last}단계를 거꾸로 말합니다.",
                "The trail speaks twice of step {first}, or of steps {first} to {last} backwards.",
            ).filled(first=first, last=last)
            return
        if last >= steps:
            break
        if first > reached:
            yield _left_out(reached, first - 1)
        why = unproven(
            published, (first, last), trail["orders"][order], whole_of(row[3]) if len(row) > 3 else None
        )
        if why:
            span = _named(first, last)
            yield Words(f"{span.ko}: {why.ko}", f"{span.en.capitalize()}: {why.en}")
        reached = last + 1
        progress("trail", reached, steps)
    if trail["ranges"] and trail["ranges"][-1][1] >= steps:
        yield Words(
            "자취가 {last}단계까지 이어지지만 결과는 {steps}단계에 있습니다.",
            "The trail goes on to step {last}; the result stands at step {steps}.",
        ).filled(last=trail["ranges"][-1][1], steps=steps)
    elif reached < steps:
        yield _left_out(reached, steps - 1)


def _left_out(first: int, last: int) -> Words:
    span = _named(first, last)
    return Words("자취에 {span}이(가) 빠졌습니다.", "The trail leaves out {span}.").filled(span=span)


def _named(first: int, last: int) -> Words:
    if first == last:
        return Words(f"{first}단계", f"step {first}")
    return Words(f"{first}–{last}단계", f"steps {first} to {last}")


def unproven(
    published: Published, steps: tuple[int, int], order: list[str], whole: int | None = None
) -> Words | None:
    """Return why it is not proven that each of these steps buys `order` and goes on; None where it is proven."""
    try:
        _Range(published, steps, whole).prove(order)
    except UnprovenError as why:
        return why.words
    return None


class _Range:
    """The state of one proof. Lists of lists are by end first, then by ballot."""

    def __init__(self, published: Published, steps: tuple[int, int], whole: int | None) -> None:
        self.published = published
        start = published.starting_share()
        is_given = whole is not None
        whole = start.denominator * GRAIN if whole is None else whole
        if whole < 1:
            raise UnprovenError(
                "금액에 1보다 작은 수를 곱합니다.", "amounts are multiplied by less than one."
            )
        ends = [(start + step * published.minor) * whole for step in sorted(set(steps))]
        # What is left of `whole` once every amount is divided by it: 1, where no smaller number would do.
        self.spare = (
            gcd(whole, *(end.numerator if end.denominator == 1 else 1 for end in ends)) if is_given else 1
        )
        ballots = len(published.weights)
        self.low = [[end.numerator // end.denominator] * ballots for end in ends]
        self.high = [[-(-end.numerator // end.denominator)] * ballots for end in ends]
        self.middle = self.high[0] if len(ends) == 1 else [sum(held) for held in zip(*self.high, strict=True)]
        self.due = [cost * published.unit * whole for cost in published.costs]
        self.bound: list[Bound] = [
            (points, [due] * len(ends)) for points, due in zip(published.points, self.due, strict=True)
        ]
        self.poor: set[int] = set()

    def prove(self, order: list[str]) -> None:
        """Buy in this order; raise where that, or that the step goes on, is not proven."""
        published = self.published
        chosen: list[int] = []
        for name in order:
            project = published.index.get(name, -1)
            may = published.open(chosen)
            if project not in may:
                raise UnprovenError(
                    "{name}은(는) 살 수 없습니다. 규칙이 막거나 이미 샀거나 지지자가 없습니다.",
                    "{name} may not be bought: shut out by the rule, bought before, or without support.",
                    name=name,
                )
            rivals = [c for c in may if c != project and c not in self.poor]
            if published.costs[project]:
                floor = self._floor(project)
                self.spare = gcd(self.spare, *floor)
                ceiling = self._ceiling(project, floor)
                for other in rivals:
                    self._keep_dearer(other, project, ceiling)
                self._pay(project, floor, ceiling)
            else:
                self._keep_free_order(project, rivals)
            chosen.append(project)
        self._nothing_more(chosen)
        if self.spare > 1:
            raise UnprovenError(
                "금액에 필요한 것보다 큰 수를 곱합니다.", "amounts are multiplied by more than it takes."
            )
        if published.cost(chosen) > published.budget:
            raise UnprovenError(
                "거기서 산 것이 예산을 넘습니다. Add1은 그전에 멈췄어야 합니다.",
                "what is bought there overspends: Add1 should have stopped before.",
            )
        if not published.room(chosen):
            raise UnprovenError(
                "거기서 더 들어갈 사업이 없습니다. Add1은 멈췄어야 합니다.",
                "nothing more fits there: Add1 should have stopped.",
            )

    def _divided(self, project: int, asked: list[int], over: int) -> Bound:
        """Divide the supporters in the middle of the range at a price of `asked` / `over` for each point."""
        middle, limit = self.middle, sum(asked)
        poor = [row for row in self.published.backers[project] if middle[row[0]] * over < limit * row[2]]
        points = self.published.points[project] - sum(weight * score for _, weight, score in poor)
        return points, [
            self.due[project] - sum(weight * held[ballot] for ballot, weight, _ in poor) for held in self.high
        ]

    def _too_poor(self, project: int) -> UnprovenError:
        return UnprovenError(
            "{name}의 지지자에게 그 비용이 없을지 모릅니다.",
            "the supporters of {name} may not have its cost.",
            name=self.published.ids[project],
        )

    def _floor(self, project: int) -> list[int]:
        """Return a line the price surely does not fall below: the best of all divisions in the middle of the range."""
        points, money = self.bound[project]
        while True:
            more, left = self._divided(project, money, points)
            if not more:
                raise self._too_poor(project)
            if sum(left) * points <= sum(money) * more:
                return [amount // points for amount in money]
            points, money = more, left

    def _ceiling(self, project: int, floor: list[int]) -> list[int]:
        """Return a line the price surely does not exceed: at each end, the first at which the cost is raised."""
        backers, due = self.published.backers[project], self.due[project]
        prices = []
        for low, price in zip(self.low, floor, strict=True):
            while True:
                given = paying = 0
                for ballot, weight, score in backers:
                    held = low[ballot]
                    if held < price * score:
                        given += weight * held
                    else:
                        given += weight * price * score
                        paying += weight * score
                if given >= due:
                    break
                if not paying:
                    raise self._too_poor(project)
                price -= (given - due) // paying  # noqa: PLW2901 -- the next of Newton's steps
            prices.append(price)
        return prices

    def _keep_dearer(self, other: int, project: int, price: list[int]) -> None:
        """Make sure that a unit of utility costs more from `other` than from `project`, or as much and it comes later."""
        if self._dearer(other, project, price):
            return
        value = self.published.values
        points, money = self._divided(other, [at * value[other] for at in price], value[project])
        if not points and min(money) > 0:
            self.poor.add(other)  # money only leaves: it can never be bought any more
            return
        self.bound[other] = (points, money)
        if not self._dearer(other, project, price):
            ids = self.published.ids
            raise UnprovenError(
                "{other}이(가) {name}보다 싸거나, 값이 같고 앞설 수 있습니다.",
                "{other} may be cheaper than {name}, or tied and earlier.",
                other=ids[other],
                name=ids[project],
            )

    def _dearer(self, other: int, project: int, price: list[int]) -> bool:
        published = self.published
        points, money = self.bound[other]
        if not points or not published.costs[other]:
            return False
        mine, theirs = published.values[other] * points, published.values[project]
        if published.place[other] < published.place[project]:
            return all(at * mine < amount * theirs for at, amount in zip(price, money, strict=True))
        return all(at * mine <= amount * theirs for at, amount in zip(price, money, strict=True))

    def _keep_free_order(self, project: int, rivals: list[int]) -> None:
        for other in rivals:
            if (
                not self.published.costs[other]
                and self.published.place[other] < self.published.place[project]
            ):
                ids = self.published.ids
                raise UnprovenError(
                    "비용이 없는 {other}이(가) {name}보다 먼저입니다.",
                    "{other} costs nothing and comes before {name}.",
                    other=ids[other],
                    name=ids[project],
                )

    def _pay(self, project: int, floor: list[int], ceiling: list[int]) -> None:
        backers = self.published.backers[project]
        for high, price in zip(self.high, floor, strict=True):
            for ballot, _, score in backers:
                high[ballot] = max(0, high[ballot] - price * score)
        first, last = self.low[0], self.low[-1]
        for ballot, _, score in backers:
            left, then = first[ballot] - ceiling[0] * score, last[ballot] - ceiling[-1] * score
            if left < 0 or then < 0:
                left = then = 0
            first[ballot], last[ballot] = left, then
        if len(self.high) > 1:
            for ballot, _, _ in backers:
                self.middle[ballot] = self.high[0][ballot] + self.high[1][ballot]

    def _nothing_more(self, chosen: list[int]) -> None:
        published = self.published
        for other in published.open(chosen):
            if other in self.poor:
                continue
            for high in self.high:
                if (
                    sum(weight * high[ballot] for ballot, weight, _ in published.backers[other])
                    >= self.due[other]
                ):
                    raise UnprovenError(
                        "{other}도 살 수 있을지 모릅니다.",
                        "{other} could perhaps be bought too.",
                        other=published.ids[other],
                    )
