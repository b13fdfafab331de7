"""What this room tells the owner of a document: in blocks, at least once, in the order the relay told us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RelayReported:
    """What became of these documents; all tuples stand in one order, `kinds` are values of `enums.Kind`.

    `at` is the relay's moment. A hearer looks at `owner`, passes over another's, and takes the same kind of the same key once.
    """

    owner: str
    keys: tuple[UUID, ...]
    owner_keys: tuple[str, ...]
    kinds: tuple[str, ...]
    at: tuple[datetime, ...]
