"""What a process remembers of the database: looked up again every few moments, one value a city, gone with its transaction.

What a transaction saw is that transaction's own: nobody else is told of it, and with a rollback, of the whole or of a
part, it is forgotten. So a change that was never made is remembered by nobody, in a test neither.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from django.conf import settings
from django.db import connection, transaction

T = TypeVar("T")


@dataclass(eq=False, slots=True)
class _Seen(Generic[T]):
    """A value in the keeping of a transaction: Django drops what waits for a commit when that part is rolled back."""

    memory: Memory[T]
    pack: Path
    value: T

    def __call__(self) -> None:
        """Do nothing at the commit."""


class Memory(Generic[T]):
    """One value per city pack. `look` reads it from the database; outside a transaction it holds for `seconds`."""

    def __init__(self, look: Callable[[], T], *, seconds: float) -> None:
        self._look, self._seconds = look, seconds
        self._shared: dict[Path, tuple[float, T]] = {}

    def value(self) -> T:
        """Return the value as this transaction sees it, or as it was a moment ago."""
        pack: Path = settings.CITY_PACK
        if connection.in_atomic_block:
            for seen in self._waiting():
                if seen.pack == pack:
                    return seen.value
            value = self._look()
            transaction.on_commit(_Seen(self, pack, value))
            return value
        kept = self._shared.get(pack)
        if kept is None or time.monotonic() - kept[0] >= self._seconds:
            kept = (time.monotonic(), self._look())
            self._shared[pack] = kept
        return kept[1]

    def forget(self) -> None:
        """Look again at the next question, here at once, elsewhere in this process once the transaction is committed."""
        gone = self._waiting()
        connection.run_on_commit = [entry for entry in connection.run_on_commit if entry[1] not in gone]
        self._shared.clear()
        transaction.on_commit(self._shared.clear)

    def _waiting(self) -> list[_Seen[T]]:
        functions = [entry[1] for entry in connection.run_on_commit]
        return [one for one in functions if isinstance(one, _Seen) and one.memory is self]
