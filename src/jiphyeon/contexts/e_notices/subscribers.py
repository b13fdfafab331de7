"""What e-notices hear: what became of their messages, at the relay and on paper."""

from __future__ import annotations

from uuid import UUID

from jiphyeon.contexts.e_notices.actions import hearing
from jiphyeon.contexts.e_notices.actions.going import OWNER
from jiphyeon.contexts.e_notices.events import WorkLeft
from jiphyeon.contexts.e_notices.tasks import go_on
from jiphyeon.foundation.dues.events import DuePaid
from jiphyeon.foundation.jobs.events import subscribes
from jiphyeon.foundation.messages.events import Delivered, Failed, HandedOver
from jiphyeon.foundation.printing.events import LettersPosted
from jiphyeon.foundation.relays.events import RelayReported


@subscribes(RelayReported)
def hear_the_relay(told: RelayReported) -> None:
    """Take down what the relay tells."""
    if told.owner == OWNER:
        hearing.relay_reported(told.owner_keys, told.kinds, told.at)


@subscribes(HandedOver)
def hear_handed_over(told: HandedOver) -> None:
    """Take down what a channel took."""
    if told.owner == OWNER:
        hearing.handed_over(told.keys, told.owner_keys, told.at)


@subscribes(Delivered)
def hear_delivered(told: Delivered) -> None:
    """Take down what arrived."""
    if told.owner == OWNER:
        hearing.delivered(told.keys, told.owner_keys, told.at)


@subscribes(Failed)
def hear_failed(told: Failed) -> None:
    """Take down what was given up."""
    if told.owner == OWNER:
        hearing.failed(told.keys, told.owner_keys, told.reasons, told.at)


@subscribes(LettersPosted)
def hear_posted(told: LettersPosted) -> None:
    """Take down what was taken to the post."""
    if told.owner == OWNER:
        hearing.posted(told.owner_keys, told.posted_on)


@subscribes(WorkLeft)
def hear_of_work(left: WorkLeft) -> None:
    """Have a sending go on."""
    go_on.enqueue(left.sending)


@subscribes(DuePaid)
def hear_paid(told: DuePaid) -> None:
    """Take down that somebody paid."""
    if told.owner == OWNER:
        hearing.paid(UUID(told.owner_key), told.at)
