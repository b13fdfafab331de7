"""Taking a block of messages, writing down what came of it, giving back what was not tried.

Every step is a conditional write on the rows' lease: whoever lost its lease writes nothing, so that a message is handed
over at least once and recorded exactly once. No row is counted here; see `counting`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet

from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.jobs.retry import Policy, wait_after
from jiphyeon.foundation.messages import counting
from jiphyeon.foundation.messages.channels import Outcome, Parcel, Result
from jiphyeon.foundation.messages.enums import Channel, State, Urgency
from jiphyeon.foundation.messages.events import Delivered, Failed, HandedOver
from jiphyeon.foundation.messages.models import Message, Text
from jiphyeon.foundation.messages.terms import terms_of

WAITS = Policy(first_wait=30.0, longest_wait=3_600.0)
"""How long a message waits after each attempt that failed."""


_Plain: TypeAlias = str | int | datetime | UUID


@dataclass(frozen=True, slots=True)
class Block:
    """Messages taken together by one lease; `batch` is the row of the batch they are all of, or None."""

    lease: UUID
    channel: Channel
    batch: int | None
    parcels: Sequence[Parcel]


@dataclass(slots=True)
class _Ended:
    """Messages of one owner that came to an end of one kind."""

    rows: list[Parcel] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def is_due(channel: Channel, batch: int | None, moment: datetime, *, urgent_only: bool = False) -> bool:
    """Return whether anything is there to be taken: a look without the write lock."""
    waiting = Message.objects.due(channel, batch, moment)
    if urgent_only:
        waiting = waiting.filter(urgency=Urgency.URGENT)
    return waiting.order_by().exists()


@transaction.atomic
def claim(
    channel: Channel,
    batch: int | None,
    *,
    most: int,
    moment: datetime,
    lease: timedelta,
    urgent_only: bool = False,
) -> Block | None:
    """Take up to `most` due messages of a batch, or of those without one; None where there are none.

    Others skip what is being taken.
    """
    owner = uuid4()
    sql, given = _claiming(channel, batch, most, moment, urgent_only=urgent_only)
    with connection.cursor() as cursor:
        cursor.execute(sql, [_column(owner), _column(moment + lease), _column(moment), *given])
        rows = cursor.fetchall()
    if not rows:
        return None
    texts = Text.objects.in_bulk({row[2] for row in rows})
    parcels = [
        Parcel(
            row=row[0],
            key=row[1] if isinstance(row[1], UUID) else UUID(row[1]),
            text=texts[row[2]],
            sealed_address=row[3],
            sealed_values=row[4],
            sealed_headers=row[5],
            owner=row[6],
            owner_key=row[7],
            attempt=row[8],
            tried_at=_moment(row[9]),
            created_at=_moment(row[10]),
        )
        for row in sorted(rows, key=lambda row: (row[11], row[12], row[0]))
    ]
    return Block(owner, channel, batch, parcels)


def _claiming(
    channel: Channel, batch: int | None, most: int, moment: datetime, *, urgent_only: bool
) -> tuple[str, list[_Plain]]:
    of = "batch_id IS NULL" if batch is None else "batch_id = %s"
    urgent = f"AND urgency = {int(Urgency.URGENT)}" if urgent_only else ""
    chosen = (
        f"SELECT id FROM outbox_message WHERE channel = %s AND state = 'created' AND {of} "  # noqa: S608 -- ours
        f"AND next_at <= %s {urgent} ORDER BY urgency, next_at LIMIT %s"
    )
    if connection.vendor == "postgresql":
        chosen = f"= ANY(ARRAY({chosen} FOR UPDATE SKIP LOCKED))"
    else:
        chosen = f"IN ({chosen})"  # one transaction writes at a time
    found: list[_Plain] = [channel.value, *([] if batch is None else [batch]), _column(moment), most]
    sql = (
        "UPDATE outbox_message SET state = 'sending', lease_owner = %s, lease_until = %s, "  # noqa: S608 -- ours
        f"tried_at = COALESCE(tried_at, %s), attempt = attempt + 1 WHERE id {chosen} RETURNING id, key, text_id, "
        'address, "values", headers, owner, owner_key, attempt, tried_at, created_at, urgency, next_at'
    )
    return sql, found


def _column(value: UUID | datetime) -> _Plain:
    """Return a value as the database's columns hold it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    # PostgreSQL's driver takes the moment as it is.
    return connection.ops.adapt_datetimefield_value(value) or value


