"""Counts of people so small that somebody could be recognised are not published: `open-data.yaml` of the pack, by date.

What is published for good can be compared with what comes later, so a count is held back with what would give it away:
the rest of the count that it is a part of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from jiphyeon.kernel import Citation, Words, source
from jiphyeon.kernel.source import Block

FILE = "open-data.yaml"
HOW = Words(
    "사람 수가 작아 누구인지 짐작할 수 있으면 비워 둡니다(0은 적습니다).",
    "A count so small that somebody could be recognised is left empty; 0 is told.",
)
"""What every table with such counts says of them in its `how`."""


@dataclass(frozen=True, slots=True)
class SmallCounts:
    """From a day on, how many people a count must be of at least to be told."""

    first: date
    least: int
    cites: tuple[Citation, ...]
    note: Words

    def parts(self, whole: int, *parts: int) -> list[int | None]:
        """Return a count and its parts, each a part of the one before, as far as they may be told; None for the others.

        A part is told where neither it nor what it leaves of the last count told is small.

        >>> of_five = SmallCounts(date(2020, 1, 1), 5, (), Words("", ""))
        >>> of_five.parts(30, 27, 20, 3), of_five.parts(4, 0), of_five.parts(9, 9, 0)
        ([30, None, 20, None], [None, None], [9, 9, 0])
        """
        if 0 < whole < self.least:
            return [None] * (1 + len(parts))
        shown: list[int | None] = [whole]
        last = whole
        for part in parts:
            if all(count == 0 or count >= self.least for count in (part, last - part)):
                shown.append(part)
                last = part
            else:
                shown.append(None)
        return shown


NOTHING = SmallCounts(date.min, 10**9, (), Words("", ""))
"""Where a pack says nothing: no count of people is told but 0."""


def small_counts(pack: Path, day: date) -> SmallCounts:
    """Return the rule of a pack in force on a day; `NOTHING` where it has none then."""
    path = pack / FILE
    rules = _read(path, path.stat().st_mtime_ns) if path.exists() else ()
    return max((one for one in rules if one.first <= day), key=lambda one: one.first, default=NOTHING)


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> Sequence[SmallCounts]:
    del stamp  # only there so that a changed file is read again
    block = source.read(path, path.name).only({"small_counts"}, "the file")
    return [_rule(one) for one in block.listed("small_counts", "the file")]


def _rule(one: Block) -> SmallCounts:
    what = "small_counts"
    one.only({"from", "least", "cites", "note"}, what)
    return SmallCounts(
        one.day("from", what),
        one.whole("least", what, least=2),
        tuple(cite.cited("a citation of small_counts") for cite in one.listed("cites", what)),
        one.words("note", what),
    )
