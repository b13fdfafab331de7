"""What no reader of single lines can see: tables that lack a row somebody can ask for, days without a value, and
parameters that cannot mean what they are used for.

A clause that looks up a row which is not there would stay open for ever, and ask for what it was told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NoReturn

from jiphyeon.kernel import Place, Refused
from jiphyeon.methods.rules.judging.plan import shared
from jiphyeon.methods.rules.judging.ranges import ends
from jiphyeon.methods.rules.model import parameters, tree
from jiphyeon.methods.rules.model.binding import bind, parameters_in
from jiphyeon.methods.rules.model.parameters import Dated, Parameter, Parameters
from jiphyeon.methods.rules.model.programme import Version
from jiphyeon.methods.rules.model.tree import Node, Rows, Steps, Type
from jiphyeon.methods.rules.model.vocabulary import AS_OF

LookUp = tree.TableValue | tree.BracketValue


def refuse_holes(version: Version) -> None:
    """Raise Refused for the first hole in a version's tables, brackets, dates and numbers, naming where it stands."""
    used = frozenset[str]().union(*(clause.parameters for clause in version.clauses))
    for where, node, names in _expressions(version):
        if not any(version.parameters[name].shape != "scalar" for name in names):
            continue
        for one in tree.walk(node):
            if isinstance(one, tree.TableValue | tree.BracketValue):
                _whole(version, one, where)
    for name in sorted(used):
        _every_day(version, version.parameters[name])
    if version.places is not None:
        _at_least(version.parameters[version.places], 0, "the number of places")
    if version.pays is not None and version.pays.times is not None:
        _at_least(version.parameters[version.pays.times], 1, "how often is paid")


def _expressions(version: Version) -> Iterator[tuple[str, Node, frozenset[str]]]:
    for clause in version.clauses:
        if clause.expression is not None:
            yield f"clause {clause.id}", clause.expression, clause.parameters
    for key in version.ranking:
        yield "the ranking", key.expression, parameters_in(key.expression)


def refuse_no_length(period: tree.Within, named: Parameters) -> None:
    """Raise Refused where a parameter that is the length of a period has a value that is none."""
    if isinstance(period.count, tree.ParameterRef):
        _at_least(named[period.count.name], 1, "the length of a period")


def _in_force(version: Version, name: str) -> list[Dated]:
    """Return the values of a parameter that hold on some day of the version."""
    values = version.parameters[name].known(version.known_on)
    first, last = version.effective.first, version.effective.last
    found = []
    for place, one in enumerate(values):
        until = values[place + 1].first if place + 1 < len(values) else None
        if (last is None or one.first <= last) and (until is None or until > first):
            found.append(one)
    return found


def _stop(code: str, at: Place | None, en: str, *, ko: str, **values: Any) -> NoReturn:
    raise Refused(code, ko=ko, en=en, place=at, **values)


# -- numbers and days -----------------------------------------------------------------------------------------


def _at_least(parameter: Parameter, least: int, what: str) -> None:
    for one in parameter.values:
        if isinstance(one.content, int) and one.content < least:
            _stop(
                "parameter_too_low",
                one.place,
                "{name} is {what}; it cannot be {value}.",
                ko="{label} 값은 {value}일 수 없습니다. {least} 이상으로 적어 주세요.",
                label=parameter.label.ko,
                least=least,
                name=parameter.name,
                what=what,
                value=one.content,
            )


