"""Matters that one deed moved together: what each of them has under the one leaf of them all."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.db import models

from jiphyeon.foundation.ledger.leaves import canonical
from jiphyeon.methods.merkle import TiledTree, hash_leaf, inclusion_path

KEY, SALT, HASH = 16, 32, 32


@dataclass(frozen=True, slots=True)
class BlockEntry:
    """What a block holds of one matter: a salt, and commitments under it to the line of history and to where it then stood."""

    case: uuid.UUID
    salt: bytes
    line: bytes
    stands: bytes

    @property
    def leaf(self) -> str:
        """Return the text whose hash is this matter's leaf in the tree of the block."""
        return canonical({"line": self.line.hex(), "stands": self.stands.hex()})


class Block(models.Model):
    """Matters moved by one deed in one transaction. Its columns hold the entries one after another, in one order.

    `leaf` is on the log and holds the root of the tree over them: each matter has a proof of its own that needs no other.
    """

    lifecycle = models.SlugField(max_length=40, db_index=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    deed = models.SlugField(max_length=40, db_index=False)
    on = models.DateField()
    leaf = models.CharField(max_length=64, unique=True)
    cases = models.BinaryField()
    salts = models.BinaryField()
    lines = models.BinaryField()
    stands = models.BinaryField()

    @classmethod
    def of(cls, entries: Sequence[BlockEntry], **more: object) -> Self:
        """Return a block that holds these entries; nothing is saved."""
        return cls(
            cases=b"".join(one.case.bytes for one in entries),
            salts=b"".join(one.salt for one in entries),
            lines=b"".join(one.line for one in entries),
            stands=b"".join(one.stands for one in entries),
            **more,
        )

    @cached_property
    def places(self) -> dict[uuid.UUID, int]:
        """Return where each matter stands in it."""
        held = bytes(self.cases)
        return {uuid.UUID(bytes=held[at : at + KEY]): at // KEY for at in range(0, len(held), KEY)}

    @cached_property
    def entries(self) -> list[BlockEntry]:
        """Return what it holds of each."""
        salts, lines, stands = bytes(self.salts), bytes(self.lines), bytes(self.stands)
        return [
            BlockEntry(
                case,
                salts[at * SALT : (at + 1) * SALT],
                lines[at * HASH : (at + 1) * HASH],
                stands[at * HASH : (at + 1) * HASH],
            )
            for case, at in self.places.items()
        ]

    @cached_property
    def tree(self) -> TiledTree:
        """Return the tree over its entries."""
        tree = TiledTree(0, lambda _level, _index: b"")
        tree.append(hash_leaf(one.leaf.encode()) for one in self.entries)
        return tree

    @property
    def root(self) -> str:
        """Return the root of that tree."""
        return self.tree.root().hex()

    def facts(self) -> dict[str, object]:
        """Return what its leaf on the log says."""
        return {"block.deed": self.deed, "block.matters": len(self.places), "block.root": self.root}

    def path(self, case: uuid.UUID) -> list[str]:
        """Return the proof that a matter is in it. Raises KeyError for one that is not."""
        return [step.hex() for step in inclusion_path(self.places[case], len(self.places), self.tree)]
