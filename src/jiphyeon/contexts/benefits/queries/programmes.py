"""A programme as people read it: conditions with their law, values by date, what it pays, when and how to apply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from jiphyeon.contexts.benefits.queries import rulebook, sayings
from jiphyeon.contexts.benefits.rules.policy import Call, Programme, Terms
from jiphyeon.foundation.clock.deadlines import Unit, petition_deadline
from jiphyeon.foundation.organisation.models import Unit as OfficeUnit
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words
from jiphyeon.methods import rules


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """A programme on a list."""

    id: str
    name: Words
    summary: Words
    kind: str
    initiative: str
    stage: Words | None
    call: Call | None
    next_call: Call | None
    has_calls: bool

    @property
    def is_open(self) -> bool:
        """Return whether applications are taken."""
        return self.kind != "fee" and (self.call is not None or not self.has_calls)


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One value of the law from one day."""

    label: str
    text: str
    first: date
    citation: str
    verified: bool
    note: str
    current: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a programme's page shows on a day."""

    version: str
    note: str
    clauses: list[Any]
    values: list[ValueLine]
    times: int
    per: str
    places: int | None
    ranking: list[str]
    items: list[str]
    asked: list[str]
    terms: Terms
    unit: str
    office: Programme
    answer_by: date
    conflicts: list[str]
    unread: bool


def card(programme_id: str, on: date) -> ProgrammeCard:
    """Return a programme's card on a day."""
    programme, office = rulebook.programme(programme_id), rulebook.office(programme_id)
    return ProgrammeCard(
        id=programme_id,
        name=programme.names,
        summary=programme.summary,
        kind=office.kind,
        initiative=office.initiative,
        stage=office.stage,
        call=office.call_on(on),
        next_call=office.next_call(on),
        has_calls=bool(office.calls),
    )


def cards(on: date) -> list[ProgrammeCard]:
    """Return every programme's card."""
    return [card(programme_id, on) for programme_id in rulebook.offered()]


def sheet(programme_id: str, on: date) -> Sheet:
    """Return a programme's page on a day. Refused where no version is in force."""
    speech = language()
    version = rulebook.programme(programme_id).version_on(on)
    office = rulebook.office(programme_id)
    outcome = rules.evaluate(version, {}, on)
    facts = rulebook.pack().facts
    needed = rulebook.facts_of(version)
    terms = office.terms_on(on)
    unit = OfficeUnit.objects.filter(code=office.unit).first()
    values = _values(outcome, on)
    return Sheet(
        version=version.name,
        note=version.note.said(speech) if version.note else "",
        clauses=sayings.clauses(outcome),
        values=values,
        times=rulebook.times_on(version, on),
        per=rulebook.per_on(version),
        places=rulebook.places_on(version, on),
        ranking=[key.label.said(speech) for key in version.ranking],
        items=[
            facts[n].label.said(speech)
            for n in needed
            if facts[n].source.startswith("mydata:") and facts[n].askable
        ],
        asked=[facts[n].label.said(speech) for n in needed if facts[n].source == "form" and facts[n].askable],
        terms=terms,
        unit=unit.name(speech) if unit else "",
        office=office,
        answer_by=petition_deadline(on, count=terms.answer_working_days, unit=Unit.WORKING_DAYS).due,
        conflicts=[conflict.words.said(speech) for conflict in office.conflicts],
        unread=not outcome.verified,
    )


def _values(outcome: Any, on: date) -> list[ValueLine]:
    speech = language()
    version = outcome.version
    names = dict.fromkeys(threshold.name for clause in outcome.clauses for threshold in clause.thresholds)
    parameters = [version.parameters[name] for name in names]
    return [
        ValueLine(
            label=parameter.label.said(speech),
            text=_content(dated.content, parameter),
            first=dated.first,
            citation=str(dated.citation),
            verified=dated.verified,
            note=dated.note.said(speech) if dated.note else "",
            current=dated is parameter.on(on, version.known_on),
        )
        for parameter in parameters
        for dated in parameter.values
    ]


def _content(content: Any, parameter: Any) -> str:
    unit = parameter.unit.said(language()) if parameter.unit else ""
    kind = str(parameter.type)
    rows = getattr(content, "rows", None)
    if rows is not None:
        return " · ".join(
            f"{_row(key)} {sayings.amount_words(value, kind, unit)}" for key, value in rows.items()
        )
    steps = getattr(content, "steps", None)
    if steps is not None:
        return " · ".join(
            f"{'' if end is None else f'≤ {end:,} '}{sayings.amount_words(value, kind, unit)}"
            for end, value in steps
        )
    return sayings.amount_words(content, kind, unit)


def _row(key: int | str) -> str:
    speech = language()
    if isinstance(key, int):
        return f"{key}인" if speech == "ko" else f"{key}:"
    words = rulebook.policy().qualifications.get(key)
    return words.said(speech) if words else str(key)
