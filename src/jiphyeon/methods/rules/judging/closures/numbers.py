"""Numbers and days reckoned: sums, shares rounded to a unit, time between days, the least and the greatest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from jiphyeon.methods.rules.judging.fact_access import Closure, FactValues, Make
from jiphyeon.methods.rules.judging.ranges import ANYTHING, Range, divided, ends, multiplied, settled
from jiphyeon.methods.rules.judging.rounding import UP, to_unit_of
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.tree import Node


def arithmetic(
    make: Make,
    node: tree.Add | tree.Subtract | tree.Multiply,
    plain: Callable[[Any, Any], Any],
    careful: Callable[[Any, Any], Any],
) -> Closure:
    """A sum, difference or product."""
    left, right = make(node.left), make(node.right)

    def reckon(own: FactValues, who: FactValues) -> Any:
        a, b = left(own, who), right(own, who)
        return careful(a, b) if a.__class__ is Range or b.__class__ is Range else plain(a, b)

    return reckon


def quotient(make: Make, node: tree.Divide) -> Closure:
    """An exact quotient; divided by nothing it could be anything."""
    left, right = make(node.left), make(node.right)

    def divide(own: FactValues, who: FactValues) -> Any:
        a, b = left(own, who), right(own, who)
        if a.__class__ is Range or b.__class__ is Range:
            return divided(a, b)
        return Fraction(a, b) if b else ANYTHING

    return divide


def rounding(make: Make, node: tree.Round) -> Closure:
    """A number rounded to a unit."""
    if isinstance(node.value, tree.Multiply) and isinstance(node.value.right, tree.Constant):
        return _rounded_share(node, make(node.value.left), Fraction(node.value.right.value))  # type: ignore[arg-type]  # a factor is a number
    value, how, unit = make(node.value), node.how, node.unit
    return lambda own, who: to_unit_of(value(own, who), how, unit)


def _rounded_share(node: tree.Round, amount: Closure, share: Fraction) -> Closure:
    """Round a share of an amount: the commonest sum in any ordinance, without making the fraction in between."""
    how, unit, over, under = node.how, node.unit, share.numerator, share.denominator * node.unit
    up = UP[how]

    def rounded_share(own: FactValues, who: FactValues) -> Any:
        v = amount(own, who)
        if v.__class__ is not int:
            return to_unit_of(multiplied(v, share) if v.__class__ is Range else v * share, how, unit)
        whole, rest = divmod(v * over, under)
        return (whole + up(whole, 2 * rest - under, rest)) * unit

    return rounded_share


def elapsed_between(make: Make, start: Node, day: Node, count: Callable[[date, date], int]) -> Closure:
    """Whole years or months between two days, as `count` counts them."""
    since, until = make(start), make(day)

    def elapsed(own: FactValues, who: FactValues) -> Any:
        a, b = since(own, who), until(own, who)
        if a.__class__ is not Range and b.__class__ is not Range:
            return count(a, b)
        (first, latest), (early, late) = ends(a), ends(b)
        return settled(
            None if latest is None or early is None else count(latest, early),
            None if first is None or late is None else count(first, late),
        )

    return elapsed


def extreme_of(make: Make, node: tree.Least | tree.Greatest, pick: Callable[..., Any]) -> Closure:
    """The least or the greatest of several."""
    parts = tuple(make(part) for part in node.parts)
    smallest = pick is min

    def extreme(own: FactValues, who: FactValues) -> Any:
        found = [part(own, who) for part in parts]
        open_parts = [one for one in found if one.__class__ is Range]
        if not open_parts:
            return pick(found)
        # A known part bounds the answer on one side; only the open parts can move the other.
        known = [one for one in found if one.__class__ is not Range]
        near = {
            id(one): one for part in open_parts if (one := part.high if smallest else part.low) is not None
        }
        far = {id(one): one for part in open_parts for one in (part.low if smallest else part.high,)}
        bound = pick([*known, *near.values()], default=None)
        end = None if id(None) in far else pick([*known, *far.values()])
        return settled(end, bound) if smallest else settled(bound, end)

    return extreme
