"""From a line of text to a typed tree: a small recursive-descent reader that knows every name and type.

    age between age_from and age_limit
    as_of within months_to_apply months after interview_date moved_off_holidays
    as_of from 2024-03-04 until 2024-03-15
    household_income <= median_income[household_size] * income_share
    floor(least(monthly_rent, monthly_cap), 10)
    any(household, age_on(birth_date, as_of) >= 65)

Facts are the applicant's; inside `sum(household, …)`, `count`, `any`, `all` a person's facts are the member's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NoReturn, Protocol

from jiphyeon.kernel import day_of
from jiphyeon.kernel.periods import Unit
from jiphyeon.kernel.source import exact
from jiphyeon.kernel.spelling import hinted
from jiphyeon.methods.rules.language.functions import Calls
from jiphyeon.methods.rules.language.type_rules import adapted, comparable, product, quotient, total
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.tree import NUMBERS, TEXTS, Node, Type

WORDS = frozenset(
    {
        "and", "or", "not", "between", "in", "true", "false", "as_of", "household", "within", "after", "from", "until",
        "moved_off_holidays",
    }
)  # fmt: skip
UNITS = {word: unit for unit in Unit for word in (unit.value, unit.value.removesuffix("s"))}


@dataclass(frozen=True, slots=True)
class NamedNode:
    """What a scope says of a name: its node, the options a choice may take, and how deep and large it is unfolded."""

    node: Node
    options: tuple[str, ...] = ()
    deep: int = 1
    parts: int = 1


class Scope(Protocol):
    """Where names come from."""

    def name(self, name: str, *, of_member: bool) -> NamedNode | None:
        """Return the fact, parameter or named value called `name`; None where there is none."""

    def table(self, name: str) -> tuple[str, Type, Type, tuple[str, ...]] | None:
        """Return (kind "table" or "bracket", key type, value type, keys) of a table parameter."""

    def names(self) -> list[str]:
        """Return every name, for a suggestion."""


def parse(text: str, scope: Scope) -> Node:
    """Return the typed tree of `text`. Raises Refused naming the character where it stops making sense."""
    reader = _Reader(text, scope)
    try:
        node = reader.whole()
    except RecursionError:
        reader.stop(
            "expression_too_deep",
            reader.here,
            "Brackets are nested too deeply.",
            "( )가 너무 깊습니다. 식을 나누어 적어 주세요.",
        )
    # No token adds more than a step and a part, so that most expressions need not be measured.
    deep, parts = len(reader.tokens) + reader.deep, len(reader.tokens) + reader.parts
    if deep > tree.DEEPEST or parts > tree.MOST_PARTS:
        deep, parts = tree.extent(node)
    if deep > tree.DEEPEST or parts > tree.MOST_PARTS:
        reader.stop(
            "expression_too_deep",
            0,
            "With the names it uses this is more than {deepest} steps deep or has more than {most:,} parts, which nobody "
            "can work out. A long sum needs brackets, or sum(household, …).",
            "쓰는 이름까지 풀면 {deepest}단계보다 깊거나 {most:,}조각보다 많아 계산할 수 없습니다. 긴 합은 ( )로 묶거나 sum(household, …)으로 적어 주세요.",
            deepest=tree.DEEPEST,
            most=tree.MOST_PARTS,
        )
    return node


class _Reader(Calls):
    """Reads by descent, loosest binding first."""

    def __init__(self, text: str, scope: Scope) -> None:
        super().__init__(text)
        self.scope = scope
        self.deep = self.parts = 0

    def whole(self) -> Node:
        node = self.either()
        if self.tokens[self.index][0] != "end":
            self.expected("an operator or the end", "연산 기호가 오거나 식이 끝나")
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
        if self.next_is("within", "from", "until"):
            return self.within_period(left, at) if self.take("within") else self.from_until(left, at)
        if self.take("in"):
            return self.one_of(left, at)
        if self.next_is("not") and self.tokens[self.index + 1][1] == "in":
            self.index += 2
            return tree.Not(self.one_of(left, at))
        return left

    def within_period(self, value: Node, at: int) -> Node:
        self.day(value, at)
        where, count = self.here, self.single()
        if count.type is not Type.INTEGER or not isinstance(count, tree.Constant | tree.ParameterRef):
            self.stop(
                "expression_expected",
                where,
                "A period is as long as a whole number or a parameter says.",
                "기간의 길이는 정수나 기준값으로 적어 주세요.",
            )
        if isinstance(count, tree.Constant) and count.value < 1:  # type: ignore[operator]  # an integer
            self.stop(
                "expression_period",
                where,
                "A period is at least one of its unit.",
                "기간은 1 이상으로 적어 주세요.",
            )
        unit = UNITS.get(self.take(*UNITS) or "")
        if unit is None:
            self.expected("days, weeks, months or years", "days, weeks, months, years 가운데 하나가")
        word = self.take("after", "from")
        if word is None:
            self.expected(
                "'after' (that day does not count) or 'from' (it counts)",
                "‘after’(그날은 세지 않음)나 ‘from’(그날부터 셈)이",
            )
        where, start = self.here, self.sum()
        self.day(start, where)
        moved = self.take("moved_off_holidays") is not None
        if moved and not isinstance(value, tree.AsOf):
            self.stop(
                "expression_period",
                at,
                "Only the day asked about, as_of, is held against open days.",
                "여는 날과 견주는 것은 as_of뿐입니다. as_of로 적어 주세요.",
            )
        return tree.Within(value, start, count, unit, word == "from", moved)

    def from_until(self, value: Node, at: int) -> Node:
        """Read `from` a day, `until` a day, or both: the days themselves are always in it (민법 제159조)."""
        self.day(value, at)
        word = self.take("from", "until")
        where, first = self.here, self.sum()
        self.day(first, where)
        if word == "until":
            return tree.Compare(tree.Comparison.AT_MOST, value, first)
        if not self.take("until"):
            return tree.Compare(tree.Comparison.AT_LEAST, value, first)
        where, last = self.here, self.sum()
        self.day(last, where)
        return tree.Between(value, first, last)

    def sum(self) -> Node:
        at, left = self.here, self.product()
        while sign := self.take("+", "-"):
            right = self.product()
            kind = total(left, right)
            if kind is None:
                self.mismatch(
                    at,
                    "Cannot add {left} and {right}.",
                    "{left}과(와) {right}은(는) 더할 수 없습니다. 종류를 맞춰 주세요.",
                    left=left.type.value,
                    right=right.type.value,
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
                    "{left}과(와) {right}은(는) 곱하거나 나눌 수 없습니다. 종류를 맞춰 주세요.",
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
            self.expected("a name, a number or '('", "이름, 수, ‘(’ 가운데 하나가")
        self.index += 1
        if self.next_is("(") and word not in WORDS:
            return self.call(word, at)
        return self.named(word, at)

    def literal(self, kind: str, word: str, at: int) -> Node:
        if kind == "text":
            return tree.Constant(word[1:-1], Type.CODE)
        if kind == "day":
            try:
                return tree.Constant(day_of(word), Type.DATE)
            except ValueError:
                self.stop(
                    "expression_day",
                    at,
                    "There is no day {day}.",
                    "{day}은(는) 없는 날짜입니다. 있는 날짜로 적어 주세요.",
                    day=word,
                )
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
                    "expression_table_without_key",
                    at,
                    "{name} is a table: write {name}[…].",
                    "‘{name}’은(는) 표입니다. {name}[…]처럼 적어 주세요.",
                    name=word,
                )
            self.unknown(word, at)
        self.deep, self.parts = max(self.deep, known.deep), self.parts + known.parts
        if known.options:
            self.options[word] = known.options
        return known.node

    def unknown(self, word: str, at: int) -> NoReturn:
        self.stop(
            "expression_unknown_name",
            at,
            "There is no fact or parameter called {name!r}{hint}",
            "‘{name}’이라는 사실이나 기준값은 없습니다.{hint}",
            name=word,
            hint=hinted(word, self.scope.names()),
        )

    def looked_up(self, word: str, at: int) -> Node:
        found = self.scope.table(word)
        if found is None:
            if self.scope.name(word, of_member=False):
                self.stop(
                    "expression_not_a_table",
                    at,
                    "{name} is not a table.",
                    "‘{name}’은(는) 표가 아닙니다. [ ] 없이 적어 주세요.",
                    name=word,
                )
            self.unknown(word, at)
        shape, key_type, kind, keys = found
        where, key = self.here, self.either()
        self.need("]")
        fits = comparable(key, tree.Constant(0, key_type)) if key_type in NUMBERS else key.type in TEXTS
        if not fits:
            self.mismatch(
                where,
                "{name} is looked up by {wanted}, not by {given}.",
                "‘{name}’ 표는 {wanted}(으)로 찾습니다. 지금은 {given}입니다.",
                name=word,
                wanted=key_type.value,
                given=key.type.value,
            )
        if isinstance(key, tree.Constant) and key_type in TEXTS and key.value not in keys:
            hint = hinted(str(key.value), list(keys))
            self.mismatch(
                where,
                "{name} has no row {key!r}{hint}",
                "‘{name}’ 표에 ‘{key}’ 행이 없습니다.{hint}",
                name=word,
                key=key.value,
                hint=hint,
            )
        if shape == "table":
            return tree.TableValue(word, key, kind)
        return tree.BracketValue(word, key, kind)

    def one_of(self, left: Node, at: int) -> Node:
        self.need("(")
        options: list[tree.Value] = []
        while True:
            where, option = self.here, self.single()
            if not isinstance(option, tree.Constant):
                self.stop(
                    "expression_expected",
                    where,
                    "Only plain values may stand in a list.",
                    "목록에는 값만 적어 주세요.",
                )
            self.compared(tree.Comparison.SAME, left, option, where)
            options.append(option.value)
            if not self.take(","):
                break
        self.need(")")
        if left.type is Type.BOOLEAN:
            self.mismatch(
                at,
                "A yes/no cannot be one of a list.",
                "예·아니요는 목록과 견줄 수 없습니다. 그대로 적어 주세요.",
            )
        return tree.OneOf(left, tuple(options))
