"""Terms in plain words, both languages: a value, a condition, and what a change of terms alters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jiphyeon.contexts.benefits.queries import rulebook
from jiphyeon.contexts.benefits.rules import reforming
from jiphyeon.contexts.benefits.rules.reforming import Change
from jiphyeon.kernel import Refused, Words
from jiphyeon.methods.rules import Clause, Parameter, Programme, Version, tree, writing
from jiphyeon.methods.rules.parameters import Content

BEYOND_WORDS = Words("그 위로 한 명마다", "each person beyond")
MOST_PLACES = 12
_CLOSE = {"%", "세", "명", "번", "개월", "㎡", "점"}
_COMPARED = {
    "<=": Words("{left}: {right} 이하", "{left}: at most {right}"),
    "<": Words("{left}: {right} 미만", "{left}: below {right}"),
    ">=": Words("{left}: {right} 이상", "{left}: at least {right}"),
    ">": Words("{left}: {right} 초과", "{left}: above {right}"),
    "==": Words("{left}: {right}", "{left}: {right}"),
    "!=": Words("{left}: {right} 아님", "{left}: not {right}"),
}
_SIGNS: dict[type, str] = {tree.Add: "+", tree.Subtract: "−", tree.Multiply: "×", tree.Divide: "÷"}


def value_words(value: Any, kind: str, unit: Words | None, options: dict[str, Words] | None = None) -> Words:
    """Return one value: 100,000,000원 / 100,000,000 won, 150%, 39세 / 39 years."""
    if isinstance(value, bool):
        return Words("예", "yes") if value else Words("아니요", "no")
    if isinstance(value, date):
        return Words(f"{value.year}. {value.month}. {value.day}.", f"{value.day} {value:%B %Y}")
    if isinstance(value, str):
        return (options or {}).get(value, Words(value, value))
    if kind in {"won", "exact_won"}:
        return Words(f"{int(value):,}원", f"{int(value):,} won")
    exact = Fraction(value)
    if unit is not None and unit.ko == "%":
        exact *= 100
    text = number_words(exact)
    if unit is None:
        return Words(text, text)
    return Words(
        text + ("" if unit.ko in _CLOSE else " ") + unit.ko,
        text + ("" if unit.en in _CLOSE else " ") + unit.en,
    )


def number_words(exact: Fraction) -> str:
    """Return a number exactly: 1,234.5, or 1/3 where no decimal says it.

    >>> number_words(Fraction("0.125")), number_words(Fraction(1, 3))
    ('0.125', '1/3')
    """
    places = next((n for n in range(MOST_PLACES) if (exact * 10**n).denominator == 1), None)
    if places is None:
        return str(exact)
    return f"{Decimal(exact.numerator) / exact.denominator:,.{places}f}"


def content_words(content: Content, parameter: Parameter) -> Words:
    """Return a parameter's value, a table or steps row by row."""
    kind = str(parameter.type)
    if isinstance(content, tree.Rows):
        rows = [
            (row_words(key), value_words(value, kind, parameter.unit)) for key, value in content.rows.items()
        ]
        return Words(
            " · ".join(f"{key.ko} {value.ko}" for key, value in rows),
            " · ".join(f"{key.en}: {value.en}" for key, value in rows),
        )
    if isinstance(content, tree.Steps):
        steps = [(end, value_words(value, kind, parameter.unit)) for end, value in content.steps]
        return Words(
            " · ".join(f"{'' if end is None else f'≤ {end:,} '}{value.ko}" for end, value in steps),
            " · ".join(f"{'' if end is None else f'≤ {end:,} '}{value.en}" for end, value in steps),
        )
    return value_words(content, kind, parameter.unit)


def row_words(key: int | str) -> Words:
    """Return how a row of a table is called: 2인, or a qualification by its name."""
    if isinstance(key, int):
        return Words(f"{key}인", f"{key} person" if key == 1 else f"{key} people")
    return rulebook.policy().qualifications.get(key, Words(key, key))


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
        said = _COMPARED[node.how.value]
        return Words(
            said.ko.format(left=left.ko, right=right.ko), said.en.format(left=left.en, right=right.en)
        )
    if isinstance(node, tree.Between):
        left = _side(version, node.value, None)
        low, high = _side(version, node.low, node.value), _side(version, node.high, node.value)
        return Words(f"{left.ko}: {low.ko}부터 {high.ko}까지", f"{left.en}: from {low.en} to {high.en}")
    return _side(version, node, None)


def _side(version: Version, node: tree.Node, beside: tree.Node | None) -> Words:
    if isinstance(node, tree.FactRef):
        return version.facts[node.name].label
    if isinstance(node, tree.ParameterRef | tree.TableValue | tree.BracketValue):
        return version.parameters[node.name].label
    if isinstance(node, tree.Named):
        return _named_words(version, node)
    if isinstance(node, tree.Round):
        return _side(version, node.value, None)
    if isinstance(node, tree.Constant):
        return _constant_words(version, node, beside)
    return _sum_words(version, node)


def _named_words(version: Version, node: tree.Named) -> Words:
    fact = version.facts.get(node.name)
    inner = version.values.get(node.name)
    if fact is not None:
        return fact.label
    return _side(version, inner, None) if inner is not None else Words(node.name, node.name)


