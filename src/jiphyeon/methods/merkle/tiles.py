"""The tree as tiles of 256 hashes: an append touches one tile for each level, a proof reads a handful."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jiphyeon.methods.merkle.tree import hash_node, root

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
_HASH = 32

Key = tuple[int, int]


class TiledTree:
    """An append-only tree whose hashes are kept in tiles.

    Tile (level, index) holds, one after another, the hashes of the perfect subtrees of height 8 * level numbered
    256 * index … 256 * index + 255. Level 0 therefore holds the leaf hashes. Hashes between are worked out from at
    most 128 of these. `read` returns a tile's bytes (empty where there is none yet); what an append changed stands
    in `changed`, ready to be stored.
    """

    def __init__(self, size: int, read: Callable[[int, int], bytes]) -> None:
        self.size = size
        self.changed: dict[Key, bytearray] = {}
        self._read = read
        self._kept: dict[Key, bytes] = {}

    def append(self, leaf_hashes: Iterable[bytes]) -> None:
        """Add leaves at the end, in order."""
        for leaf_hash in leaf_hashes:
            self._add(0, self.size, leaf_hash)
            self.size += 1

    def root(self) -> bytes:
        """Return the Merkle tree head over all leaves."""
        return root(self.size, self)

    def perfect(self, level: int, index: int) -> bytes:
        """Return the hash of a perfect subtree (see `Subtrees`)."""
        tile_level, above = divmod(level, TILE_HEIGHT)
        count = 1 << above
        tile_index, first = divmod(index * count, TILE_WIDTH)
        tile = self._tile(tile_level, tile_index)
        return _folded(tile[first * _HASH : (first + count) * _HASH])

    def _add(self, level: int, position: int, found: bytes) -> None:
        key = (level, position // TILE_WIDTH)
        if key not in self.changed:
            # A tile may hold leftovers beyond the tree's size only if somebody wrote there: they are cut off.
            self.changed[key] = bytearray(self._tile(*key)[: position % TILE_WIDTH * _HASH])
        tile = self.changed[key]
        tile += found
        if len(tile) == TILE_WIDTH * _HASH:
            self._add(level + 1, key[1], _folded(tile))

    def _tile(self, level: int, index: int) -> bytes | bytearray:
        key = (level, index)
        if key in self.changed:
            return self.changed[key]
        if key not in self._kept:
            self._kept[key] = self._read(level, index)
        return self._kept[key]


def _folded(row: bytes | bytearray) -> bytes:
    """Return the root over a power of two of hashes."""
    hashes = [bytes(row[at : at + _HASH]) for at in range(0, len(row), _HASH)]
    while len(hashes) > 1:
        hashes = [hash_node(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]
