"""What this room tells the owner of a due, each once. A hearer looks at `owner` and passes over another's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DuePaid:
    """The whole of a due was paid; `at` is the payment house's moment, `is_late` told by the civil day it was asked for on."""

    owner: str
    owner_key: str
    due: UUID
    amount: int
    at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class DueRefunded:
    """What was paid for a due was given back."""

    owner: str
    owner_key: str
    due: UUID
    amount: int
    at: datetime