def _moment(value: datetime | str) -> datetime:
    """Return a moment as columns hold it; SQLite's are UTC and do not say so."""
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _held(lease: UUID, rows: Iterable[int]) -> QuerySet[Message]:
    return Message.objects.filter(pk__in=list(rows), lease_owner=lease, state=State.SENDING)


@transaction.atomic
def record(block: Block, outcomes: Mapping[int, Outcome], *, reports: bool, moment: datetime) -> int:
    """Write down what came of messages of a block, by their rows; return how many were still held.

    `reports`: the channel says later whether they arrived. What another took over meanwhile is left to it.
    """
    by_row = {parcel.row: parcel for parcel in block.parcels}
    held = set(_held(block.lease, outcomes).select_for_update().values_list("pk", flat=True))
    taken = [by_row[row] for row in outcomes if row in held and outcomes[row].result is Result.TAKEN]
    if taken:
        _held(block.lease, (one.row for one in taken)).update(
            state=State.HANDED_OVER,
            handed_over_at=moment,
            completed_at=None if reports else moment,
            lease_until=None,
            lease_owner=None,
            reason="",
        )
    again: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    ended: defaultdict[tuple[State, str], list[Parcel]] = defaultdict(list)
    for row in held - {one.row for one in taken}:
        state = _end(by_row[row], outcomes[row], moment)
        if state is None:
            again[by_row[row].attempt, outcomes[row].reason].append(row)
        else:
            ended[state, outcomes[row].reason].append(by_row[row])
    for (attempt, reason), rows in again.items():
        pause = wait_after(attempt, seed=f"{block.lease}", policy=WAITS)
        _held(block.lease, rows).update(
            state=State.CREATED, next_at=moment + pause, reason=reason, lease_until=None, lease_owner=None
        )
    for (state, reason), parcels in ended.items():
        _held(block.lease, (one.row for one in parcels)).update(
            state=state, reason=reason, completed_at=moment, lease_until=None, lease_owner=None
        )
    _count(block, taken, ended, moment)
    _tell(taken, ended, moment)
    return len(held)


def _end(parcel: Parcel, outcome: Outcome, moment: datetime) -> State | None:
    """Return how a message that was not taken ends; None: it is tried again."""
    if outcome.result is Result.NEVER:
        return State.PERMANENT_FAILURE
    if outcome.result is Result.FAULT:
        return State.TECHNICAL_FAILURE
    longest = terms_of(settings.CITY_PACK).tried_for(parcel.text.channel, civil_today())
    is_over = longest is not None and moment - parcel.tried_at > longest
    return State.TEMPORARY_FAILURE if is_over else None


def _count(
    block: Block,
    taken: Sequence[Parcel],
    ended: Mapping[tuple[State, str], Sequence[Parcel]],
    moment: datetime,
) -> None:
    ends = {key: len(parcels) for key, parcels in ended.items()}
    if taken:
        ends[State.HANDED_OVER, ""] = len(taken)
    counting.tally(block.channel, ends, moment)
    if block.batch is not None and ends:
        failed = sum(len(parcels) for parcels in ended.values())
        counting.advance(block.batch, moment, handed_over=len(taken), failed=failed)


