"""Signed callbacks, for every simulator that tells the office later what became of something.

POST <office><path>   X-Timestamp: unix seconds   X-Signature: sha256=hex of HMAC-SHA256(secret, timestamp "." body)
{"events": [{"id": …, …}, …]}, oldest first. Whatever is not answered with 2xx is sent again, later and later; a no (400, 401,
404, 413) is taken for what it is after a few times.
"""

from __future__ import annotations

import hmac
import json
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx

_SCHEMA = """
CREATE TABLE IF NOT EXISTS event (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL, due REAL NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'told', 'given_up'))
) STRICT;
CREATE INDEX IF NOT EXISTS event_due ON event (state, due);
CREATE TABLE IF NOT EXISTS fault (kind TEXT PRIMARY KEY, left INTEGER) STRICT;
"""
AT_A_TIME = 100
LONGEST_WAIT = 60.0
MOST_TRIES = 12  # of what was answered with a no
MANY_TIMES = 50
CLOCK_OFF = 600
STRANGER = "00000000-0000-4000-8000-000000000000"
FAULTS = {
    "held": "callbacks are kept back until this is switched off",
    "duplicate": f"each callback is sent {MANY_TIMES} times",
    "reversed": "callbacks that wait go out the newest first",
    "wrong_signature": "callbacks are signed with another key",
    "clock_off": f"the clock that signs is {CLOCK_OFF // 60} minutes fast",
    "stranger": "a callback about something the office never sent goes along",
}


class Store:
    """One SQLite file. Every use opens its own connection, so threads never share one."""

    def __init__(self, file: Path, schema: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.file = file
        with closing(sqlite3.connect(self.file, timeout=10)) as rows:
            rows.execute("PRAGMA journal_mode=WAL")
            rows.executescript(_SCHEMA + schema)

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

    def faults(self) -> dict[str, int | None]:
        """Return the faults that are on, each with how often it still strikes (None: until it is switched off)."""
        with self.writing() as rows:
            return {row["kind"]: row["left"] for row in rows.execute("SELECT kind, left FROM fault")}

    def switch_on(self, kind: str, times: int | None) -> None:
        """Let something go wrong."""
        with self.writing() as rows:
            rows.execute("INSERT OR REPLACE INTO fault (kind, left) VALUES (?, ?)", [kind, times])

    def switch_off(self, kind: str | None = None) -> None:
        """Switch one fault off, or all."""
        with self.writing() as rows:
            rows.execute("DELETE FROM fault WHERE ? IS NULL OR kind = ?", [kind, kind])

    def strikes(self, kind: str) -> bool:
        """Return whether a fault strikes now, and count it down."""
        with self.writing() as rows:
            if rows.execute("SELECT 1 FROM fault WHERE kind = ?", [kind]).fetchone() is None:
                return False
            rows.execute("UPDATE fault SET left = left - 1 WHERE kind = ?", [kind])
            rows.execute("DELETE FROM fault WHERE left <= 0")
            return True


def fresh_id() -> str:
    """Return a new id, a UUID: digits within one are nobody's number."""
    return str(uuid.uuid4())


def put(rows: sqlite3.Connection, event: Mapping[str, Any], *, at: float) -> None:
    """Have an event told, within the caller's transaction; it is given an id of its own."""
    named = {"id": fresh_id(), **event}
    rows.execute(
        "INSERT INTO event (id, body, due) VALUES (?, ?, ?)",
        [named["id"], json.dumps(named, ensure_ascii=False), at],
    )


class Courier:
    """Tells the office what waits, from a thread of its own."""

    def __init__(
        self,
        store: Store,
        *,
        address: str,
        secret: str,
        clock: Callable[[], float] = time.time,
        http: httpx.Client | None = None,
    ) -> None:
        self.store, self.address, self.secret, self.clock = store, address, secret.encode(), clock
        self.http = http or httpx.Client(trust_env=False, timeout=10.0)
        self._news = threading.Event()

    def start(self) -> None:
        """Begin; the thread ends with the process."""
        threading.Thread(target=self._work, name="callbacks", daemon=True).start()

    def hurry(self) -> None:
        """Say that there is something to tell."""
        self._news.set()

    def step(self) -> int:
        """Tell one lot of what is due; return how many events it held."""
        faults = self.store.faults()
        if not self.address or "held" in faults:
            return 0
        now = self.clock()
        order = "DESC" if "reversed" in faults else "ASC"
        with self.store.writing() as rows:
            due = rows.execute(
                f"SELECT number, body FROM event WHERE state = 'waiting' AND due <= ? ORDER BY number {order} LIMIT ?",  # noqa: S608
                [now, AT_A_TIME],
            ).fetchall()
        if not due:
            return 0
        events = [json.loads(row["body"]) for row in due]
        if self.store.strikes("stranger"):
            events.append({**events[-1], "id": fresh_id(), "document": STRANGER, "order": STRANGER})
        status = 0
        for _ in range(MANY_TIMES if self.store.strikes("duplicate") else 1):
            status = self._post(events)
        self._settle([row["number"] for row in due], status, now)
        return len(due)

    def _post(self, events: Sequence[Mapping[str, Any]]) -> int:
        body = json.dumps({"events": events}, ensure_ascii=False).encode()
        stamp = str(int(self.clock()) + (CLOCK_OFF if self.store.strikes("clock_off") else 0))
        key = b"somebody else's" if self.store.strikes("wrong_signature") else self.secret
        signature = hmac.new(key, stamp.encode() + b"." + body, sha256).hexdigest()
        try:
            return self.http.post(
                self.address,
                content=body,
                headers={
                    "Content-Type": "application/json",
                    "X-Timestamp": stamp,
                    "X-Signature": f"sha256={signature}",
                },
            ).status_code
        except httpx.HTTPError:
            return 0

    def _settle(self, numbers: Sequence[int], status: int, now: float) -> None:
        said_no = status in {400, 401, 404, 413}
        with self.store.writing() as rows:
            for number in numbers:
                if 200 <= status < 300:
                    rows.execute(
                        "UPDATE event SET state = 'told', tries = tries + 1 WHERE number = ?", [number]
                    )
                    continue
                tries = rows.execute("SELECT tries FROM event WHERE number = ?", [number]).fetchone()["tries"]
                state = "given_up" if said_no and tries + 1 >= MOST_TRIES else "waiting"
                rows.execute(
                    "UPDATE event SET state = ?, due = ?, tries = tries + 1 WHERE number = ?",
                    [state, now + min(LONGEST_WAIT, 0.5 * 2.0 ** min(tries, 10)), number],
                )

    def _work(self) -> None:
        while True:
            self._news.clear()
            if not self.step():
                self._news.wait(0.25)
