"""What cases share, and who therefore waits for whom: the places of a call, and one open application a person."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jiphyeon.contexts.benefits.models import Case
from jiphyeon.foundation.jobs.turns import take_turn


def take_for_cases(keys: Sequence[UUID]) -> None:
    """Take the turns that deciding or reopening these cases needs; before any of them is locked."""
    found = Case.objects.filter(key__in=keys).values_list("programme", "call", "person")
    take_turn(
        *{_call(programme, call) for programme, call, _person in found if call},
        *{_applicant(person, programme, call) for programme, call, person in found},
    )


def take_for_call(programme: str, call: str) -> None:
    """Take the turn of a call, for whatever orders its cases."""
    take_turn(_call(programme, call))


def take_for_applicant(person: UUID, programme: str, call: str) -> None:
    """Take the turn of a person in a call, for whatever begins an application."""
    take_turn(_applicant(person, programme, call))


def _call(programme: str, call: str) -> str:
    return f"benefits:call:{programme}:{call}"


def _applicant(person: UUID, programme: str, call: str) -> str:
    return f"benefits:applicant:{person}:{programme}:{call}"
