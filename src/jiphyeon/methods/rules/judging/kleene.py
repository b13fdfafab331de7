"""Yes, no, and not yet known (Kleene's strong logic), and comparing what may still be a range."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from jiphyeon.methods.rules.judging.ranges import ends
from jiphyeon.methods.rules.model.tree import Comparison


def both(a: bool | None, b: bool | None) -> bool | None:  # noqa: FBT001 -- truths are what it is about
    """Kleene's and.

    >>> both(False, None), both(True, None)
    (False, None)
    """
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def _careful_at_most(a: Any, b: Any) -> bool | None:
    (low, high), (bottom, top) = ends(a), ends(b)
    if high is not None and bottom is not None and high <= bottom:
        return True
    return False if low is not None and top is not None and low > top else None


def _careful_less(a: Any, b: Any) -> bool | None:
    at_least = _careful_at_most(b, a)
    return None if at_least is None else not at_least


def _careful_same(a: Any, b: Any) -> bool | None:
    (low, high), (bottom, top) = ends(a), ends(b)
    apart = (high is not None and bottom is not None and high < bottom) or (
        low is not None and top is not None and low > top
    )
    return False if apart else None


def _careful_other(a: Any, b: Any) -> bool | None:
    same = _careful_same(a, b)
    return None if same is None else not same


PLAIN: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
    Comparison.SAME: operator.eq,
    Comparison.OTHER: operator.ne,
}
CAREFUL: dict[Comparison, Callable[[Any, Any], bool | None]] = {
    Comparison.LESS: _careful_less,
    Comparison.AT_MOST: _careful_at_most,
    Comparison.MORE: lambda a, b: _careful_less(b, a),
    Comparison.AT_LEAST: lambda a, b: _careful_at_most(b, a),
    Comparison.SAME: _careful_same,
    Comparison.OTHER: _careful_other,
}
