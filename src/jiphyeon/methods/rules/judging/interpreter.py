"""The three-valued interpreter: each expression becomes one closure, made once for a version and a stretch of days.

A closure takes what is known of the applicant and of the person spoken of, and returns a value, a `Range` of what
an unknown number, day or word can still be, or None for a yes/no that is still open (Kleene).
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from jiphyeon.kernel import age_on, months_between
from jiphyeon.kernel.periods import not_over, reaching
from jiphyeon.methods.rules.judging.fact_access import (
    Closure,
    FactValues,
    constant,
    day_until,
    derived,
    unknown_value,
)
from jiphyeon.methods.rules.judging.kleene import CAREFUL, PLAIN, both
from jiphyeon.methods.rules.judging.lookups import rows_between, steps_between
from jiphyeon.methods.rules.judging.ranges import (
    ANYTHING,
    Range,
    added,
    divided,
    either,
    ends,
    multiplied,
    negated,
    settled,
)
from jiphyeon.methods.rules.judging.rounding import UP, to_unit_of
from jiphyeon.methods.rules.model import parameters, tree
from jiphyeon.methods.rules.model.tree import Comparison, Node, Type
from jiphyeon.methods.rules.model.vocabulary import AS_OF, MEMBERS, Entity, Vocabulary

# Closures kept for sharing; a server that tries reform after reform starts afresh now and then.
MOST_KEPT = 100_000


class Interpreter:
    """Makes closures for one vocabulary. Trees must be bound: no parameter may be left in them."""

    def __init__(self, facts: Vocabulary) -> None:
        self.facts = facts
        self.size_fact = facts.size_fact
        self.made: dict[Node, Closure] = {}
        self.makers: dict[type, Callable[[Any], Closure]] = {
            tree.Constant: constant,
            tree.AsOf: lambda _: lambda own, _who: own[AS_OF],
            tree.FactRef: self._fact,
            tree.Named: lambda node: self.make(node.value),
            tree.NotKnown: _not_known,
            tree.TableValue: self._table,
            tree.BracketValue: self._bracket,
            tree.Compare: self._compare,
            tree.Between: self._between,
            tree.Within: self._within,
            tree.OneOf: self._one_of,
            tree.And: self._and,
            tree.Or: self._or,
            tree.Not: self._not,
            tree.Add: lambda node: self._arithmetic(node, operator.add, added),
            tree.Subtract: lambda node: self._arithmetic(
                node, operator.sub, lambda a, b: added(a, negated(b))
            ),
            tree.Multiply: lambda node: self._arithmetic(node, operator.mul, multiplied),
            tree.Divide: self._divide,
            tree.Round: self._round,
            tree.AgeOn: lambda node: self._elapsed(node.birth, node.day, age_on),
            tree.MonthsBetween: lambda node: self._elapsed(node.start, node.day, months_between),
            tree.Least: lambda node: self._extreme(node, min),
            tree.Greatest: lambda node: self._extreme(node, max),
            tree.If: self._if,
            tree.SumOver: self._sum,
            tree.CountOver: self._count,
            tree.AnyOver: lambda node: self._some(node.condition, wanted=True),
            tree.AllOver: lambda node: self._some(node.condition, wanted=False),
        }

    def make(self, node: Node) -> Closure:
        """Return the closure of a bound expression; equal expressions, of any programme, share one."""
        found = self.made.get(node)
        if found is None:
            if len(self.made) > MOST_KEPT:
                self.made.clear()
            found = self.made[node] = self.makers[type(node)](node)
        return found

    # -- facts ----------------------------------------------------------------------------------------------

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

    # -- yes and no -----------------------------------------------------------------------------------------

    def _compare(self, node: tree.Compare) -> Closure:
        left, right = self.make(node.left), self.make(node.right)
        plain, careful = PLAIN[node.how], CAREFUL[node.how]
        if node.left.type is Type.BOOLEAN:
            return _kleene_same(left, right, node.how)
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

    def _between(self, node: tree.Between) -> Closure:
        value, low, high = self.make(node.value), self.make(node.low), self.make(node.high)
        at_most = CAREFUL[Comparison.AT_MOST]

        def between(own: FactValues, who: FactValues) -> Any:
            a, v, b = low(own, who), value(own, who), high(own, who)
            if v.__class__ is Range or a.__class__ is Range or b.__class__ is Range:
                return both(at_most(a, v), at_most(v, b))
            return a <= v <= b

        return between

    def _within(self, node: tree.Within) -> Closure:
        value, start, count = self.make(node.value), self.make(node.start), self.make(node.count)
        unit, counts, moved = node.unit, node.first_day_counts, node.moved
        begun, is_open = CAREFUL[Comparison.AT_MOST], self.facts.is_open

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
                early is None
                or latest is None
                or not_over(early, latest, long, unit, first_day_counts=counts)
            )
            return both(begun(since, day), True if surely else None if perhaps else False)

        return lasts

    def _one_of(self, node: tree.OneOf) -> Closure:
        value, options = self.make(node.value), frozenset(node.options)

        def one_of(own: FactValues, who: FactValues) -> Any:
            v = value(own, who)
            if v.__class__ is not Range:
                return v in options
            same = [CAREFUL[Comparison.SAME](v, option) for option in options]
            return False if all(one is False for one in same) else None

        return one_of

    def _and(self, node: tree.And) -> Closure:
        parts = tuple(self.make(part) for part in node.parts)

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

    def _or(self, node: tree.Or) -> Closure:
        parts = tuple(self.make(part) for part in node.parts)

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

    def _not(self, node: tree.Not) -> Closure:
        part = self.make(node.part)

        def denied(own: FactValues, who: FactValues) -> Any:
            one = part(own, who)
            return None if one is None else not one

        return denied

    # -- numbers --------------------------------------------------------------------------------------------

    def _arithmetic(
        self,
        node: tree.Add | tree.Subtract | tree.Multiply,
        plain: Callable[[Any, Any], Any],
        careful: Callable[[Any, Any], Any],
    ) -> Closure:
        left, right = self.make(node.left), self.make(node.right)

        def reckon(own: FactValues, who: FactValues) -> Any:
            a, b = left(own, who), right(own, who)
            return careful(a, b) if a.__class__ is Range or b.__class__ is Range else plain(a, b)

        return reckon

    def _divide(self, node: tree.Divide) -> Closure:
        left, right = self.make(node.left), self.make(node.right)

        def divide(own: FactValues, who: FactValues) -> Any:
            a, b = left(own, who), right(own, who)
            if a.__class__ is Range or b.__class__ is Range:
                return divided(a, b)
            return Fraction(a, b) if b else ANYTHING

        return divide

    def _round(self, node: tree.Round) -> Closure:
        if isinstance(node.value, tree.Multiply) and isinstance(node.value.right, tree.Constant):
            return self._rounded_share(node, self.make(node.value.left), Fraction(node.value.right.value))  # type: ignore[arg-type]  # a factor is a number
        value, how, unit = self.make(node.value), node.how, node.unit
        return lambda own, who: to_unit_of(value(own, who), how, unit)

    def _rounded_share(self, node: tree.Round, amount: Closure, share: Fraction) -> Closure:
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

    def _elapsed(self, start: Node, day: Node, count: Callable[[date, date], int]) -> Closure:
        since, until = self.make(start), self.make(day)

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

    def _extreme(self, node: tree.Least | tree.Greatest, pick: Callable[..., Any]) -> Closure:
        parts = tuple(self.make(part) for part in node.parts)
        smallest = pick is min

        def extreme(own: FactValues, who: FactValues) -> Any:
            found = [part(own, who) for part in parts]
            open_parts = [one for one in found if one.__class__ is Range]
            if not open_parts:
                return pick(found)
            # A known part bounds the answer on one side; only the open parts can move the other.
            known = [one for one in found if one.__class__ is not Range]
            near = {
                id(one): one
                for part in open_parts
                if (one := part.high if smallest else part.low) is not None
            }
            far = {id(one): one for part in open_parts for one in (part.low if smallest else part.high,)}
            bound = pick([*known, *near.values()], default=None)
            end = None if id(None) in far else pick([*known, *far.values()])
            return settled(end, bound) if smallest else settled(bound, end)

        return extreme

    def _if(self, node: tree.If) -> Closure:
        condition, then, otherwise = (
            self.make(node.condition),
            self.make(node.then),
            self.make(node.otherwise),
        )
        if node.type is Type.BOOLEAN:

            def choose_truth(own: FactValues, who: FactValues) -> Any:
                which = condition(own, who)
                if which is not None:
                    return then(own, who) if which else otherwise(own, who)
                a, b = then(own, who), otherwise(own, who)
                return a if a is b else None

            return choose_truth
        if (one := self.fixed(node.then)) is not None and (other := self.fixed(node.otherwise)) is not None:
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

    def fixed(self, node: Node) -> Any:
        """Return the value of an expression that hangs on no fact and no day; None where it does."""
        if isinstance(node, tree.Constant):
            return node.value
        if (
            isinstance(node, tree.TableValue)
            and isinstance(node.key, tree.Constant)
            and node.rows is not None
        ):
            return parameters.row(node.rows, node.key.value)  # type: ignore[arg-type]  # a key is a number or a word
        return None

    # -- tables ---------------------------------------------------------------------------------------------

    def _table(self, node: tree.TableValue) -> Closure:
        key, rows = self.make(node.key), node.rows
        if rows is None:
            raise ValueError(f"{node.name} is not bound to a day")
        if (always := self.fixed(node)) is not None:
            return lambda _own, _who: always

        def look_up(own: FactValues, who: FactValues) -> Any:
            k = key(own, who)
            if k.__class__ is Range:
                return rows_between(rows, k)
            found = parameters.row(rows, k)
            return ANYTHING if found is None else found

        return look_up

    def _bracket(self, node: tree.BracketValue) -> Closure:
        at, steps = self.make(node.at), node.steps
        if steps is None:
            raise ValueError(f"{node.name} is not bound to a day")

        def look_up(own: FactValues, who: FactValues) -> Any:
            size = at(own, who)
            if size.__class__ is Range:
                return steps_between(steps, size)
            found = parameters.step(steps, size)
            return ANYTHING if found is None else found

        return look_up

    # -- the household --------------------------------------------------------------------------------------

    def unlisted(self, own: FactValues) -> tuple[int, int | None]:
        """Return how many members nobody has listed: at least, and at most where that is known."""
        if MEMBERS in own:
            return 0, 0
        size = own.get(self.size_fact)
        if size is not None:
            return size - 1, size - 1
        most = self.facts[self.size_fact].maximum if self.size_fact else None
        return 0, most - 1 if isinstance(most, int) else None

    def _sum(self, node: tree.SumOver) -> Closure:
        value = self.make(node.value)

        def total(own: FactValues, _who: FactValues) -> Any:
            found = value(own, own)
            for member in own.get(MEMBERS, ()):
                found = added(found, value(own, member))
            least, most = self.unlisted(own)
            if most == 0:
                return found
            return added(found, multiplied(value(own, {AS_OF: own[AS_OF]}), settled(least, most)))

        return total

    def _count(self, node: tree.CountOver) -> Closure:
        condition = self.make(node.condition)
        bounds = {True: (1, 1), False: (0, 0), None: (0, 1)}

        def count(own: FactValues, _who: FactValues) -> Any:
            low = high = 0
            for person in (own, *own.get(MEMBERS, ())):
                a, b = bounds[condition(own, person)]
                low, high = low + a, high + b
            least, most = self.unlisted(own)
            if most == 0:
                return settled(low, high)
            a, b = bounds[condition(own, {AS_OF: own[AS_OF]})]
            return settled(low + a * least, high if b == 0 else None if most is None else high + b * most)

        return count

    def _some(self, inner: Node, *, wanted: bool) -> Closure:
        """Any (`wanted` True) or all (False): the first member whose answer is `wanted` settles it."""
        condition = self.make(inner)

        def some(own: FactValues, _who: FactValues) -> Any:
            answer: bool | None = not wanted
            for person in (own, *own.get(MEMBERS, ())):
                one = condition(own, person)
                if one is wanted:
                    return wanted
                if one is None:
                    answer = None
            least, most = self.unlisted(own)
            if most == 0:
                return answer
            one = condition(own, {AS_OF: own[AS_OF]})
            if one is wanted and least > 0:
                return wanted
            return answer if one is (not wanted) else None

        return some


def _not_known(node: tree.NotKnown) -> Closure:
    nothing = None if node.type is Type.BOOLEAN else ANYTHING
    return lambda _own, _who: nothing


def _kleene_same(left: Closure, right: Closure, how: Comparison) -> Closure:
    same = how is Comparison.SAME

    def compare(own: FactValues, who: FactValues) -> Any:
        a, b = left(own, who), right(own, who)
        return None if a is None or b is None else (a is b) is same

    return compare
