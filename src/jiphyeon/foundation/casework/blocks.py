"""Many matters moved by one deed: states in one statement, a line of history each, one leaf on the log for a whole block.

For deeds of the machine and of mass: a campaign moves hundreds of thousands. What a person decides about one matter is
done by `moving.move`. What both write says the same, and `ledger verify --rows` holds it against the log (decision 130).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, QuerySet

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.lifecycle import Clock, Deed, Kind, Records, TellsNobody
from jiphyeon.foundation.casework.models import (
    Attachment,
    Block,
    BlockEntry,
    CaseRow,
    ClockStop,
    HistoryLine,
    LegalClock,
    NumberSeries,
)
from jiphyeon.foundation.casework.models.block import SALT
from jiphyeon.foundation.casework.permissions import require
from jiphyeon.foundation.casework.recording import line_text, standing_facts
from jiphyeon.foundation.casework.rows.matters import rows_beside
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.envelope import packed_fields
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.ledger.leaves import commitment
from jiphyeon.foundation.ledger.record import append

R = TypeVar("R", bound=CaseRow)

MOST = 2_000
"""Matters moved in one transaction: between two blocks, others write."""


@transaction.atomic
def move_block(
    found: QuerySet[R],
    deed: str,
    *,
    by: Actor,
    on: date,
    at: datetime | Mapping[UUID, datetime] | None = None,
    comment: str = "",
    sets: Mapping[str, object] | None = None,
    each: Mapping[str, Callable[[R], object]] | None = None,
    announce: Callable[[Sequence[R]], Sequence[object]] | None = None,
) -> list[R]:
    """Do a deed to those found from whose state it can be done, `MOST` at a time, and return them; call until none is left.

    `at`: when it happened, of each where that differs; `comment`: the words of every line; `sets`: columns given to all,
    `each`: columns of which every row has its own value;
    `announce`: the events that go with it.

    Refused where the actor may not. Raises ValueError for a deed that a block cannot do: one that tells the person, moves
    a clock, writes rows beside the matter, wants another person, or ends what it does not record.
    """
    life = found.model.lifecycle
    step = life.deed(deed)
    _require_plain(step, comment)
    rows = list(found.filter(state__in=step.source).select_for_update(of=("self",)).order_by("pk")[:MOST])
    if not rows:
        return []
    for row in rows:
        require(row, step, by)
    moment = at if isinstance(at, datetime) else now()
    moments = at if isinstance(at, Mapping) else {}
    lines = [
        HistoryLine(
            lifecycle=life.name,
            case=row.key,
            deed=str(step.code),
            on=on,
            at=moments.get(row.key, moment),
            by=by.user,
            by_name=by.name,
            before=row.state,
            after=step.leads_to(row.state),
            shown=step.shown,
            comment=comment.strip(),
        )
        for row in rows
    ]
    _write(found.model, rows, step, sets or {}, on)
    if each:
        for row in rows:
            for name, value in each.items():
                setattr(row, name, value(row))
        found.model._default_manager.bulk_update(rows, list(each), batch_size=200)  # noqa: SLF001 -- Django's public name for it
    if isinstance(step.records, Records):
        block = Block.of(_entries(rows, lines), lifecycle=life.name, deed=str(step.code), on=on)
        kind = f"{life.name}.{step.records.kind}"
        block.leaf = append(kind=kind, subject=str(block.key), facts=block.facts(), on=on).leaf_hash
        block.save()
        for line in lines:
            line.leaf = block.leaf
    HistoryLine.objects.bulk_create(lines, batch_size=500)
    for event in announce(rows) if announce is not None else ():
        publish(event)
    return rows


def _require_plain(step: Deed, comment: str) -> None:
    plain = (
        step.kind is Kind.STEP
        and step.clock is Clock.RUNS_ON
        and step.other_than is None
        and step.announces is None
        and isinstance(step.tells, TellsNobody)
    )
    if not plain or (step.says is not None and step.says.needed and not comment.strip()):
        raise ValueError(f"{step.code} is done to one matter at a time.")


def _write(model: type[R], rows: Sequence[R], step: Deed, sets: Mapping[str, object], on: date) -> None:
    """Change the rows in the database as they are changed in hand; their numbers first, which their new state may want."""
    _number(model, [row for row in rows if step.numbers and not row.number], on)
    changed: dict[str, object] = {**sets, "version": F("version") + 1}
    if step.target is not None:
        changed["state"] = step.target
    model._default_manager.filter(pk__in=[row.pk for row in rows]).update(**changed)  # noqa: SLF001 -- Django's public name for it
    for row in rows:
        row.state = step.leads_to(row.state)
        row.version += 1
        for name, value in sets.items():
            setattr(row, name, value)


def _number(model: type[R], rows: Sequence[R], on: date) -> None:
    if not rows:
        return
    numbers = NumberSeries.next_numbers(model.lifecycle.name, on, len(rows))
    for row, number in zip(rows, numbers, strict=True):
        row.number = number
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 -- as above
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET number = %s WHERE id = %s",  # noqa: S608 -- the name of our own table
            [(row.number, row.pk) for row in rows],
        )


def _entries(rows: Sequence[CaseRow], lines: Sequence[HistoryLine]) -> list[BlockEntry]:
    papers, clocks, stops = (rows_beside(kind, rows) for kind in (Attachment, LegalClock, ClockStop))
    salts = secrets.token_bytes(SALT * len(rows))
    return [
        entry_of(
            row,
            line,
            stands=standing_facts(row, papers[row.key], clocks[row.key], stops[row.key]),
            salt=salts[place * SALT : (place + 1) * SALT],
        )
        for place, (row, line) in enumerate(zip(rows, lines, strict=True))
    ]


def entry_of(row: CaseRow, line: HistoryLine, *, stands: Mapping[str, object], salt: bytes) -> BlockEntry:
    """Return what a block holds of a matter's line of history, and of where it stood after it."""
    return BlockEntry(
        row.key,
        salt,
        bytes.fromhex(commitment(salt, "line", line_text(row, line))),
        bytes.fromhex(commitment(salt, "stands", packed_fields(stands))),
    )


def proof_of(row: CaseRow, line: HistoryLine) -> dict[str, object] | None:
    """Return what proves a line of history that was written with many others; None where it has a leaf of its own.

    The holder shows it to anybody: the line's facts under its salt give the commitment, the path leads to the root, and
    the root stands in the facts of the leaf on the log.
    """
    block = Block.objects.filter(leaf=line.leaf).first() if line.leaf else None
    if block is None or row.key not in block.places:
        return None
    entry = block.entries[block.places[row.key]]
    return {
        "facts": line_text(row, line),
        "salt": entry.salt.hex(),
        "entry": entry.leaf,
        "place": block.places[row.key],
        "matters": len(block.places),
        "path": block.path(row.key),
        "root": block.root,
        "leaf": block.leaf,
    }
