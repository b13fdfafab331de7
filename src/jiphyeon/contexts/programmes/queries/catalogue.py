"""A programme as people read it: conditions with their law, values by date, what it pays, when and how to apply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from jiphyeon.contexts.programmes.queries import clauses, rulebook, wordings
from jiphyeon.contexts.programmes.queries.clauses import ClauseView
from jiphyeon.contexts.programmes.rules.policy import Call, Programme, Terms
from jiphyeon.foundation.clock.deadlines import Unit, petition_deadline
from jiphyeon.foundation.organisation.about import Telephone, city_of
from jiphyeon.foundation.organisation.instruments import law_words
from jiphyeon.foundation.organisation.models import Unit as OfficeUnit
from jiphyeon.kernel import Words
from jiphyeon.methods import rules

CLAIM = str(rules.Kind.CLAIM)
_ONE_CLAIM = {
    True: Words(
        "한 집에 한 번만 지급합니다. 같은 집에서 먼저인 분: {first}.",
        "It is paid once for one home. Who comes first of several there: {first}.",
    ),
    False: Words(
        "한 가구에 한 번만 지급합니다. 같은 가구에서 먼저인 분: {first}.",
        "It is paid once for one household. Who comes first of several there: {first}.",
    ),
}


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
    last_call: Call | None
    has_calls: bool

    @property
    def is_open(self) -> bool:
        """Return whether applications are taken."""
        return self.kind != "fee" and (self.call is not None or not self.has_calls)

    @property
    def may_open(self) -> bool:
        """Return whether applications are not taken now but by calls: somebody may wait for the next one."""
        return self.kind != "fee" and self.has_calls and self.call is None


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One value of the law from one day."""

    label: Words
    text: Words
    first: date
    citation: Words
    verified: bool
    note: Words | None
    current: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a programme's page shows on a day."""

    version: str
    note: Words | None
    conditions: list[ClauseView]
    amounts: list[ClauseView]
    values: list[ValueLine]
    times: int
    per: str
    places: int | None
    ranking: list[Words]
    items: list[Words]
    asked: list[Words]
    terms: Terms
    unit: Words | None
    office: Programme
    answer_by: date
    conflicts: list[Words]
    unread: bool
    telephone: Telephone | None


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
        last_call=office.last_call(on),
        has_calls=bool(office.calls),
    )


def cards(on: date) -> list[ProgrammeCard]:
    """Return every programme's card."""
    return [card(programme_id, on) for programme_id in rulebook.offered()]


def published(on: date) -> int:
    """Return how many programmes have every clause and its law published."""
    del on  # the pack says what is published now, and keeps no day on which it was put there
    return len(rulebook.offered())


def sheet(programme_id: str, on: date) -> Sheet:
    """Return a programme's page on a day. Refused where no version is in force."""
    version = rulebook.programme(programme_id).version_on(on)
    office = rulebook.office(programme_id)
    outcome = rules.evaluate(version, {}, on)
    facts = rulebook.pack().facts
    needed = rulebook.facts_of(version)
    terms = office.terms_on(on)
    views = clauses.clause_views(outcome)
    unit = OfficeUnit.objects.filter(code=office.unit).first()
    return Sheet(
        version=version.name,
        note=version.note,
        conditions=[_as_condition(one, version) for one in views if one.is_condition],
        amounts=[one for one in views if not one.is_condition],
        values=_values(outcome, on),
        times=rulebook.times_on(version, on),
        per=rulebook.per_on(version),
        places=rulebook.places_on(version, on),
        ranking=[key.label for key in version.ranking],
        items=[facts[n].label for n in needed if facts[n].source.startswith("mydata:") and facts[n].askable],
        asked=[facts[n].label for n in needed if facts[n].source == "form" and facts[n].askable],
        terms=terms,
        unit=unit.name if unit else None,
        office=office,
        answer_by=petition_deadline(on, count=terms.answer_working_days, unit=Unit.WORKING_DAYS).due,
        conflicts=[conflict.words for conflict in office.conflicts],
        unread=not outcome.verified,
        telephone=city_of(settings.CITY_PACK).telephone,
    )


def _as_condition(clause: ClauseView, version: rules.Version) -> ClauseView:
    """Return a clause as a condition: that of one claim among several says whom it is due to, not that nobody else is there."""
    if clause.kind != CLAIM:
        return clause
    first = Words.joined(", ", [key.label for key in version.claimants])
    return replace(
        clause, sentence=_ONE_CLAIM[version.per is rules.Entity.DWELLING].filled(first=first), facts=()
    )


def _values(outcome: rules.Outcome, on: date) -> list[ValueLine]:
    version = outcome.version
    names = dict.fromkeys(threshold.name for clause in outcome.clauses for threshold in clause.thresholds)
    parameters = [version.parameters[name] for name in names]
    return [
        ValueLine(
            label=parameter.label,
            text=wordings.content_words(dated.content, parameter),
            first=dated.first,
            citation=law_words(dated.citation),
            verified=dated.verified,
            note=dated.note,
            current=dated is parameter.on(on, version.known_on),
        )
        for parameter in parameters
        for dated in parameter.values
    ]
