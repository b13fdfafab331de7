"""Walking everything again: every leaf, every hash of the tree, every signed head, every line of the trail."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast

from jiphyeon.foundation.ledger.leaves import leaf_text
from jiphyeon.foundation.ledger.models import Entry, Head, Tile, TrailEntry, Tree
from jiphyeon.foundation.ledger.order import CHAIN_BEGINS, TRAIL_KIND, link, read_tile, shown
from jiphyeon.foundation.ledger.proofs import is_signed
from jiphyeon.foundation.secrets.keys import decrypt
from jiphyeon.kernel import Refused, Words
from jiphyeon.methods.merkle import TILE_WIDTH, TiledTree, hash_leaf

_HASH = 32


@dataclass(frozen=True, slots=True)
class Altered:
    """The first thing found that is not as it was recorded. `index` is the entry's, where it is an entry."""

    code: str
    words: Words
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was walked, and the first alteration, if any."""

    entries: int
    heads: int
    trail_lines: int
    unreadable: (
        int  # facts sealed under a key that is not on the ring: their leaves were checked, not their facts
    )
    altered: Altered | None


def verify(*, tell: Callable[[int, int], None] = lambda _done, _of: None) -> Verdict:
    """Walk the log from its first entry; stop at the first alteration. `tell(done, of)` is called now and then."""
    walk = _Walk(tell)
    altered = walk.entries() or walk.rest_of_tree() or walk.trail()
    return Verdict(walk.done, walk.heads_seen, walk.lines, walk.unreadable, altered)


class _Walk:
    """Keeps what the walk has seen so far."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        self.tell = tell
        self.size = Tree.objects.filter(pk=1).values_list("size", flat=True).first() or 0
        self.tree = TiledTree(0, lambda _level, _index: b"")
        self.heads = Head.objects.order_by("size").iterator(chunk_size=1000)
        self.head = next(self.heads, None)
        self.heads_seen = self.lines = self.unreadable = self.done = 0
        self.last_good_head = 0
        self.anchors: list[tuple[int, dict[str, Any]]] = []
        self.tile = b""

    def entries(self) -> Altered | None:
        """Walk the leaves in order, and the heads as their sizes are reached."""
        for entry in _in_order():
            altered = self._entry(entry) or self._heads_here()
            if altered is not None:
                return altered
            if self.done % 10_000 == 0:
                self.tell(self.done, self.size)
        if self.done < self.size:
            return _entry_gone(self.done)
        return None

    def rest_of_tree(self) -> Altered | None:
        """Hold the tree's length and its stored hashes against what the leaves give."""
        if self.head is not None or (self.size and self.last_good_head != self.size):
            return Altered(
                "heads_disagree",
                Words(
                    "기록은 {size}건인데 서명된 머리는 그와 다릅니다.",
                    "The log has {size} entries, but the signed heads say otherwise.",
                ).filled(size=self.size),
            )
        stored = {
            (tile.level, tile.index): bytes(tile.hashes) for tile in Tile.objects.iterator(chunk_size=500)
        }
        grown = {key: bytes(row) for key, row in self.tree.changed.items() if row}
        for key in sorted(grown.keys() | stored.keys()):
            if stored.get(key) != grown.get(key):
                return _tile_altered(key[0], key[1])
        return None

    def trail(self) -> Altered | None:
        """Walk the private trail's chain and hold it against its ends on the public log."""
        ends = {facts["position"]: (index, facts["chained"]) for index, facts in self.anchors}
        before, expected = CHAIN_BEGINS, 0
        for line in TrailEntry.objects.filter(position__isnull=False).order_by("position").iterator(1000):
            position = line.position or 0
            if position != expected or link(line, before) != line.chained:
                return _line_altered(expected)
            before, expected = line.chained, expected + 1
            if position in ends and ends.pop(position)[1] != before:
                return _line_altered(position)
            self.lines += 1
        if ends:
            return _line_altered(min(ends))
        return None

    def _entry(self, entry: Any) -> Altered | None:
        index = self.done
        if entry.index != index:
            return _entry_gone(index)
        hashed = hash_leaf(entry.leaf.encode())
        if index % TILE_WIDTH == 0:
            self.tile = read_tile(0, index // TILE_WIDTH)
        at = index % TILE_WIDTH * _HASH
        if hashed.hex() != entry.leaf_hash or self.tile[at : at + _HASH] != hashed:
            return _entry_altered(entry)
        altered = self._facts(entry)
        self.tree.append([hashed])
        self.done += 1
        return altered

    def _facts(self, entry: Any) -> Altered | None:
        said = json.loads(entry.leaf)
        if said["kind"] != entry.kind or said["on"] != entry.on.isoformat():
            return _entry_altered(entry)
        if entry.raw is None:  # forgotten on purpose; the leaf was checked
            return None
        if entry.raw.partition("$")[0] not in dict(settings.FIELD_KEYS):
            self.unreadable += 1
            return None
        try:
            kept = json.loads(decrypt(entry.raw, purpose="ledger_entry.sealed"))
        except Refused:
            return _entry_altered(entry)
        again = leaf_text(
            kind=entry.kind,
            on=entry.on,
            subject=entry.subject,
            facts=kept["facts"],
            salt=bytes.fromhex(kept["salt"]),
        )
        if again != entry.leaf:
            return _entry_altered(entry)
        if entry.kind == TRAIL_KIND:
            self.anchors.append((entry.index, kept["facts"]))
        return None

    def _heads_here(self) -> Altered | None:
        while self.head is not None and self.head.size <= self.done:
            if self.head.size < self.done or self.tree.root().hex() != self.head.root:
                return _history_altered(self.last_good_head, self.head.size)
            if not is_signed(shown(self.head)):
                return Altered(
                    "signature_wrong",
                    Words(
                        "{size}건일 때의 머리에 있는 서명이 맞지 않습니다.",
                        "The signature on the head at {size} entries does not hold.",
                    ).filled(size=self.head.size),
                )
            self.last_good_head = self.head.size
            self.heads_seen += 1
            self.head = next(self.heads, None)
        return None


def _in_order() -> Iterator[Any]:
    # The sealed column is read as it stands: opening it here would stop the walk where a key is missing.
    placed = (
        Entry.objects.filter(index__isnull=False).annotate(raw=Cast("sealed", TextField())).defer("sealed")
    )
    return placed.order_by("index").iterator(chunk_size=2000)


def _entry_altered(entry: Any) -> Altered:
    return Altered(
        "entry_altered",
        Words(
            "{index}번 기록({kind}, {on})이 기록된 뒤에 바뀌었습니다.",
            "Entry {index} ({kind}, {on}) was altered after it was recorded.",
        ).filled(index=entry.index, kind=entry.kind, on=entry.on),
        entry.index,
    )


def _entry_gone(index: int) -> Altered:
    return Altered(
        "entry_gone",
        Words("{index}번 기록이 없어졌습니다.", "Entry {index} is gone.").filled(index=index),
        index,
    )


def _history_altered(first: int, size: int) -> Altered:
    return Altered(
        "history_altered",
        Words(
            "{first}번부터 {last}번까지의 기록 가운데 하나가 나무와 함께 바뀌었습니다. 서명된 머리와 맞지 않습니다.",
            "One of the entries {first} to {last} was altered together with the tree: the signed head does not fit.",
        ).filled(first=first, last=size - 1),
        first,
    )


def _tile_altered(level: int, index: int) -> Altered:
    return Altered(
        "tree_altered",
        Words(
            "나무의 {level}층 {index}번 조각이 바뀌었습니다. 기록 자체는 그대로입니다.",
            "Tile {index} of the tree's level {level} was altered; the entries themselves stand.",
        ).filled(level=level, index=index),
    )


def _line_altered(position: int) -> Altered:
    return Altered(
        "trail_altered",
        Words(
            "열람 기록 {position}번이 바뀌었거나 없어졌습니다.",
            "Line {position} of the private trail was altered or is gone.",
        ).filled(position=position),
    )
