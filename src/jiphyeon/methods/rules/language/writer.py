"""A tree back into the notation it was read from: what a page shows and a diff compares."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.tree import Node

# How tightly each kind binds; what binds less tightly than its place needs brackets.
_OR, _AND, _NOT, _COMPARED, _SUM, _PRODUCT, _SINGLE = range(1, 8)
_CALLS: dict[type, str] = {
    tree.AgeOn: "age_on",
    tree.MonthsBetween: "months_between",
    tree.Least: "least",
    tree.Greatest: "greatest",
    tree.If: "if",
}
_OVER: dict[type, str] = {
    tree.SumOver: "sum",
    tree.CountOver: "count",
    tree.AnyOver: "any",
    tree.AllOver: "all",
}
_SIGNS: dict[type, tuple[str, int]] = {
    tree.Add: ("+", _SUM),
    tree.Subtract: ("-", _SUM),
    tree.Multiply: ("*", _PRODUCT),
    tree.Divide: ("/", _PRODUCT),
}


def notation_of(node: Node) -> str:
    """Return the notation of a tree; reading it again gives the same tree."""
    return _written(node, 0)


def _written(node: Node, place: int) -> str:
    text, binds = _parts(node)
    return f"({text})" if binds < place else text


def _parts(node: Node) -> tuple[str, int]:
    kind = node.__class__
    if isinstance(node, tree.Add | tree.Subtract | tree.Multiply | tree.Divide):
        sign, binds = _SIGNS[kind]
        return f"{_written(node.left, binds)} {sign} {_written(node.right, binds + 1)}", binds
    if isinstance(node, tree.And | tree.Or):
        word, binds = (" and ", _AND) if isinstance(node, tree.And) else (" or ", _OR)
        return word.join(_written(part, binds + 1) for part in node.parts), binds
    if isinstance(node, tree.Not):
        return f"not {_written(node.part, _NOT)}", _NOT
    if isinstance(node, tree.Compare | tree.Between | tree.Within | tree.OneOf):
        return _compared(node), _COMPARED
    return _single(node), _SINGLE


def _compared(node: tree.Compare | tree.Between | tree.Within | tree.OneOf) -> str:
    if isinstance(node, tree.Compare):
        return f"{_written(node.left, _SUM)} {node.how.value} {_written(node.right, _SUM)}"
    subject = _written(node.value, _SUM)
    if isinstance(node, tree.Between):
        return f"{subject} between {_written(node.low, _SUM)} and {_written(node.high, _SUM)}"
    if isinstance(node, tree.Within):
        count, start = _written(node.count, _SINGLE), _written(node.start, _SUM)
        word, moved = (
            "from" if node.first_day_counts else "after",
            " moved_off_holidays" if node.moved else "",
        )
        return f"{subject} within {count} {node.unit.value} {word} {start}{moved}"
    return f"{subject} in ({', '.join(value(one) for one in node.options)})"


def _single(node: Node) -> str:
    kind = node.__class__
    if kind in _CALLS or kind in _OVER:
        inside = ", ".join(_written(part, 0) for part in tree.children(node))
        return f"{_CALLS[kind]}({inside})" if kind in _CALLS else f"{_OVER[kind]}(household, {inside})"
    if isinstance(node, tree.Constant):
        return value(node.value)
    if isinstance(node, tree.Round):
        return f"{node.how.value}({_written(node.value, 0)}, {node.unit})"
    if isinstance(node, tree.TableValue | tree.BracketValue):
        return f"{node.name}[{_written(tree.children(node)[0], 0)}]"
    if isinstance(node, tree.FactRef | tree.ParameterRef | tree.NotKnown | tree.Named):
        return node.name
    return "as_of"


def value(one: tree.Value) -> str:
    """Return a constant as the notation writes it."""
    if isinstance(one, bool):
        return str(one).lower()
    if isinstance(one, str):
        return f"'{one}'"
    if isinstance(one, date):
        return one.isoformat()
    if isinstance(one, Fraction):
        return _fraction(one)
    return f"{one:_}"


def _fraction(one: Fraction) -> str:
    for places in range(30):
        scaled = one * 100 * 10**places
        if scaled.denominator == 1:
            whole, part = divmod(abs(scaled.numerator), 10**places)
            sign = "-" if one < 0 else ""
            return f"{sign}{whole}{f'.{part:0{places}d}' if places else ''}%"
    raise ValueError(f"{one} has no decimal notation")
