"""Messages come in: one within its caller's transaction, or hundreds of thousands of one batch in blocks.

Each is held against its text, rendered for its digest and its length, and sealed. Resident numbers are looked for at the
doors that people and programs come in by (pages, files, the window for programs), not here again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple, NewType
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F

from jiphyeon.foundation.messages.addresses import KEPT, compared
from jiphyeon.foundation.messages.enums import BatchState, Channel, State, Urgency
from jiphyeon.foundation.messages.models import Batch, Message, Text
from jiphyeon.foundation.messages.texts import TextVersion, Values, digest_of, published, wording_of
from jiphyeon.foundation.secrets.fields import json_text
from jiphyeon.foundation.secrets.keys import encrypt, keyed_hasher
from jiphyeon.kernel import Refused

MessageKey = NewType("MessageKey", UUID)
BatchKey = NewType("BatchKey", UUID)

BLOCK = 2_000
"""Rows that are stored in one transaction: between two blocks, others write."""

LONGEST = {Channel.EMAIL: 2_000_000, Channel.TEXT: 2_000, Channel.RELAY: 1_000, Channel.PAPER: 200_000}
"""How long a filled text may be: bytes in EUC-KR for a text message, signs in the others."""

MARK = "outbox_message.mark"


class Row(NamedTuple):
    """One addressee of a batch. `owner_key` and `reference` are the owner's own names for it."""

    address: str
    values: Values
    owner_key: str = ""
    reference: str = ""


class Stored(NamedTuple):
    """What is kept of one message beside what its block shares, as its columns hold it."""

    key: str
    address: str
    mark: str
    values: str
    digest: str
    owner_key: str
    reference: str


def storing(text: Text) -> Callable[[str, Row], Stored]:
    """Return what turns a key (hex) and an addressee of a text into stored columns. Refused, what does not fit."""
    kept, channel = KEPT[text.channel], text.channel
    render = wording_of(text).rendered
    longest = LONGEST[channel]
    mark = keyed_hasher(MARK)

    def one(key: str, row: Row) -> Stored:
        address = kept(row.address)
        rendered = render(row.values)
        if len(rendered.body) > longest or (channel is Channel.TEXT and _bytes(rendered.body) > longest):
            raise _too_long(longest, channel)
        return Stored(
            key,
            encrypt(address, purpose="outbox_message.address"),
            mark(compared(channel, address)),
            encrypt(json_text(row.values), purpose="outbox_message.values"),
            digest_of(rendered),
            row.owner_key,
            row.reference,
        )

    return one


def _bytes(body: str) -> int:
    return len(body.encode("euc-kr", "replace"))


def _too_long(longest: int, channel: Channel) -> Refused:
    if channel is Channel.TEXT:
        return Refused(
            "message_too_long",
            ko="문자는 {longest}바이트까지 보낼 수 있습니다. 한글은 한 글자가 2바이트입니다. 줄여 주세요.",
            en="A text message holds up to {longest} bytes, two for each Hangul syllable. Shorten it.",
            longest=f"{longest:,}",
        )
    return Refused(
        "message_too_long",
        ko="이 길로는 {longest}자까지 보낼 수 있습니다. 줄여 주세요.",
        en="This channel takes up to {longest} characters. Shorten it.",
        longest=f"{longest:,}",
    )


@transaction.atomic
def put(
    *,
    text: TextVersion,
    address: str,
    values: Values,
    owner: str,
    owner_key: str = "",
    reference: str = "",
    urgency: Urgency = Urgency.ORDINARY,
    not_before: datetime | None = None,
    key: UUID | None = None,
    at: datetime,
) -> MessageKey:
    """Put one message, within the caller's transaction, and return its key; one `key` twice is one message.

    `owner` is the room that hears what comes of it. Refused: no such text, an address that is none, values that do not
    fit, a filled text that is too long.
    """
    row = published(text)
    key = key or uuid4()
    stored = storing(row)(key.hex, Row(address, values, owner_key, reference))
    # The sealed columns are sealed by their fields here; `stored` was asked for what it refuses and works out.
    Message.objects.bulk_create(
        [
            Message(
                key=key,
                channel=row.channel,
                urgency=urgency,
                text=row,
                address=KEPT[row.channel](address),
                mark=stored.mark,
                values=dict(values),
                digest=stored.digest,
                owner=owner,
                owner_key=owner_key,
                reference=reference,
                next_at=max(at, not_before or at),
                created_at=at,
            )
        ],
        ignore_conflicts=True,
    )
    return MessageKey(key)


