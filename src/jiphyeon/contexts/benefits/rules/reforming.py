"""A change of a programme's terms: read from forms, laid over the pack from its day on, decided by two people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from jiphyeon.kernel import Citation, Period, Refused, Words
from jiphyeon.methods import rules
from jiphyeon.methods.rules.parameters import Dated, Parameter, Parameters

if TYPE_CHECKING:
    from jiphyeon.methods.rules.population import Scenario


class ReformState(StrEnum):
    """Where a change stands: written, laid before a second officer, in the rules, or not."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


STATE_WORDS = {
    ReformState.DRAFT: Words("작성 중", "Draft"),
    ReformState.PROPOSED: Words("승인을 기다림", "Waiting for approval"),
    ReformState.APPROVED: Words("승인됨", "Approved"),
    ReformState.REFUSED: Words("승인하지 않음", "Not approved"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What a reform sets: parameters as the data files write values, clauses by expression (None: left out)."""

    name: str
    first: date
    parameters: Mapping[str, str] = field(default_factory=dict)
    clauses: Mapping[str, str | None] = field(default_factory=dict)

    def scenario(self, version: rules.Version) -> Scenario:
        """Return it for the what-if. Raises Refused for a name nobody knows or a value of another type."""
        from jiphyeon.methods.rules.population import from_settings  # noqa: PLC0415 -- brings DuckDB along, which pages without a reform never need

        settings = [f"{name}={text}" for name, text in self.parameters.items()]
        return replace(from_settings(self.name, settings, version, self.first), clauses=dict(self.clauses))


@dataclass(frozen=True, slots=True)
class Enacted:
    """An approved change: when it was recorded, under which law, and whether the approver read that law's text."""

    programme: str
    change: Change
    recorded: date
    label: str
    authority: str
    verified: bool

    @property
    def citation(self) -> Citation:
        """Return the law the change stands on."""
        return Citation(self.authority, in_force=self.change.first, verified=self.verified)


def check(programme: rules.Programme, change: Change) -> rules.Version:
    """Return the version the change would make on its first day. Refused where it changes nothing or fits nothing."""
    from jiphyeon.methods.rules.population.scenarios import supposed  # noqa: PLC0415 -- brings DuckDB along, which pages without a reform never need

    base = programme.version_on(change.first)
    if not change.parameters and not change.clauses:
        raise Refused(
            "nothing_changed",
            ko="바꾼 값이 없습니다. 기준값이나 조건을 하나 이상 바꿔 주세요.",
            en="Nothing is changed. Change at least one value or condition.",
        )
    return supposed(programme, change.scenario(base), change.first)


def require_future(first: date, on: date) -> None:
    """Refuse a change that would reach back: new terms hold only for what comes after (행정기본법 제14조 제1항)."""
    if first <= on:
        raise Refused(
            "not_in_the_future",
            ko="시행일({first})은 승인하는 날({on})보다 뒤여야 합니다. 이미 지난 신청에는 새 기준을 쓸 수 없습니다.",
            en="The first day ({first}) must be later than the day of approval ({on}); new terms do not reach back.",
            first=first,
            on=on,
        )


def require_second(proposer: UUID | None, approver: UUID | None) -> None:
    """Refuse the proposer as their own approver."""
    if approver is None or proposer == approver:
        raise Refused(
            "own_proposal",
            ko="직접 올린 개정안은 승인하거나 돌려보낼 수 없습니다. 다른 승인 담당자가 합니다.",
            en="You cannot decide on your own proposal. Another approver does.",
        )


def overlaid(pack: rules.Pack, enacted: Iterable[Enacted]) -> rules.Pack:
    """Return the pack with every approved change laid over it in the order of approval; the files stay untouched."""
    programmes = dict(pack.programmes)
    for one in enacted:
        if one.programme in programmes:
            programmes[one.programme] = _over(programmes[one.programme], one)
    return replace(pack, programmes=programmes)


def _over(programme: rules.Programme, one: Enacted) -> rules.Programme:
    change = one.change
    base = programme.version_on(change.first)
    scenario = change.scenario(base)
    # `rules.reform` is who says whether the values fit; what it makes is then dated and signed.
    wanted = {name: (value, change.first) for name, value in scenario.parameters.items()}
    fitting = rules.reform(programme, wanted).versions[0].parameters
    parameters = Parameters(programme.versions[0].parameters)
    for name in wanted:
        parameters[name] = _recorded(parameters[name], fitting[name].values[-1], one)
    made = replace(programme, versions=())
    made.local = Parameters({name: parameters[name] for name in programme.local})
    made.versions = tuple(
        replace(version, programme=made, parameters=parameters, plans={}) for version in programme.versions
    )
    added = tuple(_version(made, period, one) for period in _stretches(made, change.first))
    made.versions = (*made.versions, *added)
    return made


def _recorded(parameter: Parameter, supposed_value: Dated, one: Enacted) -> Parameter:
    """Return the parameter with the value from its day on, and over every later day's value, as known since `recorded`.

    Nothing is dropped: whoever asks what was known before the approval still finds the old values.
    """
    first = one.change.first
    days = [first, *sorted({value.first for value in parameter.values if value.first > first})]
    note = Words(f"{one.label} 승인", f"Approved as {one.label}")
    fresh = [
        Dated(
            day, supposed_value.content, one.citation, verified=one.verified, recorded=one.recorded, note=note
        )
        for day in days
    ]
    return replace(parameter, values=(*parameter.values, *fresh), as_known={})


def _stretches(programme: rules.Programme, first: date) -> list[Period]:
    """Return the stretches from a day on in each of which one version holds."""
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


def _version(programme: rules.Programme, period: Period, one: Enacted) -> rules.Version:
    from jiphyeon.methods.rules.population import Scenario  # noqa: PLC0415 -- brings DuckDB along, which pages without a reform never need
    from jiphyeon.methods.rules.population.scenarios import supposed  # noqa: PLC0415 -- likewise

    base = programme.version_on(period.first)
    known = {clause.id for clause in base.clauses}
    clauses = {name: text for name, text in one.change.clauses.items() if name in known}
    version = supposed(programme, Scenario(one.change.name, {}, clauses, one.change.first), period.first)
    rewritten = tuple(
        replace(clause, citation=one.citation, verified=one.verified) if clause.id in clauses else clause
        for clause in version.clauses
    )
    return replace(
        version,
        name=f"{base.name.split('+')[0]}+{one.label}",
        effective=period,
        # What the files already say of later days is overruled too, from the day both are known.
        recorded=max(one.recorded, base.recorded),
        clauses=rewritten,
        replaces=base.name,
        note=Words(f"{one.change.name} ({one.authority})", f"{one.change.name} ({one.authority})"),
        plans={},
    )
