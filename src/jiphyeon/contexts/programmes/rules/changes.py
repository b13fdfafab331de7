"""A change of terms: shared values for every programme that uses them, and values and conditions of single programmes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TypedDict

from jiphyeon.contexts.programmes.rules import new_values
from jiphyeon.contexts.programmes.rules.new_values import Written
from jiphyeon.kernel import Period, Refused
from jiphyeon.kernel.refusal import Place
from jiphyeon.methods import rules
from jiphyeon.methods.rules.population import Scenario, scenario_version


class PartAsJson(TypedDict):
    """A part as a row or a run keeps it."""

    parameters: dict[str, Written]
    clauses: dict[str, str | None]


class ChangeAsJson(TypedDict):
    """A change as a run keeps it; `first` as an ISO day."""

    name: str
    first: str
    shared: dict[str, Written]
    parts: dict[str, PartAsJson]


@dataclass(frozen=True, slots=True)
class Part:
    """What is set within one programme: values by name, conditions by expression (None: left out)."""

    parameters: Mapping[str, Written] = field(default_factory=dict)
    clauses: Mapping[str, str | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Return whether it sets anything."""
        return bool(self.parameters or self.clauses)

    def as_json(self) -> PartAsJson:
        """Return plain JSON values."""
        return {"parameters": dict(self.parameters), "clauses": dict(self.clauses)}


@dataclass(frozen=True, slots=True)
class Change:
    """What a reform sets from its first day on.

    `shared` holds for every programme that uses the value; `parts` hold for one programme each, where a shared value
    can also be named to give that programme a value of its own.
    """

    name: str
    first: date
    shared: Mapping[str, Written] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)

    @classmethod
    def from_json(cls, document: ChangeAsJson) -> Change:
        """Return a change as a run keeps it: `name`, `first`, `shared`, `parts`."""
        return cls.from_row(
            document["name"], date.fromisoformat(document["first"]), document["shared"], document["parts"]
        )

    @classmethod
    def from_row(
        cls, name: str, first: date, shared: Mapping[str, Written], parts: Mapping[str, PartAsJson]
    ) -> Change:
        """Return a change as a row keeps it: each part as its `parameters` and `clauses`."""
        made = {key: Part(one["parameters"], one["clauses"]) for key, one in parts.items()}
        return cls(name, first, dict(shared), made)

    def as_json(self) -> ChangeAsJson:
        """Return plain JSON values, from which `from_json` makes the same change again."""
        return {
            "name": self.name,
            "first": self.first.isoformat(),
            "shared": dict(self.shared),
            "parts": {key: part.as_json() for key, part in self.parts.items()},
        }

    def part(self, programme: rules.Programme) -> Part:
        """Return all that it sets within a programme, shared values among it."""
        own = self.parts.get(programme.id, Part())
        used = used_from(programme, self.first)
        shared = {name: written for name, written in self.shared.items() if name in used}
        return Part({**shared, **own.parameters}, own.clauses)

    def scenario(self, programme: rules.Programme, day: date) -> Scenario:
        """Return what it comes to within a programme on a day, for the what-if. Refused for what does not fit."""
        part = self.part(programme)
        parameters = programme.version_on(day).parameters
        values = {
            name: new_values.content_of(_known(name, parameters), written, day)
            for name, written in part.parameters.items()
        }
        return Scenario(self.name, values, dict(part.clauses), self.first)


def named_in(version: rules.Version) -> list[str]:
    """Return the values a version's terms speak of, in the order of its clauses."""
    names = [name for clause in version.clauses for name in sorted(clause.parameters)]
    names += [name for name in (version.pays.times if version.pays else None, version.places) if name]
    return list(dict.fromkeys(names))


def stretches(programme: rules.Programme, first: date) -> list[Period]:
    """Return the stretches from a day on in each of which one version holds; none where the programme has ended."""
    edges = {first}
    for version in programme.versions:
        if version.effective.first > first:
            edges.add(version.effective.first)
        if version.effective.last is not None and version.effective.last >= first:
            edges.add(version.effective.last + timedelta(days=1))
    ordered = sorted(edges)
    found = []
    for start, following in zip(ordered, [*ordered[1:], None], strict=True):
        try:
            last = programme.version_on(start).effective.last
        except Refused:
            continue  # no version holds there; a reform makes none
        end = following - timedelta(days=1) if following is not None else last
        found.append(Period(start, end))
    return found


