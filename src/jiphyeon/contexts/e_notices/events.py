"""What e-notices tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkLeft:
    """Something came of a sending, or was decided about it, after which it can go on."""

    sending: str
