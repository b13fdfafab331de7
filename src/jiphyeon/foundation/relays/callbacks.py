"""What the relay tells us later: read, recorded once by its event's id, settled whatever the order, told on to the owner."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from jiphyeon.foundation.messages import api as messages
from jiphyeon.foundation.network import signed
from jiphyeon.foundation.relays.enums import Callback, Fault, Kind
from jiphyeon.foundation.relays.models import Document, ReceivedCallback, RefusedCallback
from jiphyeon.foundation.relays.telling import Told, tell
from jiphyeon.kernel import Refused

log = logging.getLogger(__name__)

_MOMENTS = {
    Kind.DELIVERED: "delivered_at",
    Kind.CONSENTED: "consented_at",
    Kind.OPENED: "opened_at",
    Kind.REFUSED: "refused_at",
    Kind.NOT_MEMBER: "refused_at",
    Kind.CLOSED_UNREAD: "closed_at",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One event as the relay tells it."""

    id: UUID
    document: UUID
    kind: Kind
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What we made of one event; `is_new` is off where we had it already."""

    id: UUID
    outcome: Callback
    is_new: bool


def receive(body: bytes, *, stamp: str, signature: str, secret: str, day: date, at: datetime) -> list[Answer]:
    """Take a call of the relay. Refused, and counted: signature, clock, too_large, malformed. Nothing of it is then kept."""
    try:
        rows = signed.events_of(body, stamp=stamp, signature=signature, secret=secret, at=at)
        events = [_event(row, n) for n, row in enumerate(rows)]
    except Refused as no:
        _count_refused(Fault(no.code), day=day, at=at)
        raise
    return record(body, events, at=at)


def _event(row: Mapping[str, Any], n: int) -> Event:
    try:
        event, document = UUID(str(row.get("id"))), UUID(str(row.get("document")))
        return Event(event, document, Kind(str(row.get("kind"))), signed.moment_of(row, "at"))
    except ValueError as no:
        raise signed.malformed(f"events[{n}]") from no


@transaction.atomic
def record(body: bytes, events: Sequence[Event], *, at: datetime) -> list[Answer]:
    """Record events, each once however often it comes, and tell the owners what is new."""
    documents = _locked(one.document for one in events)
    had = dict(
        ReceivedCallback.objects.filter(event__in=[one.id for one in events]).values_list("event", "outcome")
    )
    digest = sha256(body).hexdigest()
    answers, rows, told = [], [], []
    for one in events:
        if one.id in had:
            answers.append(Answer(one.id, had[one.id], is_new=False))
            continue
        document = documents.get(one.document)
        before = document and _moment(document, one.kind)
        outcome = had[one.id] = Callback.UNKNOWN if document is None else _settled(document, one)
        if document is not None and outcome is Callback.RECORDED and before is None:
            told.append(Told.of(document, one.kind, one.at))
        answers.append(Answer(one.id, outcome, is_new=True))
        rows.append(
            ReceivedCallback(
                event=one.id,
                document=one.document,
                kind=one.kind,
                at=one.at,
                received_at=at,
                digest=digest,
                outcome=outcome,
            )
        )
    ReceivedCallback.objects.bulk_create(rows, ignore_conflicts=True)
    _keep(documents.values())
    report(documents.values())
    tell(told)
    for unknown in (one for one in answers if one.outcome is Callback.UNKNOWN and one.is_new):
        log.warning("the relay tells of a document we do not know, in its event %s", unknown.id)
    return answers


def _locked(keys: Iterable[UUID]) -> dict[UUID, Document]:
    """Return documents by their keys, held until the transaction ends: the same event at two doors is recorded by one."""
    rows = Document.objects.select_for_update().filter(key__in=set(keys)).order_by("pk")
    return {row.key: row for row in rows}


def _settled(document: Document, event: Event) -> Callback:
    """Write an event's moment on its document; the first told of a kind stays. What was opened is not unread."""
    if event.kind is Kind.CLOSED_UNREAD and document.opened_at is not None:
        return Callback.CONTRADICTED
    column = _MOMENTS.get(event.kind)
    if column is not None and _moment(document, event.kind) is None:
        setattr(document, column, event.at)
    return Callback.RECORDED


def _moment(document: Document, kind: Kind) -> datetime | None:
    """Return when a kind was first told of a document."""
    found: datetime | None = getattr(document, _MOMENTS[kind]) if kind in _MOMENTS else None
    return found


def _keep(documents: Iterable[Document]) -> None:
    Document.objects.bulk_update(list(documents), sorted(set(_MOMENTS.values())))


def report(documents: Iterable[Document]) -> int:
    """Tell the outbox which messages arrived or never will; return how many it changed. Told twice, nothing changes."""
    reports = []
    for one in documents:
        if one.delivered_at or one.consented_at or one.opened_at:
            reports.append(messages.Report(messages.MessageKey(one.key), messages.State.DELIVERED))
        elif one.refused_at:
            reports.append(
                messages.Report(
                    messages.MessageKey(one.key), messages.State.PERMANENT_FAILURE, "relay-refused"
                )
            )
    return messages.report(reports) if reports else 0


def play(events: Sequence[UUID]) -> int:
    """Take recorded events as if they came now: those of documents we did not know are settled, all are told again.

    Return how many were: not those whose document is still unknown.
    """
    return sum(_played(event) for event in events)


@transaction.atomic
def _played(event: UUID) -> bool:
    kept = ReceivedCallback.objects.filter(event=event).first()
    documents = _locked([kept.document]) if kept is not None else {}
    if kept is None or kept.document not in documents:
        return False
    document = documents[kept.document]
    outcome = _settled(document, Event(kept.event, kept.document, kept.kind, kept.at))
    _keep([document])
    ReceivedCallback.objects.filter(pk=kept.pk).update(outcome=outcome)
    report([document])
    if outcome is Callback.RECORDED:
        tell([Told.of(document, kept.kind, kept.at)])
    return True


@transaction.atomic
def _count_refused(reason: Fault, *, day: date, at: datetime) -> None:
    log.warning("a callback of the relay was turned away: %s", reason)
    RefusedCallback.objects.get_or_create(day=day, reason=reason, defaults={"last_at": at})
    RefusedCallback.objects.filter(day=day, reason=reason).update(count=F("count") + 1, last_at=at)