def _every_day(version: Version, parameter: Parameter) -> None:
    """Refuse days of the version on which a parameter has no value, and values that go on while the next has begun."""
    if all(one.last is None for one in parameter.values):
        return
    values = parameter.known(version.known_on)
    for one, following in zip(values, [*values[1:], None], strict=True):
        if one.last is None or (version.effective.last is not None and one.last >= version.effective.last):
            continue
        if following is not None and one.last >= following.first:
            _stop(
                "values_overlap",
                one.place,
                "{name}: the value to {last} and the one from {first} both hold; end one.",
                ko="‘{name}’: {last}까지의 값과 {first}부터의 값이 겹칩니다. 하나를 끝내 주세요.",
                name=parameter.name,
                last=one.last,
                first=following.first,
            )
        morrow = one.last + timedelta(days=1) if one.last < date.max else one.last
        if one.last >= version.effective.first and (following is None or morrow < following.first):
            _stop(
                "parameter_hole",
                one.place,
                "{name} has no value on {day}, while version {version} is in force.",
                ko="{version}판을 쓰는 동안 {day}의 ‘{name}’ 값이 없습니다. 값을 적어 주세요.",
                name=parameter.name,
                day=morrow,
                version=version.name,
            )


# -- tables and brackets --------------------------------------------------------------------------------------


def _whole(version: Version, node: LookUp, where: str) -> None:
    """Refuse a table or bracket that lacks a row which its key can ask for, in any year of the version."""
    for one in _in_force(version, node.name):
        day = max(one.first, version.effective.first)
        if isinstance(one.content, Steps) and isinstance(node, tree.BracketValue):
            _, high = _span(version, node.at, day)
            end = one.content.steps[-1][0]
            if end is not None and (high is None or high > end):
                _missing(node, one, where, f"reaches {end:,} only", "more" if high is None else f"{high:,}")
        elif isinstance(one.content, Rows) and isinstance(node, tree.TableValue):
            _rows(version, node, one, day, where)


def _rows(version: Version, node: tree.TableValue, one: Dated, day: date, where: str) -> None:
    rows = one.content
    if not isinstance(rows, Rows):
        return
    words = _words(version, node.key)
    if words is not None:
        for word in words:
            if parameters.row(rows, word) is None:
                _missing(node, one, where, f"has no row {word}", str(word))
        return
    whole = [key for key in rows.rows if isinstance(key, int)]
    if not whole:
        _missing(node, one, where, f"has rows for {', '.join(map(str, rows.rows))} only", "another word")
    low, high = _span(version, node.key, day)
    if low is None or low < min(whole):
        _missing(node, one, where, f"begins with row {min(whole)}", "less" if low is None else str(low))
    if rows.beyond is None and (high is None or high > max(whole)):
        _missing(
            node,
            one,
            where,
            f"ends with row {max(whole)} and says no “beyond”",
            "more" if high is None else str(high),
        )


def _words(version: Version, key: Node) -> tuple[Any, ...] | None:
    """Return the words a key can be; None where it is a number, or any word at all."""
    if isinstance(key, tree.Constant):
        return (key.value,)
    if isinstance(key, tree.Named):
        return _words(version, key.value)
    if isinstance(key, tree.If):
        then, otherwise = _words(version, key.then), _words(version, key.otherwise)
        return None if then is None or otherwise is None else (*then, *otherwise)
    if isinstance(key, tree.FactRef) and key.type is Type.CHOICE:
        return tuple(version.facts[key.name].options)
    return None


def _span(version: Version, key: Node, day: date) -> tuple[Any, Any]:
    """Return the least and the greatest a key can be where nothing is told: what facts allow, nothing else."""
    values = {name: version.parameters[name].on(day) for name in parameters_in(key)}
    closure = shared(version.facts)[0].make(bind(key, values))
    return ends(closure({AS_OF: day}, {AS_OF: day}))


def _missing(node: LookUp, one: Dated, where: str, has: str, asked: str) -> NoReturn:
    _stop(
        "table_hole",
        one.place,
        "{name} from {first} {has}, but {where} can ask for {asked}: it would stay open whatever is told.",
        ko="{first}부터의 ‘{name}’ 표에 빈 데가 있어, 무엇을 답해도 정할 수 없는 때가 있습니다({where}: {asked}). 그 행을 채워 주세요.",
        name=node.name,
        first=one.first,
        has=has,
        where=where,
        asked=asked,
    )
