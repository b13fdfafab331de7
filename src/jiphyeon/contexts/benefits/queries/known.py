"""What the office knows of an applicant today: the city's own record, what came with consent, what officers checked."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from jiphyeon.contexts.benefits.enums import OPEN, Source, State
from jiphyeon.contexts.benefits.models import Assessment, Case, OfficerFact
from jiphyeon.contexts.benefits.queries import rulebook
from jiphyeon.contexts.benefits.rules.facts import KnownFact, deciding, strongest
from jiphyeon.contexts.benefits.rules.policy import Conflict
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.foundation.accounts.models import Citizen
from jiphyeon.foundation.accounts.names import writer
from jiphyeon.kernel import Refused, Words

REGISTER = Words("세종특별자치시 회원 정보 (본인 확인)", "Sejong City, your verified account")
SAID = Words("본인", "Yourself")


def of_register(person: UUID) -> list[KnownFact]:
    """Return what the city already holds and therefore never asks."""
    citizen = Citizen.objects.filter(user__key=person).first()
    if citizen is None:
        return []
    facts = [KnownFact("birth_date", citizen.birth_date.isoformat(), Source.REGISTER, REGISTER)]
    return [fact for fact in facts if fact.name in rulebook.pack().facts]


def of_holders(case: Case, on: date) -> list[KnownFact]:
    """Return what came with consent for a case and still counts."""
    return list(held_about(case.person, case.about, on).values())


def held_about(person: UUID, about: str, on: date) -> dict[str, KnownFact]:
    """Return what came with consent about a matter; refused, failed and expired answers are simply not known."""
    return {
        answer.fact: KnownFact(
            name=answer.fact,
            value=answer.value,
            source=Source.HOLDER,
            holder=answer.holder,
            at=answer.obtained_at.isoformat() if answer.obtained_at else "",
            until=answer.valid_until.isoformat() if answer.valid_until else "",
            evidence=answer.evidence,
        )
        for answer in mydata.answers(person=person, about=about, on=on)
        if answer.state == "answered" and answer.fact in rulebook.pack().facts
    }


def of_officers(case: Case) -> list[KnownFact]:
    """Return what officers established, later over earlier."""
    rows = list(OfficerFact.objects.filter(case=case).order_by("id"))
    in_english = writer("en") if rows else str
    return [
        KnownFact(
            name=row.fact,
            value=row.value,
            source=Source.OFFICER,
            holder=Words(
                f"{row.by_name} (확인: {row.basis})", f"{in_english(row.by_name)} (checked: {row.basis})"
            ),
            at=row.on.isoformat(),
        )
        for row in rows
    ]


def of_citizen(case: Case) -> list[KnownFact]:
    """Return what the citizen told, leaving out what they do not know."""
    return [
        KnownFact(name, value, Source.STATED, SAID, at=(case.applied_on or case.started_on).isoformat())
        for name, value in case.facts_said.items()
        if value is not None
    ]


def everything(case: Case, on: date) -> list[KnownFact]:
    """Return every fact from every source, weakest first."""
    return [*of_citizen(case), *of_register(case.person), *of_holders(case, on), *of_officers(case)]


def for_decision(case: Case, on: date) -> dict[str, KnownFact]:
    """Return the facts that may decide, one per name."""
    return deciding(strongest(everything(case, on)), rulebook.held_elsewhere())


def conflicts_held(case: Case) -> list[Conflict]:
    """Return the conflicting programmes of which this person receives one now."""
    conflicts = rulebook.office(case.programme).conflicts
    received = set(
        Case.objects.of(case.person)
        .filter(programme__in=[c.programme for c in conflicts], state=State.APPROVED)
        .values_list("programme", flat=True)
    )
    return [conflict for conflict in conflicts if conflict.programme in received]


def open_case(person: UUID, programme: str, call: str) -> Case | None:
    """Return a person's case that has not ended."""
    return Case.objects.of(person).filter(programme=programme, call=call, state__in=OPEN).first()


def json_values(facts: dict[str, KnownFact]) -> dict[str, Any]:
    """Return bare values by name, as the rules take them."""
    return {name: fact.value for name, fact in facts.items()}


def latest_assessment(case: Case) -> Assessment:
    """Return what a case's decision will rest on. Refused before anything was worked out."""
    latest = case.assessments.exclude(kind=Assessment.Kind.RECHECK).last()
    if latest is None:
        raise Refused(
            "not_prepared",
            ko="아직 준비된 결과가 없습니다. 잠시 뒤 다시 열어 주세요.",
            en="Nothing has been prepared yet. Open it again in a moment.",
        )
    return latest
