"""Conditions and amounts of the law in plain words, both languages, read off their expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiphyeon.contexts.programmes.queries import wordings
from jiphyeon.kernel import Words
from jiphyeon.kernel.periods import Unit
from jiphyeon.methods.rules import Clause, Type, Version, notation_of, tree

_COMPARED = {
    "<=": Words("{left}: {right} 이하", "{left}: at most {right}"),
    "<": Words("{left}: {right} 미만", "{left}: below {right}"),
    ">=": Words("{left}: {right} 이상", "{left}: at least {right}"),
    ">": Words("{left}: {right} 초과", "{left}: above {right}"),
    "==": Words("{left}: {right}", "{left}: {right}"),
    "!=": Words("{left}: {right} 아님", "{left}: not {right}"),
}
_DATED = {
    "<=": Words("{left}: {right}까지", "{left}: by {right}"),
    "<": Words("{left}: {right} 전", "{left}: before {right}"),
    ">=": Words("{left}: {right}부터", "{left}: from {right}"),
    ">": Words("{left}: {right} 뒤", "{left}: after {right}"),
    "==": Words("{left}: {right}", "{left}: {right}"),
    "!=": Words("{left}: {right} 아님", "{left}: not {right}"),
}
_SIGNS: dict[type, str] = {tree.Add: "+", tree.Subtract: "−", tree.Multiply: "×", tree.Divide: "÷"}


def clause_words(version: Version, clause: Clause) -> Words:
    """Return a clause's expression in words; empty where an officer judges freely."""
    return expression_words(version, clause.expression) if clause.expression is not None else Words("", "")


def expression_words(version: Version, node: tree.Node) -> Words:
    """Return an expression in words; what has no plain words stays in the notation."""
    if isinstance(node, tree.And | tree.Or):
        parts = [expression_words(version, part) for part in node.parts]
        ko, en = (" 그리고 ", " and ") if isinstance(node, tree.And) else (" 또는 ", " or ")
        return Words(ko.join(part.ko for part in parts), en.join(part.en for part in parts))
    if isinstance(node, tree.Not):
        part = expression_words(version, node.part)
        return Words(f"{part.ko}: 아니요", f"{part.en}: no")
    if isinstance(node, tree.Compare):
        left = _side(version, node.left, None)
        right = _side(version, node.right, node.left)
        pattern = (_DATED if node.left.type is Type.DATE else _COMPARED)[node.how.value]
        return Words(
            pattern.ko.format(left=left.ko, right=right.ko), pattern.en.format(left=left.en, right=right.en)
        )
    if isinstance(node, tree.Between):
        left = _side(version, node.value, None)
        low, high = _side(version, node.low, node.value), _side(version, node.high, node.value)
        return Words(f"{left.ko}: {low.ko}부터 {high.ko}까지", f"{left.en}: from {low.en} to {high.en}")
    if isinstance(node, tree.OneOf):
        left = _side(version, node.value, None)
        options = [
            _constant_words(version, tree.Constant(one, node.value.type), node.value) for one in node.options
        ]
        ko, en = " 또는 ".join(one.ko for one in options), " or ".join(one.en for one in options)
        return Words(f"{left.ko}: {ko}", f"{left.en}: {en}")
    return _side(version, node, None)


def _side(version: Version, node: tree.Node, beside: tree.Node | None) -> Words:
    if isinstance(node, tree.Constant):
        return _constant_words(version, node, beside)
    return _WRITERS.get(node.__class__, _sum_words)(version, node)


def _row_words(version: Version, node: tree.TableValue) -> Words:
    """Return a table's name, with the row where the same one is always looked up."""
    label = version.parameters[node.name].label
    if not isinstance(node.key, tree.Constant) or not isinstance(node.key.value, int | str):
        return label
    row = wordings.row_words(node.key.value)
    return Words(f"{label.ko} {row.ko}", f"{label.en}, {row.en}")


def _months_words(version: Version, node: tree.MonthsBetween) -> Words:
    start, day = _side(version, node.start, None), _side(version, node.day, None)
    return Words(f"{start.ko}부터 {day.ko}까지 개월 수", f"months from {start.en} to {day.en}")


_UNITS = {
    Unit.DAYS: Words("일", "days"),
    Unit.WEEKS: Words("주", "weeks"),
    Unit.MONTHS: Words("개월", "months"),
    Unit.YEARS: Words("년", "years"),
}