def _constant_words(version: Version, node: tree.Constant, beside: tree.Node | None) -> Words:
    fact = version.facts.get(beside.name) if isinstance(beside, tree.FactRef | tree.Named) else None
    said = value_words(node.value, str(fact.type if fact else node.type), fact.unit if fact else None)
    # English counts ("1 people") read better bare beside their label.
    bare = fact is not None and fact.unit is not None and fact.unit.en not in _CLOSE
    return Words(said.ko, str(node.value)) if bare and isinstance(node.value, int) else said


def _sum_words(version: Version, node: tree.Node) -> Words:
    sign = _SIGNS.get(node.__class__)
    parts = [_side(version, part, None) for part in tree.children(node)]
    if sign is not None:
        return Words(f" {sign} ".join(part.ko for part in parts), f" {sign} ".join(part.en for part in parts))
    if isinstance(node, tree.Least | tree.Greatest):
        ko, en = ("작은", "smaller") if isinstance(node, tree.Least) else ("큰", "larger")
        return Words(
            ", ".join(part.ko for part in parts) + f" 가운데 {ko} 값",
            f"the {en} of " + ", ".join(part.en for part in parts),
        )
    text = writing.written(node)
    return Words(text, text)


def difference(programme: Programme, change: Change) -> list[Words]:
    """Return what a change alters within a programme, a sentence each: "청년 나이 상한: 39세 → 34세, 2027-03-02부터".

    Raises Refused where the change does not fit the programme (any more).
    """
    day, from_day = reforming.first_day(programme, change.first), change.first
    version = programme.version_on(day)
    moved = _moved(version.parameters, change.scenario(programme, day).parameters, day)
    values = [
        Words(
            f"{label.ko}: {old.ko} → {new.ko}, {from_day}부터",
            f"{label.en}: {old.en} → {new.en}, from {from_day}",
        )
        for label, old, new in moved
    ]
    return values + _conditions(version, change.part(programme).clauses, change.first)


def overruled(programme: Programme, change: Change) -> list[Words]:
    """Return which values already set for days after the first a change alters too, a sentence each."""
    parameters = programme.versions[0].parameters
    said = []
    for later, names in reforming.later_values(programme, change).items():
        contents = change.scenario(programme, later).parameters
        said += [
            Words(
                f"{later}부터로 정해 둔 {label.ko}: {old.ko} → {new.ko}",
                f"{label.en}, set already from {later}: {old.en} → {new.en}",
            )
            for label, old, new in _moved(parameters, {name: contents[name] for name in names}, later)
        ]
    return said


Moved = tuple[Words, Words, Words]


def _moved(parameters: Mapping[str, Parameter], contents: Mapping[str, Content], day: date) -> list[Moved]:
    """Return each value, row of a table or bracket that is not what it was on the day: its name, before, after."""
    found: list[Moved] = []
    for name, content in contents.items():
        parameter = parameters[name]
        before = _on(parameter, day)
        if isinstance(content, tree.Rows) and isinstance(before, tree.Rows):
            found += _moved_rows(parameter, before, content)
        elif content != before:
            old = Words("없음", "none") if before is None else content_words(before, parameter)
            found.append((parameter.label, old, content_words(content, parameter)))
    return found


def _moved_rows(parameter: Parameter, before: tree.Rows, after: tree.Rows) -> list[Moved]:
    kind, label = str(parameter.type), parameter.label
    found = [
        (
            Words(f"{label.ko} {row_words(key).ko}", f"{label.en}, {row_words(key).en}"),
            value_words(before.rows[key], kind, parameter.unit),
            value_words(value, kind, parameter.unit),
        )
        for key, value in after.rows.items()
        if before.rows.get(key) != value
    ]
    if after.beyond != before.beyond:
        beyond = Words(f"{label.ko} {BEYOND_WORDS.ko}", f"{label.en}, {BEYOND_WORDS.en}")
        old, new = (value_words(one, kind, parameter.unit) for one in (before.beyond, after.beyond))
        found.append((beyond, old, new))
    return found


def _conditions(version: Version, clauses: Mapping[str, str | None], first: date) -> list[Words]:
    from jiphyeon.methods.rules.population import Scenario  # noqa: PLC0415 -- likewise
    from jiphyeon.methods.rules.population.scenarios import expression_of, supposed  # noqa: PLC0415 -- brings DuckDB along, which pages without a reform never need

    if not clauses:
        return []
    # A condition that is there no more is refused in words before it is looked for.
    supposed(version.programme, Scenario("", {}, clauses, version.effective.first), version.effective.first)
    said = []
    for name, text in clauses.items():
        before = clause_words(version, version.clause(name))
        gone = Words("조건 없앰", "no longer a condition")
        after = gone if text is None else expression_words(version, expression_of(version, text))
        said.append(
            Words(
                f"조건 ‘{before.ko}’ → ‘{after.ko}’, {first}부터",
                f"Condition “{before.en}” → “{after.en}”, from {first}",
            )
        )
    return said


def _on(parameter: Parameter, day: date) -> Content | None:
    try:
        return parameter.on(day).content
    except Refused:
        return None
