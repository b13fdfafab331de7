"""Ages and months as comparisons of days: exact, and far cheaper than taking a date apart for every person.

Completed years and months never shrink as time runs, so "at least n of them on a fixed day" is "begun on or before
one day", which is worked out once.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from sqlglot import exp

from jiphyeon.kernel.periods import BEYOND, Unit
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.tree import Comparison, Node, Type
from jiphyeon.methods.rules.sql.values import SQL, UNKNOWN, End, Span, Truth, case, number, point, wrapped

_TURNED = {
    Comparison.AT_LEAST: (Comparison.AT_MOST, 0),
    Comparison.MORE: (Comparison.AT_MOST, 1),
    Comparison.LESS: (Comparison.MORE, 0),
    Comparison.AT_MOST: (Comparison.MORE, 1),
}
_MIRRORED = {
    Comparison.LESS: Comparison.MORE,
    Comparison.MORE: Comparison.LESS,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.AT_MOST,
    Comparison.SAME: Comparison.SAME,
    Comparison.OTHER: Comparison.OTHER,
}


def latest_beginning(elapsed: Node, count: int, as_of: date) -> date | None:
    """Return the last day from which `count` years or months have passed by `as_of`; None before the calendar begins."""
    months = count * 12 if isinstance(elapsed, tree.AgeOn) else count
    index = as_of.year * 12 + as_of.month - 1 - months
    year, month = index // 12, index % 12 + 1
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month, min(as_of.day, monthrange(year, month)[1]))


def as_days(node: tree.Compare, as_of: date) -> tree.Compare | None:
    """Return `age_on(x, as_of) >= n` as `x <= day`, its like for every order; None where that does not apply."""
    left, how, right = node.left, node.how, node.right
    if isinstance(left, tree.Constant):
        left, how, right = right, _MIRRORED[how], left
    left = bare(left)
    if not (
        isinstance(left, tree.AgeOn | tree.MonthsBetween)
        and isinstance(left.day, tree.AsOf)
        and isinstance(right, tree.Constant)
        and isinstance(right.value, int)
        and how in _TURNED
    ):
        return None
    turned, more = _TURNED[how]
    begun = latest_beginning(left, right.value + more, as_of)
    if begun is None:
        return None
    start = left.birth if isinstance(left, tree.AgeOn) else left.start
    return tree.Compare(turned, start, tree.Constant(begun, Type.DATE))


def bare(node: Node) -> Node:
    """Return what stands behind names, as far as no told value could win over it."""
    while isinstance(node, tree.Named):
        node = node.value
    return node


def elapsed(start: Span, until: Span, *, years: bool) -> Span:
    """Return completed years or months between two days; the later the start, the fewer."""
    if start.is_point and until.is_point and start.low is not None and until.low is not None:
        return point(_count(start.low, until.low, years=years), certain=start.certain and until.certain)
    low = None if start.high is None or until.low is None else _count(start.high, until.low, years=years)
    high = None if start.low is None or until.high is None else _count(start.low, until.high, years=years)
    return Span(low, high)


def not_over(value: Span, start: Span, count: int, period: tree.Within) -> Truth:
    """Return whether the period's last day is `value` or later, as `kernel.periods.not_over` tells it."""

    def left(day: End | None, since: End | None) -> SQL | None:
        return None if day is None or since is None else _left(day, since, count, period)

    if value.is_point and start.is_point:
        plain = left(value.low, start.low)
        if plain is not None:
            return Truth(plain, value.certain and start.certain)
    surely, perhaps = left(value.high, start.low), left(value.low, start.high)
    branches = [(surely, exp.true())] if surely is not None else []
    if perhaps is not None:
        branches.append((exp.Not(this=exp.Paren(this=perhaps)), exp.false()))
    return Truth(case(*branches)) if branches else Truth(UNKNOWN.copy())


def _left(value: End, start: End, count: int, period: tree.Within) -> SQL:
    if period.unit in {Unit.DAYS, Unit.WEEKS}:
        days = count * (7 if period.unit is Unit.WEEKS else 1) + (not period.first_day_counts)
        return exp.LT(this=wrapped(value.top), expression=_days_after(start.top, min(days, BEYOND)))
    months = count * (12 if period.unit is Unit.YEARS else 1)
    first = start if period.first_day_counts else End(_days_after(start.top, 1))
    gone = _count(first, value, years=False)
    return exp.LT(this=wrapped(gone.top), expression=number(min(months, BEYOND)))


def _days_after(day: SQL, count: int) -> SQL:
    return exp.Paren(this=exp.Add(this=wrapped(day), expression=number(count)))


def _count(start: End, until: End, *, years: bool) -> End:
    def part(name: str, end: End) -> SQL:
        return exp.cast(exp.Extract(this=exp.var(name), expression=end.top.copy()), "BIGINT")

    def total(*pairs: tuple[str, int], end: End) -> SQL:
        sizes = [
            part(name, end) if size == 1 else exp.Mul(this=part(name, end), expression=number(size))
            for name, size in pairs
        ]
        found = sizes[0]
        for one in sizes[1:]:
            found = exp.Add(this=found, expression=one)
        return exp.Paren(this=found)

    whole, rest = (
        ((("YEAR", 1),), (("MONTH", 100), ("DAY", 1)))
        if years
        else ((("YEAR", 12), ("MONTH", 1)), (("DAY", 1),))
    )
    short = exp.LT(this=total(*rest, end=until), expression=total(*rest, end=start))
    gone = exp.Sub(this=total(*whole, end=until), expression=total(*whole, end=start))
    less = exp.Case(
        ifs=[exp.If(this=short, true=exp.Sub(this=exp.Paren(this=gone.copy()), expression=number(1)))],
        default=gone,
    )
    return End(less, least=-200_000, most=200_000)
