"""머클 트리 · The RFC 9162 Merkle tree of an append-only log: roots, inclusion and consistency proofs, stored in tiles."""

from jiphyeon.methods.merkle.proofs import (
    check_consistency,
    check_inclusion,
    consistency_path,
    inclusion_path,
    root_by_inclusion,
)
from jiphyeon.methods.merkle.tiles import TILE_WIDTH, TiledTree
from jiphyeon.methods.merkle.tree import EMPTY_ROOT, Subtrees, hash_leaf, hash_node, root

__all__ = [
    "EMPTY_ROOT",
    "TILE_WIDTH",
    "Subtrees",
    "TiledTree",
    "check_consistency",
    "check_inclusion",
    "consistency_path",
    "hash_leaf",
    "hash_node",
    "inclusion_path",
    "root",
    "root_by_inclusion",
]