def _tell(
    taken: Sequence[Parcel], ended: Mapping[tuple[State, str], Sequence[Parcel]], moment: datetime
) -> None:
    given: defaultdict[str, list[Parcel]] = defaultdict(list)
    for one in taken:
        given[one.owner].append(one)
    for owner, rows in given.items():
        publish(HandedOver(owner, *_keys(rows), at=moment))
    failed: defaultdict[str, _Ended] = defaultdict(_Ended)
    for (state, reason), parcels in ended.items():
        for one in parcels:
            mine = failed[one.owner]
            mine.rows.append(one)
            mine.states.append(state)
            mine.reasons.append(reason)
    for owner, mine in failed.items():
        publish(Failed(owner, *_keys(mine.rows), tuple(mine.states), tuple(mine.reasons), at=moment))


def _keys(rows: Sequence[Parcel]) -> tuple[tuple[UUID, ...], tuple[str, ...]]:
    return tuple(one.key for one in rows), tuple(one.owner_key for one in rows)


def renew(block: Block, *, until: datetime) -> int:
    """Say that whoever has a block is alive; return how many of its messages are still held."""
    return _held(block.lease, (parcel.row for parcel in block.parcels)).update(lease_until=until)


@transaction.atomic
def give_back(block: Block, rows: Iterable[int]) -> int:
    """Give back what was not tried, as if it had never been taken; return how many were still held."""
    return _held(block.lease, rows).update(
        state=State.CREATED, attempt=F("attempt") - 1, lease_until=None, lease_owner=None
    )


def reap(moment: datetime) -> int:
    """Give back what was taken by whoever is not heard of any more; return how many."""
    if not Message.objects.abandoned(moment).exists():
        return 0
    return Message.objects.abandoned(moment).update(state=State.CREATED, lease_until=None, lease_owner=None)


@dataclass(frozen=True, slots=True)
class Report:
    """What a channel says later of a message it took: it arrived, or failed in one of the three ways."""

    key: UUID
    state: State
    reason: str = ""


@transaction.atomic
def report(reports: Sequence[Report], *, moment: datetime) -> int:
    """Write down what a channel says of messages; return how many it changed.

    A report that comes before we have written down that the channel took the message counts as both. What is said
    again, of an unknown message, or after the end, changes nothing.
    """
    values = {one.key: one for one in reports}
    rows = Message.objects.select_for_update().filter(
        key__in=values, state__in=[State.SENDING, State.HANDED_OVER], completed_at__isnull=True
    )
    delivered: defaultdict[str, list[Message]] = defaultdict(list)
    failed: defaultdict[str, list[Message]] = defaultdict(list)
    for row in rows.order_by("pk").defer("address", "values"):
        one = values[row.key]
        was_taken = row.state == State.HANDED_OVER
        row.state, row.reason, row.completed_at = one.state, one.reason[:60], moment
        row.handed_over_at = row.handed_over_at or moment
        row.lease_owner = row.lease_until = None
        row.save(
            update_fields=["state", "reason", "completed_at", "handed_over_at", "lease_owner", "lease_until"]
        )
        arrived = one.state == State.DELIVERED
        (delivered if arrived else failed)[row.owner].append(row)
        counting.tally(row.channel, {(one.state, "" if arrived else row.reason): 1}, moment)
        if row.batch_id is not None:
            counting.advance(
                row.batch_id,
                moment,
                handed_over=int(arrived) - int(was_taken),
                failed=int(not arrived),
            )
    for owner, mine in delivered.items():
        publish(Delivered(owner, *_of_rows(mine), at=moment))
    for owner, mine in failed.items():
        states, reasons = tuple(row.state for row in mine), tuple(row.reason for row in mine)
        publish(Failed(owner, *_of_rows(mine), states, reasons, at=moment))
    return sum(map(len, (*delivered.values(), *failed.values())))


def _of_rows(rows: Sequence[Message]) -> tuple[tuple[UUID, ...], tuple[str, ...]]:
    return tuple(row.key for row in rows), tuple(row.owner_key for row in rows)
