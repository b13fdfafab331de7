"""From a named supposition to the version it would make: parameters through `reform`, clauses replaced or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

from jiphyeon.kernel import Place, Refused, source
from jiphyeon.kernel.source import Block, Listing, Scalar
from jiphyeon.kernel.spelling import hinted, perhaps
from jiphyeon.methods.rules.language.parser import parse
from jiphyeon.methods.rules.language.units import UnitsDiffer
from jiphyeon.methods.rules.model.binding import parameters_in
from jiphyeon.methods.rules.model.parameters import Content, Parameter, unknown_parameter
from jiphyeon.methods.rules.model.programme import Clause, Kind, Programme, Version
from jiphyeon.methods.rules.model.tree import Node, Type
from jiphyeon.methods.rules.population.results import Scenario
from jiphyeon.methods.rules.population.scenarios.table_changes import first_key, whole, with_one
from jiphyeon.methods.rules.reading.names import Derivations, Names
from jiphyeon.methods.rules.reforming import reform


def scenario_version(
    programme: Programme, scenario: Scenario, as_of: date, known_on: date | None = None
) -> Version:
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
                hint=hinted(name, known),
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
    node = parse(text, names)
    try:
        names.units.of(node)
    except UnitsDiffer as why:
        raise Refused(
            "units_differ",
            ko="단위가 다른 값을 견주거나 더할 수 없습니다: {text}",
            en="“{text}”: {why} cannot meet.",
            text=" ".join(text.split()),
            why=why,
        ) from None
    return node


def from_settings(
    name: str, settings: Sequence[str], version: Version, first: date | None = None, *, on: date | None = None
) -> Scenario:
    """Return the scenario of settings such as `age_limit=34` or `median_income[2]=3_700_000`, values read by type.

    A row or step is changed in the table as it stands on `first`, else `on` (neither: the version's first day).
    """
    found = _Settings(version, first or on or version.effective.first)
    for setting in settings:
        key, sign, text = setting.partition("=")
        if not sign or not text.strip() or not key.strip():
            raise Refused(
                "setting_form",
                ko="'{setting}': 이름=값으로 적어 주세요. 예: age_limit=34",
                en="{setting!r}: write NAME=VALUE, such as age_limit=34.",
                setting=setting,
            )
        found.take(key.strip(), Scalar(text.strip(), f"--set {key.strip()}", 0, quoted=False))
    return Scenario(name, found.values, first=first)


class _Settings:
    """Values set one after another, each over what the law has on the day and what was set before."""

    def __init__(self, version: Version, day: date) -> None:
        self.version = version
        self.day = day
        self.values: dict[str, Content] = {}

    def take(self, written: str, value: Scalar | Block) -> None:
        """Set a parameter (`age_limit`), one row or step (`median_income[2]`), or by a block a whole table."""
        name, bracket, key = written.partition("[")
        name = name.strip()
        parameter = self.version.parameters.get(name)
        if parameter is None:
            raise unknown_parameter(name, self.version.parameters, _place(value))
        if isinstance(value, Block):
            if bracket:
                value.stop(
                    "not_one_value",
                    "{name} takes one value.",
                    "‘{name}’에는 값 하나만 적어 주세요.",
                    name=written,
                )
            self.values[name] = whole(parameter, self._now(parameter), value)
        elif bracket:
            if not key.rstrip().endswith("]"):
                value.stop(
                    "setting_form",
                    "{name!r}: close the bracket, as in median_income[2].",
                    "‘{name}’: median_income[2]처럼 ]로 닫아 주세요.",
                    name=written,
                )
            row = Scalar(key.rstrip()[:-1].strip(), value.file, value.line, quoted=False)
            self.values[name] = with_one(parameter, self._now(parameter), row, value)
        elif parameter.shape != "scalar":
            self._refuse_table(parameter, value)
        else:
            self.values[name] = parameter.read(value)

    def _now(self, parameter: Parameter) -> Content:
        set_before = self.values.get(parameter.name)
        if set_before is not None:
            return set_before
        return parameter.on(self.day, self.version.known_on).content

    def _refuse_table(self, parameter: Parameter, value: Scalar) -> NoReturn:
        raise Refused(
            "setting_a_table",
            ko="{name}은(는) 표입니다. {name}[{row}]=값처럼 행 하나를 적거나, 시나리오 파일에 표 전체를 적어 주세요.",
            en="{name} is a {shape}: set one row as {name}[{row}]=…, or write the whole in a file of scenarios.",
            place=_place(value),
            name=parameter.name,
            shape=parameter.shape,
            row=first_key(self._now(parameter)),
        )


def _place(value: Scalar | Block) -> Place | None:
    """Return where a value stands in a file; None where it was typed."""
    return Place(value.file, value.line) if value.line else None


def read_scenarios(file: Path, version: Version, *, on: date | None = None) -> list[Scenario]:
    """Return the scenarios of a YAML (or JSON) file, each under its name: `set`, `clauses`, `from`.

        up to 34, larger deposits:
          set: {age_limit: 34, deposit_cap: 120_000_000, "median_income[2]": 3_700_000}
          clauses: {assets: drop, one-person: household_size <= 2}
          from: 2024-01-01

    A table or bracket is written anew as a block of `key: value`; else its rows are those of the scenario's first day,
    or `on`. A clause is rewritten by an expression, or left out by the word `drop`. Raises Refused naming file and line.
    """
    if not file.is_file():
        raise Refused(
            "no_such_file",
            ko="그런 파일이 없습니다. 경로를 다시 적어 주세요.",
            en="There is no such file.",
            place=Place(str(file)),
        )
    listed = source.read(file, str(file))
    return [_scenario(name, entry, version, on) for name, entry in listed.entries.items()]


def _scenario(name: str, entry: Scalar | Listing | Block, version: Version, on: date | None) -> Scenario:
    if not isinstance(entry, Block):
        entry.stop(
            "not_a_block", "A scenario must be a block of keys.", "변경안은 키와 값의 묶음으로 적어 주세요."
        )
    entry.only({"set", "clauses", "from"}, f"Scenario {name}")
    first = source.day_of(entry.scalar("from", "a scenario")) if "from" in entry else None
    settings = _Settings(version, first or on or version.effective.first)
    for key, value in entry.block("set", "a scenario").entries.items() if "set" in entry else ():
        if isinstance(value, Listing):
            value.stop(
                "not_one_value",
                "{name} takes one value, or a block of key: value.",
                "‘{name}’에는 값 하나나 ‘키: 값’의 묶음을 적어 주세요.",
                name=key,
            )
        settings.take(key, value)
    return Scenario(name, settings.values, _clauses(entry), first)


def _clauses(entry: Block) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name, one in entry.block("clauses", "a scenario").entries.items() if "clauses" in entry else ():
        if not isinstance(one, Scalar):
            one.stop(
                "not_one_value", "{name} takes one value.", "‘{name}’에는 값 하나만 적어 주세요.", name=name
            )
        found[name] = None if one.text == "drop" else one.text
    return found
