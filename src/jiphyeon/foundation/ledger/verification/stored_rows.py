"""Rows of the log and the trail as they are stored: what is sealed is opened one by one, where its key is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from jiphyeon.foundation.ledger.models import Entry, TrailEntry
from jiphyeon.foundation.ledger.order import link
from jiphyeon.foundation.secrets.keys import decrypt, lacks_its_key
from jiphyeon.kernel import Refused


def entries(chosen: QuerySet[Entry]) -> Iterator[Any]:
    """Give the entries chosen, each with its sealed column as it is stored, in `raw`."""
    # The sealed column is read as it stands: opening it here would stop the walk where a key is missing.
    return iter(chosen.annotate(raw=Cast("sealed", TextField())).defer("sealed").iterator(chunk_size=2000))


_SEALED = ("actor_name", "reason", "details")


def trail_lines() -> Iterator[Any]:
    """Give the lines of the private trail in their order, sealed columns as they are stored."""
    raw = {f"raw_{column}": Cast(column, TextField()) for column in _SEALED}
    lines = TrailEntry.objects.filter(position__isnull=False).order_by("position")
    return iter(lines.annotate(**raw).defer(*_SEALED).iterator(chunk_size=1000))


def linked_again(line: Any, before: str) -> str | None:
    """Return a line's chain hash, worked out again; empty where it was tampered with, None where its key is missing."""
    for column in _SEALED:
        stored = getattr(line, f"raw_{column}")
        if lacks_its_key(stored):
            return None
        try:
            plain = decrypt(stored, purpose=f"ledger_trailentry.{column}")
        except Refused:
            return ""
        setattr(line, column, json.loads(plain) if column == "details" else plain)
    return link(line, before)
