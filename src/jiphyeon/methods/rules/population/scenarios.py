"""From a named supposition to the version it would make: parameters through `reform`, clauses replaced or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from jiphyeon.kernel import Place, Refused
from jiphyeon.methods.rules import source
from jiphyeon.methods.rules.binding import parameters_in
from jiphyeon.methods.rules.names import Derivations, Names
from jiphyeon.methods.rules.notation import parse
from jiphyeon.methods.rules.population.results import Scenario
from jiphyeon.methods.rules.programme import Clause, Kind, Programme, Version
from jiphyeon.methods.rules.reform import reform
from jiphyeon.methods.rules.source import Block, Listing, Scalar
from jiphyeon.methods.rules.spelling import did_you_mean, perhaps
from jiphyeon.methods.rules.tree import Node, Type
from jiphyeon.methods.rules.values import VALUE_OF


def supposed(programme: Programme, scenario: Scenario, as_of: date, known_on: date | None = None) -> Version:
    """Return the version that would be in force on the day under the scenario.

    Raises Refused for a parameter or clause nobody knows, a value or expression of the wrong type.
    """
    first = scenario.first or as_of
    changes = {name: (value, first) for name, value in scenario.parameters.items()}
    version = (reform(programme, changes) if changes else programme).version_on(as_of, known_on)
    if not scenario.clauses or first > as_of:
        return version
    clauses: list[Clause] = []
    for clause in version.clauses:
        if clause.id not in scenario.clauses:
            clauses.append(clause)
            continue
        text = scenario.clauses[clause.id]
        if text is not None:
            clauses.append(_rewritten(version, clause, text))
    for name in scenario.clauses:
        if name not in {clause.id for clause in version.clauses}:
            known = [clause.id for clause in version.clauses]
            raise Refused(
                "unknown_clause",
                ko="'{name}'이라는 조건은 없습니다.{perhaps}",
                en="There is no clause called {name!r}{hint}",
                name=name,
                hint=did_you_mean(name, known),
                perhaps=perhaps(name, known),
            )
    return replace(version, clauses=tuple(clauses), plans={})


def _rewritten(version: Version, clause: Clause, text: str) -> Clause:
    node = expression_of(version, text)
    wanted = Type.WON if clause.kind is Kind.AMOUNT else Type.BOOLEAN
    if node.type is not wanted:
        raise Refused(
            "clause_type",
            ko="조건 {id}에는 {wanted}이(가) 와야 하는데 {found}입니다.",
            en="Clause {id} must come to {wanted}, not {found}.",
            id=clause.id,
            wanted="whole won" if wanted is Type.WON else "a yes/no",
            found=node.type.value,
        )
    return replace(
        clause,
        expression=node,
        text=" ".join(text.split()),
        verified=False,
        parameters=parameters_in(node),
    )


def expression_of(version: Version, text: str) -> Node:
    """Return an expression written in the words of a version. Raises Refused naming the character it fails at."""
    places = {name: Place("facts.yaml") for name in version.facts}
    names = Names(Derivations(version.facts, version.parameters, places), version.parameters)
    names.values = dict(version.values)
    return parse(text, names)


def from_settings(
    name: str, settings: Sequence[str], version: Version, first: date | None = None
) -> Scenario:
    """Return the scenario of settings such as `age_limit=34`, each value read as its parameter's type."""
    values = {}
    for setting in settings:
        key, sign, text = setting.partition("=")
        key = key.strip()
        parameter = version.parameters.get(key)
        if not sign or not text.strip():
            raise Refused(
                "setting_form",
                ko="'{setting}': 이름=값으로 적어 주세요. 예: age_limit=34",
                en="{setting!r}: write NAME=VALUE, such as age_limit=34.",
                setting=setting,
            )
        if parameter is None:
            raise Refused(
                "unknown_parameter",
                ko="'{name}'이라는 기준값은 없습니다.{perhaps}",
                en="There is no parameter called {name!r}{hint}",
                name=key,
                hint=did_you_mean(key, version.parameters),
                perhaps=perhaps(key, version.parameters),
            )
        if parameter.shape != "scalar":
            raise Refused(
                "setting_a_table",
                ko="{name}은(는) 표입니다. 시나리오 파일에 적어 주세요.",
                en="{name} is a {shape}; only single values can be set here.",
                name=key,
                shape=parameter.shape,
            )
        values[key] = VALUE_OF[parameter.type](Scalar(text.strip(), f"--set {key}", 1, quoted=False))
    return Scenario(name, values, first=first)


def read_scenarios(file: Path, version: Version) -> list[Scenario]:
    """Return the scenarios of a YAML (or JSON) file, each under its name: `set`, `clauses`, `from`.

        up to 34, larger deposits:
          set: {age_limit: 34, deposit_cap: 120_000_000}
          clauses: {assets: drop, one-person: household_size <= 2}
          from: 2024-01-01

    A clause is rewritten by an expression, or left out by the word `drop`. Raises Refused naming file and line.
    """
    if not file.is_file():
        raise Refused("no_such_file", en="There is no such file.", place=Place(str(file)))
    listed = source.read(file, str(file))
    return [_scenario(name, entry, version) for name, entry in listed.entries.items()]


def _scenario(name: str, entry: Scalar | Listing | Block, version: Version) -> Scenario:
    if not isinstance(entry, Block):
        entry.stop("not_a_block", "A scenario must be a block of keys.")
    entry.only({"set", "clauses", "from"}, f"Scenario {name}")
    changes = _entries(entry, "set")
    told = from_settings(name, [f"{key}={one.text}" for key, one in changes.items()], version)
    clauses = {
        key: None if one.text == "drop" else one.text for key, one in _entries(entry, "clauses").items()
    }
    first = source.day_of(entry.scalar("from", "a scenario")) if "from" in entry else None
    return replace(told, clauses=clauses, first=first)


def _entries(entry: Block, key: str) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {}
    if key not in entry:
        return found
    for name, one in entry.block(key, "a scenario").entries.items():
        if not isinstance(one, Scalar):
            one.stop("not_one_value", "{name} takes one value.", name=name)
        found[name] = one
    return found
