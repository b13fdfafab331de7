"""Moves a case along its table and writes the line of history that goes with it; nobody else changes a state."""

from __future__ import annotations

from datetime import date

from jiphyeon.contexts.benefits.enums import Deed, State
from jiphyeon.contexts.benefits.models import Case, Entry
from jiphyeon.contexts.benefits.rules import machine
from jiphyeon.foundation.accounts.actors import Actor


def move(
    case: Case,
    deed: Deed,
    *,
    by: Actor,
    on: date,
    detail: str = "",
    public: bool = True,
    leaf: str = "",
) -> Entry:
    """Take the step, save the case whole and return its line of history. Refused where the table has no such step."""
    before = case.at
    case.state = machine.after(before, deed)
    case.version += 1
    case.save()
    return Entry.objects.create(
        case=case,
        deed=deed,
        on=on,
        by=by.user,
        by_name=by.name,
        before=before,
        after=case.state,
        public=public,
        detail=detail,
        leaf=leaf,
    )


def stands_at(case: Case, *states: State) -> bool:
    """Return whether a case is in one of the states."""
    return case.at in states
