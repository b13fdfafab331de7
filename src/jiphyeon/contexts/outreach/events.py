"""What this room tells the others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToBeTold:
    """An officer confirmed that one person is told of support they seem due."""

    contact: int
    on: str
