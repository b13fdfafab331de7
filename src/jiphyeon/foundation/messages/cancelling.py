"""Marking what waits of a cancelled batch, block after block, each committed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jiphyeon.foundation.messages import counting
from jiphyeon.foundation.messages.enums import State
from jiphyeon.foundation.messages.models import Batch, Message
from jiphyeon.foundation.messages.putting import BatchKey

AT_A_TIME = 2_000


def mark(batch: BatchKey, *, at: datetime) -> int:
    """Mark what waits of a cancelled batch as cancelled, block after block; return how many."""
    row = Batch.objects.get(key=batch)
    marked = 0
    while True:
        with transaction.atomic():
            waiting = Message.objects.waiting(row.channel, row.pk).select_for_update(skip_locked=True)
            rows = list(waiting.order_by("urgency", "next_at").values_list("pk", flat=True)[:AT_A_TIME])
            # SQLite takes so many values in one statement.
            mine = Message.objects.filter(pk__in=rows, state=State.CREATED)
            count = mine.update(state=State.CANCELLED, completed_at=at)
            if count:
                counting.tally(row.channel, {(State.CANCELLED, ""): count}, at)
                counting.advance(row.pk, at, cancelled=count)
        if not rows:
            return marked
        marked += count
