"""Messages come in: one within its caller's transaction, or hundreds of thousands of one batch in blocks.

Each is held against its text, rendered for its digest and its length, and sealed. Resident numbers are looked for at the
doors that people and programs come in by (pages, files, the window for programs), not here again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple, NewType, TypeAlias
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from jiphyeon.foundation.messages.addresses import KEPT, compared
from jiphyeon.foundation.messages.enums import PHONES, BatchState, Channel, State, Urgency
from jiphyeon.foundation.messages.models import Batch, Message, Text
from jiphyeon.foundation.messages.terms import terms_of
from jiphyeon.foundation.messages.texts import TextVersion, Values, digest_of, published, wording_of
from jiphyeon.foundation.secrets.fields import json_text
from jiphyeon.foundation.secrets.keys import encrypt, keyed_hasher
from jiphyeon.kernel import Refused
from jiphyeon.methods import wording

MessageKey = NewType("MessageKey", UUID)
BatchKey = NewType("BatchKey", UUID)

BLOCK = 2_000
"""Rows that are stored in one transaction: between two blocks, others write."""

MARK = "outbox_message.mark"
_LINK = re.compile(r"https://[!-;=?-~]{1,400}")  # without brackets that would end it in its header


class Addressee(NamedTuple):
    """One addressee. `owner_key` and `reference` are the owner's own names for it.

    Of an e-mail alone: `unsubscribe` is an https address that takes the one click of RFC 8058, `reply_to` where answers go.
    """

    address: str
    values: Values
    owner_key: str = ""
    reference: str = ""
    unsubscribe: str = ""
    reply_to: str = ""


class Fitted(NamedTuple):
    """An addressee held against a text: how the address is kept and looked up, the values it asks for, what is read.

    `headers`: what an e-mail carries beside that; None where it is nothing.
    """

    address: str
    mark: str
    values: Values
    digest: str
    headers: dict[str, str] | None


def fitting(text: Text) -> Callable[[Addressee], Fitted]:
    """Return what holds an addressee against a text. Refused, what does not fit."""
    kept, channel = KEPT[text.channel], text.channel
    compiled = wording_of(text)
    limit = wording.Channel(channel).limit
    mark = keyed_hasher(MARK)
    domains = terms_of(settings.CITY_PACK).office.domains if channel in PHONES else None
    unasked: dict[tuple[str, ...], frozenset[str]] = {}

    def asked(values: Values) -> Values:
        """Return the values without those that the text does not ask for: they are not kept."""
        names = tuple(values)
        if (extra := unasked.get(names)) is None:
            extra = unasked[names] = frozenset(compiled.compared(values).extra)
        return {name: value for name, value in values.items() if name not in extra} if extra else values

    def fitted(row: Addressee) -> Fitted:
        address = kept(row.address)
        values = asked(row.values)
        rendered = compiled.rendered(values)
        if not (fit := wording.measured(rendered.body, limit, subject=rendered.subject)).fits:
            raise _unfit(fit)
        if domains is not None and (away := wording.leads_away(rendered.body, domains)):
            raise Refused(
                "message_link",
                ko="‘{link}’은(는) 우리 시 누리집 주소가 아니어서 휴대전화로 보낼 수 없습니다. 빼거나, 링크가 아니면 점 뒤를 띄어 주세요.",
                en="“{link}” is no address of the city’s own pages and does not go to a phone. Leave it out, or put a blank behind the dot.",
                link=away[0],
            )
        headers = _headers(row, channel) if row.unsubscribe or row.reply_to else None
        return Fitted(address, mark(compared(channel, address)), values, digest_of(rendered), headers)

    return fitted


def _headers(row: Addressee, channel: Channel) -> dict[str, str]:
    """Return what an e-mail carries beside its text. Refused: on another channel, what no header holds."""
    if channel is not Channel.EMAIL or (row.unsubscribe and not _LINK.fullmatch(row.unsubscribe)):
        raise Refused(
            "message_headers",
            ko="수신 거부 주소는 https://로 시작해야 하고, 답장 주소와 함께 전자우편에만 쓸 수 있습니다.",
            en="An address to unsubscribe at begins with https://; only e-mails carry one, or an address for answers.",
        )
    reply_to = KEPT[Channel.EMAIL](row.reply_to) if row.reply_to else ""
    return {"unsubscribe": row.unsubscribe, "reply_to": reply_to}


def _unfit(fit: wording.Measured) -> Refused:
    if fit.unreadable:
        return Refused(
            "message_signs",
            ko="문자로 보낼 수 없는 글자가 있습니다: {signs}. 빼거나 바꿔 주세요.",
            en="These signs cannot be sent as a text message: {signs}. Leave them out.",
            signs=" ".join(fit.unreadable[:20]),
        )
    return Refused(
        "message_too_long",
        ko="이 길로는 {most}{unit_ko}까지 보낼 수 있는데 {length}{unit_ko}입니다. 줄여 주세요.",
        en="This channel takes {most} {unit_en}, and the text has {length}. Shorten it.",
        most=f"{fit.limit.most or 0:,}",
        length=f"{fit.length:,}",
        unit_ko=fit.limit.unit.words.ko,
        unit_en=fit.limit.unit.words.en,
    )


@transaction.atomic
def put(
    *,
    text: TextVersion,
    to: Addressee,
    owner: str,
    urgency: Urgency = Urgency.ORDINARY,
    not_before: datetime | None = None,
    key: UUID | None = None,
    at: datetime,
) -> MessageKey:
    """Put one message, within the caller's transaction, and return its key; one `key` twice is one message.

    `owner` is the room that hears what comes of it. Refused: no such text, an address that is none, a missing value, a
    filled text that does not fit its channel.
    """
    row = published(text)
    kept = fitting(row)(to)
    message = Message(
        key=key or uuid4(),
        channel=row.channel,
        urgency=urgency,
        text=row,
        address=kept.address,
        mark=kept.mark,
        values=kept.values,
        headers=kept.headers,
        digest=kept.digest,
        owner=owner,
        owner_key=to.owner_key,
        reference=to.reference,
        next_at=max(at, not_before or at),
        created_at=at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    return MessageKey(message.key)


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


def put_many(*, batch: BatchKey, rows: Iterable[Addressee], at: datetime) -> int:
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
    fitted = fitting(filled.text)
    behind = iter(rows)
    before = number = filled.total
    next(islice(behind, before, before), None)
    while block := list(islice(behind, BLOCK)):
        stored = []
        for key, row in zip(fresh_keys(len(block), at), block, strict=True):
            number += 1
            try:
                stored.append(_sealed(key, row, fitted(row)))
            except Refused as no:
                raise Refused(
                    no.code,
                    ko="{row}번째 줄: {why_ko}",
                    en="Addressee {row}: {why_en}",
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


_Columns: TypeAlias = tuple[str, str, str, str, str, str, str, str | None]
"""What is kept of one message beside what its block shares, as its columns hold it."""


def _sealed(key: str, row: Addressee, fit: Fitted) -> _Columns:
    return (
        key,
        encrypt(fit.address, purpose="outbox_message.address"),
        fit.mark,
        encrypt(json_text(fit.values), purpose="outbox_message.values"),
        fit.digest,
        row.owner_key,
        row.reference,
        None if fit.headers is None else encrypt(json_text(fit.headers), purpose="outbox_message.headers"),
    )


def fresh_keys(count: int, at: datetime) -> list[str]:
    """Return so many new keys in hex, UUIDs of version 7 (RFC 9562): those of one block lie together in an index."""
    moment = f"{int(at.timestamp() * 1_000):012x}"
    dice = os.urandom(10 * count).hex()
    return [
        f"{moment}7{dice[n : n + 3]}{'89ab'[int(dice[n + 3], 16) & 3]}{dice[n + 4 : n + 19]}"
        for n in range(0, 20 * count, 20)
    ]


_OWN = ("key", "address", "mark", "values", "digest", "owner_key", "reference", "headers")
_SHARED = (
    "channel",
    "urgency",
    "state",
    "text_id",
    "batch_id",
    "owner",
    "attempt",
    "next_at",
    "reason",
    "created_at",
)


def _insert(batch: Batch, stored: Sequence[_Columns], at: datetime) -> None:
    shared = (
        batch.channel.value,
        batch.urgency,
        State.CREATED.value,
        batch.text_id,
        batch.pk,
        batch.owner,
        0,
        at,
        "",
        at,
    )
    quoted = ", ".join(connection.ops.quote_name(name) for name in (*_OWN, *_SHARED))
    table = connection.ops.quote_name(Message._meta.db_table)  # noqa: SLF001 -- Django's public name for it
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            tail = "\t" + "\t".join("" if one == "" else _copied(str(one)) for one in shared) + "\n"
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                copy.write("".join([_line(one) + tail for one in stored]))
            return
        moment = connection.ops.adapt_datetimefield_value(at)
        given = tuple(moment if one is at else one for one in shared)
        marks = ", ".join(["%s"] * (len(_OWN) + len(shared)))
        cursor.executemany(
            f"INSERT INTO {table} ({quoted}) VALUES ({marks})",  # noqa: S608 -- names of our own table
            [(*one, *given) for one in stored],
        )


def _line(one: _Columns) -> str:
    return "\t".join((*one[:5], _copied(one[5]), _copied(one[6]), one[7] or "\\N"))


_COPIED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copied(value: str) -> str:
    return value.translate(_COPIED)
