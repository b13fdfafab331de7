"""A sending is paused, resumed, cancelled: what has not been handed over waits, or stays here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.e_notices.actions.going import go_on_soon
from jiphyeon.contexts.e_notices.models import Sending
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.messages import api as messages
from jiphyeon.foundation.messages.api import BatchKey, BatchState


@transaction.atomic
def pause(*, key: UUID, reason: str, seen: int, by: Actor, on: date) -> None:
    """Begin no more blocks of it, here and at the channels."""
    sending = hold(Sending, key, "pause", by=by, seen=seen)
    _batches(sending, messages.pause, {BatchState.READY})
    move(sending, "pause", by=by, on=on, comment=reason)


@transaction.atomic
def resume(*, key: UUID, seen: int, by: Actor, on: date) -> None:
    """Let it go on where it stopped."""
    sending = hold(Sending, key, "resume", by=by, seen=seen)
    _batches(sending, messages.resume, {BatchState.PAUSED})
    sending.sent_on = sending.sent_on or on
    move(sending, "resume", by=by, on=on)
    go_on_soon(sending.key)


@transaction.atomic
def cancel(*, key: UUID, reason: str, seen: int, by: Actor, on: date) -> None:
    """Take back what was not handed over. Whoever has it, has it: their notices live on."""
    sending = hold(Sending, key, "cancel", by=by, seen=seen)
    _batches(sending, messages.cancel, {BatchState.FILLING, BatchState.READY, BatchState.PAUSED})
    move(sending, "cancel", by=by, on=on, comment=reason)
    go_on_soon(sending.key)


def _batches(sending: Sending, act: Callable[[BatchKey], None], where: set[BatchState]) -> None:
    for key in (sending.relay_batch, sending.paper_batch):
        if key is not None and messages.progress(BatchKey(key)).state in where:
            act(BatchKey(key))
