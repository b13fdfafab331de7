"""The walk itself: every leaf, every hash of the tree, every signed head, every line of the trail."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import DataError

from jiphyeon.foundation.ledger import seen
from jiphyeon.foundation.ledger.heads import CHAIN_BEGINS, chained, shown
from jiphyeon.foundation.ledger.leaves import leaf_text, moment_text
from jiphyeon.foundation.ledger.models import Entry, Head, SigningKey, Tile, TrailEntry, Tree
from jiphyeon.foundation.ledger.order import adoption_line
from jiphyeon.foundation.ledger.record import ADOPTED_KIND, FORGOTTEN_KIND, OWN_KINDS, TRAIL_KIND
from jiphyeon.foundation.ledger.tiles import read_tile
from jiphyeon.foundation.ledger.verification import alterations, stored_rows
from jiphyeon.foundation.ledger.verification.alterations import Altered
from jiphyeon.foundation.ledger.verification.outside import Outside
from jiphyeon.foundation.secrets.keys import decrypt, lacks_its_key
from jiphyeon.kernel import Refused
from jiphyeon.methods.merkle import TILE_WIDTH, TiledTree, hash_leaf

_HASH = 32
_BROKEN_ROW = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError, DataError)


class Walk:
    """Keeps what the walk has seen so far."""

    def __init__(self, outside: Outside, tell: Callable[[int, int], None]) -> None:
        self.outside = outside
        self.tell = tell
        self.keys = dict(outside.keys) or dict(SigningKey.objects.values_list("name", "public_pem"))
        self.to_hold = sorted(outside.heads, key=lambda head: head.size, reverse=True)
        self.size = Tree.objects.filter(pk=1).values_list("size", flat=True).first() or 0
        self.tree = TiledTree(0, lambda _level, _index: b"")
        self.heads = Head.objects.order_by("size").iterator(chunk_size=1000)
        self.head = next(self.heads, None)
        self.chain, self.in_chain = CHAIN_BEGINS, False
        self.unchained = 0  # heads seen since the last one that signs what came before it
        self.first_signed: dict[str, datetime] = {}
        self.heads_seen = self.lines = self.unreadable = self.unreadable_lines = self.done = 0
        self.forgotten = self.waiting = self.undated = 0
        self.last_good_head = 0
        self.anchors: list[tuple[int, dict[str, Any]]] = []
        self.emptied: dict[str, tuple[int | None, str, str]] = {}
        self.deeds_shut = 0  # deeds of forgetting that cannot be opened
        self.adoption = sha256()
        self.tile = b""

    def all(self) -> Altered | None:
        """Walk everything; return the first alteration."""
        steps = (
            self.entries,
            self.rest_of_tree,
            self.waiting_entries,
            self.facts_gone,
            self.keys_used,
            self.heads_outside,
            self.trail,
        )
        for step in steps:
            try:
                altered = step()
            except _BROKEN_ROW:
                altered = alterations.row_unreadable(self.done)
            if altered is not None:
                return altered
        return None

    def entries(self) -> Altered | None:
        """Walk the leaves in order, and the heads as their sizes are reached."""
        if Tree.objects.count() > 1:
            return alterations.TREE_ROW
        for entry in stored_rows.entries(Entry.objects.filter(index__isnull=False).order_by("index")):
            altered = self._entry(entry) or self._heads_here()
            if altered is not None:
                return altered
            if self.done % 10_000 == 0:
                self.tell(self.done, self.size)
        if self.done < self.size:
            return alterations.entry_gone(self.done)
        return alterations.TREE_ROW if self.done != self.size else None

    def rest_of_tree(self) -> Altered | None:
        """Hold the tree's length and its stored hashes against what the leaves give."""
        if self.head is not None or self.last_good_head != self.size:
            return alterations.heads_disagree(self.size)
        grown = {key: bytes(row) for key, row in self.tree.changed.items() if row}
        for tile in Tile.objects.order_by("level", "index").iterator(chunk_size=500):
            if grown.pop((tile.level, tile.index), None) != bytes(tile.hashes):
                return alterations.tree_altered(tile.level, tile.index)
        if grown:
            return alterations.tree_altered(*min(grown))
        return None

    def waiting_entries(self) -> Altered | None:
        """Look at what has no place yet: it is under no signature, but must agree with itself."""
        for entry in stored_rows.entries(Entry.objects.filter(index__isnull=True).order_by("pk")):
            self.waiting += 1
            if hash_leaf(entry.leaf.encode()).hex() != entry.leaf_hash:
                return alterations.entry_altered(entry)
            altered = self._facts(entry)
            if altered is not None:
                return altered
        self.waiting += TrailEntry.objects.filter(position__isnull=True).count()
        return None

    def facts_gone(self) -> Altered | None:
        """Name the first entry whose facts are gone without a deed that forgot them."""
        if not self.emptied:
            return None
        if self.deeds_shut:  # a deed that cannot be opened may be theirs
            self.unreadable += len(self.emptied)
            return None
        index, subject, _at = next(iter(self.emptied.values()))
        return alterations.facts_gone(index, subject)

    def keys_used(self) -> Altered | None:
        """Hold the key table against the keys from outside, and against the heads they signed."""
        for name, pem, first in SigningKey.objects.values_list("name", "public_pem", "first_used_at"):
            if self.keys.get(name) != pem or self.first_signed.pop(name, None) != first:
                return alterations.key_altered(name)
        return alterations.key_altered(min(self.first_signed)) if self.first_signed else None

    def heads_outside(self) -> Altered | None:
        """Name the first head seen earlier that the log does not reach any more."""
        return alterations.not_continued(self.to_hold[-1], self.size) if self.to_hold else None

    def trail(self) -> Altered | None:
        """Walk the private trail's chain and hold it against its ends on the public log."""
        ends = {facts["position"]: facts["chained"] for _index, facts in self.anchors}
        before, expected, anchored = CHAIN_BEGINS, 0, -1
        for line in stored_rows.trail_lines():
            if line.position != expected:
                return alterations.trail_altered(expected)
            again = stored_rows.linked_again(line, before)
            if again is None:
                self.unreadable_lines += 1
            elif again != line.chained:
                return alterations.trail_altered(expected)
            before, expected = line.chained, expected + 1
            if line.position in ends:
                anchored = line.position
                if ends.pop(line.position) != before:
                    return alterations.trail_altered(line.position)
            self.lines += 1
        if ends:
            return alterations.trail_altered(min(ends))
        # What was chained after the last end on the log was not chained by the log.
        if anchored != expected - 1 and not self.unreadable:
            return alterations.trail_altered(anchored + 1)
        return None

    def _entry(self, entry: Any) -> Altered | None:
        index = self.done
        if entry.index != index:
            return alterations.entry_gone(index)
        hashed = hash_leaf(entry.leaf.encode())
        if index % TILE_WIDTH == 0:
            self.tile = read_tile(0, index // TILE_WIDTH)
        at = index % TILE_WIDTH * _HASH
        if hashed.hex() != entry.leaf_hash or self.tile[at : at + _HASH] != hashed:
            return alterations.entry_altered(entry)
        try:
            altered = self._facts(entry)
        except _BROKEN_ROW:
            altered = alterations.entry_altered(entry)
        self.tree.append([hashed])
        self.done += 1
        return altered

    def _facts(self, entry: Any) -> Altered | None:
        contents = json.loads(entry.leaf)
        if contents["kind"] != entry.kind or contents["on"] != entry.on.isoformat():
            return alterations.entry_altered(entry)
        if "at" not in contents and entry.index is not None:
            self.adoption.update(adoption_line(entry))
            self.undated += 1
        if entry.raw is None:
            self.emptied[entry.leaf_hash] = (entry.index, entry.subject, moment_text(entry.recorded_at))
            return None
        if lacks_its_key(entry.raw):
            self.unreadable += 1
            self.deeds_shut += entry.kind == FORGOTTEN_KIND
            return None
        try:
            kept = json.loads(decrypt(entry.raw, purpose="ledger_entry.sealed"))
        except Refused:
            return alterations.entry_altered(entry)
        again = leaf_text(
            kind=entry.kind,
            on=entry.on,
            subject=entry.subject,
            facts=kept["facts"],
            salt=bytes.fromhex(kept["salt"]),
            at=entry.recorded_at if "at" in contents else None,
        )
        if again != entry.leaf or kept.keys() != {"facts", "salt"}:
            return alterations.entry_altered(entry)
        return self._own(entry, kept["facts"]) if entry.kind in OWN_KINDS else None

    def _own(self, entry: Any, facts: dict[str, Any]) -> Altered | None:
        """Take in what the log recorded of itself."""
        if entry.kind == TRAIL_KIND:
            self.anchors.append((entry.index, facts))
        if entry.kind == ADOPTED_KIND:
            if facts["recorded_at"] != self.adoption.copy().hexdigest() or facts["entries"] != self.undated:
                return alterations.moment_altered(entry.index)
            self.undated = 0
        if entry.kind == FORGOTTEN_KIND:
            for leaf_hash, at in facts["leaves"].items():
                gone = self.emptied.pop(leaf_hash, None)
                if gone is None or gone[1:] != (entry.subject, at):
                    return alterations.forgetting_disagrees(entry)
                self.forgotten += 1
        return None

    def _heads_here(self) -> Altered | None:
        while self.head is not None and self.head.size <= self.done:
            head = shown(self.head)
            if head.size < self.done or self.tree.root().hex() != head.root:
                return alterations.history_altered(self.last_good_head, head.size)
            if head.key not in self.keys:
                return alterations.key_unknown(head)
            if not seen.is_signed(head, self.keys):
                return alterations.signature_wrong(head.size)
            if head.before != (self.chain if head.before or self.in_chain else ""):
                return alterations.head_gone(self.last_good_head, head.size)
            self.in_chain = bool(head.before)
            self.unchained = 0 if head.before else self.unchained + 1
            self.chain = chained(head, self.chain)
            self.first_signed.setdefault(head.key, head.at)
            while self.to_hold and self.to_hold[-1].size <= head.size:
                earlier = self.to_hold.pop()
                if earlier != head:
                    return alterations.not_continued(earlier, self.size)
            self.last_good_head = head.size
            self.heads_seen += 1
            self.head = next(self.heads, None)
        return None
