"""The three-valued interpreter: each expression becomes one closure, made once for a version and a stretch of days.

A closure takes what is known of the applicant and of the person spoken of, and returns a value, a `Range` of what
an unknown number, day or word can still be, or None for a yes/no that is still open (Kleene).
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import partial
from typing import Any

from jiphyeon.kernel import age_on, months_between
from jiphyeon.methods.rules.judging.closures import choices, household, numbers, truth
from jiphyeon.methods.rules.judging.closures.household import unlisted_members
from jiphyeon.methods.rules.judging.fact_access import Closure, constant, day_until, derived, unknown_value
from jiphyeon.methods.rules.judging.ranges import ANYTHING, added, multiplied, negated
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.tree import Node, Type
from jiphyeon.methods.rules.model.vocabulary import AS_OF, Entity, Vocabulary

# Closures kept for sharing; a server that tries reform after reform starts afresh now and then.
MOST_KEPT = 100_000


class Interpreter:
    """Makes closures for one vocabulary. Trees must be bound: no parameter may be left in them."""

    def __init__(self, facts: Vocabulary) -> None:
        self.facts = facts
        self.size_fact = facts.size_fact
        self.unlisted = unlisted_members(facts)
        make, unlisted = self.make, self.unlisted
        self.made: dict[Node, Closure] = {}
        self.makers: dict[type, Callable[[Any], Closure]] = {
            tree.Constant: constant,
            tree.AsOf: lambda _: lambda own, _who: own[AS_OF],
            tree.FactRef: self._fact,
            tree.Named: lambda node: make(node.value),
            tree.NotKnown: _not_known,
            tree.TableValue: partial(choices.table_value, make),
            tree.BracketValue: partial(choices.bracket_value, make),
            tree.Compare: partial(truth.compare, make),
            tree.Between: partial(truth.between, make),
            tree.Within: lambda node: truth.within(make, facts.is_open, node),
            tree.OneOf: partial(truth.one_of, make),
            tree.And: partial(truth.conjunction, make),
            tree.Or: partial(truth.disjunction, make),
            tree.Not: partial(truth.negation, make),
            tree.Add: lambda node: numbers.arithmetic(make, node, operator.add, added),
            tree.Subtract: lambda node: numbers.arithmetic(
                make, node, operator.sub, lambda a, b: added(a, negated(b))
            ),
            tree.Multiply: lambda node: numbers.arithmetic(make, node, operator.mul, multiplied),
            tree.Divide: partial(numbers.quotient, make),
            tree.Round: partial(numbers.rounding, make),
            tree.AgeOn: lambda node: numbers.elapsed_between(make, node.birth, node.day, age_on),
            tree.MonthsBetween: lambda node: numbers.elapsed_between(
                make, node.start, node.day, months_between
            ),
            tree.Least: lambda node: numbers.extreme_of(make, node, min),
            tree.Greatest: lambda node: numbers.extreme_of(make, node, max),
            tree.If: partial(choices.choice, make),
            tree.SumOver: partial(household.sum_over, make, unlisted),
            tree.CountOver: partial(household.count_over, make, unlisted),
            tree.AnyOver: lambda node: household.some_member(make, unlisted, node.condition, wanted=True),
            tree.AllOver: lambda node: household.some_member(make, unlisted, node.condition, wanted=False),
        }

    def make(self, node: Node) -> Closure:
        """Return the closure of a bound expression; equal expressions, of any programme, share one."""
        found = self.made.get(node)
        if found is None:
            if len(self.made) > MOST_KEPT:
                self.made.clear()
            found = self.made[node] = self.makers[type(node)](node)
        return found

    def _fact(self, node: tree.FactRef) -> Closure:
        fact, name = self.facts[node.name], node.name
        of_member = node.of_member and fact.entity is Entity.PERSON
        if node.derived is not None:
            return derived(name, self.make(node.derived), of_member=of_member)
        unknown = unknown_value(fact)
        if unknown is AS_OF:
            return day_until(name, fact, of_member=of_member)
        if of_member:
            return lambda _own, who: who.get(name, unknown)
        return lambda own, _who: own.get(name, unknown)


def _not_known(node: tree.NotKnown) -> Closure:
    nothing = None if node.type is Type.BOOLEAN else ANYTHING
    return lambda _own, _who: nothing
