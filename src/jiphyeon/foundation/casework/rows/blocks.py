"""Lines of history written many at once, against their blocks, and the blocks against their leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jiphyeon.foundation.casework.models import Block, CaseRow, HistoryLine
from jiphyeon.foundation.casework.recording import line_text
from jiphyeon.foundation.casework.rows.matters import leaf_kind
from jiphyeon.foundation.jobs.envelope import packed_fields
from jiphyeon.foundation.ledger.leaves import commitment
from jiphyeon.foundation.ledger.rows import Row
from jiphyeon.kernel import Words

_OPEN = 64
"""Blocks kept read at a time; matters and blocks come in much the same order."""


class Blocks:
    """The blocks of a lifecycle, read as they are asked for."""

    def __init__(self, model: type[CaseRow]) -> None:
        self._life = model.lifecycle
        found = Block.objects.filter(lifecycle=self._life.name)
        self._by_leaf: dict[str, int] = dict(found.values_list("leaf", "pk"))
        self._read: dict[str, Block] = {}
        self._found: dict[str, set[int]] = {leaf: set() for leaf in self._by_leaf}

    def __contains__(self, leaf: str) -> bool:
        return leaf in self._by_leaf

    def _block(self, leaf: str) -> Block:
        if leaf not in self._read:
            if len(self._read) >= _OPEN:
                self._read.pop(next(iter(self._read)))
            self._read[leaf] = Block.objects.get(pk=self._by_leaf[leaf])
        return self._read[leaf]

    def rows(self) -> Iterator[Row]:
        """Yield every block against its leaf."""
        names = Words(f"{self._life.names.ko} 함께 한 일", f"deeds done together ({self._life.names.en})")
        for leaf in self._by_leaf:
            block = self._block(leaf)
            kind = leaf_kind(self._life, block.deed) if self._life.has_deed(block.deed) else ""
            yield Row(
                names, kind or f"{self._life.name}.", str(block.key), block.facts(), block.on, leaf=leaf
            )

    def line(self, row: CaseRow, line: HistoryLine, name: Words) -> Iterator[Row | Words]:
        """Yield what a block says otherwise of a line of history."""
        yield Row(name)
        block = self._block(line.leaf)
        place = block.places.get(row.key)
        if place is None or block.deed != line.deed or place in self._found[line.leaf]:
            yield _differs(name, "line")
            return
        self._found[line.leaf].add(place)
        entry = block.entries[place]
        if commitment(entry.salt, "line", line_text(row, line)) != entry.line.hex():
            yield _differs(name, "line")

    def lost(self) -> Iterator[Words]:
        """Yield what blocks hold of which no line was asked about: the line, or its whole matter, was taken away."""
        for leaf, found in self._found.items():
            block = self._block(leaf)
            for case, place in block.places.items():
                if place not in found:
                    yield Words(
                        "{name} {case}: 함께 기록된 이력({deed})이 없어졌습니다.",
                        "{name} {case}: its line of history ({deed}), recorded with many others, is gone.",
                    ).filled(name=self._life.names, case=case, deed=block.deed)

    def standing(
        self, row: CaseRow, leaf: str, stands: Mapping[str, object], name: Words
    ) -> Iterator[Row | Words]:
        """Yield what a block says otherwise of where a matter stands."""
        yield Row(name)
        block = self._block(leaf)
        place = block.places.get(row.key)
        entry = block.entries[place] if place is not None else None
        if entry is None or commitment(entry.salt, "stands", packed_fields(stands)) != entry.stands.hex():
            yield _differs(name, "stands")


def _differs(name: Words, what: str) -> Words:
    return Words(
        "{name}: {what}이(가) 함께 기록된 것과 다릅니다.",
        "{name}: {what} is not what was recorded with many others.",
    ).filled(name=name, what=what)
