"""Facilities, their reductions on a day, and what is known of a person's qualifications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from jiphyeon.contexts.benefits.queries import known, rulebook
from jiphyeon.contexts.benefits.rules.facts import KnownFact
from jiphyeon.contexts.benefits.rules.fees import Fee, fee_for
from jiphyeon.contexts.benefits.rules.policy import Facility
from jiphyeon.kernel import Refused, Words, age_on

TABLE = "reduction"


@dataclass(frozen=True, slots=True)
class Reduction:
    """One kind of reduction on a day."""

    kind: str
    words: Words
    percent: str
    citation: str
    verified: bool


def facility(facility_id: str) -> Facility:
    """Return a facility. Refused where the city runs none of that name."""
    found = rulebook.policy().facilities.get(facility_id)
    if found is None or found.programme not in rulebook.pack().programmes:
        raise Refused("no_such_facility", ko="그런 시설이 없습니다.", en="There is no such facility.")
    return found


def _table(place: Facility, on: date) -> Any:
    version = rulebook.programme(place.programme).version_on(on)
    return version.parameters[TABLE].on(on, version.known_on)


def reductions(place: Facility, on: date) -> list[Reduction]:
    """Return a facility's reductions on a day, the highest first."""
    dated = _table(place, on)
    words = rulebook.policy().qualifications
    rows = sorted(dated.content.rows.items(), key=lambda row: -row[1])
    return [
        Reduction(
            kind, words.get(kind, Words(kind, kind)), percent(rate), str(dated.citation), dated.verified
        )
        for kind, rate in rows
    ]


def percent(rate: Fraction | int) -> str:
    """Return a rate as people read it: 30%."""
    return f"{float(Fraction(rate) * 100):g}%"


def held_by(
    person: UUID, about: str, place: Facility, on: date
) -> tuple[dict[str, bool | None], list[KnownFact]]:
    """Return which qualifications a person has (None: nobody could say), and the facts behind it."""
    facts = known.held_about(person, about, on)
    register = {fact.name: fact for fact in known.of_register(person)}
    version = rulebook.programme(place.programme).version_on(on)
    held: dict[str, bool | None] = {}
    for kind in _table(place, on).content.rows:
        fact = facts.get(str(kind))
        held[str(kind)] = fact.value if fact is not None and isinstance(fact.value, bool) else None
    birth = register.get("birth_date")
    if birth is not None:
        age = age_on(date.fromisoformat(birth.value), on)
        senior = rulebook.number_on(version, "senior_age", on) or 0
        first, last = (rulebook.number_on(version, name, on) or 0 for name in ("age_from", "age_limit"))
        held |= {"senior": age >= senior, "youth": first <= age <= last}
    return held, [*register.values(), *facts.values()]


def fee(place: Facility, held: dict[str, bool | None], on: date) -> Fee:
    """Return what a person pays."""
    rates = {str(kind): Fraction(rate) for kind, rate in _table(place, on).content.rows.items()}
    return fee_for(place.fee, held, rates)
