"""The provider's own database: requests, codes, tokens, what was answered to whom, and the faults switched on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS request (
  uri TEXT PRIMARY KEY, client TEXT NOT NULL, redirect_uri TEXT NOT NULL, scope TEXT NOT NULL, state TEXT NOT NULL,
  challenge TEXT NOT NULL, terms TEXT NOT NULL, offline INTEGER NOT NULL, language TEXT NOT NULL,
  expires REAL NOT NULL, person TEXT, answered INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS code (
  hash TEXT PRIMARY KEY, client TEXT NOT NULL, redirect_uri TEXT NOT NULL, scope TEXT NOT NULL,
  challenge TEXT NOT NULL, person TEXT NOT NULL, offline INTEGER NOT NULL, expires REAL NOT NULL,
  used INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS token (
  hash TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('access', 'refresh')), code TEXT NOT NULL,
  client TEXT NOT NULL, scope TEXT NOT NULL, person TEXT NOT NULL, expires REAL NOT NULL,
  revoked INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS answered (
  jti TEXT PRIMARY KEY, person TEXT NOT NULL, item TEXT NOT NULL, client TEXT NOT NULL, outcome TEXT NOT NULL,
  at REAL NOT NULL, compact TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS answered_to ON answered (person, item, at);
CREATE TABLE IF NOT EXISTS fault (item TEXT PRIMARY KEY, kind TEXT NOT NULL, left INTEGER) STRICT;
"""


class Store:
    """One SQLite file. Every use opens its own connection, so threads never share one."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "provider.sqlite3"
        with closing(sqlite3.connect(self.file, timeout=10)) as rows:
            rows.execute("PRAGMA journal_mode=WAL")
            rows.executescript(_SCHEMA)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection within one transaction that is kept unless something is raised."""
        rows = sqlite3.connect(self.file, timeout=10, isolation_level=None)
        rows.row_factory = sqlite3.Row
        try:
            rows.execute("BEGIN IMMEDIATE")
            yield rows
            rows.execute("COMMIT")
        except BaseException:
            if rows.in_transaction:
                rows.execute("ROLLBACK")
            raise
        finally:
            rows.close()
