"""What every room puts on a citizen's own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.foundation.ui.my_page import Share


def shares_of(person: UUID, today: date) -> list[Share]:
    """Return what each room puts on a person's page; the rooms that build on others stand first."""
    readers: list[Callable[[UUID, date], Share]] = [
        room.find(room.my_page) for room in reversed(rooms()) if room.my_page
    ]
    return [read(person, today) for read in readers]
