"""What the house does: it takes orders of an amount, takes a payment of it, gives it back, and tells what it took of a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jiphyeon.simulators import callbacks
from jiphyeon.simulators.callbacks import Store, put
from jiphyeon.simulators.web import ProtocolError

ORDER_SECONDS = 1_800
TOO_LITTLE = 1_000
MOST = 10**12
_SEOUL = ZoneInfo("Asia/Seoul")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS ordered (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, amount INTEGER NOT NULL, back TEXT NOT NULL, expires REAL NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid'))
) STRICT;
CREATE TABLE IF NOT EXISTS movement (
  id TEXT PRIMARY KEY, ordered TEXT NOT NULL REFERENCES ordered, kind TEXT NOT NULL CHECK (kind IN ('paid', 'refunded')),
  amount INTEGER NOT NULL, at REAL NOT NULL, day TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS movement_of_day ON movement (day);
"""


def store(folder: Path) -> Store:
    """Return the house's database in a folder."""
    return Store(folder / "payments.sqlite3", _SCHEMA)


@dataclass(slots=True)
class House:
    """The house as one office is registered with it; people are led back to pages below its address alone."""

    store: Store
    token: str
    office: str

    def order(self, given: Mapping[str, Any], *, at: float) -> str:
        """Take an order, each once by its id; return the path of its page."""
        key, title, back = (str(given.get(name, "")) for name in ("id", "title", "back"))
        amount = given.get("amount")
        lengths = 0 < len(key) <= 60 and 0 < len(title) <= 200 and 0 < len(back) <= 300
        counted = type(amount) is int and 0 < amount < MOST
        if not lengths or not counted or not back.startswith("/") or back.startswith("//"):
            raise ProtocolError("invalid_request")
        with self.store.writing() as rows:
            rows.execute(
                "INSERT INTO ordered (id, title, amount, back, expires) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [key, title, amount, back, at + ORDER_SECONDS],
            )
        return f"/pay/{key}"

    def ordered(self, key: str) -> sqlite3.Row:
        """Return an order. Refused where there is none."""
        with self.store.writing() as rows:
            return _ordered(rows, key)

    def pay(self, key: str, *, at: float) -> None:
        """Take a payment of an order, once."""
        short, twice = self.store.strikes("short"), self.store.strikes("twice")
        with self.store.writing() as rows:
            one = _ordered(rows, key)
            if one["state"] == "paid":
                return
            if one["expires"] <= at:
                raise ProtocolError("order_over", 410)
            rows.execute("UPDATE ordered SET state = 'paid' WHERE id = ?", [key])
            amount = max(1, one["amount"] - TOO_LITTLE) if short else one["amount"]
            for _ in range(2 if twice else 1):
                _move(rows, callbacks.fresh_id(), key, "paid", amount, at)

    def refund(self, given: Mapping[str, Any], *, at: float) -> str:
        """Give a payment back, each refund once by its id."""
        key, payment = str(given.get("id", "")), str(given.get("payment", ""))
        with self.store.writing() as rows:
            if rows.execute("SELECT 1 FROM movement WHERE id = ?", [key]).fetchone():
                return "again"
            paid = rows.execute("SELECT * FROM movement WHERE id = ? AND kind = 'paid'", [payment]).fetchone()
            if paid is None or not 0 < len(key) <= 60:
                raise ProtocolError("no_such_payment", 404)
            _move(rows, key, paid["ordered"], "refunded", paid["amount"], at, payment=payment)
        return "refunded"

    def settled(self, day: date) -> list[dict[str, Any]]:
        """Return what was taken and given back on a day of the calendar."""
        with self.store.writing() as rows:
            found = rows.execute(
                "SELECT * FROM movement WHERE day = ? ORDER BY at", [day.isoformat()]
            ).fetchall()
        return [
            {
                "id": row["id"],
                "order": row["ordered"],
                "kind": row["kind"],
                "amount": row["amount"],
                "at": moment(row["at"]),
            }
            for row in found
        ]


def moment(at: float) -> str:
    """Return a moment as it is told."""
    return datetime.fromtimestamp(at, UTC).isoformat()


def _ordered(rows: sqlite3.Connection, key: str) -> sqlite3.Row:
    one: sqlite3.Row | None = rows.execute("SELECT * FROM ordered WHERE id = ?", [key]).fetchone()
    if one is None:
        raise ProtocolError("no_such_order", 404)
    return one


def _move(
    rows: sqlite3.Connection, key: str, order: str, kind: str, amount: int, at: float, *, payment: str = ""
) -> None:
    day = datetime.fromtimestamp(at, _SEOUL).date().isoformat()
    rows.execute(
        "INSERT INTO movement (id, ordered, kind, amount, at, day) VALUES (?, ?, ?, ?, ?, ?)",
        [key, order, kind, amount, at, day],
    )
    told = {
        "movement": key,
        "order": order,
        "kind": kind,
        "amount": amount,
        "payment": payment,
        "at": moment(at),
    }
    put(rows, told, at=at)
