"""From a line of text to a typed tree: a small recursive-descent reader that knows every name and type.

    age between age_from and age_limit
    household_income <= median_income[household_size] * income_share
    floor(least(monthly_rent, monthly_cap), 10)
    any(household, age_on(birth_date, as_of) >= 65)

Facts are the applicant's; inside `sum(household, …)`, `count`, `any`, `all` a person's facts are the member's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NoReturn, Protocol

from jiphyeon.kernel import Refused, Rounding
from jiphyeon.methods.rules import tree
from jiphyeon.methods.rules.checking import common, comparable, product, quotient, rounded_type, total
from jiphyeon.methods.rules.source import exact
from jiphyeon.methods.rules.spelling import did_you_mean
from jiphyeon.methods.rules.tree import MONEY, NUMBERS, TEXTS, Node, Type

TOKENS = re.compile(
    r"""\s*(?:
    (?P<day>\d{4}-\d{2}-\d{2})
  | (?P<number>\d[\d_]*(?:\.\d+)?%?)
  | (?P<name>[A-Za-z][A-Za-z0-9_]*)
  | (?P<text>'[^']*')
  | (?P<sign><=|>=|==|!=|[<>+\-*/×÷()\[\],])
  | (?P<end>\Z)
  | (?P<wrong>.)
)""",
    re.VERBOSE | re.DOTALL,
)
WORDS = frozenset({"and", "or", "not", "between", "in", "true", "false", "as_of", "household"})
ROUNDINGS = {how.value: how for how in Rounding}


@dataclass(frozen=True, slots=True)
class Known:
    """What a scope says of a name: its node, and the options a choice may take."""

    node: Node
    options: tuple[str, ...] = ()
    personal: bool = False


class Scope(Protocol):
    """Where names come from."""

    def name(self, name: str, *, of_member: bool) -> Known | None:
        """Return the fact, parameter or named value called `name`; None where there is none."""

    def table(self, name: str) -> tuple[str, Type, Type, tuple[str, ...]] | None:
        """Return (kind "table" or "bracket", key type, value type, keys) of a table parameter."""

    def names(self) -> list[str]:
        """Return every name, for a suggestion."""


def parse(text: str, scope: Scope) -> Node:
    """Return the typed tree of `text`. Raises Refused naming the character where it stops making sense."""
    return _Reader(text, scope).whole()


class _Reader:
    def __init__(self, text: str, scope: Scope) -> None:
        self.text = text
        self.scope = scope
        self.of_member = False
        self.tokens: list[tuple[str, str, int]] = []
        self.options: dict[str, tuple[str, ...]] = {}
        for found in TOKENS.finditer(text):
            kind = found.lastgroup or "end"
            start = found.start(kind)
            if kind == "wrong":
                self.stop("expression_character", start, "{what!r} means nothing here.", what=found[kind])
            self.tokens.append((kind, found[kind], start))
            if kind == "end":
                break
        self.index = 0

    # -- saying no ------------------------------------------------------------------------------------------

    def stop(self, code: str, at: int, en: str, **values: object) -> NoReturn:
        raise Refused(
            code,
            en=en + " (character {at} of “{text}”)",
            at=at + 1,
            text=" ".join(self.text.split()),
            **values,
        )

    def expected(self, what: str) -> NoReturn:
        kind, word, at = self.tokens[self.index]
        found = "the expression ends" if kind == "end" else f"there is {word!r}"
        self.stop("expression_expected", at, "Expected {what}, but {found}.", what=what, found=found)

    def mismatch(self, at: int, en: str, **values: object) -> NoReturn:
        self.stop("expression_type", at, en, **values)

    # -- tokens ---------------------------------------------------------------------------------------------

    @property
    def here(self) -> int:
        return self.tokens[self.index][2]

    def next_is(self, *words: str) -> bool:
        kind, word, _ = self.tokens[self.index]
        return kind in {"sign", "name"} and word in words

    def take(self, *words: str) -> str | None:
        if self.next_is(*words):
            self.index += 1
            return self.tokens[self.index - 1][1]
        return None

    def need(self, word: str) -> None:
        if self.take(word) is None:
            self.expected(f"{word!r}")

    # -- grammar, loosest first -----------------------------------------------------------------------------

    def whole(self) -> Node:
        node = self.either()
        if self.tokens[self.index][0] != "end":
            self.expected("an operator or the end")
        return node

    def either(self) -> Node:
        at, first = self.here, self.both()
        if not self.next_is("or"):
            return first
        parts = [self.truth(first, at)]
        while self.take("or"):
            at = self.here
            parts.append(self.truth(self.both(), at))
        return tree.Or(tuple(parts))

    def both(self) -> Node:
        at, first = self.here, self.denial()
        if not self.next_is("and"):
            return first
        parts = [self.truth(first, at)]
        while self.take("and"):
            at = self.here
            parts.append(self.truth(self.denial(), at))
        return tree.And(tuple(parts))

    def denial(self) -> Node:
        if not self.take("not"):
            return self.comparison()
        at = self.here
        return tree.Not(self.truth(self.denial(), at))

    def comparison(self) -> Node:
        at, left = self.here, self.sum()
        if how := self.take("<=", ">=", "==", "!=", "<", ">"):
            return self.compared(tree.Comparison(how), left, self.sum(), at)
        if self.take("between"):
            low = self.sum()
            self.need("and")
            high = self.sum()
            for end in (low, high):
                self.compared(tree.Comparison.AT_MOST, left, end, at)
            return tree.Between(left, adapted(low, left.type), adapted(high, left.type))
        if self.take("in"):
            return self.one_of(left, at)
        if self.next_is("not") and self.tokens[self.index + 1][1] == "in":
            self.index += 2
            return tree.Not(self.one_of(left, at))
        return left

    def sum(self) -> Node:
        at, left = self.here, self.product()
        while sign := self.take("+", "-"):
            right = self.product()
            kind = total(left, right)
            if kind is None:
                self.mismatch(
                    at, "Cannot add {left} and {right}.", left=left.type.value, right=right.type.value
                )
            left = tree.Add(left, right, kind) if sign == "+" else tree.Subtract(left, right, kind)
        return left

    def product(self) -> Node:
        at, left = self.here, self.single()
        while sign := self.take("*", "×", "/", "÷"):
            right = self.single()
            times = sign in "*×"
            kind = product(left.type, right.type) if times else quotient(left.type, right.type)
            if kind is None:
                self.mismatch(
                    at,
                    "Cannot {deed} {left} by {right}.",
                    deed="multiply" if times else "divide",
                    left=left.type.value,
                    right=right.type.value,
                )
            left = tree.Multiply(left, right, kind) if times else tree.Divide(left, right, kind)
        return left

    def single(self) -> Node:
        kind, word, at = self.tokens[self.index]
        if self.take("("):
            inner = self.either()
            self.need(")")
            return inner
        if self.take("-"):
            inner = self.single()
            self.number(inner, at)
            if isinstance(inner, tree.Constant) and not isinstance(inner.value, date | str):
                return tree.Constant(-inner.value, inner.type)
            return tree.Subtract(tree.Constant(0, Type.INTEGER), inner, inner.type)
        if kind in {"day", "number", "text"}:
            self.index += 1
            return self.literal(kind, word, at)
        if kind != "name":
            self.expected("a name, a number or '('")
        self.index += 1
        if self.next_is("(") and word not in WORDS:
            return self.call(word, at)
        return self.named(word, at)

    def literal(self, kind: str, word: str, at: int) -> Node:
        if kind == "text":
            return tree.Constant(word[1:-1], Type.CODE)
        if kind == "day":
            try:
                return tree.Constant(date.fromisoformat(word), Type.DATE)
            except ValueError:
                self.stop("expression_day", at, "There is no day {day}.", day=word)
        plain = word.replace("_", "")
        if plain.isdigit():
            return tree.Constant(int(plain), Type.INTEGER)
        return tree.Constant(exact(plain), Type.FRACTION)

    def named(self, word: str, at: int) -> Node:
        if word == "as_of":
            return tree.AsOf()
        if word in {"true", "false"}:
            return tree.Constant(word == "true", Type.BOOLEAN)
        if self.take("["):
            return self.looked_up(word, at)
        known = None if word in WORDS else self.scope.name(word, of_member=self.of_member)
        if known is None:
            if self.scope.table(word):
                self.stop(
                    "expression_table_without_key", at, "{name} is a table: write {name}[…].", name=word
                )
            self.unknown(word, at)
        if known.options:
            self.options[word] = known.options
        return known.node

    def unknown(self, word: str, at: int) -> NoReturn:
        self.stop(
            "expression_unknown_name",
            at,
            "There is no fact or parameter called {name!r}{hint}",
            name=word,
            hint=did_you_mean(word, self.scope.names()),
        )

    def looked_up(self, word: str, at: int) -> Node:
        found = self.scope.table(word)
        if found is None:
            if self.scope.name(word, of_member=False):
                self.stop("expression_not_a_table", at, "{name} is not a table.", name=word)
            self.unknown(word, at)
        shape, key_type, kind, keys = found
        where, key = self.here, self.either()
        self.need("]")
        fits = comparable(key, tree.Constant(0, key_type)) if key_type in NUMBERS else key.type in TEXTS
        if not fits:
            self.mismatch(
                where,
                "{name} is looked up by {wanted}, not by {given}.",
                name=word,
                wanted=key_type.value,
                given=key.type.value,
            )
        if isinstance(key, tree.Constant) and key_type in TEXTS and key.value not in keys:
            hint = did_you_mean(str(key.value), list(keys))
            self.mismatch(where, "{name} has no row {key!r}{hint}", name=word, key=key.value, hint=hint)
        if shape == "table":
            return tree.TableValue(word, key, kind)
        return tree.BracketValue(word, key, kind)

    def one_of(self, left: Node, at: int) -> Node:
        self.need("(")
        options: list[tree.Value] = []
        while True:
            where, option = self.here, self.single()
            if not isinstance(option, tree.Constant):
                self.stop("expression_expected", where, "Only plain values may stand in a list.")
            self.compared(tree.Comparison.SAME, left, option, where)
            options.append(option.value)
            if not self.take(","):
                break
        self.need(")")
        if left.type is Type.BOOLEAN:
            self.mismatch(at, "A yes/no cannot be one of a list.")
        return tree.OneOf(left, tuple(options))

    # -- calls ----------------------------------------------------------------------------------------------

    def call(self, word: str, at: int) -> Node:
        self.need("(")
        makers: dict[str, Callable[[int], Node]] = {
            "age_on": lambda _: tree.AgeOn(*self.days(2)),
            "months_between": lambda _: tree.MonthsBetween(*self.days(2)),
            "least": lambda where: self.extreme(tree.Least, where),
            "greatest": lambda where: self.extreme(tree.Greatest, where),
            "if": self.choice,
            "sum": self.sum_over,
            "count": lambda where: self.over(tree.CountOver, where),
            "any": lambda where: self.over(tree.AnyOver, where),
            "all": lambda where: self.over(tree.AllOver, where),
            **{name: self.rounder(how) for name, how in ROUNDINGS.items()},
        }
        if word not in makers:
            hint = did_you_mean(word, list(makers))
            self.stop("expression_unknown_function", at, "There is no {name}(…){hint}", name=word, hint=hint)
        node = makers[word](at)
        self.need(")")
        return node

    def days(self, count: int) -> tuple[Node, Node]:
        found: list[Node] = []
        for number in range(count):
            if number:
                self.need(",")
            where, part = self.here, self.either()
            if part.type is not Type.DATE:
                self.mismatch(where, "A date is needed here, not {given}.", given=part.type.value)
            found.append(part)
        return found[0], found[1]

    def extreme(self, maker: type[tree.Least | tree.Greatest], at: int) -> Node:
        parts = [self.either()]
        while self.take(","):
            parts.append(self.either())
        kind = self.same_type(parts, at)
        if kind not in NUMBERS and kind is not Type.DATE:
            self.mismatch(
                at, "Only numbers and dates have a least and a greatest, not {given}.", given=kind.value
            )
        return maker(tuple(adapted(part, kind) for part in parts), kind)

    def choice(self, at: int) -> Node:
        where, condition = self.here, self.either()
        self.truth(condition, where)
        self.need(",")
        then = self.either()
        self.need(",")
        otherwise = self.either()
        kind = self.same_type([then, otherwise], at)
        return tree.If(condition, adapted(then, kind), adapted(otherwise, kind), kind)

    def same_type(self, parts: list[Node], at: int) -> Type:
        kind = common(parts)
        if kind is None:
            given = ", ".join(part.type.value for part in parts)
            self.mismatch(at, "These must be of one type: {given}.", given=given)
        return kind

    def rounder(self, how: Rounding) -> Callable[[int], Node]:
        def make(at: int) -> Node:
            value, unit = self.either(), 1
            self.number(value, at)
            if self.take(","):
                kind, word, where = self.tokens[self.index]
                if kind != "number" or not word.replace("_", "").isdigit() or int(word) < 1:
                    self.expected("a whole unit to round to, such as 10")
                self.index += 1
                unit = int(word)
                del where
            return tree.Round(value, how, unit, rounded_type(value.type))

        return make

    def members(self) -> None:
        if self.of_member:
            self.stop(
                "expression_nested_household", self.here, "A household cannot be counted inside another."
            )
        if not self.take("household"):
            self.expected("'household'")

    def within(self) -> tuple[Node, int]:
        self.members()
        self.need(",")
        self.of_member = True
        where = self.here
        try:
            return self.either(), where
        finally:
            self.of_member = False

    def sum_over(self, _at: int) -> Node:
        value, where = self.within()
        self.number(value, where)
        return tree.SumOver(value, value.type)

    def over(self, maker: type[tree.CountOver | tree.AnyOver | tree.AllOver], _at: int) -> Node:
        if maker is tree.CountOver and self.tokens[self.index + 1][1] == ")":
            self.members()
            return tree.CountOver(tree.Constant(True, Type.BOOLEAN))
        condition, where = self.within()
        return maker(self.truth(condition, where))

    # -- types ----------------------------------------------------------------------------------------------

    def truth(self, node: Node, at: int) -> Node:
        if node.type is not Type.BOOLEAN:
            self.mismatch(at, "A yes/no is needed here, not {given}.", given=node.type.value)
        return node

    def number(self, node: Node, at: int) -> None:
        if node.type not in NUMBERS:
            self.mismatch(at, "A number is needed here, not {given}.", given=node.type.value)

    def compared(self, how: tree.Comparison, left: Node, right: Node, at: int) -> Node:
        ordered = how not in {tree.Comparison.SAME, tree.Comparison.OTHER}
        orderable = left.type in NUMBERS or left.type is Type.DATE
        if not comparable(left, right) or (ordered and not orderable):
            self.mismatch(
                at,
                "Cannot compare {left} with {right}.",
                left=left.type.value,
                right=right.type.value,
            )
        for one, other in ((left, right), (right, left)):
            options = self.options.get(one.name, ()) if isinstance(one, tree.FactRef) else ()
            if options and isinstance(other, tree.Constant) and other.value not in options:
                hint = did_you_mean(str(other.value), list(options))
                self.mismatch(
                    at,
                    "{name} is never {value!r}{hint}",
                    name=getattr(one, "name", ""),
                    value=other.value,
                    hint=hint,
                )
        return tree.Compare(how, adapted(left, right.type), adapted(right, left.type))


def adapted(node: Node, kind: Type) -> Node:
    """Return a bare whole number as the type it stands beside: 0 is no won beside won, and no choice of unit is lost."""
    if isinstance(node, tree.Constant) and node.type is Type.INTEGER and kind in MONEY:
        return tree.Constant(node.value, Type.WON)
    if isinstance(node, tree.Constant) and node.type is Type.CODE and kind is Type.CHOICE:
        return tree.Constant(node.value, Type.CHOICE)
    return node
