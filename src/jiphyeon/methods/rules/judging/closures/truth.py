"""Yes and no: comparisons, terms of days, and, or, not."""

from __future__ import annotations

from typing import Any

from jiphyeon.kernel.periods import IsOpen, not_over, reaching
from jiphyeon.methods.rules.judging.fact_access import Closure, FactValues, Make
from jiphyeon.methods.rules.judging.kleene import CAREFUL, PLAIN, both
from jiphyeon.methods.rules.judging.ranges import Range, ends
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.tree import Comparison, Type


def compare(make: Make, node: tree.Compare) -> Closure:
    """Two values compared; a constant on the right spares a call."""
    left, right = make(node.left), make(node.right)
    plain, careful = PLAIN[node.how], CAREFUL[node.how]
    if node.left.type is Type.BOOLEAN:
        return _same_truth(left, right, node.how)
    if isinstance(node.right, tree.Constant):
        fixed = node.right.value

        def with_constant(own: FactValues, who: FactValues) -> Any:
            a = left(own, who)
            return careful(a, fixed) if a.__class__ is Range else plain(a, fixed)

        return with_constant

    def compare(own: FactValues, who: FactValues) -> Any:
        a, b = left(own, who), right(own, who)
        return careful(a, b) if a.__class__ is Range or b.__class__ is Range else plain(a, b)

    return compare


def between(make: Make, node: tree.Between) -> Closure:
    """Whether a value lies between two others, both included."""
    value, low, high = make(node.value), make(node.low), make(node.high)
    at_most = CAREFUL[Comparison.AT_MOST]

    def between(own: FactValues, who: FactValues) -> Any:
        a, v, b = low(own, who), value(own, who), high(own, who)
        if v.__class__ is Range or a.__class__ is Range or b.__class__ is Range:
            return both(at_most(a, v), at_most(v, b))
        return a <= v <= b

    return between


def within(make: Make, is_open: IsOpen, node: tree.Within) -> Closure:
    """Whether a day comes no later than a term after another."""
    value, start, count = make(node.value), make(node.start), make(node.count)
    unit, counts, moved = node.unit, node.first_day_counts, node.moved
    begun = CAREFUL[Comparison.AT_MOST]

    def lasts(own: FactValues, who: FactValues) -> bool | None:
        day, since, long = value(own, who), start(own, who), count(own, who)
        if long.__class__ is Range:
            return both(begun(since, day), None)
        if day.__class__ is not Range and since.__class__ is not Range:
            until = reaching(day, is_open) if moved else day
            return since <= day and not_over(until, since, long, unit, first_day_counts=counts)
        (early, late), (first, latest) = ends(day), ends(since)
        if moved:
            early, late = reaching(day, is_open), reaching(day, is_open)
        surely = (
            late is not None
            and first is not None
            and not_over(late, first, long, unit, first_day_counts=counts)
        )
        perhaps = (
            early is None or latest is None or not_over(early, latest, long, unit, first_day_counts=counts)
        )
        return both(begun(since, day), True if surely else None if perhaps else False)

    return lasts


def one_of(make: Make, node: tree.OneOf) -> Closure:
    """Whether a value is one of several."""
    value, options = make(node.value), frozenset(node.options)

    def one_of(own: FactValues, who: FactValues) -> Any:
        v = value(own, who)
        if v.__class__ is not Range:
            return v in options
        same = [CAREFUL[Comparison.SAME](v, option) for option in options]
        return False if all(one is False for one in same) else None

    return one_of


def conjunction(make: Make, node: tree.And) -> Closure:
    """Kleene's and, over several."""
    parts = tuple(make(part) for part in node.parts)

    def every(own: FactValues, who: FactValues) -> Any:
        answer: bool | None = True
        for part in parts:
            one = part(own, who)
            if one is False:
                return False
            if one is None:
                answer = None
        return answer

    return every


def disjunction(make: Make, node: tree.Or) -> Closure:
    """Kleene's or, over several."""
    parts = tuple(make(part) for part in node.parts)

    def some(own: FactValues, who: FactValues) -> Any:
        answer: bool | None = False
        for part in parts:
            one = part(own, who)
            if one is True:
                return True
            if one is None:
                answer = None
        return answer

    return some


def negation(make: Make, node: tree.Not) -> Closure:
    """Kleene's not."""
    part = make(node.part)

    def denied(own: FactValues, who: FactValues) -> Any:
        one = part(own, who)
        return None if one is None else not one

    return denied


def _same_truth(left: Closure, right: Closure, how: Comparison) -> Closure:
    same = how is Comparison.SAME

    def compare(own: FactValues, who: FactValues) -> Any:
        a, b = left(own, who), right(own, who)
        return None if a is None or b is None else (a is b) is same

    return compare