def _period_words(version: Version, node: tree.Within) -> Words:
    """Return a period in words: which day must lie in it, how long it is, and whether its first day counts."""
    day, start = _side(version, node.value, None), _side(version, node.start, None)
    long = _side(version, node.count, None)
    unit = _UNITS[node.unit]
    if isinstance(node.count, tree.Constant):
        long = Words(f"{node.count.value}{unit.ko}", f"{node.count.value} {unit.en}")
    ko, en = ("부터 (그날 포함)", "from") if node.first_day_counts else (" 다음 날부터", "after")
    moved = (
        Words(", 끝나는 날이 토요일·공휴일이면 그다음 근무일까지", ", or the next working day")
        if node.moved
        else Words("", "")
    )
    return Words(
        f"{day.ko}: {start.ko}{ko} {long.ko} 안{moved.ko}",
        f"{day.en}: within {long.en} {en} {start.en}{moved.en}",
    )


def _either_words(version: Version, node: tree.If) -> Words:
    condition, then = expression_words(version, node.condition), _side(version, node.then, None)
    if isinstance(node.otherwise, tree.Constant) and node.otherwise.value == 0:
        return Words(f"[{condition.ko}] {then.ko}", f"[{condition.en}] {then.en}")
    other = _side(version, node.otherwise, None)
    return Words(
        f"[{condition.ko}] {then.ko}, 아니면 {other.ko}", f"[{condition.en}] {then.en}, otherwise {other.en}"
    )


def _named_words(version: Version, node: tree.Named) -> Words:
    fact = version.facts.get(node.name)
    inner = version.values.get(node.name)
    if fact is not None:
        return fact.label
    return _side(version, inner, None) if inner is not None else Words(node.name, node.name)


def _constant_words(version: Version, node: tree.Constant, beside: tree.Node | None) -> Words:
    fact = version.facts.get(beside.name) if isinstance(beside, tree.FactRef | tree.Named) else None
    constant = wordings.value_words(
        node.value,
        str(fact.type if fact else node.type),
        fact.unit if fact else None,
        dict(fact.options) if fact else None,
    )
    # English counts ("1 people") read better bare beside their label.
    bare = fact is not None and fact.unit is not None and fact.unit.en not in wordings.CLOSE
    return Words(constant.ko, str(node.value)) if bare and isinstance(node.value, int) else constant


def _sum_words(version: Version, node: tree.Node) -> Words:
    sign = _SIGNS.get(node.__class__)
    if sign is not None:
        parts = [_inside(version, part) for part in tree.children(node)]
        return Words(f" {sign} ".join(part.ko for part in parts), f" {sign} ".join(part.en for part in parts))
    if isinstance(node, tree.Least | tree.Greatest):
        parts_shown = node.parts if isinstance(node, tree.Least) else _more_than_nothing(node.parts)
        parts = [_side(version, part, None) for part in parts_shown]
        ko, en = ("작은", "smallest") if isinstance(node, tree.Least) else ("큰", "largest")
        return Words(
            ", ".join(part.ko for part in parts) + f" 가운데 가장 {ko} 값",
            f"the {en} of " + ", ".join(part.en for part in parts),
        )
    text = notation_of(node)
    return Words(text, text)


def _more_than_nothing(parts: tuple[tree.Node, ...]) -> list[tree.Node]:
    """Return the parts of a largest value without a bare zero, which only says that nobody pays in."""
    return [one for one in parts if not (isinstance(one, tree.Constant) and one.value == 0)] or list(parts)


def _inside(version: Version, node: tree.Node) -> Words:
    """Return a part of a sum or product, in brackets where it is more than a name."""
    words = _side(version, node, None)
    inner = node
    while isinstance(inner, tree.Named | tree.Round):
        following = version.values.get(inner.name) if isinstance(inner, tree.Named) else inner.value
        if following is None:
            return words
        inner = following
    if isinstance(inner, tree.Least | tree.Greatest | tree.If | tree.Add | tree.Subtract):
        return Words(f"({words.ko})", f"({words.en})")
    return words


_WRITERS: dict[type, Callable[[Version, Any], Words]] = {
    tree.AsOf: lambda _version, _node: Words("기준일", "the day asked about"),
    tree.FactRef: lambda version, node: version.facts[node.name].label,
    tree.ParameterRef: lambda version, node: version.parameters[node.name].label,
    tree.BracketValue: lambda version, node: version.parameters[node.name].label,
    tree.TableValue: _row_words,
    tree.Named: _named_words,
    tree.Round: lambda version, node: _side(version, node.value, None),
    tree.MonthsBetween: _months_words,
    tree.Within: _period_words,
    tree.If: _either_words,
}
