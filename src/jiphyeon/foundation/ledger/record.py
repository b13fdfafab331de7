"""Writing on the public log, and the receipt its holder can have checked."""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.jobs.envelope import packed
from jiphyeon.foundation.ledger.kinds import name_kind
from jiphyeon.foundation.ledger.leaves import leaf_text, moment_text
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.methods.merkle import hash_leaf

# What the log records of itself. These leaves bear others, so that their own facts are never forgotten.
OWN_SUBJECT = "ledger"
TRAIL_KIND = name_kind("trail.chained", "열람 기록의 끝", "End of the private trail")
ADOPTED_KIND = name_kind("ledger.adopted", "옛 기록의 시각", "When the oldest entries were recorded")
FORGOTTEN_KIND = name_kind("ledger.forgotten", "기록 내용 파기", "Facts forgotten on purpose")
OWN_KINDS = (TRAIL_KIND, ADOPTED_KIND, FORGOTTEN_KIND)


SHORT_DIGITS = 12
"""So many digits of a record's hash are printed as its number."""
_HASH = re.compile(r"[0-9a-f]{1,64}")
_BETWEEN = {"Cc", "Cf", "Pd", "Zl", "Zp", "Zs"}  # blanks, dashes and what nobody sees


def shown_number(leaf_hash: str) -> str:
    """Return a record's number to print and to type: the first twelve digits of its hash in groups."""
    return "-".join(leaf_hash[at : at + 4] for at in (0, 4, 8))


def typed(words: str) -> str:
    """Return a number as it is compared: small letters, full-width signs made plain, without blanks and dashes of any kind.

    >>> typed("F-53B5 6e41－8187")
    'f53b56e418187'
    """
    plain = unicodedata.normalize("NFKC", words)
    return "".join(sign for sign in plain if unicodedata.category(sign) not in _BETWEEN).lower()


def hashes_meant(given: str, *, least: int = SHORT_DIGITS) -> tuple[str, ...]:
    """Return what a record's hash begins with, if a typed number means one: as it stands, or after the letter of a room.

    A room prints its own letter before the digits (F-53b5-6e41-8187).

    >>> hashes_meant("53b56e418187"), hashes_meant("f53b56e418187")
    (('53b56e418187',), ('f53b56e418187', '53b56e418187'))
    """
    after_letter = given[1:] if given[:1].isalpha() and len(given) == SHORT_DIGITS + 1 else ""
    return tuple(one for one in (given, after_letter) if least <= len(one) and _HASH.fullmatch(one))


@dataclass(frozen=True, slots=True)
class Receipt:
    """That something was recorded. `index` is None until the log has put it in order, within about a minute."""

    leaf_hash: str
    kind: str
    on: date
    index: int | None = None

    @property
    def number(self) -> str:
        """Return a short number to print and to type."""
        return shown_number(self.leaf_hash)


def append(*, kind: str, subject: str, facts: Mapping[str, Any], on: date) -> Receipt:
    """Record that something happened, in the caller's transaction; a rollback leaves no trace.

    `facts` are JSON values (also days, UUIDs, enums, dataclasses; never a float). They are sealed, and only a salted
    commitment to them becomes public, so they may name a person. Nobody waits for another writer: the place in the
    tree is given a moment later.
    """
    plain = {str(name): packed(value) for name, value in facts.items()}
    salt, at = secrets.token_bytes(32), now()
    leaf = leaf_text(kind=kind, on=on, subject=subject, facts=plain, salt=salt, at=at)
    entry = Entry.objects.create(
        kind=kind,
        subject=subject,
        on=on,
        leaf=leaf,
        leaf_hash=hash_leaf(leaf.encode()).hex(),
        sealed={"salt": salt.hex(), "facts": plain},
        recorded_at=at,
    )
    return _receipt(entry)


def receipts_about(subject: str) -> list[Receipt]:
    """Return what was recorded about a subject, oldest first."""
    return [_receipt(entry) for entry in Entry.objects.filter(subject=subject).defer("sealed").order_by("pk")]


def receipt_file(leaf_hash: str) -> dict[str, Any]:
    """Return what the holder of a record may take home: leaf, salt and facts, to be shown to anyone who asks.

    The caller has checked that the person may see the facts. Raises Entry.DoesNotExist. The leaf alone where the facts
    were forgotten.
    """
    entry = Entry.objects.get(leaf_hash=leaf_hash)
    document = {"leaf": entry.leaf, "leaf_hash": entry.leaf_hash}
    if entry.sealed is None:
        return document
    at = {"at": moment_text(entry.recorded_at)} if "at" in json.loads(entry.leaf) else {}
    return {**document, "subject": entry.subject, **at, **entry.sealed}


@transaction.atomic
def forget(subject: str) -> int:
    """Throw away salt and facts of everything recorded about a subject; the leaves stay and say nothing of anyone.

    That it was done is itself put on the log, with what can no longer be worked out from the leaves: facts that are
    gone without such a deed were not forgotten but taken away. Returns how many were forgotten.
    """
    known = Entry.objects.select_for_update().filter(subject=subject, sealed__isnull=False)
    leaves = {
        leaf_hash: moment_text(at)
        for leaf_hash, at in known.exclude(kind__in=OWN_KINDS).values_list("leaf_hash", "recorded_at")
    }
    if not leaves:
        return 0
    append(kind=FORGOTTEN_KIND, subject=subject, facts={"leaves": leaves}, on=civil_today())
    return Entry.objects.filter(leaf_hash__in=leaves).update(sealed=None)


def _receipt(entry: Entry) -> Receipt:
    return Receipt(entry.leaf_hash, entry.kind, entry.on, entry.index)
