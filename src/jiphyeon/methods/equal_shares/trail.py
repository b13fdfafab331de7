"""The trail of Add1: what every step before the last buys, so that a verifier can prove none of them had stopped.

Steps that buy the same in the same order are named together as far as the verifier's own proof carries: each range is
tried on it before it is written down, so a trail that is published has been checked once already.
"""

from __future__ import annotations

from math import lcm

from jiphyeon.kernel import Refused
from jiphyeon.methods.equal_shares.amounts import text_of_whole
from jiphyeon.methods.equal_shares.canonical import Document, election_document, result_document
from jiphyeon.methods.equal_shares.certificate.documents import Published
from jiphyeon.methods.equal_shares.certificate.trail import unproven
from jiphyeon.methods.equal_shares.completion import Progress
from jiphyeon.methods.equal_shares.outcome import Outcome
from jiphyeon.methods.equal_shares.shares import EqualShares, Run

Row = list[int | str]


def trail_document(
    outcome: Outcome, progress: Progress = lambda _what, _done, _all: None, most: int | None = None
) -> Document | None:
    """Return the trail of an outcome of Add1; None where it would take more than `most` ranges.

    A range is [first step, last step, which of the orders], and the number amounts have to be multiplied by where only
    exact sums tell a tie.
    """
    return _Trail(outcome, progress).written(most)


class _Trail:
    def __init__(self, outcome: Outcome, progress: Progress) -> None:
        self.outcome = outcome
        self.progress = progress
        self.shares = EqualShares(outcome.election, outcome.rule)
        self.published = Published(result_document(outcome), election_document(outcome.election))
        self.start = self.published.starting_share()
        self.runs: dict[int, Run] = {}
        self.orders: dict[tuple[str, ...], int] = {}

    def written(self, most: int | None) -> Document | None:
        steps = self.outcome.steps
        rows: list[Row] = []
        first, width = 0, 1
        while first < steps:
            if most is not None and len(rows) >= most:
                return None
            row, tried = self._longest(first, min(width, steps - first))
            rows.append(row)
            length = int(row[1]) - first + 1
            width = 4 * length if length == tried else 2 * length
            first += length
            self.progress("trail", first, steps)
        return {"orders": [list(order) for order in self.orders], "ranges": rows}

    def _longest(self, first: int, width: int) -> tuple[Row, int]:
        """Return a range from `first` on that is proven, as long as found from `width` downwards, and what was tried."""
        tried = width
        order = self._order(first)
        width = self._last_alike(first, first + width - 1) - first + 1
        while True:
            last = first + width - 1
            if unproven(self.published, (first, last), list(order)) is None:
                return [first, last, self._place(order)], tried
            whole = self._whole(first, last)
            why = unproven(self.published, (first, last), list(order), whole)
            if why is None:
                return [first, last, self._place(order), text_of_whole(whole)], tried
            if width == 1:
                raise Refused(
                    "step_unproven",
                    ko="{name}: {step}단계를 증명하지 못했습니다({why}). 결과를 공개하지 말고 개발진에 알려 주세요.",
                    en="{name}: step {step} cannot be proven ({why}). Do not publish this result; report it to the maintainers.",
                    name=self.outcome.election.name,
                    step=first,
                    why=why.en,
                )
            width //= 2

    def _last_alike(self, first: int, last: int) -> int:
        """Return a step up to `last` that buys what `first` buys: `last`, or the one before a step that does not."""
        order = self._order(first)
        if self._order(last) == order:
            return last
        while last - first > 1:
            middle = (first + last) // 2
            if self._order(middle) == order:
                first = middle
            else:
                last = middle
        return first

    def _run(self, step: int) -> Run:
        if step not in self.runs:
            if len(self.runs) > 64:
                self.runs.clear()
            self.runs[step] = self.shares.run(self.start + step * self.published.minor)
        return self.runs[step]

    def _order(self, step: int) -> tuple[str, ...]:
        projects = self.outcome.election.projects
        return tuple(projects[project].id for project in self._run(step).projects)

    def _place(self, order: tuple[str, ...]) -> int:
        return self.orders.setdefault(order, len(self.orders))

    def _whole(self, *steps: int) -> int:
        """Return the least number that makes every amount of these runs whole."""
        runs = [self._run(step) for step in steps]
        return lcm(
            *(run.share.denominator for run in runs),
            *(purchase.price.denominator for run in runs for purchase in run.purchases),
        )
