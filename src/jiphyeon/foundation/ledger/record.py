"""Writing on the public log, and the receipt its holder can have checked."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.envelope import packed
from jiphyeon.foundation.ledger.leaves import leaf_text
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.methods.merkle import hash_leaf


@dataclass(frozen=True, slots=True)
class Receipt:
    """That something was recorded. `index` is None until the log has put it in order, within about a minute."""

    leaf_hash: str
    kind: str
    on: date
    index: int | None = None

    @property
    def number(self) -> str:
        """Return a short number to print and to type: the first twelve digits of the hash in groups."""
        return "-".join(self.leaf_hash[at : at + 4] for at in (0, 4, 8))


def append(*, kind: str, subject: str, facts: Mapping[str, Any], on: date) -> Receipt:
    """Record that something happened, in the caller's transaction; a rollback leaves no trace.

    `facts` are JSON values (also days, UUIDs, enums, dataclasses; never a float). They are sealed, and only a salted
    commitment to them becomes public, so they may name a person. Nobody waits for another writer: the place in the
    tree is given a moment later.
    """
    plain = {str(name): packed(value) for name, value in facts.items()}
    salt = secrets.token_bytes(32)
    leaf = leaf_text(kind=kind, on=on, subject=subject, facts=plain, salt=salt)
    entry = Entry.objects.create(
        kind=kind,
        subject=subject,
        on=on,
        leaf=leaf,
        leaf_hash=hash_leaf(leaf.encode()).hex(),
        sealed={"salt": salt.hex(), "facts": plain},
        recorded_at=now(),
    )
    return _receipt(entry)


def receipts_about(subject: str) -> list[Receipt]:
    """Return what was recorded about a subject, oldest first."""
    return [_receipt(entry) for entry in Entry.objects.filter(subject=subject).defer("sealed").order_by("pk")]


def receipt_file(leaf_hash: str) -> dict[str, Any]:
    """Return what the holder of a record may take home: leaf, salt and facts, to be shown to anyone who asks.

    The caller has checked that the person may see the facts. Raises Entry.DoesNotExist. Without `salt` and `facts`
    where they were forgotten.
    """
    entry = Entry.objects.get(leaf_hash=leaf_hash)
    opened = entry.sealed or {}
    return {"leaf": entry.leaf, "leaf_hash": entry.leaf_hash, "subject": entry.subject, **opened}


def forget(subject: str) -> int:
    """Throw away salt and facts of everything recorded about a subject; the leaves stay and say nothing of anyone."""
    return Entry.objects.filter(subject=subject, sealed__isnull=False).update(sealed=None)


def _receipt(entry: Entry) -> Receipt:
    return Receipt(entry.leaf_hash, entry.kind, entry.on, entry.index)
