"""Tables and brackets in columns: the row of a known key, the hull of the rows an open one can still reach."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from sqlglot import exp

from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.sql import numbers
from jiphyeon.methods.rules.sql.numbers import Numbers
from jiphyeon.methods.rules.sql.values import (
    OPEN,
    SQL,
    End,
    Span,
    case,
    compared,
    constant,
    every,
    is_null,
    point,
    some,
)


def row(rows: tree.Rows, key: Span, reckoning: Numbers) -> Span:
    """Return the row under a key; anything where the table has none, or the key can be anything."""
    words = not all(isinstance(one, int) for one in rows.rows)
    everything = [point(constant(value), certain=True) for value in rows.rows.values()]
    if not key.is_point or key.low is None:
        return (
            reckoning.hull([(exp.true(), one) for one in everything])
            if words
            else _rows_between(rows, key, reckoning)
        )
    found = _row_of(rows, key.low, certain=key.certain)
    if key.certain or not words:
        return found
    missing = is_null(key.low.top)
    known = exp.Not(this=exp.Paren(this=missing.copy()))
    return reckoning.hull([(known, found), *((missing, one) for one in everything)])


def step(steps: tree.Steps, at: Span, reckoning: Numbers) -> Span:
    """Return the value of the step a size falls on; anything past a last step that ends."""
    if at.is_point and at.certain and at.low is not None:
        branches = [
            (exp.true() if up_to is None else compared(exp.LTE, at.low, constant(up_to)), constant(value))
            for up_to, value in steps.steps
        ]
        return _cases(branches, certain=steps.steps[-1][0] is None)
    return _steps_between(steps, at, reckoning)


def _cases(branches: Sequence[tuple[SQL, End]], *, certain: bool) -> Span:
    """Return the value of the first branch that holds; anything where none does."""
    scale = lcm(*(end.scale for _when, end in branches))
    ends = [(when, end.scaled(scale)) for when, end in branches]
    leasts, mosts = [end.least for _when, end in ends], [end.most for _when, end in ends]
    least = None if None in leasts else min(one for one in leasts if one is not None)
    most = None if None in mosts else max(one for one in mosts if one is not None)
    chosen = case(*((when, end.top) for when, end in ends))
    return point(End(chosen, scale, None, least, most), certain=certain)


def _row_of(rows: tree.Rows, key: End, *, certain: bool) -> Span:
    branches: list[tuple[SQL, End]] = []
    whole = [one for one in rows.rows if isinstance(one, int)]
    for one, value in rows.rows.items():
        branches.append((compared(exp.EQ, key, constant(one)), constant(value)))
    if rows.beyond is not None and whole:
        last = max(whole)
        branches.append((compared(exp.GT, key, constant(last)), _stepped(rows, last, key)))
    reaches_all = False
    if whole and certain and key.least is not None and min(whole) <= key.least:
        gapless = set(range(min(whole), max(whole) + 1)) <= set(whole)
        ends_inside = key.most is not None and key.most <= max(whole)
        reaches_all = gapless and (rows.beyond is not None or ends_inside)
    return _cases(branches, certain=certain and reaches_all)


def _stepped(rows: tree.Rows, last: int, key: End) -> End:
    """Return the last row and `beyond` for every step past it."""
    steps = numbers.added(point(key, certain=True), point(constant(-last), certain=True))
    grown = numbers.times_constant(steps, constant(rows.beyond or 0))
    found = numbers.added(grown, point(constant(rows.rows[last]), certain=True)).low
    assert found is not None  # noqa: S101 -- a sum of points is a point
    return found


def _rows_between(rows: tree.Rows, key: Span, reckoning: Numbers) -> Span:
    """Return the hull of the rows a key between two ends can reach; open where it can miss the table."""
    low, high = key.low, key.high
    if low is None or (rows.beyond is None and high is None):
        return OPEN
    whole = sorted(one for one in rows.rows if isinstance(one, int))
    first, last = whole[0], whole[-1]
    inside = [compared(exp.GTE, low, constant(first))]
    if rows.beyond is None and high is not None:
        inside.append(compared(exp.LTE, high, constant(last)))
    known = reckoning.keep(exp.func("COALESCE", every(inside), exp.false()))
    reach: list[tuple[SQL, Span]] = []
    for one in whole:
        at = constant(one)
        when = [known, compared(exp.LTE, low, at)]
        if high is not None:
            when.append(some([is_null(high.top), compared(exp.LTE, at, high)]))
        held = every([exp.Paren(this=part) for part in when])
        reach.append((held, point(constant(rows.rows[one]), certain=True)))
    if rows.beyond is not None:
        for end in (low, high):
            if end is not None:
                past = every([known, compared(exp.GT, end, constant(last))])
                reach.append((past, point(_stepped(rows, last, end), certain=True)))
    found = reckoning.hull(reach)
    missed = exp.Not(this=exp.Paren(this=known.copy()))
    endless = exp.true() if high is None else is_null(high.top)
    rises, falls = (rows.beyond or 0) > 0, (rows.beyond or 0) < 0
    return Span(
        _opened(found.low, [missed, endless] if falls else [missed], reckoning),
        _opened(found.high, [missed, endless] if rises else [missed], reckoning),
    )


def _opened(end: End | None, when: list[SQL], reckoning: Numbers) -> End | None:
    return None if end is None else reckoning.opened(end, when)


def _steps_between(steps: tree.Steps, at: Span, reckoning: Numbers) -> Span:
    """Return the hull of the steps a size between two ends can reach; open where it can lie past the last."""
    low, high = at.low, at.high
    reach: list[tuple[SQL, Span]] = []
    below: int | Fraction | None = None
    for up_to, value in steps.steps:
        when = []
        if below is not None and high is not None:
            when.append(exp.Paren(this=some([is_null(high.top), compared(exp.GT, high, constant(below))])))
        if up_to is not None and low is not None:
            when.append(exp.Paren(this=some([is_null(low.top), compared(exp.LTE, low, constant(up_to))])))
        reach.append((every(when), point(constant(value), certain=True)))
        below = up_to
    if below is not None:
        past = (
            exp.true() if high is None else some([is_null(high.top), compared(exp.GT, high, constant(below))])
        )
        reach.append((past, OPEN))
    return reckoning.hull(reach)
