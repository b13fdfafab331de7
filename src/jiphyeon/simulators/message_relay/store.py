"""The relay's own database: documents, tokens, and what is to be told of them."""

from __future__ import annotations

from pathlib import Path

from jiphyeon.simulators import callbacks

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
  id TEXT PRIMARY KEY, ci TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, digest TEXT NOT NULL,
  sender TEXT NOT NULL, path TEXT NOT NULL, button TEXT NOT NULL, taken REAL NOT NULL, closes REAL NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'consented', 'opened', 'refused', 'closed')),
  identified REAL, consented REAL, opened REAL
) STRICT;
CREATE INDEX IF NOT EXISTS document_of ON document (ci, taken);
CREATE INDEX IF NOT EXISTS document_closes ON document (closes) WHERE state IN ('waiting', 'consented');
CREATE TABLE IF NOT EXISTS token (
  hash TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES document, expires REAL NOT NULL, used REAL
) STRICT;
"""


def store(folder: Path) -> callbacks.Store:
    """Return the relay's database in a folder."""
    return callbacks.Store(folder / "relay.sqlite3", _SCHEMA)
