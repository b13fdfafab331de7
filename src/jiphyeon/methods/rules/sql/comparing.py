"""Comparisons of compiled values: three-valued, from what the ends already settle."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from jiphyeon.methods.rules.model.tree import Comparison
from jiphyeon.methods.rules.sql.values import (
    SQL,
    UNKNOWN,
    End,
    Span,
    Truth,
    case,
    compared,
    every,
    some,
)


def compare(how: Comparison, left: Span, right: Span) -> Truth:
    """Return `left how right`: plainly between points, by the ends otherwise."""
    if left.is_point and right.is_point and left.low is not None and right.low is not None:
        if left.constant is not None and right.constant is not None:
            return Truth(exp.true() if _settled(how, left.low, right.low) else exp.false(), certain=True)
        return Truth(compared(_PLAIN[how], left.low, right.low), left.certain and right.certain)
    return _CAREFUL[how](left, right)


def _settled(how: Comparison, left: End, right: End) -> bool:
    a, b = (left.constant or 0) * right.scale, (right.constant or 0) * left.scale
    return {
        Comparison.LESS: a < b,
        Comparison.AT_MOST: a <= b,
        Comparison.MORE: a > b,
        Comparison.AT_LEAST: a >= b,
        Comparison.SAME: a == b,
        Comparison.OTHER: a != b,
    }[how]


def _decided(yes: Sequence[SQL], no: Sequence[SQL]) -> Truth:
    branches = [(every(yes), exp.true())] if yes else []
    if no:
        branches.append((every(no), exp.false()))
    return Truth(case(*branches)) if branches else Truth(UNKNOWN.copy())


def _test(how: type[exp.Binary], left: End | None, right: End | None) -> list[SQL]:
    return [] if left is None or right is None else [compared(how, left, right)]


def _at_most(left: Span, right: Span) -> Truth:
    return _decided(_test(exp.LTE, left.high, right.low), _test(exp.GT, left.low, right.high))


def _less(left: Span, right: Span) -> Truth:
    return _decided(_test(exp.LT, left.high, right.low), _test(exp.GTE, left.low, right.high))


def _same(left: Span, right: Span) -> Truth:
    met = [
        *_test(exp.EQ, left.low, left.high),
        *_test(exp.EQ, right.low, right.high),
        *_test(exp.EQ, left.low, right.low),
    ]
    apart = [*_test(exp.LT, left.high, right.low), *_test(exp.GT, left.low, right.high)]
    yes = met if len(met) == 3 else []
    return _decided(yes, [exp.Paren(this=some(apart))] if apart else [])


def _other(left: Span, right: Span) -> Truth:
    return denied(_same(left, right))


def denied(part: Truth) -> Truth:
    """Return Kleene's not."""
    if part.constant is not None:
        return Truth(exp.false() if part.constant else exp.true(), certain=True)
    return Truth(exp.Not(this=exp.Paren(this=part.sql.copy())), part.certain)


def conjunction(parts: Sequence[Truth]) -> Truth:
    """Return Kleene's and, which SQL's AND is; what is always so is left out."""
    if any(part.constant is False for part in parts):
        return Truth(exp.false(), certain=True)
    open_parts = [part for part in parts if part.constant is not True]
    if not open_parts:
        return Truth(exp.true(), certain=True)
    return Truth(
        every([exp.Paren(this=part.sql.copy()) for part in open_parts]),
        all(part.certain for part in open_parts),
    )


def disjunction(parts: Sequence[Truth]) -> Truth:
    """Return Kleene's or, which SQL's OR is; what is never so is left out."""
    if any(part.constant is True for part in parts):
        return Truth(exp.true(), certain=True)
    open_parts = [part for part in parts if part.constant is not False]
    if not open_parts:
        return Truth(exp.false(), certain=True)
    return Truth(
        some([exp.Paren(this=part.sql.copy()) for part in open_parts]),
        all(part.certain for part in open_parts),
    )


def same_truth(left: Truth, right: Truth) -> Truth:
    """Return whether two yes/no values agree; unknown where either is."""
    return Truth(
        exp.EQ(this=exp.Paren(this=left.sql.copy()), expression=exp.Paren(this=right.sql.copy())),
        left.certain and right.certain,
    )


_PLAIN: dict[Comparison, type[exp.Binary]] = {
    Comparison.LESS: exp.LT,
    Comparison.AT_MOST: exp.LTE,
    Comparison.MORE: exp.GT,
    Comparison.AT_LEAST: exp.GTE,
    Comparison.SAME: exp.EQ,
    Comparison.OTHER: exp.NEQ,
}
_CAREFUL = {
    Comparison.LESS: _less,
    Comparison.AT_MOST: _at_most,
    Comparison.MORE: lambda left, right: _less(right, left),
    Comparison.AT_LEAST: lambda left, right: _at_most(right, left),
    Comparison.SAME: _same,
    Comparison.OTHER: _other,
}
