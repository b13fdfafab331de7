"""What this room tells the others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunAsked:
    """Somebody wants to know what changes of terms would do; the long work has yet to begin."""

    run: str
