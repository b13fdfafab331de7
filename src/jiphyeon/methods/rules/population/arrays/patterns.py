"""What several clauses answer for many people, as one small number each: the pattern they share with thousands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.rules.sql.arrays import Vector

MET, UNMET, OPEN = 0, 1, 2
FEW = 2**16  # numbers a pattern may have before those nobody has are left out


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """People by pattern: `keys[code[i]]` holds what each clause answers for person i (MET, UNMET or OPEN)."""

    code: NDArray[np.int32]
    keys: NDArray[np.uint8]

    @classmethod
    def nothing(cls, count: int) -> Coded:
        """Return people of whom nothing has been asked."""
        return cls(np.zeros(count, np.int32), np.zeros((1, 0), np.uint8))

    def with_(self, answers: Sequence[Vector]) -> Coded:
        """Return them with more clauses answered; patterns that nobody has are left out."""
        code, keys = self.code, self.keys
        for answer in answers:
            digit, ways = _digit(answer)
            code = code * np.int32(ways) + digit
            keys = _beside(keys, np.arange(ways, dtype=np.uint8)[:, None])
            if len(keys) > FEW:
                code, keys = _only_there(code, keys)
        return Coded(*_only_there(code, keys))

    def at(self, places: NDArray[np.int32]) -> Coded:
        """Return the patterns of the people (or households) at these places."""
        return Coded(self.code.take(places), self.keys)

    @property
    def people(self) -> NDArray[np.int64]:
        """Return how many have each pattern."""
        return np.bincount(self.code, minlength=len(self.keys))


class Grown:
    """Patterns begun for a household (or for nobody) and grown by what each person answers, for chunk after chunk.

    While there are at most `most` of them all chunks share one table of keys, also of patterns that nobody has: what
    hangs on a pattern alone is then worked out once. `order`: where each clause stands among those begun and added.
    """

    def __init__(self, begun: NDArray[np.uint8], order: NDArray[np.intp], most: int) -> None:
        self.begun, self.order, self.most = begun, order, min(most, FEW)
        self.tables: dict[tuple[int, ...], NDArray[np.uint8]] = {}

    def by(self, answers: Sequence[Vector], begun: Coded) -> Coded:
        """Return people who have begun patterns with more clauses answered, all clauses in their order."""
        digits = [_digit(answer) for answer in answers]
        ways = tuple(many for _, many in digits)
        if len(self.begun) * prod(ways) > self.most:
            found = begun.with_(answers)
            return Coded(found.code, found.keys[:, self.order])
        code = begun.code
        if digits:
            # What one person answers is small: added up in bytes first, to touch the codes once.
            small = digits[0][0].astype(np.uint16)
            for digit, many in digits[1:]:
                small = small * np.uint16(many) + digit
            code = code * np.int32(prod(ways)) + small
        return Coded(code, self._table(ways))

    def _table(self, ways: tuple[int, ...]) -> NDArray[np.uint8]:
        found = self.tables.get(ways)
        if found is None:
            keys = self.begun
            for many in ways:
                keys = _beside(keys, np.arange(many, dtype=np.uint8)[:, None])
            found = self.tables[ways] = keys[:, self.order]
        return found


def _digit(answer: Vector) -> tuple[NDArray[np.uint8], int]:
    """Return what a clause answers as a number, and how many numbers there may be."""
    met = answer.values
    digit: NDArray[np.uint8] = (~met).view(np.uint8) if met.ndim else np.asarray(~met, np.uint8)
    if answer.missing is None:
        return digit, 2
    return np.where(answer.missing, np.uint8(OPEN), digit), 3


def _beside(keys: NDArray[np.uint8], more: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return every row of the one with every row of the other."""
    return np.column_stack((np.repeat(keys, len(more), axis=0), np.tile(more, (len(keys), 1))))


def _only_there(
    code: NDArray[np.int32], keys: NDArray[np.uint8]
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Leave out the patterns that nobody has."""
    there = np.flatnonzero(np.bincount(code, minlength=len(keys)))
    if len(there) == len(keys):
        return code, keys
    place = np.zeros(len(keys), np.int32)
    place[there] = np.arange(len(there), dtype=np.int32)
    return place[code], keys[there]
