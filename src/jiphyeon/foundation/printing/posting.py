"""What a room that sends on paper knows better: by which day a letter must be posted, and by which post."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from jiphyeon.foundation.printing.enums import Service


@dataclass(frozen=True, slots=True)
class Posting:
    """By which post a letter goes, and the last day on which it can be posted (None: there is none)."""

    service: Service = Service.ORDINARY
    post_by: date | None = None


Asked: TypeAlias = Callable[[Sequence[str]], Mapping[str, Posting]]
ORDINARY = Posting()
_ASKED: dict[str, Asked] = {}


def posted_as(owner: str, ask: Asked) -> None:
    """Have the letters of an owner posted as `ask` says of their owner keys. Called when rooms are loaded."""
    _ASKED[owner] = ask


def postings(owner: str, owner_keys: Sequence[str]) -> dict[str, Posting]:
    """Return how an owner wants some letters posted; what it says nothing of goes by ordinary post, on any day."""
    said = _ASKED[owner](owner_keys) if owner in _ASKED else {}
    return {key: said.get(key, ORDINARY) for key in owner_keys}
