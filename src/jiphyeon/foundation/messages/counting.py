"""Counts that grow as messages end, block by block, so that no row is ever counted on the way out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jiphyeon.foundation.messages.enums import BatchState, Channel, State
from jiphyeon.foundation.messages.models import Batch, Tally


def tally(channel: Channel, ends: Mapping[tuple[State, str], int], moment: datetime) -> None:
    """Add so many ends of each kind (state, reason) to a channel's day."""
    day = timezone.localdate(moment)
    for (state, reason), count in sorted(ends.items()):
        mine = Tally.objects.filter(channel=channel, day=day, state=state, reason=reason)
        if not mine.update(count=F("count") + count):
            with transaction.atomic():
                Tally.objects.bulk_create(
                    [Tally(channel=channel, day=day, state=state, reason=reason)], ignore_conflicts=True
                )
                mine.update(count=F("count") + count)


def advance(
    batch: int, moment: datetime, *, handed_over: int = 0, failed: int = 0, cancelled: int = 0
) -> None:
    """Add to the counts of a batch (its row); where nothing waits any more, it is done."""
    Batch.objects.filter(pk=batch).update(
        handed_over=F("handed_over") + handed_over,
        failed=F("failed") + failed,
        cancelled=F("cancelled") + cancelled,
    )
    Batch.objects.filter(
        pk=batch, state=BatchState.READY, total=F("handed_over") + F("failed") + F("cancelled")
    ).update(state=BatchState.DONE, done_at=moment)
