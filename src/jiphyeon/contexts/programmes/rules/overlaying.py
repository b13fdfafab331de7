"""Approved changes laid over the pack: from their day on, over every programme they touch, nothing before it lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from jiphyeon.contexts.programmes.rules import changes, new_values
from jiphyeon.contexts.programmes.rules.changes import Change
from jiphyeon.contexts.programmes.rules.new_values import Written
from jiphyeon.kernel import Citation, Period, Words
from jiphyeon.methods import rules
from jiphyeon.methods.rules import Dated, Parameter, Parameters, Rows
from jiphyeon.methods.rules.population import Scenario, scenario_version


@dataclass(frozen=True, slots=True)
class Enacted:
    """An approved change: when it was recorded, under which law, and whether the approver read that law's text."""

    change: Change
    recorded: date
    label: str
    authority: str
    verified: bool

    @property
    def citation(self) -> Citation:
        """Return the law the change stands on."""
        return Citation(self.authority, in_force=self.change.first, verified=self.verified)


def overlaid(pack: rules.Pack, enacted: Iterable[Enacted]) -> rules.Pack:
    """Return the pack with every approved change laid over it in the order of approval; the files stay untouched."""
    for one in enacted:
        keys = set(changes.touched(pack, one.change))
        programmes = {
            key: _over(programme, one, anew=key in keys) for key, programme in pack.programmes.items()
        }
        shared = _laid(pack.parameters, one.change.shared, one)
        pack = replace(pack, programmes=programmes, parameters=shared)
    return pack


def _over(programme: rules.Programme, one: Enacted, *, anew: bool) -> rules.Programme:
    """Return the programme with the change's values, and with versions of its own where its terms speak of them."""
    own = one.change.parts.get(programme.id, changes.Part())
    parameters = _laid(programme.versions[0].parameters, {**one.change.shared, **own.parameters}, one)
    if parameters is programme.versions[0].parameters and not anew:
        return programme
    made = replace(programme, versions=())
    made.local = Parameters({name: parameters[name] for name in programme.local})
    made.versions = tuple(
        replace(version, programme=made, parameters=parameters, plans={}) for version in programme.versions
    )
    if anew:
        for period in changes.stretches(programme, one.change.first):
            one.change.scenario(programme, period.first)  # a change that no longer fits stops here, in words
        made.versions = (
            *made.versions,
            *(_version(made, period, one) for period in changes.stretches(made, one.change.first)),
        )
    return made


def _laid(parameters: Parameters, values: Mapping[str, Written], one: Enacted) -> Parameters:
    changed = {
        name: _recorded(parameters[name], written, one)
        for name, written in values.items()
        if name in parameters
    }
    return Parameters({**parameters, **changed}) if changed else parameters


def _recorded(parameter: Parameter, written: Written, one: Enacted) -> Parameter:
    """Return the parameter with the value from its day on, and over every later day's value, as known since `recorded`.

    Nothing is dropped: whoever asks what was known before the approval still finds the old values.
    """
    first = one.change.first
    days = [first, *sorted({value.first for value in parameter.values if value.first > first})]
    fresh = [_dated(parameter, written, day, one) for day in days]
    return replace(parameter, values=(*parameter.values, *fresh), as_known={})


def _dated(parameter: Parameter, written: Written, day: date, one: Enacted) -> Dated:
    content = new_values.content_of(parameter, written, day)
    note = Words(f"{one.label} 승인", f"Approved as {one.label}")
    verified, unread, until = one.verified, frozenset[int | str](), None
    if isinstance(content, Rows):
        # The rows that stay are still read or unread as they were, under the law they had.
        before, anew = parameter.on(day), new_values.rows_of(parameter, written)
        left = set(content.rows) - anew
        unread = frozenset(left & before.unverified_rows if before.verified else left)
        unread |= frozenset() if one.verified else anew
        verified, unread = (True, unread) if set(content.rows) - unread else (False, frozenset())
        note, until = _table_note(note, anew, before), before.known_until
    return Dated(
        day,
        content,
        one.citation,
        verified=verified,
        recorded=one.recorded,
        note=note,
        unverified_rows=unread,
        known_until=until,
    )


def _table_note(note: Words, anew: frozenset[int | str], before: Dated) -> Words:
    rows = ", ".join(sorted(str(one) for one in anew))
    return Words(
        f"{note.ko} ({rows}). 나머지 줄은 종전대로: {before.citation}",
        f"{note.en} ({rows}). Other rows as before: {before.citation}",
    )


def _version(programme: rules.Programme, period: Period, one: Enacted) -> rules.Version:

    change = one.change
    base = programme.version_on(period.first)
    known = {clause.id for clause in base.clauses}
    clauses = {name: text for name, text in change.part(programme).clauses.items() if name in known}
    version = scenario_version(programme, Scenario(change.name, {}, clauses, change.first), period.first)
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
        note=Words(f"{change.name} ({one.authority})", f"{change.name} ({one.authority})"),
        plans={},
    )
