"""From a bound tree to SQL: one expression a clause, meaning what the interpreter means, unknown for unknown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlglot import exp

from jiphyeon.kernel.periods import earliest_start, reaching
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.tree import Comparison, Node, Type
from jiphyeon.methods.rules.model.vocabulary import AS_OF, Entity, Fact, Vocabulary
from jiphyeon.methods.rules.sql import comparing, days, lookups, numbers
from jiphyeon.methods.rules.sql.households import Compiled, OverHousehold
from jiphyeon.methods.rules.sql.layout import Layout
from jiphyeon.methods.rules.sql.shelves import Household, Shelf
from jiphyeon.methods.rules.sql.values import (
    OPEN,
    SQL,
    UNKNOWN,
    End,
    Span,
    Truth,
    aligned,
    case,
    constant,
    day,
    is_null,
    point,
    some,
    wrapped,
)


class Compiler:
    """Compiles the bound trees of one version for one day and one layout of the data."""

    def __init__(
        self, facts: Vocabulary, layout: Layout, as_of: date, household: Household, shelf: Shelf
    ) -> None:
        self.facts = facts
        self.layout = layout
        self.as_of = as_of
        self.household = household
        self.shelf = shelf
        self.numbers = numbers.Numbers(lambda sql: self.shelf.keep(sql))  # noqa: PLW0108 -- the shelf changes later
        self.size_fact = next((fact.name for fact in facts.values() if fact.counts_household), "")
        # Of whom a person's facts speak: of the row, or of a member of whom nothing is known.
        self.stranger = False
        over = OverHousehold(self)
        self.makers: dict[type, Callable[[Any], Compiled]] = {
            tree.Constant: self._constant,
            tree.AsOf: lambda _: point(End(day(self.as_of)), certain=True),
            tree.FactRef: self._fact,
            tree.Named: lambda node: self.make(node.value),
            tree.NotKnown: lambda node: Truth(UNKNOWN.copy()) if node.type is Type.BOOLEAN else OPEN,
            tree.TableValue: self._table,
            tree.BracketValue: self._bracket,
            tree.Compare: self._compare,
            tree.Between: self._between,
            tree.Within: self._within_period,
            tree.OneOf: self._one_of,
            tree.And: lambda node: comparing.conjunction([self.truth(part) for part in node.parts]),
            tree.Or: lambda node: comparing.disjunction([self.truth(part) for part in node.parts]),
            tree.Not: lambda node: comparing.denied(self.truth(node.part)),
            tree.Add: lambda node: numbers.added(self.span(node.left), self.span(node.right)),
            tree.Subtract: lambda node: numbers.added(
                self.span(node.left), numbers.negated(self.span(node.right))
            ),
            tree.Multiply: lambda node: self.numbers.multiplied(self.span(node.left), self.span(node.right)),
            tree.Divide: lambda node: self.numbers.divided(self.span(node.left), self.span(node.right)),
            tree.Round: lambda node: numbers.rounded(self.span(node.value), node.how, node.unit),
            tree.AgeOn: lambda node: days.elapsed(self.span(node.birth), self.span(node.day), years=True),
            tree.MonthsBetween: lambda node: days.elapsed(
                self.span(node.start), self.span(node.day), years=False
            ),
            tree.Least: lambda node: self.numbers.extreme(
                [self.span(part) for part in node.parts], smallest=True
            ),
            tree.Greatest: lambda node: self.numbers.extreme(
                [self.span(part) for part in node.parts], smallest=False
            ),
            tree.If: self._if,
            tree.SumOver: over.sum,
            tree.CountOver: over.count,
            tree.AnyOver: lambda node: over.some(node.condition, wanted=True),
            tree.AllOver: lambda node: over.some(node.condition, wanted=False),
        }

    def make(self, node: Node) -> Compiled:
        """Return a bound expression compiled; what grew long is kept under a name."""
        made = self.makers[type(node)](node)
        if isinstance(made, Truth):
            return Truth(self.shelf.keep(made.sql), made.certain)
        if made.is_point and made.low is not None:
            return point(self._kept(made.low), certain=made.certain)
        return Span(
            None if made.low is None else self._kept(made.low),
            None if made.high is None else self._kept(made.high),
            made.certain,
        )

    def _kept(self, end: End) -> End:
        bottom = None if end.bottom is None else self.shelf.keep(end.bottom)
        return End(self.shelf.keep(end.top), end.scale, bottom, end.least, end.most, end.constant)

    def truth(self, node: Node) -> Truth:
        """Return a yes/no expression compiled."""
        made = self.make(node)
        if not isinstance(made, Truth):
            raise TypeError(f"{type(node).__name__} is no yes/no")
        return made

    def span(self, node: Node) -> Span:
        """Return a number, day or word compiled."""
        made = self.make(node)
        if not isinstance(made, Span):
            raise TypeError(f"{type(node).__name__} is no value")
        return made

    # -- facts ----------------------------------------------------------------------------------------------

    def _constant(self, node: tree.Constant) -> Compiled:
        value = node.value
        if isinstance(value, bool):
            return Truth(exp.true() if value else exp.false(), certain=True)
        return point(constant(value), certain=True)

    def _fact(self, node: tree.FactRef) -> Compiled:
        fact = self.facts[node.name]
        given = self._given(node, fact)
        if node.derived is None:
            return self._unknown(fact) if given is None else given
        if node.name == self.size_fact and self.layout.households == "all":
            return self.make(node.derived)
        derived = self.make(node.derived)
        if given is None:
            return derived
        return self._given_or(node, given, derived)

    def _given(self, node: tree.FactRef, fact: Fact) -> Compiled | None:
        """Return the fact's own column; None where the data has none, or it is a stranger's."""
        column = self.layout.facts.get(node.name)
        if column is None or (self.stranger and node.of_member and fact.entity is Entity.PERSON):
            return None
        sql = exp.column(column.name, quoted=True)
        if fact.type is Type.BOOLEAN:
            return Truth(sql, not column.nullable)
        end = End(sql, column.scale, None, *column.whole_ends)
        if not column.nullable:
            return point(end, certain=True)
        return self._within(fact, end)

    def _within(self, fact: Fact, end: End) -> Span:
        """Return a column that may be missing: between what the fact can be at all, where that is bounded."""
        ends = []
        for bound in (fact.minimum, fact.maximum):
            if bound is None or isinstance(bound, bool):
                ends.append(end)
                continue
            value = self.as_of if bound == AS_OF else bound
            least = constant(value)
            a, b = (end, least) if fact.type is Type.DATE else aligned(end, least)
            filled = exp.Coalesce(this=a.top.copy(), expressions=[b.top.copy()])
            ends.append(End(filled, a.scale, None, _least(a, b), _most(a, b)))
        low, high = ends
        return point(end, certain=False) if low is end and high is end else Span(low, high)

    def _unknown(self, fact: Fact) -> Compiled:
        if fact.type is Type.BOOLEAN:
            return Truth(UNKNOWN.copy())
        ends = []
        for bound in (fact.minimum, fact.maximum):
            value = self.as_of if bound == AS_OF else bound
            ends.append(None if value is None else constant(value))
        return Span(ends[0], ends[1])

    def _given_or(self, node: tree.FactRef, given: Compiled, derived: Compiled) -> Compiled:
        column = self.layout.facts[node.name]
        if not column.nullable:
            return given
        sql = exp.column(column.name, quoted=True)
        missing = is_null(sql)
        if isinstance(derived, Truth):
            return Truth(case((missing, derived.sql), otherwise=sql), derived.certain)
        plain = point(End(sql, column.scale, None, *column.whole_ends), certain=True)
        return self.numbers.either(missing, derived, exp.Not(this=exp.Paren(this=missing.copy())), plain)

    # -- yes and no -----------------------------------------------------------------------------------------

    def _compare(self, node: tree.Compare) -> Truth:
        if node.left.type is Type.BOOLEAN:
            same = comparing.same_truth(self.truth(node.left), self.truth(node.right))
            return same if node.how is Comparison.SAME else comparing.denied(same)
        plain = tree.Compare(node.how, self._derived_only(node.left), self._derived_only(node.right))
        turned = days.as_days(plain, self.as_of)
        if turned is not None:
            node = turned
        return comparing.compare(node.how, self.span(node.left), self.span(node.right))

    def _derived_only(self, node: Node) -> Node:
        """Return how a fact is worked out where the data cannot hold it itself."""
        node = days.bare(node)
        if isinstance(node, tree.FactRef) and node.derived is not None and node.name not in self.layout.facts:
            return days.bare(node.derived)
        return node

    def _between(self, node: tree.Between) -> Truth:
        return comparing.conjunction(
            [
                self._compare(tree.Compare(Comparison.AT_LEAST, node.value, node.low)),
                self._compare(tree.Compare(Comparison.AT_MOST, node.value, node.high)),
            ]
        )

    def _within_period(self, node: tree.Within) -> Truth:
        begun = comparing.compare(Comparison.AT_MOST, self.span(node.start), self.span(node.value))
        return comparing.conjunction([begun, self._not_over(node)])

    def _not_over(self, node: tree.Within) -> Truth:
        """Return whether a period is not over: over one column as a comparison of days, which is by far the cheapest."""
        count = days.bare(node.count)
        if isinstance(count, tree.NotKnown):
            return Truth(UNKNOWN.copy())
        if not isinstance(count, tree.Constant) or not isinstance(count.value, int):
            raise TypeError("the length of a period is bound to a number before it is compiled")
        start = self.span(node.start)
        if not isinstance(node.value, tree.AsOf):
            return days.not_over(self.span(node.value), start, count.value, node)
        until = reaching(self.as_of, self.facts.is_open) if node.moved else self.as_of
        first = earliest_start(until, count.value, node.unit, first_day_counts=node.first_day_counts)
        if first is None:
            return Truth(exp.true(), certain=True)
        return comparing.compare(Comparison.AT_LEAST, start, point(End(day(first)), certain=True))

    def _one_of(self, node: tree.OneOf) -> Truth:
        value = self.span(node.value)
        options = [point(constant(option), certain=True) for option in node.options]
        if value.is_point and value.low is not None:
            end = value.low
            plain = [
                option.low.top
                for option in options
                if option.low is not None and option.low.scale == end.scale
            ]
            if end.bottom is None and len(plain) == len(options):
                return Truth(
                    exp.In(this=wrapped(end.top), expressions=[one.copy() for one in plain]), value.certain
                )
        return comparing.disjunction(
            [comparing.compare(Comparison.SAME, value, option) for option in options]
        )

    def _if(self, node: tree.If) -> Compiled:
        which = self.truth(node.condition)
        then, otherwise = self.make(node.then), self.make(node.otherwise)
        if which.constant is not None:
            return then if which.constant else otherwise
        sql = exp.Paren(this=which.sql.copy())
        denied = exp.Not(this=sql.copy())
        if isinstance(then, Truth) and isinstance(otherwise, Truth):
            agreed = exp.EQ(
                this=exp.Paren(this=then.sql.copy()), expression=exp.Paren(this=otherwise.sql.copy())
            )
            return Truth(
                case((sql, then.sql), (denied, otherwise.sql), (agreed, then.sql)),
                which.certain and then.certain and otherwise.certain,
            )
        if not isinstance(then, Span) or not isinstance(otherwise, Span):
            raise TypeError("both ways of an if are of one type")
        if which.certain:
            return self.numbers.either(sql, then, denied, otherwise)
        undecided = is_null(which.sql)
        if node.type in tree.TEXTS:
            return _word_if(sql, denied, then, otherwise)
        return self.numbers.hull(
            [
                (some([sql, exp.Paren(this=undecided.copy())]), then),
                (some([denied, exp.Paren(this=undecided)]), otherwise),
            ]
        )

    # -- tables ---------------------------------------------------------------------------------------------

    def _table(self, node: tree.TableValue) -> Span:
        if node.rows is None:
            raise ValueError(f"{node.name} is not bound to a day")
        return lookups.row(node.rows, self.span(node.key), self.numbers)

    def _bracket(self, node: tree.BracketValue) -> Span:
        if node.steps is None:
            raise ValueError(f"{node.name} is not bound to a day")
        return lookups.step(node.steps, self.span(node.at), self.numbers)


def _least(a: End, b: End) -> int | None:
    return None if a.least is None or b.least is None else min(a.least, b.least)


def _most(a: End, b: End) -> int | None:
    return None if a.most is None or b.most is None else max(a.most, b.most)


def _word_if(sql: SQL, denied: SQL, then: Span, otherwise: Span) -> Span:
    """An undecided choice between words is the word itself where both are one, else any word."""
    if then.low is None or otherwise.low is None:
        return OPEN
    agreed = exp.EQ(this=wrapped(then.low.top), expression=wrapped(otherwise.low.top))
    return point(
        End(case((sql, then.low.top), (denied, otherwise.low.top), (agreed, then.low.top))), certain=False
    )
