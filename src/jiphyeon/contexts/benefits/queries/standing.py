"""What other rooms may know of people's applications: who has applied, who receives, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiphyeon.contexts.benefits.enums import OPEN, CaseState
from jiphyeon.contexts.benefits.models import Case


@dataclass(frozen=True, slots=True)
class Standing:
    """Who of some people has an open application for a programme, and who receives it now."""

    applied: frozenset[UUID]
    receiving: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Application:
    """One application that was sent, and whether it is being paid."""

    person: UUID
    programme: str
    applied_on: date
    receives: bool


def standing(people: Sequence[UUID], programme: str) -> Standing:
    """Return where some people stand with a programme."""
    cases = Case.objects.filter(person__in=people, programme=programme)
    receiving = cases.filter(state=CaseState.APPROVED)
    applied = cases.filter(state__in=OPEN).exclude(state=CaseState.APPROVED)
    return Standing(
        frozenset(applied.values_list("person", flat=True)),
        frozenset(receiving.values_list("person", flat=True)),
    )


def applications(people: Iterable[UUID]) -> list[Application]:
    """Return every application that some people ever sent."""
    cases = Case.objects.filter(person__in=list(people), applied_on__isnull=False)
    rows = cases.values_list("person", "programme", "applied_on", "state")
    return [
        Application(person, programme, day, state == CaseState.APPROVED)
        for person, programme, day, state in rows
        if day is not None
    ]
