"""How the interpreter finds a constant or a fact: told, worked out, or what it can still be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiphyeon.methods.rules.judging.ranges import Range
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.tree import Node, Type
from jiphyeon.methods.rules.model.vocabulary import AS_OF, Fact

FactValues = dict[str, Any]
Closure = Callable[[FactValues, FactValues], Any]
Make = Callable[[Node], Closure]
"""What makes the closure of an expression within another."""


def unknown_value(fact: Fact) -> Any:
    """Return what stands for a fact nobody told: None, a range, or "as_of" where the day itself is a bound."""
    if fact.type is Type.BOOLEAN:
        return None
    if AS_OF in (fact.minimum, fact.maximum):
        return AS_OF
    return Range(fact.minimum, fact.maximum)


def constant(node: tree.Constant) -> Closure:
    """Return the closure of a value written in the rule."""
    value = node.value
    return lambda _own, _who: value


def derived(name: str, derivation: Closure, *, of_member: bool) -> Closure:
    """Return the closure of a fact that is worked out where nobody told it."""

    def given_or_derived(own: FactValues, who: FactValues) -> Any:
        given = (who if of_member else own).get(name)
        return derivation(own, who) if given is None else given

    return given_or_derived


def day_until(name: str, fact: Fact, *, of_member: bool) -> Closure:
    """Return the closure of a day that the day of asking bounds."""
    low = None if fact.minimum == AS_OF else fact.minimum
    high = None if fact.maximum == AS_OF else fact.maximum

    def day(own: FactValues, who: FactValues) -> Any:
        given = (who if of_member else own).get(name)
        if given is not None:
            return given
        today = own[AS_OF]
        return Range(today if fact.minimum == AS_OF else low, today if fact.maximum == AS_OF else high)

    return day
