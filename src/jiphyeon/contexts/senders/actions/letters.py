"""Letters that came as files: opened by whoever prints them, and written down as posted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.senders.actions import events
from jiphyeon.contexts.senders.models import Notification, Service
from jiphyeon.contexts.senders.permissions import manages
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.files import store as files
from jiphyeon.foundation.files.store import Opened
from jiphyeon.foundation.messages.enums import State
from jiphyeon.kernel import Refused


def opened(*, service: Service, key: UUID, by: Actor) -> Opened | None:
    """Return a letter's file; None where the service has no such letter. Raises PermissionDenied for whom it is not."""
    row = Notification.objects.filter(service=service, key=key, file__isnull=False).first()
    return files.open_for(row.file, by) if row is not None and row.file is not None else None


@transaction.atomic
def post(*, service: UUID, key: UUID, by: Actor, at: datetime) -> list[UUID]:
    """Write down that a letter was posted; return the events to tell. Refused where it was posted before."""
    waiting = Notification.objects.select_for_update().filter(
        service__key=service, key=key, file__isnull=False, state=State.CREATED
    )
    if not manages(by) or not waiting.exists():
        raise Refused(
            "letter_not_waiting",
            ko="이미 부쳤거나 없는 편지입니다. 목록을 다시 확인해 주세요.",
            en="This letter was posted before, or there is none. Look at the list again.",
        )
    return events.follow({key: State.HANDED_OVER}, at)
