"""SQLite for a city of several processes: whoever waits for the write lock is the next to have it.

SQLite knows one writer at a time and no queue: who is refused sleeps up to 100 ms and asks again, while a process that
commits and begins anew at once always finds the lock free. A worker with hundreds of short jobs keeps every other writer
out that way until its patience ends. Here a writer first stands in line, by a lock on a file beside the database, and
leaves the line once it has SQLite's lock: who comes again stands behind whoever waits. Reading waits for nobody.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

LINE = "-line"
"""What is put behind the database's name for the file that is locked; it stays empty."""
ASKED_AGAIN_SECONDS = 0.005
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLAC")


@contextmanager
def place_in_line(database: str, patience: float) -> Iterator[None]:
    """Stand first in the line of a database file. Raises OperationalError after so many seconds, as SQLite does."""
    file = os.open(f"{database}{LINE}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise OperationalError("database is locked") from None
            time.sleep(ASKED_AGAIN_SECONDS)
        yield
    finally:
        os.close(file)


class Cursor(base.SQLiteCursorWrapper):
    """A cursor whose single writes, outside any transaction, stand in line too."""

    def __init__(self, connection: Any, place: Any) -> None:
        super().__init__(connection)
        self._place = place

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement."""
        if self._waits(query):
            with self._place():
                return super().execute(query, params)
        return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        """Run one statement with many values."""
        if self._waits(query):
            with self._place():
                return super().executemany(query, param_list)
        return super().executemany(query, param_list)

    def _waits(self, query: str) -> bool:
        return not self.connection.in_transaction and query.lstrip()[:6].upper() in _WRITES


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with the line before every transaction and every single write."""

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor that knows the line."""
        del name
        if self.is_in_memory_db():
            return super().create_cursor()
        return self.connection.cursor(factory=partial(Cursor, place=self._place))

    def _start_transaction_under_autocommit(self) -> None:
        if self.is_in_memory_db():
            super()._start_transaction_under_autocommit()  # type: ignore[misc] # not in the stubs
            return
        with self._place():
            super()._start_transaction_under_autocommit()  # type: ignore[misc] # not in the stubs

    def _place(self) -> Any:
        given = self.settings_dict
        return place_in_line(str(given["NAME"]), float(given["OPTIONS"].get("timeout", 5)))
