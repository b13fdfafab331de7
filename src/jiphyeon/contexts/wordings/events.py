"""What happens to wordings that others may want to know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordingApproved:
    """An edition of a text is in use from now on; `edition` is the key of its row, `text` stays the same over editions."""

    text: str
    edition: str
