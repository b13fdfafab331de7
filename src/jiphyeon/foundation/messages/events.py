"""What this room tells whoever owns the messages: in blocks, for a campaign has hundreds of thousands of them.

A hearer looks at `owner`, the room it was put by, and passes over what is another's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A channel took these messages; `owner_keys` stand in the order of `keys`."""

    owner: str
    keys: tuple[UUID, ...]
    owner_keys: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Delivered:
    """A channel says that these messages arrived."""

    owner: str
    keys: tuple[UUID, ...]
    owner_keys: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """These messages are given up; `states` says in which of the three ways, `reasons` why, as codes."""

    owner: str
    keys: tuple[UUID, ...]
    owner_keys: tuple[str, ...]
    states: tuple[str, ...]
    reasons: tuple[str, ...]
    at: datetime
