"""What comes of messages: a callback that came before the message was written down as handed over is settled now."""

from __future__ import annotations

from jiphyeon.foundation.jobs.events import subscribes
from jiphyeon.foundation.messages.events import HandedOver
from jiphyeon.foundation.relays import callbacks
from jiphyeon.foundation.relays.models import Document


@subscribes(HandedOver)
def settle(event: HandedOver) -> None:
    """Tell the outbox what the relay said too early to be taken."""
    callbacks.report(Document.objects.filter(key__in=event.keys))
