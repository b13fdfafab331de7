"""Putting what was recorded in order: dense indexes, the tree, a signed head; and the private trail's chain.

Writers only insert. One sequencer at a time, holding the tree's row, gives every committed entry its place in one
transaction, so that indexes have no gaps whatever was rolled back, and nobody's transaction waits for the log.
"""

from __future__ import annotations

import json
from hashlib import sha256

from django.db import connection, transaction

from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.ledger import seen, signing
from jiphyeon.foundation.ledger.heads import CHAIN_BEGINS, SignedHead, chain_end, newest_head
from jiphyeon.foundation.ledger.leaves import canonical, moment_text
from jiphyeon.foundation.ledger.models import Entry, Head, SigningKey, Tile, TrailEntry, Tree
from jiphyeon.foundation.ledger.record import ADOPTED_KIND, OWN_SUBJECT, TRAIL_KIND, append
from jiphyeon.foundation.ledger.tiles import read_tile
from jiphyeon.methods.merkle import TiledTree

BATCH = 500
"""How many entries are given their places in one transaction; every other writer waits meanwhile on SQLite."""


def put_in_order() -> SignedHead | None:
    """Chain the trail, give waiting entries their places, sign the new head; return the newest head, None before any.

    Once that is committed, the newest head is written down outside the database (see `seen`).
    """
    while _one_batch():
        pass
    transaction.on_commit(seen.keep, robust=True)
    return newest_head()


def link(entry: TrailEntry, before: str) -> str:
    """Return an entry's chain hash: over the one before and everything the entry says."""
    contents = {
        "about": entry.about,
        "actor": str(entry.actor or ""),
        "at": entry.at.isoformat(timespec="microseconds"),
        "before": before,
        "details": entry.details,
        "name": entry.actor_name,
        "person": str(entry.person or ""),
        "post": entry.post,
        "reason": entry.reason,
        "unit": entry.unit,
        "verb": entry.verb,
    }
    return sha256(canonical(contents).encode()).hexdigest()


@transaction.atomic
def _one_batch() -> bool:
    """Return whether more is waiting."""
    Tree.objects.get_or_create(pk=1)
    tree_row = Tree.objects.select_for_update().get(pk=1)
    chained = _chain()
    waiting = list(
        Entry.objects.filter(index__isnull=True).order_by("pk").values_list("pk", "leaf_hash")[:BATCH]
    )
    if not waiting:
        return _adopt()
    tree = TiledTree(tree_row.size, read_tile)
    tree.append(bytes.fromhex(leaf_hash) for _, leaf_hash in waiting)
    places = [(tree_row.size + offset, pk) for offset, (pk, _) in enumerate(waiting)]
    with connection.cursor() as cursor:
        cursor.executemany('UPDATE ledger_entry SET "index" = %s WHERE id = %s', places)
    Tile.objects.bulk_create(
        [Tile(level=level, index=index, hashes=bytes(row)) for (level, index), row in tree.changed.items()],
        update_conflicts=True,
        unique_fields=["level", "index"],
        update_fields=["hashes"],
    )
    tree_row.size = tree.size
    tree_row.save(update_fields=["size"])
    _sign(tree.size, tree.root().hex())
    return len(waiting) == BATCH or chained == BATCH


def _sign(size: int, root: str) -> None:
    name, pem = signing.public_key()
    moment, before = now(), chain_end()
    SigningKey.objects.get_or_create(name=name, defaults={"public_pem": pem, "first_used_at": moment})
    signature = signing.sign(signing.statement(size=size, root=root, at=moment, before=before))
    Head.objects.create(
        size=size, root=root, signed_at=moment, before=before, key_id=name, signature=signature
    )


def _adopt() -> bool:
    """Put on the log, once, when its oldest entries were recorded: leaves from before version 0.3.0 do not hold it.

    Returns whether anything was put there, and waits now.
    """
    first = Entry.objects.filter(index=0).values_list("leaf", flat=True).first()
    if first is None or "at" in json.loads(first):
        return False
    if Entry.objects.filter(subject=OWN_SUBJECT, kind=ADOPTED_KIND).exists():
        return False
    digest, count = sha256(), 0
    for entry in Entry.objects.filter(index__isnull=False).defer("sealed").order_by("index").iterator(2000):
        if "at" not in json.loads(entry.leaf):
            digest.update(adoption_line(entry))
            count += 1
    append(
        kind=ADOPTED_KIND,
        subject=OWN_SUBJECT,
        facts={"entries": count, "recorded_at": digest.hexdigest()},
        on=civil_today(),
    )
    return True


def adoption_line(entry: Entry) -> bytes:
    """Return what is hashed of one entry whose leaf does not say when it was recorded."""
    return canonical([entry.index, entry.leaf_hash, moment_text(entry.recorded_at)]).encode() + b"\n"


def _chain() -> int:
    """Chain what the trail has new, put the chain's end on the public log, and return how many were chained."""
    waiting = list(TrailEntry.objects.filter(position__isnull=True).order_by("pk")[:BATCH])
    if not waiting:
        return 0
    last = TrailEntry.objects.filter(position__isnull=False).order_by("-position").first()
    position, before = (last.position or 0, last.chained) if last else (-1, CHAIN_BEGINS)
    for entry in waiting:
        position, before = position + 1, link(entry, before)
        entry.position, entry.chained = position, before
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE ledger_trailentry SET position = %s, chained = %s WHERE id = %s",
            [(entry.position, entry.chained, entry.pk) for entry in waiting],
        )
    append(
        kind=TRAIL_KIND, subject="trail", facts={"position": position, "chained": before}, on=civil_today()
    )
    return len(waiting)
