"""What this room does when an officer confirmed whom to tell."""

from __future__ import annotations

from jiphyeon.contexts.outreach import tasks
from jiphyeon.contexts.outreach.events import ToBeTold
from jiphyeon.foundation.jobs.events import subscribes


@subscribes(ToBeTold)
def tell_as_confirmed(event: ToBeTold) -> None:
    """Tell one person by a job of its own."""
    tasks.tell_one.enqueue(contact=event.contact, day=event.on)
