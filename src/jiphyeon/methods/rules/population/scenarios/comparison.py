"""모의 · What a change would do: many scenarios judged beside the rules in force, in one pass over the people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import gettempdir

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.model.parameters import Content
from jiphyeon.methods.rules.model.programme import Programme, Version, carried_on
from jiphyeon.methods.rules.population.duckdb_engine import (
    EVERYTHING,
    Engine,
    OnProgress,
    Resources,
    engine,
    silent,
)
from jiphyeon.methods.rules.population.results import (
    Curve,
    CurvePoint,
    Figures,
    Scenario,
    ScenarioResult,
    WhatIf,
)
from jiphyeon.methods.rules.population.runs.run import prepared
from jiphyeon.methods.rules.population.scenarios.limited_places import places_of
from jiphyeon.methods.rules.population.scenarios.reading import from_settings, scenario_version
from jiphyeon.methods.rules.population.scenarios.versions import SPREADS, JointRun, Spread
from jiphyeon.methods.rules.population.sources.files import Files
from jiphyeon.methods.rules.population.sources.schema import Population

# Up to so many scenarios in one statement; more would make it too long to plan well.
AT_ONCE = 16


def what_if(
    engine: Engine,
    population: Population,
    programme: Programme,
    as_of: date,
    scenarios: Sequence[Scenario],
    spreads: Sequence[Spread] = SPREADS,
    *,
    known_on: date | None = None,
) -> WhatIf:
    """Return what each scenario would change beside the version in force on the day, people read once for all.

    Raises Refused for a scenario that fits no parameter or clause, and for two of one name.
    """
    names = [one.name for one in scenarios]
    for name in names:
        if names.count(name) > 1:
            raise Refused(
                "scenario_twice",
                ko="'{name}'이라는 시나리오가 둘입니다.",
                en="There are two scenarios called {name!r}.",
                name=name,
            )
    base = carried_on(programme.version_on(as_of, known_on))
    results: list[ScenarioResult] = []
    before: Figures | None = None
    limit_before = None
    for start in range(0, max(1, len(scenarios)), AT_ONCE):
        part = scenarios[start : start + AT_ONCE]
        together = JointRun(
            engine,
            population,
            [base, *(carried_on(scenario_version(programme, one, as_of, known_on)) for one in part)],
            as_of,
            spreads,
        )
        before = before or together.figures(0)
        limit_before = limit_before or places_of(together, 0)
        for place, scenario in enumerate(part, 1):
            results.append(
                ScenarioResult(
                    scenario,
                    together.figures(place),
                    together.whole(place),
                    together.spread(place),
                    places_of(together, place),
                )
            )
    assert before is not None  # noqa: S101 -- the loop runs at least once
    return WhatIf(
        programme.id,
        base.name,
        as_of,
        base.pays.per if base.pays else None,
        before,
        limit_before,
        tuple(results),
        carried_values(base, as_of),
    )


def carried_values(version: Version, as_of: date) -> dict[str, date]:
    """Return the values of the law that the version carries on past the last day they are known for, with that day."""
    found = {}
    for name in sorted(frozenset().union(*(clause.parameters for clause in version.clauses))):
        value = version.parameters[name].on(as_of, version.known_on)
        if value.known_until is not None and not value.is_known_on(as_of):
            found[name] = value.known_until
    return found


def curve_of(
    engine: Engine,
    population: Population,
    programme: Programme,
    as_of: date,
    parameter: str,
    values: Sequence[Content],
    *,
    known_on: date | None = None,
) -> Curve:
    """Return how many are due, and what is paid, for each value of one parameter."""
    base = carried_on(programme.version_on(as_of, known_on))
    points: list[CurvePoint] = []
    for start in range(0, len(values), AT_ONCE):
        part = values[start : start + AT_ONCE]
        alternatives = [
            carried_on(scenario_version(programme, Scenario(str(n), {parameter: value}), as_of, known_on))
            for n, value in enumerate(part)
        ]
        together = JointRun(engine, population, [base, *alternatives], as_of, ())
        for place, value in enumerate(part, 1):
            whole = together.whole(place)
            points.append(CurvePoint(value, whole.due_after, whole.cost_after, whole.winners, whole.losers))
    now = base.parameters[parameter].on(as_of, base.known_on).content
    return Curve(parameter, now, tuple(points))


def compare_scenarios(
    programme: Programme,
    as_of: date,
    files: Files,
    scenarios: Sequence[Scenario],
    *,
    curve: str | None = None,
    known_on: date | None = None,
    means: Resources = EVERYTHING,
    progress: OnProgress = silent,
) -> tuple[WhatIf, Curve | None]:
    """Return what-if figures from files, and where asked ("age_limit=34,36,39") a parameter's curve.

    Raises Refused naming file, row and column; nothing is written anywhere.
    """
    base = programme.version_on(as_of, known_on)
    with engine(Path(gettempdir()), means, progress) as at:
        population, _bad_cells, _aside = prepared(at, base, as_of, files)
        found = what_if(at, population, programme, as_of, scenarios, known_on=known_on)
        found = replace(found, read=population.read)
        if curve is None:
            return found, None
        name, values = _points(curve, base, as_of)
        return found, curve_of(at, population, programme, as_of, name, values, known_on=known_on)


def _points(curve: str, base: Version, as_of: date) -> tuple[str, list[Content]]:
    """Return the parameter of a curve such as `age_limit=34,36,39`, and its values."""
    name, _, listed = curve.partition("=")
    name = name.strip()
    if "[" in name:
        raise Refused(
            "curve_of_a_row",
            ko="곡선은 값이 하나인 기준값에만 그릴 수 있습니다. {name}은(는) --set이나 시나리오로 적어 주세요.",
            en="A curve follows a parameter of one value; set {name} with --set or in scenarios.",
            name=name,
        )
    values = [
        from_settings(one, [f"{name}={one}"], base, on=as_of).parameters[name] for one in listed.split(",")
    ]
    return name, values
