"""What this room tells the others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeeAnswered:
    """A facility's fee was answered from data, without paper."""

    programme: str
    on: str
