"""One at a time: a deed that judges many rows, or rows that are not there yet, takes its turn first."""

from __future__ import annotations

from hashlib import sha256

from django.db import connection


def take_turn(*names: str) -> None:
    """Wait until nobody else holds one of the names, and hold them until the caller's transaction ends.

    What the deed judges is read after this. Take turns before rows are locked, so that two deeds cannot wait for each
    other. SQLite lets one transaction write at a time, which is a turn for everything. Raises RuntimeError outside a
    transaction, where a turn would be over at once.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A turn is taken within a transaction.")
    if connection.vendor != "postgresql":
        return
    numbers = {int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True) for name in names}
    with connection.cursor() as cursor:
        for number in sorted(numbers):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
