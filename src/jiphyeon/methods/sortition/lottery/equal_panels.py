"""Equally likely panels: round a lottery to M panels of chance 1/M each, and say what that cost.

Flanigan, Kehne, Procaccia, "Fair Sortition Made Transparent" (NeurIPS 2021): a draw people can watch needs panels
with equal chances, and little is lost. Here the weights are rounded up or down to multiples of 1/M and then pairs
of roundings are swapped while that brings the chances nearer; the people of a profile still share evenly, to 1/M.
"""

from __future__ import annotations

import numpy as np

from jiphyeon.kernel import Refused
from jiphyeon.methods.sortition.checker.published import Rounding
from jiphyeon.methods.sortition.lottery.objectives import Lottery
from jiphyeon.methods.sortition.lottery.seats import share, whole_lengths
from jiphyeon.methods.sortition.solver.polytope import Counts

SWAPS = 4000


def equal_panels(lottery: Lottery, number: int) -> list[list[int]]:
    """Return `number` panels of people (positions in the pool); some may be the same panel twice."""
    if number < 1:
        raise Refused(
            "no_panel",
            ko="구성안은 하나 이상이어야 합니다: {number}",
            en="At least one panel is needed, not {number}.",
            number=number,
        )
    lengths = _rounded(lottery, number)
    named = share(lottery.body.members, lottery.panels, lengths)
    return [panel for panel, length in named for _ in range(length)]


def loss(before: tuple[float, ...], after: tuple[float, ...], number: int) -> Rounding:
    """Return what the rounding changed: the largest change in anybody's chance, and the smallest chance."""
    return {
        "panels": number,
        "largest_change": max(abs(one - other) for one, other in zip(before, after, strict=True)),
        "minimum_before": min(before),
        "minimum_after": min(after),
        "lost_minimum": min(before) - min(after),
    }


def _rounded(lottery: Lottery, number: int) -> list[int]:
    """Round the weights to multiples of 1/number so that the chances of all profiles stay near."""
    lengths = np.array(whole_lengths(lottery.weights, number), dtype=np.int64)
    share_of = lottery.weights * number
    scaled = lottery.panels / lottery.body.capacity
    off = (lengths - share_of) @ scaled
    gram = scaled @ scaled.T
    size = np.diag(gram)
    for _ in range(SWAPS):
        raise_ok = lengths <= np.floor(share_of)
        lower_ok = (lengths >= np.ceil(share_of)) & (lengths > 0)
        up, down = np.nonzero(raise_ok)[0], np.nonzero(lower_ok)[0]
        if not len(up) or not len(down):
            break
        pull = scaled @ off
        change = (
            (2 * pull + size)[up][:, None] + (size - 2 * pull)[down][None, :] - 2 * gram[np.ix_(up, down)]
        )
        one, other = divmod(int(change.argmin()), len(down))
        if change[one, other] >= -1e-12:
            break
        lengths[up[one]] += 1
        lengths[down[other]] -= 1
        off += scaled[up[one]] - scaled[down[other]]
    return _plain(lengths)


def _plain(lengths: Counts) -> list[int]:
    return [int(length) for length in lengths]
