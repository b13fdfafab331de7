"""Sums, counts and yes or no over a household, as columns: over its listed members, or over how many somebody told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sqlglot import exp

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.tree import Comparison, Node
from jiphyeon.methods.rules.model.vocabulary import Entity, Vocabulary
from jiphyeon.methods.rules.sql import comparing, numbers
from jiphyeon.methods.rules.sql.layout import Layout
from jiphyeon.methods.rules.sql.shelves import Household, Shelf
from jiphyeon.methods.rules.sql.values import (
    SQL,
    End,
    Span,
    Truth,
    case,
    constant,
    every,
    is_null,
    number,
    point,
    some,
)

Compiled = Truth | Span


class Expressions(Protocol):
    """What compiles the expressions that a household's members are asked.

    `stranger`: a member is spoken of of whom nothing is known. `size_fact`: what counts the household, or nothing.
    """

    facts: Vocabulary
    layout: Layout
    household: Household
    shelf: Shelf
    numbers: numbers.Numbers
    size_fact: str
    stranger: bool

    def make(self, node: Node) -> Compiled: ...

    def truth(self, node: Node) -> Truth: ...

    def span(self, node: Node) -> Span: ...


class OverHousehold:
    """Compiles aggregates over a household."""

    def __init__(self, compiler: Expressions) -> None:
        self.compiler = compiler

    def _over(
        self, node: Node, make: Callable[[Compiled], Compiled], unlisted: Callable[[], Compiled]
    ) -> Compiled:
        """Return an aggregate over the listed household, or what can be said where nobody listed it."""
        if self.compiler.layout.households == "none":
            return unlisted()
        for one in tree.walk(node):
            if isinstance(one, tree.FactRef) and self.compiler.facts[one.name].entity is Entity.DWELLING:
                raise Refused(
                    "not_over_a_household",
                    ko="가구 합계 안에서는 집의 사실({name})을 쓸 수 없습니다.",
                    en="{name!r} is a fact of a dwelling; it cannot be summed or counted over a household.",
                    name=one.name,
                )
        own_shelf, self.compiler.shelf = self.compiler.shelf, self.compiler.household.members
        try:
            inner = self.compiler.make(node)
        finally:
            self.compiler.shelf = own_shelf
        listed = make(inner)
        if self.compiler.layout.households == "all":
            return listed
        alone = exp.column("is_listed")
        other = unlisted()
        if isinstance(listed, Truth) and isinstance(other, Truth):
            return Truth(case((alone, listed.sql), otherwise=other.sql), listed.certain and other.certain)
        if not isinstance(listed, Span) or not isinstance(other, Span):
            raise TypeError("a household's aggregate is of one type")
        return self.compiler.numbers.either(alone, listed, exp.Not(this=alone.copy()), other)

    def _of_a_stranger(self, node: Node) -> Compiled:
        before, self.compiler.stranger = self.compiler.stranger, True
        try:
            return self.compiler.make(node)
        finally:
            self.compiler.stranger = before

    def _others(self) -> Span:
        """Return how many members nobody has listed, from the size somebody told."""
        fact = self.compiler.facts[self.compiler.size_fact] if self.compiler.size_fact else None
        column = self.compiler.layout.facts.get(self.compiler.size_fact)
        minus_one = point(constant(-1), certain=True)
        most = fact.maximum - 1 if fact is not None and isinstance(fact.maximum, int) else None
        if column is None:
            return Span(constant(0), None if most is None else constant(most))
        sql = exp.column(column.name, quoted=True)
        unlisted = numbers.added(point(End(sql, 1, None, *column.whole_ends), certain=True), minus_one)
        if not column.nullable:
            return unlisted
        missing = is_null(sql)
        unknown = Span(constant(0), None if most is None else constant(most))
        return self.compiler.numbers.either(
            missing, unknown, exp.Not(this=exp.Paren(this=missing.copy())), unlisted
        )

    def sum(self, node: tree.SumOver) -> Compiled:
        def listed(value: Compiled) -> Compiled:
            if not isinstance(value, Span):
                raise TypeError("only numbers are summed")
            return self._summed(value)

        def unlisted() -> Compiled:
            own, stranger = self.compiler.span(node.value), self._of_a_stranger(node.value)
            if not isinstance(stranger, Span):
                raise TypeError("only numbers are summed")
            return numbers.added(own, self.compiler.numbers.multiplied(stranger, self._others()))

        return self._over(node.value, listed, unlisted)

    def _summed(self, value: Span) -> Span:
        def total(end: End | None) -> End | None:
            if end is None:
                return None
            if end.bottom is not None:
                raise Refused(
                    "quotients_not_summed",
                    ko="나눈 값은 먼저 반올림 방법을 정해야 가구 합계를 낼 수 있습니다.",
                    en="A quotient must be rounded, in a named way, before it is summed over a household.",
                )
            added: SQL = exp.Sum(this=end.top.copy())
            if not value.certain:
                all_known = exp.EQ(this=exp.Count(this=end.top.copy()), expression=exp.Count(this=exp.Star()))
                added = case((all_known, added))
            people = self.compiler.layout.people
            least = None if end.least is None or people is None else min(0, end.least) * people
            most = None if end.most is None or people is None else max(0, end.most) * people
            end_of_sum = End(added, end.scale, None, least, most)
            if end_of_sum.is_small:
                added = exp.cast(added, "BIGINT")
            return End(self.compiler.household.column(added), end.scale, None, least, most)

        low = total(value.low)
        if value.is_point and low is not None:
            return point(low, certain=value.certain)
        return Span(low, total(value.high), value.certain)

    def count(self, node: tree.CountOver) -> Compiled:
        people = self.compiler.layout.people

        def listed(condition: Compiled) -> Compiled:
            if not isinstance(condition, Truth):
                raise TypeError("only yes/no is counted")
            if condition.constant is True:
                return point(
                    End(self.compiler.household.column(exp.Count(this=exp.Star())), 1, None, 1, people),
                    certain=True,
                )
            low = End(self.compiler.household.column(_tally(condition.sql)), 1, None, 0, people)
            if condition.certain:
                return point(low, certain=True)
            maybe = some([exp.Paren(this=condition.sql.copy()), exp.Paren(this=is_null(condition.sql))])
            return Span(
                low, End(self.compiler.household.column(_tally(maybe)), 1, None, 0, people), certain=True
            )

        def unlisted() -> Compiled:
            own, stranger = self.compiler.truth(node.condition), self._of_a_stranger(node.condition)
            if not isinstance(stranger, Truth):
                raise TypeError("only yes/no is counted")
            others = self._others()
            return numbers.added(_one_if(own), self.compiler.numbers.multiplied(_one_if(stranger), others))

        return self._over(node.condition, listed, unlisted)

    def some(self, inner: Node, *, wanted: bool) -> Compiled:
        """Any (`wanted` True) or all (False) of the household."""

        def listed(condition: Compiled) -> Compiled:
            if not isinstance(condition, Truth):
                raise TypeError("only yes/no is asked of all")
            met = condition.sql if wanted else comparing.denied(condition).sql
            unmet = comparing.denied(condition).sql if wanted else condition.sql
            found = exp.GT(this=self.compiler.household.column(_tally(met)), expression=number(0))
            size = self.compiler.household.column(exp.Count(this=exp.Star()))
            none = exp.EQ(this=self.compiler.household.column(_tally(unmet)), expression=size)
            yes, no = (exp.true(), exp.false()) if wanted else (exp.false(), exp.true())
            return Truth(case((found, yes), (none, no)), condition.certain)

        def unlisted() -> Compiled:
            own, stranger = self.compiler.truth(inner), self._of_a_stranger(inner)
            if not isinstance(stranger, Truth):
                raise TypeError("only yes/no is asked of all")
            others = self._others()
            none = comparing.compare(Comparison.SAME, others, point(constant(0), certain=True))
            nobody = exp.Coalesce(this=exp.Paren(this=none.sql), expressions=[exp.false()])
            least = comparing.compare(Comparison.MORE, others, point(constant(0), certain=True))
            somebody = exp.Coalesce(this=exp.Paren(this=least.sql), expressions=[exp.false()])
            met, theirs = (own, stranger) if wanted else (comparing.denied(own), comparing.denied(stranger))
            yes, no = (exp.true(), exp.false()) if wanted else (exp.false(), exp.true())
            return Truth(
                case(
                    (exp.Paren(this=met.sql.copy()), yes),
                    (nobody, case((comparing.denied(met).sql, no))),
                    (every([exp.Paren(this=theirs.sql.copy()), somebody]), yes),
                    (
                        every(
                            [
                                exp.Paren(this=comparing.denied(met).sql),
                                exp.Paren(this=comparing.denied(theirs).sql),
                            ]
                        ),
                        no,
                    ),
                )
            )

        return self._over(inner, listed, unlisted)


def _one_if(condition: Truth) -> Span:
    """Return 1 for yes, 0 for no, between them where unknown."""
    low = End(case((condition.sql, number(1)), otherwise=number(0)), 1, None, 0, 1)
    if condition.certain:
        return point(low, certain=True)
    no = comparing.denied(condition).sql
    high = End(case((no, number(0)), otherwise=number(1)), 1, None, 0, 1)
    return Span(low, high)


def _tally(condition: SQL) -> SQL:
    return exp.Count(this=case((condition, number(1))))
