"""What every room puts on a citizen's own page, and into an officer's month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.foundation.ui.calendars import Due
from jiphyeon.foundation.ui.my_page import Share


def shares_of(person: UUID, today: date) -> list[Share]:
    """Return what each room puts on a person's page; the rooms that build on others stand first."""
    readers: list[Callable[[UUID, date], Share]] = [
        room.find(room.my_page) for room in reversed(rooms()) if room.my_page
    ]
    return [read(person, today) for read in readers]


def due_of(actor: Actor, first: date, last: date, today: date) -> list[Due]:
    """Return what is an officer's work by a day of a period, in every room."""
    readers: list[Callable[[Actor, date, date, date], Sequence[Due]]] = [
        room.find(room.due) for room in rooms() if room.due
    ]
    return [one for read in readers for one in read(actor, first, last, today)]
