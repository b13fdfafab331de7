"""The functions of the notation: ages and months, least and greatest, if, rounding, and the household."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from jiphyeon.kernel import Rounding
from jiphyeon.kernel.spelling import hinted
from jiphyeon.methods.rules.language.tokens import Tokens
from jiphyeon.methods.rules.language.type_rules import adapted, common, comparable, rounded_type
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.tree import NUMBERS, Node, Type


class Calls(Tokens, ABC):
    """Reads what stands between the brackets of a function; the grammar proper is the subclass's."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.of_member = False
        self.options: dict[str, tuple[str, ...]] = {}

    @abstractmethod
    def either(self) -> Node:
        """Read one whole expression."""

    def call(self, word: str, at: int) -> Node:
        self.need("(")
        maker = _CALLS.get(word)
        if maker is None:
            hint = hinted(word, _CALLS)
            self.stop(
                "expression_unknown_function",
                at,
                "There is no {name}(…){hint}",
                "{name}(…)이라는 계산은 없습니다.{hint}",
                name=word,
                hint=hint,
            )
        node = maker(self, at)
        self.need(")")
        return node

    def days(self, count: int) -> tuple[Node, Node]:
        found: list[Node] = []
        for number in range(count):
            if number:
                self.need(",")
            where, part = self.here, self.either()
            self.day(part, where)
            found.append(part)
        return found[0], found[1]

    def extreme(self, maker: type[tree.Least | tree.Greatest], at: int) -> Node:
        parts = [self.either()]
        while self.take(","):
            parts.append(self.either())
        kind = self.same_type(parts, at)
        if kind not in NUMBERS and kind is not Type.DATE:
            self.mismatch(
                at,
                "Only numbers and dates have a least and a greatest, not {given}.",
                "가장 작은 값과 큰 값은 수와 날짜에만 있습니다. 지금은 {given}입니다.",
                given=kind.value,
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
            self.mismatch(
                at,
                "These must be of one type: {given}.",
                "종류가 같은 것끼리만 쓸 수 있습니다. 지금은 {given}입니다.",
                given=given,
            )
        return kind

    def rounded_to(self, how: Rounding, at: int) -> Node:
        value, unit = self.either(), 1
        self.number(value, at)
        if self.take(","):
            kind, word, _ = self.tokens[self.index]
            if kind != "number" or not word.replace("_", "").isdigit() or int(word) < 1:
                self.expected("a whole unit to round to, such as 10", "10처럼 어림할 단위가")
            self.index += 1
            unit = int(word)
        return tree.Round(value, how, unit, rounded_type(value.type))

    def members(self) -> None:
        if self.of_member:
            self.stop(
                "expression_nested_household",
                self.here,
                "A household cannot be counted inside another.",
                "가구를 세는 식 안에서 가구를 다시 셀 수 없습니다. 둘로 나누어 적어 주세요.",
            )
        if not self.take("household"):
            self.expected("'household'", "‘household’가")

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
            self.mismatch(
                at,
                "A yes/no is needed here, not {given}.",
                "여기에는 예·아니요가 와야 합니다. 지금은 {given}입니다.",
                given=node.type.value,
            )
        return node

    def day(self, node: Node, at: int) -> None:
        if node.type is not Type.DATE:
            self.mismatch(
                at,
                "A date is needed here, not {given}.",
                "여기에는 날짜가 와야 합니다. 지금은 {given}입니다.",
                given=node.type.value,
            )

    def number(self, node: Node, at: int) -> None:
        if node.type not in NUMBERS:
            self.mismatch(
                at,
                "A number is needed here, not {given}.",
                "여기에는 수가 와야 합니다. 지금은 {given}입니다.",
                given=node.type.value,
            )

    def compared(self, how: tree.Comparison, left: Node, right: Node, at: int) -> Node:
        ordered = how not in {tree.Comparison.SAME, tree.Comparison.OTHER}
        orderable = left.type in NUMBERS or left.type is Type.DATE
        if not comparable(left, right) or (ordered and not orderable):
            self.mismatch(
                at,
                "Cannot compare {left} with {right}.",
                "{left}과(와) {right}은(는) 서로 견줄 수 없습니다. 종류를 맞춰 주세요.",
                left=left.type.value,
                right=right.type.value,
            )
        for one, other in ((left, right), (right, left)):
            options = self.options.get(one.name, ()) if isinstance(one, tree.FactRef) else ()
            if options and isinstance(other, tree.Constant) and other.value not in options:
                hint = hinted(str(other.value), list(options))
                self.mismatch(
                    at,
                    "{name} is never {value!r}{hint}",
                    "‘{name}’은(는) ‘{value}’일 수 없습니다.{hint}",
                    name=getattr(one, "name", ""),
                    value=other.value,
                    hint=hint,
                )
        return tree.Compare(how, adapted(left, right.type), adapted(right, left.type))


_CALLS: dict[str, Callable[[Calls, int], Node]] = {
    "age_on": lambda reader, _: tree.AgeOn(*reader.days(2)),
    "months_between": lambda reader, _: tree.MonthsBetween(*reader.days(2)),
    "least": lambda reader, at: reader.extreme(tree.Least, at),
    "greatest": lambda reader, at: reader.extreme(tree.Greatest, at),
    "if": Calls.choice,
    "sum": Calls.sum_over,
    "count": lambda reader, at: reader.over(tree.CountOver, at),
    "any": lambda reader, at: reader.over(tree.AnyOver, at),
    "all": lambda reader, at: reader.over(tree.AllOver, at),
    "floor": lambda reader, at: reader.rounded_to(Rounding.FLOOR, at),
    "ceiling": lambda reader, at: reader.rounded_to(Rounding.CEILING, at),
    "half_up": lambda reader, at: reader.rounded_to(Rounding.HALF_UP, at),
    "half_even": lambda reader, at: reader.rounded_to(Rounding.HALF_EVEN, at),
}
