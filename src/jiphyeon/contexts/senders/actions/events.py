"""Tell a service what became of its notifications, once more when asked to, and take in what is written to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson
from django.db import transaction

from jiphyeon.contexts.senders import queries
from jiphyeon.contexts.senders.enums import Told
from jiphyeon.contexts.senders.models import Notification, ReceivedText, Service, ServiceEvent
from jiphyeon.contexts.senders.permissions import manages
from jiphyeon.contexts.senders.queries import Found
from jiphyeon.contexts.senders.rules.contract import iso
from jiphyeon.contexts.senders.rules.statuses import word_of
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.messages.enums import FAILURES, State
from jiphyeon.kernel import Refused

STATUS, RECEIVED = "status", "received"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service's machine said of an event: taken, not taken and why, in a code."""

    taken: bool
    code: str
    again: bool = True


def follow(states: Mapping[UUID, State], at: datetime) -> list[UUID]:
    """Write down how far messages have come, and return the events that their services are to be told.

    What came later stays: an older word changes nothing.
    """
    changed = []
    for row in Notification.objects.filter(key__in=list(states)).select_related("service"):
        state = states[row.key]
        if row.state == state or row.completed_at is not None:
            continue
        if state is State.HANDED_OVER and row.state is not State.CREATED:
            continue
        row.state = state
        row.sent_at = row.sent_at or (at if state in {State.HANDED_OVER, State.DELIVERED} else None)
        row.completed_at = at if state in {State.DELIVERED, *FAILURES, State.CANCELLED} else None
        changed.append(row)
    Notification.objects.bulk_update(changed, ["state", "sent_at", "completed_at"], batch_size=500)
    told = [found for found in queries.with_messages(changed) if found.row.service.callback_url]
    made = [_event(found, at) for found in told]
    ServiceEvent.objects.bulk_create(made)
    return [one.key for one in made]


def _event(found: Found, at: datetime) -> ServiceEvent:
    row = found.row
    event = ServiceEvent(service=row.service, kind=STATUS, about=row.key, made_at=at)
    event.body = orjson.dumps(
        {
            "id": str(row.key),
            "reference": row.reference or None,
            "to": found.to,
            "status": word_of(row.type, row.state),
            "created_at": iso(row.created_at),
            "completed_at": iso(row.completed_at),
            "sent_at": iso(row.sent_at),
            "opened_at": iso(row.opened_at),
            "notification_type": row.type.value,
            "template_id": str(row.text) if row.text else None,
            "template_version": row.edition,
            "event_id": str(event.key),
        }
    ).decode()
    return event


@transaction.atomic
def settle(*, key: UUID, answer: Answer, most_tries: int, at: datetime) -> bool:
    """Write down what a service said; return whether it is to be told again."""
    row = ServiceEvent.objects.select_for_update().filter(key=key).first()
    if row is None or row.state is not Told.WAITING:
        return False
    row.tries += 1
    row.answered = answer.code
    if answer.taken:
        row.state, row.told_at = Told.DONE, at
    elif row.tries >= most_tries or not answer.again:
        row.state = Told.GIVEN_UP
    row.save(update_fields=["tries", "answered", "state", "told_at"])
    return row.state is Told.WAITING


@transaction.atomic
def replay(*, service: UUID, keys: Sequence[UUID], by: Actor) -> list[UUID]:
    """Have events told once more, under the keys they have; return which. Refused for whoever does not manage services."""
    if not manages(by):
        raise Refused(
            "not_your_service",
            ko="보내는 곳을 맡은 사람만 다시 알릴 수 있습니다.",
            en="Only whoever manages sending services has an event told again.",
        )
    again = ServiceEvent.objects.select_for_update().filter(
        service__key=service, key__in=keys, body__isnull=False
    )
    again = again.exclude(state=Told.WAITING)
    found = list(again.values_list("key", flat=True))
    ServiceEvent.objects.filter(key__in=found).update(state=Told.WAITING, tries=0, told_at=None)
    return found


@transaction.atomic
def receive(*, given: str, number: str, to: str, content: str, at: datetime) -> list[UUID] | None:
    """Keep a text that somebody wrote to a service's number, once; return the events to tell, None where the number is nobody's."""
    service = Service.objects.answers_at(to).first() if to else None
    if service is None:
        return None
    row = ReceivedText(service=service, given=given, number=number, content=content, at=at)
    if ReceivedText.objects.filter(given=given).exists():
        return []
    row.save()
    if not service.callback_url:
        return []
    event = ServiceEvent(service=service, kind=RECEIVED, about=row.key, made_at=at)
    event.body = orjson.dumps(
        {
            "id": str(row.key),
            "source_number": number,
            "destination_number": to,
            "message": content,
            "date_received": iso(at),
            "event_id": str(event.key),
        }
    ).decode()
    event.save()
    return [event.key]