def used_from(programme: rules.Programme, first: date) -> frozenset[str]:
    """Return the values that a programme's terms speak of on any day from `first` on."""
    versions = [programme.version_on(one.first) for one in stretches(programme, first)]
    return frozenset(name for version in versions for name in named_in(version))


def first_day(programme: rules.Programme, first: date) -> date:
    """Return the first day from `first` on at which the programme has terms. Refused where it has none any more."""
    found = stretches(programme, first)
    return found[0].first if found else programme.version_on(first).effective.first


def touched(pack: rules.Pack, change: Change) -> list[str]:
    """Return the programmes whose terms a change alters, in the pack's order."""
    shared = set(change.shared)
    return [
        key
        for key, programme in pack.programmes.items()
        if change.parts.get(key) or shared & used_from(programme, change.first)
    ]


def check_change(pack: rules.Pack, change: Change) -> dict[str, rules.Version]:
    """Return the versions a change would make on its first day, by programme. Refused where it changes or fits nothing."""
    if not change.shared and not any(change.parts.values()):
        raise Refused(
            "nothing_changed",
            ko="바꾼 값이 없습니다. 기준값이나 조건을 하나 이상 바꿔 주세요.",
            en="Nothing is changed. Change at least one value or condition.",
        )
    for key, part in change.parts.items():
        if part:
            pack.programme(key)  # a programme that is not there is refused, not passed over
    for name in change.shared:
        _known(name, pack.parameters)
        _require_once(name, change)
    keys = touched(pack, change)
    if not keys:
        raise Refused(
            "used_nowhere",
            ko="시행일부터 이 값을 쓰는 지원이 없습니다.",
            en="No support uses these values from the first day on.",
        )
    made = {}
    for key in keys:
        programme = pack.programme(key)
        day = first_day(programme, change.first)
        made[key] = scenario_version(programme, change.scenario(programme, day), day)
        _require_room_between(made[key], set(change.shared) | set(change.part(programme).parameters), day)
        for later in later_values(programme, change):
            change.scenario(programme, later)
    return made


def _require_room_between(version: rules.Version, changed: set[str], day: date) -> None:
    """Refuse ends that leave nothing between them: an upper age below the lower one, where either was changed."""
    tree = rules.tree
    ranges = [
        (node.low, node.high)
        for clause in version.clauses
        if clause.expression is not None
        for node in tree.walk(clause.expression)
        if isinstance(node, tree.Between)
    ]
    for low, high in ranges:
        if not isinstance(low, tree.ParameterRef) or not isinstance(high, tree.ParameterRef):
            continue
        if not {low.name, high.name} & changed:
            continue
        lowest, highest = (version.parameters[name].on(day).content for name in (low.name, high.name))
        if isinstance(lowest, int | Fraction) and isinstance(highest, int | Fraction) and highest < lowest:
            labels = [version.parameters[name].label for name in (low.name, high.name)]
            raise Refused(
                "nothing_between",
                ko="‘{upper}’({highest})이 ‘{lower}’({lowest})보다 작습니다. 그러면 아무도 해당하지 않습니다.",
                en="‘{upper_en}’ ({highest}) is below ‘{lower_en}’ ({lowest}): nobody would be due.",
                place=Place("", column=high.name if high.name in changed else low.name),
                lower=labels[0].ko,
                upper=labels[1].ko,
                lower_en=labels[0].en,
                upper_en=labels[1].en,
                lowest=lowest,
                highest=highest,
            )


def later_values(programme: rules.Programme, change: Change) -> dict[date, list[str]]:
    """Return which already dated values after the first day a change overrules, by their day."""
    parameters = programme.versions[0].parameters
    found: dict[date, list[str]] = {}
    for name in change.part(programme).parameters:
        if name in parameters:
            for value in parameters[name].known(None):
                if value.first > change.first:
                    found.setdefault(value.first, []).append(name)
    return dict(sorted(found.items()))


def _known(name: str, parameters: Mapping[str, rules.Parameter]) -> rules.Parameter:
    if name not in parameters:
        raise rules.unknown_parameter(name, parameters)
    return parameters[name]


def _require_once(name: str, change: Change) -> None:
    twice = [key for key, part in change.parts.items() if name in part.parameters]
    if twice:
        raise Refused(
            "changed_twice",
            ko="‘{name}’ 값을 모든 지원에도, {programmes}에도 적었습니다. 한 곳에만 적어 주세요.",
            en="{name!r} is set for every support and again for {programmes}. Set it in one place.",
            name=name,
            programmes=", ".join(twice),
        )
