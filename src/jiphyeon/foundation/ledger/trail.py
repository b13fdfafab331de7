"""The private audit trail: who looked at whose data, who did what, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, pgettext

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.envelope import packed
from jiphyeon.foundation.ledger.models import TrailEntry
from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the trail as the person concerned, or an auditor, reads it."""

    at: datetime
    by: str
    unit: str
    post: str
    verb: str
    about: str
    reason: str

    @property
    def why(self) -> str:
        """Return the reason in the reader's language."""
        return why(self.reason)


_NAMED: dict[str, Words] = {}


def name_reason(words: Words) -> None:
    """Have a reason that is kept in Korean said in the reader's language; called by rooms whose reasons are made of their deeds."""
    _NAMED[words.ko] = words


def why(reason: str) -> str:
    """Return a reason in the reader's language, where the house itself wrote it; what a person wrote stands."""
    if reason in _NAMED:
        return _NAMED[reason].text(get_language() or "ko")
    return pgettext("reason", reason) if reason else ""


def note(
    *,
    by: Actor,
    verb: str,
    about: str,
    person: UUID | None = None,
    reason: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one line in the caller's transaction. `person` is whose data it concerns; `reason` is read by them."""
    note_each([person], by=by, verb=verb, about=about, reason=reason, details=details)


def note_each(
    people: Iterable[UUID | None],
    *,
    by: Actor,
    verb: str,
    about: str,
    reason: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one line for each whose data was seen together, in the caller's transaction and one statement."""
    at, packed_details = now(), packed(dict(details or {}))
    TrailEntry.objects.bulk_create(
        [
            TrailEntry(
                at=at,
                actor=by.user,
                actor_name=by.name,
                unit=by.unit,
                post=by.post,
                verb=verb,
                about=about,
                person=person,
                reason=reason,
                details=packed_details,
            )
            for person in people
        ]
    )


def looks_at(person: UUID, *, limit: int = 200) -> list[Look]:
    """Return who looked at a person's data, newest first; what the person did themselves is left out."""
    lines = TrailEntry.objects.filter(person=person).exclude(actor=person).order_by("-at", "-pk")[:limit]
    return [_look(line) for line in lines]


def lines_about(about: str, *, limit: int = 200) -> list[Look]:
    """Return what was done about one thing, newest first."""
    return [_look(line) for line in TrailEntry.objects.filter(about=about).order_by("-at", "-pk")[:limit]]


def _look(line: TrailEntry) -> Look:
    return Look(line.at, line.actor_name, line.unit, line.post, line.verb, line.about, line.reason)
