"""Hashes of leaves, nodes and whole trees (RFC 9162 §2.1.1)."""

from __future__ import annotations

from hashlib import sha256
from typing import Protocol

from jiphyeon.kernel import Refused

EMPTY_ROOT = sha256(b"").digest()


class Subtrees(Protocol):
    """Where hashes of perfect subtrees are read from."""

    def perfect(self, level: int, index: int) -> bytes:
        """Return the hash over the 2**level leaves from leaf index * 2**level on; all of them must exist."""
        ...


def hash_leaf(leaf: bytes) -> bytes:
    """Return SHA-256(0x00 ‖ leaf)."""
    return sha256(b"\x00" + leaf).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 ‖ left ‖ right). The prefixes keep a node from being passed off as a leaf."""
    return sha256(b"\x01" + left + right).digest()


def root(size: int, subtrees: Subtrees) -> bytes:
    """Return the Merkle tree head over the first `size` leaves, reading at most one hash for each bit of `size`."""
    if size < 0:
        raise Refused(
            "tree_size_negative",
            ko="나무의 잎은 {size}개일 수 없습니다.",
            en="A tree has no {size} leaves.",
            size=size,
        )
    return span(0, size, subtrees) if size else EMPTY_ROOT


def span(start: int, end: int, subtrees: Subtrees) -> bytes:
    """Return MTH(D[start:end]) for a range that RFC 9162 splits off; its start is a multiple of its left half."""
    count = end - start
    level = count.bit_length() - 1
    if count == 1 << level:
        return subtrees.perfect(level, start >> level)
    middle = start + split(count)
    return hash_node(span(start, middle, subtrees), span(middle, end, subtrees))


def split(count: int) -> int:
    """Return the largest power of two smaller than `count` (count > 1).

    >>> [split(n) for n in (2, 3, 4, 5, 8, 9)]
    [1, 2, 2, 4, 4, 8]
    """
    return 1 << ((count - 1).bit_length() - 1)
