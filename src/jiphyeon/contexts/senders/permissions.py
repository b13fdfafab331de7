"""Who registers services and lets them send, and who reads of them."""

from __future__ import annotations

from jiphyeon.contexts.senders.roles import READERS, SENDER_MANAGER
from jiphyeon.foundation.accounts.actors import Actor


def reads(actor: Actor) -> bool:
    """Return whether this actor sees services."""
    return bool(actor.roles & READERS)


def manages(actor: Actor) -> bool:
    """Return whether this actor registers services, changes them and makes keys."""
    return actor.has(SENDER_MANAGER)
