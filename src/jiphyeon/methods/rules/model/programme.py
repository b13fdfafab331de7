"""A programme of the city: its dated versions, each a list of clauses with the law they stand on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import cast

from jiphyeon.kernel import Citation, Period, Refused, Words
from jiphyeon.kernel.days import day_mark_words
from jiphyeon.kernel.spelling import did_you_mean, perhaps
from jiphyeon.methods.rules.model.moments import Judged
from jiphyeon.methods.rules.model.parameters import Parameters
from jiphyeon.methods.rules.model.tree import Node
from jiphyeon.methods.rules.model.vocabulary import Entity, Vocabulary


class Kind(StrEnum):
    """What a clause does.

    A gate must be met, an exclusion must not, an amount says how much, discretion asks an officer; a claim says that
    one of several claimants of the same household or dwelling has it.
    """

    GATE = "gate"
    EXCLUSION = "exclusion"
    AMOUNT = "amount"
    DISCRETION = "discretion"
    CLAIM = "claim"

    __hash__ = str.__hash__


class SelectedBy(StrEnum):
    """Which day chooses the version and is `as_of` in its expressions."""

    APPLICATION_DATE = "application_date"
    ASSESSMENT_DATE = "assessment_date"
    EVENT_DATE = "event_date"


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition: its expression, where it stands in the law, when it is judged, and what to say of it.

    A discretion clause without expression always waits for `role`; with one, it waits only while that holds.
    `judged_by` is where the law says when the clause is judged, where that is another place than the condition's own.
    """

    id: str
    kind: Kind
    judged: Judged
    expression: Node | None
    text: str
    citation: Citation
    verified: bool
    passes: Words
    fails: Words
    unknown: Words
    role: Words | None = None
    note: Words | None = None
    judged_by: Citation | None = None
    line: int = 0
    parameters: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pays:
    """How often the amount is due: every month, year or once, at most `times` (the name of a parameter)."""

    per: str
    times: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimKey:
    """One key by which several claimants of the same thing are ordered; then their ids decide."""

    fact: str
    lowest_first: bool
    label: Words


@dataclass(frozen=True, slots=True)
class Ranking:
    """One key by which applicants are ordered where places are limited."""

    expression: Node
    text: str
    lowest_first: bool
    label: Words


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """A programme's terms over one period, with the facts and parameters they speak of. `known_on`: as known that day.

    `per`: whom it is due to once, and `claimants` who of several comes first where that is not a person.
    `carried`: values past the day they are known until are carried on, as only a what-if may do.
    """

    programme: Programme = field(repr=False)
    name: str
    effective: Period
    recorded: date
    clauses: tuple[Clause, ...]
    facts: Vocabulary = field(repr=False)
    parameters: Parameters = field(repr=False)
    values: Mapping[str, Node] = field(repr=False)
    note: Words | None = None
    replaces: str | None = None
    pays: Pays | None = None
    places: str | None = None
    ranking: tuple[Ranking, ...] = ()
    per: Entity = Entity.PERSON
    claimants: tuple[ClaimKey, ...] = ()
    known_on: date | None = None
    carried: bool = False
    plans: dict[Hashable, object] = field(default_factory=dict, repr=False)

    @property
    def amount(self) -> Clause | None:
        """Return the clause that says how much, where the programme pays at all."""
        return next((one for one in self.clauses if one.kind is Kind.AMOUNT), None)

    @property
    def claim(self) -> Clause | None:
        """Return the clause by which one of several claimants has it, where it is due to a household or dwelling."""
        return next((one for one in self.clauses if one.kind is Kind.CLAIM), None)

    def clause(self, name: str) -> Clause:
        """Return the clause called `name`."""
        return next(one for one in self.clauses if one.id == name)


@dataclass(slots=True, eq=False)
class Programme:
    """What the city offers. `initiative` is the plan's initiative that it carries out."""

    id: str
    names: Words
    initiative: str
    selected_by: SelectedBy
    file: str
    summary: Words
    versions: tuple[Version, ...] = ()
    local: Parameters = field(default_factory=Parameters, repr=False)

    def version_on(self, day: date, known_on: date | None = None) -> Version:
        """Return the version whose period holds `day`, as it was known on `known_on` (None: as known now).

        Of versions for the same day the one recorded last holds. Raises Refused where none does.
        """
        found: Version | None = None
        for one in self.versions:
            known = known_on is None or one.recorded <= known_on
            if known and day in one.effective and (found is None or one.recorded >= found.recorded):
                found = one
        if found is None:
            raise self._none_on(day, known_on)
        return found if known_on is None else as_known(found, known_on)

    def _none_on(self, day: date, known_on: date | None) -> Refused:
        periods = Words.joined(", ", map(_named_with_period, self.versions))
        known = Words("", " as known on {on}").filled(on=known_on) if known_on else ""
        return Refused(
            "no_version_on",
            ko="{name}: {day}에 시행되는 기준이 없습니다. 있는 기준: {periods}",
            en="{id} has no version in force on {day}{known}. It has: {periods}.",
            name=self.names.ko,
            id=self.id,
            day=day,
            known=known,
            periods=periods,
        )


def _named_with_period(version: Version) -> Words:
    last = version.effective.last
    return Words("{name} ({first} – {last})", "{name} ({first} – {last})").filled(
        name=version.name,
        first=day_mark_words(version.effective.first),
        last=day_mark_words(last) if last else "",
    )


def as_known(version: Version, known_on: date) -> Version:
    """Return the version with every parameter as it was known on a day."""
    kept = cast("Version | None", version.plans.get(("known", known_on)))
    if kept is None:
        kept = replace(version, known_on=known_on, plans={})
        version.plans["known", known_on] = kept
    return kept


def carried_on(version: Version) -> Version:
    """Return the version with every value carried on past the day it is known until: for what-ifs, which say so."""
    kept = cast("Version | None", version.plans.get("carried"))
    if kept is None:
        kept = version.plans["carried"] = replace(version, carried=True, plans={})
    return kept


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """Everything a city's rules are made of."""

    folder: str
    facts: Vocabulary
    parameters: Parameters
    programmes: Mapping[str, Programme]

    def programme(self, name: str) -> Programme:
        """Return the programme called `name`. Raises Refused with the nearest name."""
        found = self.programmes.get(name)
        if found is None:
            raise Refused(
                "unknown_programme",
                ko="'{name}'이라는 사업은 없습니다.{perhaps}",
                en="There is no programme called {name!r}{hint}",
                name=name,
                hint=did_you_mean(name, self.programmes),
                perhaps=perhaps(name, self.programmes),
            )
        return found
