"""Whether somebody has applied already: told by the room that takes applications, since this one knows none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Applied:
    """An application that goes on: where its person finds it, and whether it was sent."""

    url: str
    sent: bool


_FINDERS: list[Callable[[UUID, str, date], Applied | None]] = []


def declare_applications(find: Callable[[UUID, str, date], Applied | None]) -> None:
    """Have the pages of a programme ask whether a person has applied for it."""
    if find not in _FINDERS:
        _FINDERS.append(find)


def applied(person: UUID | None, programme: str, on: date) -> Applied | None:
    """Return a person's application for a programme that goes on."""
    if person is None:
        return None
    return next((found for find in _FINDERS if (found := find(person, programme, on)) is not None), None)
