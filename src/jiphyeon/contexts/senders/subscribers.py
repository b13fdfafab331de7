"""What this room does when it hears what became of a message it put."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from jiphyeon.contexts.senders import tasks
from jiphyeon.contexts.senders.actions import events
from jiphyeon.contexts.senders.actions.sending import OWNER
from jiphyeon.foundation.jobs.events import subscribes
from jiphyeon.foundation.messages.enums import State
from jiphyeon.foundation.messages.events import Delivered, Failed, HandedOver


@subscribes(HandedOver)
def follow_handing_over(event: HandedOver) -> None:
    """Write down that a channel took them."""
    _follow(event.owner, dict.fromkeys(event.keys, State.HANDED_OVER), event.at)


@subscribes(Delivered)
def follow_delivery(event: Delivered) -> None:
    """Write down that they arrived."""
    _follow(event.owner, dict.fromkeys(event.keys, State.DELIVERED), event.at)


@subscribes(Failed)
def follow_failure(event: Failed) -> None:
    """Write down that they are given up."""
    _follow(
        event.owner,
        {key: State(state) for key, state in zip(event.keys, event.states, strict=True)},
        event.at,
    )


def _follow(owner: str, states: Mapping[UUID, State], at: datetime) -> None:
    if owner == OWNER:
        tasks.tell_all(events.follow(states, at))
