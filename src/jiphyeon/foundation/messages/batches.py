"""What can be done with a batch while it goes out: released, paused, resumed, scheduled anew, cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jiphyeon.foundation.messages import counting
from jiphyeon.foundation.messages.enums import BatchState
from jiphyeon.foundation.messages.models import Batch
from jiphyeon.foundation.messages.putting import BatchKey
from jiphyeon.foundation.messages.tasks import mark_cancelled
from jiphyeon.kernel import Refused


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch has come, by its counts; `waiting` are neither handed over nor given up."""

    state: BatchState
    total: int
    waiting: int
    handed_over: int
    failed: int
    cancelled: int
    not_before: datetime | None
    done_at: datetime | None


def progress(batch: BatchKey) -> Progress:
    """Return how far a batch has come; it costs one row however many messages there are."""
    row = Batch.objects.get(key=batch)
    return Progress(
        row.state,
        row.total,
        row.waiting,
        row.handed_over,
        row.failed,
        row.cancelled,
        row.not_before,
        row.done_at,
    )


def release(batch: BatchKey, *, at: datetime) -> None:
    """Let a filled batch go out. Refused where it was released before."""
    _move(batch, (BatchState.FILLING,), BatchState.READY, at)


def pause(batch: BatchKey, *, at: datetime) -> None:
    """Begin no more blocks of a batch. Refused where it does not go out."""
    _move(batch, (BatchState.READY,), BatchState.PAUSED, at)


def resume(batch: BatchKey, *, at: datetime) -> None:
    """Let a paused batch go on. Refused where it is not paused."""
    _move(batch, (BatchState.PAUSED,), BatchState.READY, at)


def schedule(batch: BatchKey, *, not_before: datetime | None) -> None:
    """Let a batch begin, or go on, at a moment; None: at once. Refused where it is over."""
    open_ones = [BatchState.FILLING, BatchState.READY, BatchState.PAUSED]
    if not Batch.objects.filter(key=batch, state__in=open_ones).update(not_before=not_before):
        raise _not_so()


def cancel(batch: BatchKey, *, at: datetime) -> None:
    """Take back what of a batch has not gone out. Refused where it is over.

    Nothing more is begun from now on; the messages themselves are marked in blocks, by a job.
    """
    open_ones = (BatchState.FILLING, BatchState.READY, BatchState.PAUSED)
    with transaction.atomic():
        _move(batch, open_ones, BatchState.CANCELLED, at)
        mark_cancelled.enqueue(str(batch))


def _move(batch: BatchKey, wanted: tuple[BatchState, ...], to: BatchState, at: datetime) -> None:
    with transaction.atomic():
        if not Batch.objects.filter(key=batch, state__in=wanted).update(state=to):
            raise _not_so()
        if to == BatchState.READY:
            row = Batch.objects.get(key=batch)
            counting.advance(row.pk, at)  # an empty one, or one whose last block came back meanwhile, is done


def _not_so() -> Refused:
    return Refused(
        "batch_state",
        ko="이 묶음은 지금 그렇게 할 수 없습니다. 새로 고쳐 지금 상태를 확인해 주세요.",
        en="This cannot be done with the batch as it stands; look at it again.",
    )