@transaction.atomic
def begin_batch(
    *,
    text: TextVersion,
    owner: str,
    owner_key: str = "",
    urgency: Urgency = Urgency.CAMPAIGN,
    not_before: datetime | None = None,
    at: datetime,
) -> BatchKey:
    """Begin a batch, which goes out once it is filled and released; `not_before` schedules it."""
    row = published(text)
    batch = Batch.objects.create(
        text=row,
        channel=row.channel,
        urgency=urgency,
        owner=owner,
        owner_key=owner_key,
        not_before=not_before,
        created_at=at,
    )
    return BatchKey(batch.key)


def put_many(*, batch: BatchKey, rows: Iterable[Row], at: datetime) -> int:
    """Store the addressees of a batch in blocks, each in a transaction of its own; return how many are new.

    Begun again after a death with the same rows, it goes on behind those that are stored. Refused, with the number of
    the row: what `put` refuses; what was stored before it stays, and nothing goes out until the batch is released.
    """
    filled = Batch.objects.select_related("text").get(key=batch)
    if filled.state != BatchState.FILLING:
        raise Refused(
            "batch_closed",
            ko="이 묶음은 이미 닫혀서 더 넣을 수 없습니다. 새 묶음을 만들어 주세요.",
            en="This batch is closed; begin a new one.",
        )
    one = storing(filled.text)
    behind = iter(rows)
    before = number = filled.total
    next(islice(behind, before, before), None)
    while block := list(islice(behind, BLOCK)):
        keys = fresh_keys(len(block), at)
        stored = []
        for key, row in zip(keys, block, strict=True):
            number += 1
            try:
                stored.append(one(key, row))
            except Refused as no:
                raise Refused(
                    no.code,
                    ko="{row}번째 줄: {why_ko}",
                    en="Row {row}: {why_en}",
                    row=number,
                    why_ko=no.words.ko,
                    why_en=no.words.en,
                ) from no
        with transaction.atomic():
            counted = Batch.objects.filter(pk=filled.pk, total=number - len(block), state=BatchState.FILLING)
            if not counted.update(total=F("total") + len(block)):
                raise RuntimeError("Somebody else fills this batch.")
            _insert(filled, stored, at)
    return number - before


def fresh_keys(count: int, at: datetime) -> list[str]:
    """Return so many new keys in hex, UUIDs of version 7 (RFC 9562): those of one block lie together in an index."""
    moment = f"{int(at.timestamp() * 1_000):012x}"
    dice = os.urandom(10 * count).hex()
    return [
        f"{moment}7{dice[n : n + 3]}{'89ab'[int(dice[n + 3], 16) & 3]}{dice[n + 4 : n + 19]}"
        for n in range(0, 20 * count, 20)
    ]


_SHARED = ("channel", "urgency", "state", "text_id", "batch_id", "owner", "attempt", "next_at", "reason", "created_at")


def _insert(batch: Batch, stored: Sequence[Stored], at: datetime) -> None:
    shared = (batch.channel.value, batch.urgency, State.CREATED.value, batch.text_id, batch.pk, batch.owner, 0, at, "", at)
    quoted = ", ".join(connection.ops.quote_name(name) for name in (*Stored._fields, *_SHARED))
    table = connection.ops.quote_name(Message._meta.db_table)  # noqa: SLF001 -- Django's public name for it
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            tail = "\t" + "\t".join("" if one == "" else _copied(str(one)) for one in shared) + "\n"
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                copy.write("".join([_line(one) + tail for one in stored]))
            return
        moment = connection.ops.adapt_datetimefield_value(at)
        told = tuple(moment if one is at else one for one in shared)
        marks = ", ".join(["%s"] * (len(Stored._fields) + len(shared)))
        cursor.executemany(
            f"INSERT INTO {table} ({quoted}) VALUES ({marks})",  # noqa: S608 -- names of our own table
            [(*one, *told) for one in stored],
        )


def _line(one: Stored) -> str:
    if one.owner_key or one.reference:
        return "\t".join((*one[:5], _copied(one.owner_key), _copied(one.reference)))
    return "\t".join(one)


_COPIED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copied(value: str) -> str:
    return value.translate(_COPIED)
