"""From a bound tree to SQL: one expression a clause, meaning what the interpreter means, unknown for unknown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlglot import exp

from jiphyeon.kernel import Refused
from jiphyeon.kernel.periods import earliest_start, reaching
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.tree import Comparison, Node, Type
from jiphyeon.methods.rules.model.vocabulary import AS_OF, Entity, Fact, Vocabulary
from jiphyeon.methods.rules.sql import comparing, days, lookups, numbers
from jiphyeon.methods.rules.sql.layout import Column, Layout
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
    every,
    is_null,
    number,
    point,
    some,
    wrapped,
)

Compiled = Truth | Span


class Shelf:
    """Expressions given a name of their own, so that no statement repeats a long one: layers of columns, each of
    which may speak of the layers below it.
    """

    SHORT = 24

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.layers: list[dict[str, SQL]] = []
        self._names: dict[str, str] = {}
        self._layer_of: dict[str, int] = {}

    def keep(self, sql: SQL) -> SQL:
        """Return a short expression itself, a longer one as the column that will hold it."""
        for size, _node in enumerate(sql.walk(), start=1):
            if size > self.SHORT:
                break
        else:
            return sql
        text = sql.sql()
        if text not in self._names:
            below = [self._layer_of[c.name] + 1 for c in sql.find_all(exp.Column) if c.name in self._layer_of]
            layer = max(below, default=0)
            name = f"{self.prefix}_{len(self._names) + 1}"
            self._names[text], self._layer_of[name] = name, layer
            while len(self.layers) <= layer:
                self.layers.append({})
            self.layers[layer][name] = sql
        return exp.column(self._names[text])


class Household:
    """Sums and counts over a household, asked for while compiling and worked out once a household."""

    def __init__(self) -> None:
        self.columns: dict[str, tuple[str, SQL]] = {}
        self.members = Shelf("of_member")

    def column(self, aggregate: SQL) -> SQL:
        """Return the column that will hold an aggregate, the same for the same."""
        text = aggregate.sql()
        if text not in self.columns:
            self.columns[text] = (f"of_household_{len(self.columns) + 1}", aggregate)
        return exp.column(self.columns[text][0])


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
            tree.SumOver: self._sum,
            tree.CountOver: self._count,
            tree.AnyOver: lambda node: self._some(node.condition, wanted=True),
            tree.AllOver: lambda node: self._some(node.condition, wanted=False),
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
        told = self._told(node, fact)
        if node.derived is None:
            return self._unknown(fact) if told is None else told
        if node.name == self.size_fact and self.layout.households == "all":
            return self.make(node.derived)
        derived = self.make(node.derived)
        if told is None:
            return derived
        return self._told_or(node, told, derived)

    def _told(self, node: tree.FactRef, fact: Fact) -> Compiled | None:
        """Return the fact's own column; None where the data has none, or it is a stranger's."""
        column = self.layout.facts.get(node.name)
        if column is None or (self.stranger and node.of_member and fact.entity is Entity.PERSON):
            return None
        sql = exp.column(column.name, quoted=True)
        if fact.type is Type.BOOLEAN:
            return Truth(sql, not column.nullable)
        end = End(sql, column.scale, None, *_bounds(column))
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

    def _told_or(self, node: tree.FactRef, told: Compiled, derived: Compiled) -> Compiled:
        column = self.layout.facts[node.name]
        if not column.nullable:
            return told
        sql = exp.column(column.name, quoted=True)
        missing = is_null(sql)
        if isinstance(derived, Truth):
            return Truth(case((missing, derived.sql), otherwise=sql), derived.certain)
        plain = point(End(sql, column.scale, None, *_bounds(column)), certain=True)
        return self._either(missing, derived, exp.Not(this=exp.Paren(this=missing.copy())), plain)

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
            return self._either(sql, then, denied, otherwise)
        undecided = is_null(which.sql)
        if node.type in tree.TEXTS:
            return _word_if(sql, denied, then, otherwise)
        return self.numbers.hull(
            [
                (some([sql, exp.Paren(this=undecided.copy())]), then),
                (some([denied, exp.Paren(this=undecided)]), otherwise),
            ]
        )

    def _either(self, when: SQL, then: Span, otherwise_when: SQL, otherwise: Span) -> Span:
        """Return one span or the other, end by end; where neither condition holds, anything."""

        def end(a: End | None, b: End | None) -> End | None:
            return None if a is None and b is None else self.numbers.chosen(when, a, otherwise_when, b)

        certain = then.certain and otherwise.certain
        if then.is_point and otherwise.is_point:
            made = end(then.low, otherwise.low)
            return OPEN if made is None else point(made, certain=certain)
        return Span(end(then.low, otherwise.low), end(then.high, otherwise.high), certain)

    # -- tables ---------------------------------------------------------------------------------------------

    def _table(self, node: tree.TableValue) -> Span:
        if node.rows is None:
            raise ValueError(f"{node.name} is not bound to a day")
        return lookups.row(node.rows, self.span(node.key), self.numbers)

    def _bracket(self, node: tree.BracketValue) -> Span:
        if node.steps is None:
            raise ValueError(f"{node.name} is not bound to a day")
        return lookups.step(node.steps, self.span(node.at), self.numbers)

    # -- the household --------------------------------------------------------------------------------------

    def _over(
        self, node: Node, make: Callable[[Compiled], Compiled], unlisted: Callable[[], Compiled]
    ) -> Compiled:
        """Return an aggregate over the listed household, or what can be said where nobody listed it."""
        if self.layout.households == "none":
            return unlisted()
        for one in tree.walk(node):
            if isinstance(one, tree.FactRef) and self.facts[one.name].entity is Entity.DWELLING:
                raise Refused(
                    "not_over_a_household",
                    ko="가구 합계 안에서는 집의 사실({name})을 쓸 수 없습니다.",
                    en="{name!r} is a fact of a dwelling; it cannot be summed or counted over a household.",
                    name=one.name,
                )
        own_shelf, self.shelf = self.shelf, self.household.members
        try:
            inner = self.make(node)
        finally:
            self.shelf = own_shelf
        listed = make(inner)
        if self.layout.households == "all":
            return listed
        alone = exp.column("is_listed")
        other = unlisted()
        if isinstance(listed, Truth) and isinstance(other, Truth):
            return Truth(case((alone, listed.sql), otherwise=other.sql), listed.certain and other.certain)
        if not isinstance(listed, Span) or not isinstance(other, Span):
            raise TypeError("a household's aggregate is of one type")
        return self._either(alone, listed, exp.Not(this=alone.copy()), other)

    def _of_a_stranger(self, node: Node) -> Compiled:
        before, self.stranger = self.stranger, True
        try:
            return self.make(node)
        finally:
            self.stranger = before

    def _others(self) -> Span:
        """Return how many members nobody has listed, from the size somebody told."""
        fact = self.facts[self.size_fact] if self.size_fact else None
        column = self.layout.facts.get(self.size_fact)
        minus_one = point(constant(-1), certain=True)
        most = fact.maximum - 1 if fact is not None and isinstance(fact.maximum, int) else None
        if column is None:
            return Span(constant(0), None if most is None else constant(most))
        sql = exp.column(column.name, quoted=True)
        told = numbers.added(point(End(sql, 1, None, *_bounds(column)), certain=True), minus_one)
        if not column.nullable:
            return told
        missing = is_null(sql)
        unknown = Span(constant(0), None if most is None else constant(most))
        return self._either(missing, unknown, exp.Not(this=exp.Paren(this=missing.copy())), told)

    def _sum(self, node: tree.SumOver) -> Compiled:
        def listed(value: Compiled) -> Compiled:
            if not isinstance(value, Span):
                raise TypeError("only numbers are summed")
            return self._summed(value)

        def unlisted() -> Compiled:
            own, stranger = self.span(node.value), self._of_a_stranger(node.value)
            if not isinstance(stranger, Span):
                raise TypeError("only numbers are summed")
            return numbers.added(own, self.numbers.multiplied(stranger, self._others()))

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
            people = self.layout.people
            least = None if end.least is None or people is None else min(0, end.least) * people
            most = None if end.most is None or people is None else max(0, end.most) * people
            end_of_sum = End(added, end.scale, None, least, most)
            if end_of_sum.is_small:
                added = exp.cast(added, "BIGINT")
            return End(self.household.column(added), end.scale, None, least, most)

        low = total(value.low)
        if value.is_point and low is not None:
            return point(low, certain=value.certain)
        return Span(low, total(value.high), value.certain)

    def _count(self, node: tree.CountOver) -> Compiled:
        people = self.layout.people

        def listed(condition: Compiled) -> Compiled:
            if not isinstance(condition, Truth):
                raise TypeError("only yes/no is counted")
            if condition.constant is True:
                return point(
                    End(self.household.column(exp.Count(this=exp.Star())), 1, None, 1, people), certain=True
                )
            low = End(self.household.column(_tally(condition.sql)), 1, None, 0, people)
            if condition.certain:
                return point(low, certain=True)
            maybe = some([exp.Paren(this=condition.sql.copy()), exp.Paren(this=is_null(condition.sql))])
            return Span(low, End(self.household.column(_tally(maybe)), 1, None, 0, people), certain=True)

        def unlisted() -> Compiled:
            own, stranger = self.truth(node.condition), self._of_a_stranger(node.condition)
            if not isinstance(stranger, Truth):
                raise TypeError("only yes/no is counted")
            others = self._others()
            return numbers.added(_one_if(own), self.numbers.multiplied(_one_if(stranger), others))

        return self._over(node.condition, listed, unlisted)

    def _some(self, inner: Node, *, wanted: bool) -> Compiled:
        """Any (`wanted` True) or all (False) of the household."""

        def listed(condition: Compiled) -> Compiled:
            if not isinstance(condition, Truth):
                raise TypeError("only yes/no is asked of all")
            met = condition.sql if wanted else comparing.denied(condition).sql
            unmet = comparing.denied(condition).sql if wanted else condition.sql
            found = exp.GT(this=self.household.column(_tally(met)), expression=number(0))
            size = self.household.column(exp.Count(this=exp.Star()))
            none = exp.EQ(this=self.household.column(_tally(unmet)), expression=size)
            yes, no = (exp.true(), exp.false()) if wanted else (exp.false(), exp.true())
            return Truth(case((found, yes), (none, no)), condition.certain)

        def unlisted() -> Compiled:
            own, stranger = self.truth(inner), self._of_a_stranger(inner)
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


def _bounds(column: Column) -> tuple[int | None, int | None]:
    low = column.low if isinstance(column.low, int) else None
    high = column.high if isinstance(column.high, int) else None
    return low, high


def _least(a: End, b: End) -> int | None:
    return None if a.least is None or b.least is None else min(a.least, b.least)


def _most(a: End, b: End) -> int | None:
    return None if a.most is None or b.most is None else max(a.most, b.most)


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


def _word_if(sql: SQL, denied: SQL, then: Span, otherwise: Span) -> Span:
    """An undecided choice between words is the word itself where both are one, else any word."""
    if then.low is None or otherwise.low is None:
        return OPEN
    agreed = exp.EQ(this=wrapped(then.low.top), expression=wrapped(otherwise.low.top))
    return point(
        End(case((sql, then.low.top), (denied, otherwise.low.top), (agreed, then.low.top))), certain=False
    )
