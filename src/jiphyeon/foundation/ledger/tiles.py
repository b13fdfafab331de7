"""The stored tree: its tiles as they lie in the database, and the roots they give."""

from __future__ import annotations

from jiphyeon.foundation.ledger.models import Tile
from jiphyeon.kernel import Refused
from jiphyeon.methods.merkle import TiledTree, root


def read_tile(level: int, index: int) -> bytes:
    """Return a stored tile's hashes, empty where there is none."""
    kept = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    return b"" if kept is None else bytes(kept)


def root_at(size: int, whole: int) -> str:
    """Return the root over the first `size` leaves of the stored tree of `whole` leaves; empty where tiles are missing."""
    try:
        return root(size, TiledTree(whole, read_tile)).hex()
    except (IndexError, Refused):
        return ""
