"""Check a published result against the election, without running the rule again.

Nothing here is shared with the code that finds results: only the two published documents are read, and every sum is
in whole numbers over one common denominator. The browser's verifier (`verifier.js`) makes the same checks.

What is proven: each purchase is paid in full by its supporters, nobody above the price nor above what is left; no
other project was cheaper for a unit of utility, and the tie order was kept; at the end nothing more was affordable;
and the stopping condition of Add1: the outcome leaves no room for another project, or the next step overspends. That
no earlier step had already stopped is proven where the result carries its trail (`certificate_trail.py`). Never proven is
which projects a quota speaks of: it holds among the members stated, but the election does not say what kind they are of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterator
from fractions import Fraction
from math import lcm
from typing import Any

from jiphyeon.kernel import Checked, Json, Words
from jiphyeon.methods.equal_shares.certificate.documents import Published, fraction_of
from jiphyeon.methods.equal_shares.certificate.form import Entries, FormError, check_form
from jiphyeon.methods.equal_shares.certificate.trail import trail_findings

MOST_BITS = (
    2_000_000  # of the common denominator of a run; a rule of a thousand rounds needs some ten thousand
)
NO_TRAIL = Words(
    "Add1의 앞선 {steps:,}단계에서 이미 멈췄어야 했는지는 증명하지 못했습니다. 결과에 그 자취(trail)가 없습니다.",
    "That none of the {steps:,} earlier steps of Add1 should have stopped: the result carries no trail of them.",
)


MEMBERS = Words(
    "한도 '{name}'에 드는 사업이 정확히 {members}인지는 증명하지 못했습니다. 선거 자료에 사업의 분류가 없습니다.",
    "That the members of the quota '{name}' are exactly {members}: the election does not say what kind each project is of.",
)


def verify(
    result: Json,
    election: Json,
    progress: Callable[[str, int, int], None] = lambda _what, _done, _all: None,
    hashes: tuple[str, ...] = (),
) -> Checked:
    """Judge a result: each claim that is not so, and each that was not reckoned again.

    `hashes` are of the election or of the result as they were seen elsewhere: a document with another hash is false.
    """
    try:
        certificate, standing = check_form(result, election)
        strange = _strange(certificate, standing, hashes)
        if strange:
            return Checked(problems=tuple(strange))
        check = _Check(certificate, standing, progress)
        return Checked(tuple(check.findings()), tuple(check.unchecked()))
    except FormError as error:
        return Checked(problems=(error.words,))
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        return Checked(problems=(FormError(type(error).__name__).words,))


def _text(document: Any) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _hash(document: Entries) -> str:
    return hashlib.sha256(_text(document).encode()).hexdigest()


def _strange(result: Entries, election: Entries, hashes: tuple[str, ...]) -> list[Words]:
    """Return what is wrong with the hashes: of the election, of the result, and those seen elsewhere."""
    found = []
    if result["election"] != _hash(election):
        found.append(
            Words(
                "결과가 가리키는 선거 자료가 주어진 것과 다릅니다(해시가 다름).",
                "The result names another election than the one given (the hashes differ).",
            )
        )
    if result["digest"] != _hash({key: value for key, value in result.items() if key != "digest"}):
        found.append(
            Words(
                "결과가 스스로 적은 해시와 다릅니다. 공개된 뒤에 바뀌었습니다.",
                "The result is not the one its own hash names: it was changed after it was published.",
            )
        )
    found += [
        Words(
            "선거 자료도 결과도 해시가 {one}이(가) 아닙니다.",
            "Neither the election nor the result has the hash {one}.",
        ).filled(one=one)
        for one in hashes
        if one.lower() not in (result["election"], result["digest"])
    ]
    return found


class _Check(Published):
    def __init__(self, result: Entries, election: Entries, progress: Callable[[str, int, int], None]) -> None:
        super().__init__(result, election)
        self.progress = progress
        self.left: list[Fraction] | None = None  # what the supporters of each project hold after the run

    def unchecked(self) -> Iterator[Words]:
        """Return what this proof does not speak of."""
        if self.result["steps"] and "trail" not in self.result:
            yield NO_TRAIL.filled(steps=self.result["steps"])
        for quota in self.rule["quotas"]:
            yield MEMBERS.filled(name=quota["name"], members=", ".join(quota["members"]))

    def findings(self) -> Iterator[Words]:
        """Return every claim that is not so."""
        winners = [self.index[name] for name in self.result["winners"]]
        spent = self.cost(winners)
        if str(spent) != self.result["spent"]:
            yield Words(
                "선정된 사업의 비용은 {spent}인데 결과에는 {told}(으)로 적혀 있습니다.",
                "The winners cost {spent}, the result says {told}.",
            ).filled(spent=spent, told=self.result["spent"])
        if spent > self.budget:
            yield Words(
                "선정된 사업의 비용 {spent}이(가) 예산 {budget}을(를) 넘습니다.",
                "The winners cost {spent}, more than the budget {budget}.",
            ).filled(spent=spent, budget=self.budget)
        if self.rule["method"] == "equal-shares":
            yield from self._equal_shares(winners)
        elif self.rule["method"] == "phragmen":
            yield from self._phragmen(winners)
        else:
            yield from self._greedy([], winners)
        yield from self._figures(winners)

    def _figures(self, winners: list[int]) -> Iterator[Words]:
        """Check what is said of the whole, and of each project."""
        figures_given = self.result["figures"]
        pleased = {ballot for c in winners for ballot, _, _ in self.backers[c]}
        nothing = sum(weight for ballot, weight in enumerate(self.weights) if ballot not in pleased)
        figures = {
            "budget": str(self.budget),
            "minor": str(self.minor),
            "voters": sum(self.persons),
            "weight": sum(self.weights),
            "weight_unit": self.unit,
            "scoring": self.scoring,
        }
        differing = [name for name, figure in figures.items() if _text(figures_given[name]) != _text(figure)]
        if fraction_of(figures_given["with_nothing"]) != Fraction(nothing, sum(self.weights)):
            differing.append("with_nothing")
        for name in differing:
            yield Words("수치 {name}이(가) 사실과 다릅니다.", "The figure {name} is not so.").filled(
                name=name
            )
        rows = [
            [name, str(self.costs[c]), self.voters[c], self.votes[c], self.points[c]]
            for c, name in enumerate(self.ids)
        ]
        stated = self.result["projects"]
        if [row[0] for row in stated] != self.ids:
            yield Words(
                "결과의 사업 목록이 선거 자료와 다릅니다.",
                "The result lists other projects than the election.",
            )
            return
        for c, (row, figures_of) in enumerate(zip(stated, rows, strict=True)):
            if _text(row[:5]) != _text(figures_of):
                yield Words(
                    "{name}: 비용, 지지자 수, 표, 점수 가운데 사실과 다른 것이 있습니다.",
                    "{name}: its cost, supporters, votes or points are not as the result says.",
                ).filled(name=row[0])
            if (row[5] is None) != (self.rule["method"] != "equal-shares") or (
                row[5] is not None and self.left is not None and fraction_of(row[5]) != self.left[c]
            ):
                yield Words(
                    "{name}: 지지자에게 남은 돈이 사실과 다릅니다.",
                    "{name}: what its supporters have left is not as the result says.",
                ).filled(name=row[0])

    def _equal_shares(self, winners: list[int]) -> Iterator[Words]:
        run = self.result["run"]
        bought = [self.index[name] for name, _ in run["purchases"]]
        filled = [self.index[name] for name in self.result["filled"]]
        if winners != bought + filled:
            yield Words(
                "선정된 사업이 산 사업과 채운 사업을 이은 것과 다릅니다.",
                "The winners are not the purchases followed by the fill.",
            )
        share, steps = fraction_of(run["share"]), self.result["steps"]
        if share != self.starting_share() + steps * self.minor:
            yield Words(
                "몫이 처음 몫을 {steps}번 올린 것과 다릅니다.",
                "The share is not the starting share raised by {steps} steps.",
            ).filled(steps=steps)
        self.left = yield from self._run(run, _HERE)
        if self.rule["completion"] == "none":
            return
        yield from self._stopping(bought, share)
        if "trail" in self.result:
            yield from trail_findings(self, self.result["trail"], steps, self.progress)
        if self.rule["completion"] == "add1u":
            yield from self._greedy(bought, filled)

    def _stopping(self, bought: list[int], share: Fraction) -> Iterator[Words]:
        room = self.room(bought)
        if self.result["stop"] != ("overspends" if room else "exhaustive"):
            yield Words(
                "멈춘 까닭이 '{stop}'(이)라는 것은 사실이 아닙니다.",
                "The result gives '{stop}' as the reason to stop; that is not so.",
            ).filled(stop=self.result["stop"])
        after = self.result["overspent"]
        if after is None:
            if room:
                yield Words(
                    "{name}이(가) 예산에 더 들어가는데 멈췄습니다.",
                    "Raising stopped although {name} still fits into the budget.",
                ).filled(name=self.ids[room[0]])
            return
        if fraction_of(after["share"]) != share + self.minor:
            yield Words(
                "예산을 넘는다는 계산이 바로 다음 단계가 아닙니다.",
                "The run said to overspend is not the next step.",
            )
        if self.cost([self.index[name] for name, _ in after["purchases"]]) <= self.budget:
            yield Words("다음 단계는 예산을 넘지 않습니다.", "The next step does not overspend.")
        yield from self._run(after, _NEXT)

    def _run(self, run: Entries, where: Words) -> Generator[Words, None, list[Fraction] | None]:
        """Check one run of equal shares: payments, prices, ties, and that nothing affordable is left.

        Returns what the supporters of each project hold in the end; nothing where a purchase was not allowed.
        """
        prices = [fraction_of(price) for _, price in run["purchases"]]
        share = fraction_of(run["share"])
        whole = share.denominator
        for price in prices:
            whole = lcm(whole, price.denominator)
            if whole.bit_length() > MOST_BITS:
                raise FormError("run.purchases")
        held = [int(share * whole)] * len(self.weights)
        chosen: list[int] = []
        poor: set[int] = set()
        for (name, _), price in zip(run["purchases"], prices, strict=True):
            project = self.index[name]
            if project not in self.open(chosen):
                yield _problem(
                    where,
                    "{name}은(는) 살 수 없습니다. 규칙이 막거나 이미 샀거나 지지자가 없습니다.",
                    "{name} may not be bought: shut out by the rule, bought before, or without support.",
                    name=name,
                )
                return None
            asked = int(price * whole)
            yield from self._cheapest(project, asked, whole, held, chosen, poor, where)
            if price and not self.costs[project]:
                yield _problem(
                    where,
                    "{name}은(는) 비용이 없는데 값이 적혀 있습니다.",
                    "{name} costs nothing and has a price.",
                    name=name,
                )
            paid = 0
            somebody = False  # pays the price in full: where all give all they have, a higher one would raise no more
            for ballot, _, score in self.backers[project]:
                somebody |= held[ballot] >= asked * score
                gift = min(held[ballot], asked * score)
                held[ballot] -= gift
                paid += self.weights[ballot] * gift
            if paid != self.costs[project] * self.unit * whole or not somebody:
                yield _problem(
                    where,
                    "{name}: 지지자가 낸 돈이 비용과 다릅니다.",
                    "{name}: what its supporters pay is not its cost.",
                    name=name,
                )
            chosen.append(project)
        for other in self.open(chosen):
            if other not in poor and self._money(other, held) >= self.costs[other] * self.unit * whole:
                yield _problem(
                    where,
                    "{name}을(를) 더 살 수 있습니다.",
                    "{name} could still be bought.",
                    name=self.ids[other],
                )
        return [Fraction(self._money(c, held), whole * self.unit) for c in range(len(self.ids))]

    def _money(self, project: int, held: list[int]) -> int:
        return sum(weight * held[ballot] for ballot, weight, _ in self.backers[project])

    def _cheapest(
        self,
        project: int,
        asked: int,
        whole: int,
        held: list[int],
        chosen: list[int],
        poor: set[int],
        where: Words,
    ) -> Iterator[Words]:
        """Check that no other open project was cheaper for a unit of utility, nor tied and earlier in the order."""
        value, name = self.values[project], self.ids[project]
        for other in self.open(chosen):
            if other == project or other in poor:
                continue
            if not (self.costs[other] and self.costs[project]):
                if not self.costs[other] and (self.costs[project] or self.place[other] < self.place[project]):
                    yield _problem(
                        where,
                        "비용이 없는 {other}이(가) {name}보다 먼저입니다.",
                        "{other} costs nothing and comes before {name}.",
                        other=self.ids[other],
                        name=name,
                    )
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
            if cheaper:
                yield _problem(
                    where, "{other}이(가) {name}보다 쌌습니다.", "{other} was cheaper than {name}.",
                    other=self.ids[other], name=name,
                )  # fmt: skip
            elif self.place[other] < self.place[project]:
                yield _problem(
                    where, "{other}이(가) {name}과(와) 값이 같고 순서가 앞섭니다.", "{other} was tied and earlier than {name}.",
                    other=self.ids[other], name=name,
                )  # fmt: skip

    def _greedy(self, chosen: list[int], added: list[int]) -> Iterator[Words]:
        """Check a greedy order: each addition is the best that fits, and at the end nothing fits."""
        won = list(chosen)
        left = self.budget - self.cost(won)
        for step in [*added, None]:
            out = self.shut(won) | set(won)
            fits = [c for c in range(len(self.ids)) if c not in out and self.costs[c] <= left]
            best = min(fits, key=self._merit, default=None)
            if step is None and best is not None:
                yield Words("득표순으로 {name}이(가) 더 들어갑니다.", "By votes, {name} still fits.").filled(
                    name=self.ids[best]
                )
            if step is None:
                return
            if best != step:
                yield Words(
                    "득표순으로 {name} 차례가 아닙니다.", "By votes, {name} does not come next."
                ).filled(name=self.ids[step])
                return
            won.append(step)
            left -= self.costs[step]

    def _merit(self, project: int) -> tuple[Fraction | float, int]:
        if not self.costs[project]:
            return (float("-inf") if self.points[project] else 0, self.place[project])
        return (
            -Fraction(self.points[project] * self.values[project], self.costs[project]),
            self.place[project],
        )

    def _phragmen(self, winners: list[int]) -> Iterator[Words]:
        """Check that each was due when the result says, nobody earlier, and that the next one does not fit."""
        if self.scoring != "approval":
            yield Words(
                "프라그멘 방식은 점수가 있는 표에 쓸 수 없습니다.",
                "Phragmén's rule knows no ballots with scores.",
            )
            return
        times = [fraction_of(time) for time in self.result["earned"]]
        last = [-1] * len(self.weights)
        chosen: list[int] = []
        left = self.budget
        for project, time in zip([*winners, None], [*times, None], strict=True):
            due = {c: self._due(c, last, times) for c in self.open(chosen) if self.costs[c] <= self.budget}
            first = min(due.values(), default=None)
            tied = [c for c, at in due.items() if at == first]
            fits = bool(tied) and all(self.costs[c] <= left for c in tied)
            if project is None or time is None:
                if fits:
                    yield Words(
                        "다음 사업이 예산에 더 들어갑니다.", "The next project still fits into the budget."
                    )
                return
            if not fits or first != time or min(tied, key=self.place.__getitem__) != project:
                yield Words("{name} 차례가 아닙니다.", "{name} was not the first to be due.").filled(
                    name=self.ids[project]
                )
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


_HERE = Words("", "")
_NEXT = Words("다음 단계에서: ", "In the next step: ")


def _problem(where: Words, ko: str, en: str, **values: object) -> Words:
    words = Words(ko, en).filled(**values)
    return Words(where.ko + words.ko, where.en + words.en)
