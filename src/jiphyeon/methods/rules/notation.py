"""From a line of text to a typed tree: a small recursive-descent reader that knows every name and type.

    age between age_from and age_limit
    household_income <= median_income[household_size] * income_share
    floor(least(monthly_rent, monthly_cap), 10)
    any(household, age_on(birth_date, as_of) >= 65)

Facts are the applicant's; inside `sum(household, …)`, `count`, `any`, `all` a person's facts are the member's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NoReturn, Protocol

from jiphyeon.methods.rules import tree
from jiphyeon.methods.rules.calls import Calls
from jiphyeon.methods.rules.checking import adapted, comparable, product, quotient, total
from jiphyeon.methods.rules.source import exact
from jiphyeon.methods.rules.spelling import did_you_mean
from jiphyeon.methods.rules.tree import NUMBERS, TEXTS, Node, Type

WORDS = frozenset({"and", "or", "not", "between", "in", "true", "false", "as_of", "household"})


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
    reader = _Reader(text, scope)
    try:
        return reader.whole()
    except RecursionError:
        reader.stop("expression_too_deep", reader.here, "Brackets are nested too deeply.")


class _Reader(Calls):
    """Reads by descent, loosest binding first."""

    def __init__(self, text: str, scope: Scope) -> None:
        super().__init__(text)
        self.scope = scope

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
