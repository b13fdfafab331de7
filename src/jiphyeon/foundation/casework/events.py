"""What casework tells: that a matter of some lifecycle was moved."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseMoved:
    """A deed was done to a matter: of which lifecycle, where it stood before and stands now, on which civil day."""

    lifecycle: str
    case: str
    deed: str
    before: str
    after: str
    on: str
