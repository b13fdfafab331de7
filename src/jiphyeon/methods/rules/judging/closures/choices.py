"""One value out of several: if and otherwise, tables and brackets of the day."""

from __future__ import annotations

from typing import Any

from jiphyeon.methods.rules.judging.fact_access import Closure, FactValues, Make
from jiphyeon.methods.rules.judging.lookups import rows_between, steps_between
from jiphyeon.methods.rules.judging.ranges import ANYTHING, Range, either
from jiphyeon.methods.rules.model import parameters, tree
from jiphyeon.methods.rules.model.tree import Node, Type


def choice(make: Make, node: tree.If) -> Closure:
    """One value or the other; either, while the condition is open."""
    condition, then, otherwise = (
        make(node.condition),
        make(node.then),
        make(node.otherwise),
    )
    if node.type is Type.BOOLEAN:

        def choose_truth(own: FactValues, who: FactValues) -> Any:
            which = condition(own, who)
            if which is not None:
                return then(own, who) if which else otherwise(own, who)
            a, b = then(own, who), otherwise(own, who)
            return a if a is b else None

        return choose_truth
    if (one := fixed(node.then)) is not None and (other := fixed(node.otherwise)) is not None:
        span = either(one, other)

        def choose_fixed(own: FactValues, who: FactValues) -> Any:
            which = condition(own, who)
            return span if which is None else one if which else other

        return choose_fixed

    def choose(own: FactValues, who: FactValues) -> Any:
        which = condition(own, who)
        if which is not None:
            return then(own, who) if which else otherwise(own, who)
        return either(then(own, who), otherwise(own, who))

    return choose


def table_value(make: Make, node: tree.TableValue) -> Closure:
    """A row of a table, by its key."""
    key, rows = make(node.key), node.rows
    if rows is None:
        raise ValueError(f"{node.name} is not bound to a day")
    if (always := fixed(node)) is not None:
        return lambda _own, _who: always

    def look_up(own: FactValues, who: FactValues) -> Any:
        k = key(own, who)
        if k.__class__ is Range:
            return rows_between(rows, k)
        found = parameters.row(rows, k)
        return ANYTHING if found is None else found

    return look_up


def bracket_value(make: Make, node: tree.BracketValue) -> Closure:
    """The step of a bracket that a size falls into."""
    at, steps = make(node.at), node.steps
    if steps is None:
        raise ValueError(f"{node.name} is not bound to a day")

    def look_up(own: FactValues, who: FactValues) -> Any:
        size = at(own, who)
        if size.__class__ is Range:
            return steps_between(steps, size)
        found = parameters.step(steps, size)
        return ANYTHING if found is None else found

    return look_up


def fixed(node: Node) -> Any:
    """Return the value of an expression that hangs on no fact and no day; None where it does."""
    if isinstance(node, tree.Constant):
        return node.value
    if isinstance(node, tree.TableValue) and isinstance(node.key, tree.Constant) and node.rows is not None:
        return parameters.row(node.rows, node.key.value)  # type: ignore[arg-type]  # a key is a number or a word
    return None
