"""What this room tells whoever owns the letters; whether one arrived or came back is told by `messages.events`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LettersPosted:
    """These letters were taken to the post on a day; `owner_keys` stand in the order of `keys`, which are the messages'."""

    owner: str
    keys: tuple[UUID, ...]
    owner_keys: tuple[str, ...]
    numbers: tuple[str, ...]
    service: str
    posted_on: date
