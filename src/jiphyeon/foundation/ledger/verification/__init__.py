"""Walking everything again: every leaf, every hash of the tree, every signed head, every line of the trail.

Nothing that stands in the database vouches for anything else in it: keys and heads come from outside (see `seen`, or the
files an auditor brings), and what nothing outside vouches for is named as not proven.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from jiphyeon.foundation.ledger.verification.alterations import Altered
from jiphyeon.foundation.ledger.verification.outside import Outside
from jiphyeon.foundation.ledger.verification.unproven import unproven
from jiphyeon.foundation.ledger.verification.walk import Walk
from jiphyeon.kernel import Checked

__all__ = ["Altered", "Outside", "Walked", "one_moment", "verify"]


@dataclass(frozen=True, slots=True)
class Walked:
    """What was walked, and what came of it; `altered` is the first alteration, if any."""

    entries: int
    heads: int
    trail_lines: int
    forgotten: (
        int  # facts thrown away by a deed on the log: their leaves were checked, there are no facts to check
    )
    waiting: int  # entries and trail lines that have no place yet
    unreadable: int  # facts and lines sealed under a key that is not on the ring
    held: int  # heads from outside the database that the log was held against
    altered: Altered | None
    checked: Checked


def verify(
    *, outside: Outside | None = None, tell: Callable[[int, int], None] = lambda _done, _of: None
) -> Walked:
    """Walk the log from its first entry, as of one moment. `tell(done, of)` is called now and then."""
    with one_moment():
        walk = Walk(Outside.here() if outside is None else outside, tell)
        altered = walk.all()
        return Walked(
            walk.done,
            walk.heads_seen,
            walk.lines,
            walk.forgotten,
            walk.waiting,
            walk.unreadable + walk.unreadable_lines,
            len(walk.outside.heads) if altered is None else 0,
            altered,
            Checked((altered.words,) if altered else (), tuple(unproven(walk))),
        )


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything within as of one moment, while others write on; within a transaction already open, as it reads."""
    if connection.in_atomic_block:
        yield
        return
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined] # a reader takes no lock
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode  # type: ignore[attr-defined]
