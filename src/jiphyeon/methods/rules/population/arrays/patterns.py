"""What several clauses answer for many people, as one small number each: the pattern they share with thousands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
        """Return them with more clauses answered."""
        code, keys = self.code, self.keys
        for answer in answers:
            ways = 2 if answer.missing is None else 3
            digit = (~answer.values).view(np.uint8) if answer.values.ndim else ~answer.values
            if answer.missing is not None:
                digit = np.where(answer.missing, np.uint8(OPEN), digit)
            code = code * np.int32(ways) + digit
            keys = np.column_stack(
                (np.repeat(keys, ways, axis=0), np.tile(np.arange(ways, dtype=np.uint8), len(keys)))
            )
            if len(keys) > FEW:
                code, keys = _only_there(code, keys)
        return Coded(*_only_there(code, keys))

    def at(self, places: NDArray[np.int32]) -> Coded:
        """Return the patterns of the people (or households) at these places."""
        return Coded(self.code[places], self.keys)

    @property
    def people(self) -> NDArray[np.int64]:
        """Return how many have each pattern."""
        return np.bincount(self.code, minlength=len(self.keys))


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
