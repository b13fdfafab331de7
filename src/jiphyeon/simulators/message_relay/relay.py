"""What the relay does: it converts identities, takes documents, shows them, and lets a token be used once."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from jiphyeon.simulators.callbacks import Store, put
from jiphyeon.simulators.message_relay.people import MEMBER, People, Person
from jiphyeon.simulators.web import ProtocolError

MOST_IDENTITIES = 1_000
MOST_DOCUMENTS = 200
TOKEN_SECONDS = 300
_LONGEST = {"id": 60, "ci": 200, "title": 200, "body": 4_000, "digest": 64, "sender": 120, "path": 200}


@dataclass(slots=True)
class Relay:
    """The relay as one office is registered with it: its token, and its address, below which alone people are led."""

    store: Store
    people: People
    token: str
    office: str
    closes_after: float

    def convert(self, asked: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
        """Tell the CI behind each hash an office sends: of members alone."""
        if len(asked) > MOST_IDENTITIES:
            raise ProtocolError("too_many", 413)
        return [self._converted(str(one.get("id", "")), str(one.get("hash", ""))) for one in asked]

    def _converted(self, key: str, hashed: str) -> dict[str, str]:
        person = self.people.by_hash.get(hashed)
        if person is None:
            return {"id": key, "result": "not_member"}
        if person.standing != MEMBER:
            return {"id": key, "result": person.standing}
        return {"id": key, "result": "matched", "ci": person.ci}

    def take(self, documents: Sequence[Mapping[str, Any]], *, at: float) -> list[dict[str, str]]:
        """Take documents, each once by its id; say of each what came of it."""
        if len(documents) > MOST_DOCUMENTS:
            raise ProtocolError("too_many", 413)
        with self.store.writing() as rows:
            return [self._taken(rows, one, at) for one in documents]

    def _taken(self, rows: sqlite3.Connection, given: Mapping[str, Any], at: float) -> dict[str, str]:
        fields = {name: str(given.get(name, "")) for name in _LONGEST}
        fine = all(0 < len(value) <= _LONGEST[name] for name, value in fields.items())
        if not fine or not fields["path"].startswith("/") or fields["path"].startswith("//"):
            return {"id": fields["id"][:60], "result": "invalid"}
        if rows.execute("SELECT 1 FROM document WHERE id = ?", [fields["id"]]).fetchone():
            return {"id": fields["id"], "result": "again"}
        person = self.people.by_ci.get(fields["ci"])
        if person is None or person.standing != MEMBER:
            return {"id": fields["id"], "result": "not_member"}
        rows.execute(
            "INSERT INTO document (id, ci, title, body, digest, sender, path, button, taken, closes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*fields.values(), str(given.get("button", ""))[:40], at, at + self.closes_after],
        )
        _tell(rows, fields["id"], "delivered", at)
        return {"id": fields["id"], "result": "taken"}

    def close(self, keys: Sequence[Any], *, at: float) -> list[dict[str, str]]:
        """Take back what nobody opened; what was opened stays so. What became of each is told again as an event."""
        if len(keys) > MOST_IDENTITIES:
            raise ProtocolError("too_many", 413)
        with self.store.writing() as rows:
            return [{"id": str(key), "result": _closed(rows, str(key), at)} for key in keys]

    def close_overdue(self, *, at: float) -> int:
        """Close what nobody opened in time; return how many."""
        with self.store.writing() as rows:
            over = rows.execute(
                "SELECT id FROM document WHERE closes <= ? AND state IN ('waiting', 'consented') LIMIT 500",
                [at],
            ).fetchall()
            for row in over:
                _closed(rows, row["id"], at)
        return len(over)

    def of(self, person: Person) -> list[sqlite3.Row]:
        """Return what lies in somebody's app, the newest first."""
        with self.store.writing() as rows:
            return rows.execute(
                "SELECT * FROM document WHERE ci = ? ORDER BY taken DESC LIMIT 50", [person.ci]
            ).fetchall()

    def document(self, key: str, person: Person) -> sqlite3.Row:
        """Return a document of somebody. Refused where it is nobody's, or another's."""
        with self.store.writing() as rows:
            return _mine(rows, key, person)

    def identify(self, key: str, person: Person, *, at: float) -> None:
        """Write down that whoever opens the app has shown who they are."""
        with self.store.writing() as rows:
            if _mine(rows, key, person)["state"] == "waiting":
                rows.execute("UPDATE document SET identified = ? WHERE id = ?", [at, key])

    def consent(self, key: str, person: Person, *, at: float) -> None:
        """Write down that somebody agrees to receive this document here; only after they showed who they are."""
        with self.store.writing() as rows:
            mine = _mine(rows, key, person)
            if mine["state"] == "waiting" and mine["identified"] is not None:
                rows.execute("UPDATE document SET state = 'consented', consented = ? WHERE id = ?", [at, key])
                _tell(rows, key, "consented", at)

    def refuse(self, key: str, person: Person, *, at: float) -> None:
        """Write down that somebody does not want this document here."""
        with self.store.writing() as rows:
            if _mine(rows, key, person)["state"] == "waiting":
                rows.execute("UPDATE document SET state = 'refused' WHERE id = ?", [key])
                _tell(rows, key, "refused", at)

    def lead(self, key: str, person: Person, *, at: float) -> str:
        """Return the office's address with a token that is good once and for some minutes."""
        with self.store.writing() as rows:
            mine = _mine(rows, key, person)
            if mine["state"] not in {"consented", "opened"}:
                raise ProtocolError("not_consented", 409)
            token = secrets.token_urlsafe(32)
            rows.execute(
                "INSERT INTO token (hash, document, expires) VALUES (?, ?, ?)",
                [_hash(token), key, at + TOKEN_SECONDS],
            )
        return f"{self.office}{mine['path']}?token={token}"

    def redeem(self, token: str, *, at: float) -> dict[str, str]:
        """Let a token be used, once: tell the document it opens and by whom. The first opening is told as an event."""
        with self.store.writing() as rows:
            found = rows.execute("SELECT * FROM token WHERE hash = ?", [_hash(token)]).fetchone()
            if found is None:
                raise ProtocolError("token_unknown", 404)
            if found["used"] is not None:
                raise ProtocolError("token_used", 409)
            one = rows.execute("SELECT * FROM document WHERE id = ?", [found["document"]]).fetchone()
            if found["expires"] <= at or one["state"] not in {"consented", "opened"}:
                raise ProtocolError("token_over", 410)
            rows.execute("UPDATE token SET used = ? WHERE hash = ?", [at, _hash(token)])
            if one["state"] == "consented":
                rows.execute("UPDATE document SET state = 'opened', opened = ? WHERE id = ?", [at, one["id"]])
                _tell(rows, one["id"], "opened", at)
        return {
            "id": one["id"],
            "ci": one["ci"],
            "identified_at": moment(one["identified"]),
            "consented_at": moment(one["consented"]),
            "opened_at": moment(at),
        }


def moment(at: float) -> str:
    """Return a moment as it is told."""
    return datetime.fromtimestamp(at, UTC).isoformat()


def _tell(rows: sqlite3.Connection, key: str, kind: str, at: float) -> None:
    put(rows, {"document": key, "kind": kind, "at": moment(at)}, at=at)


def _closed(rows: sqlite3.Connection, key: str, at: float) -> str:
    one = rows.execute("SELECT state FROM document WHERE id = ?", [key]).fetchone()
    if one is None:
        return "unknown"
    if one["state"] in {"waiting", "consented"}:
        rows.execute("UPDATE document SET state = 'closed' WHERE id = ?", [key])
        _tell(rows, key, "closed_unread", at)
        return "closed_unread"
    return str(one["state"])


def _mine(rows: sqlite3.Connection, key: str, person: Person) -> sqlite3.Row:
    one: sqlite3.Row | None = rows.execute(
        "SELECT * FROM document WHERE id = ? AND ci = ?", [key, person.ci]
    ).fetchone()
    if one is None:
        raise ProtocolError("no_such_document", 404)
    return one


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
