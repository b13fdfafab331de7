"""Telling the owners of documents what became of them, each owner once a block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.relays.enums import Kind
from jiphyeon.foundation.relays.events import RelayReported
from jiphyeon.foundation.relays.models import Document


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one document."""

    owner: str
    key: UUID
    owner_key: str
    kind: Kind
    at: datetime

    @classmethod
    def of(cls, document: Document, kind: Kind, at: datetime) -> Told:
        """Return what is told of a document."""
        return cls(document.owner, document.key, document.owner_key, kind, at)


def tell(told: Sequence[Told]) -> None:
    """Tell each owner, in the caller's transaction."""
    by_owner: defaultdict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_owner[one.owner].append(one)
    for owner, mine in by_owner.items():
        publish(
            RelayReported(
                owner,
                tuple(one.key for one in mine),
                tuple(one.owner_key for one in mine),
                tuple(one.kind.value for one in mine),
                tuple(one.at for one in mine),
            )
        )
