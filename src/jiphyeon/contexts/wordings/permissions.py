"""Who writes texts, and who reads them all."""

from __future__ import annotations

from jiphyeon.contexts.wordings.roles import READERS, WORDING_APPROVER, WORDING_WRITER
from jiphyeon.foundation.accounts.actors import Actor


def reads(actor: Actor) -> bool:
    """Return whether this actor reads texts that are not out yet."""
    return bool(actor.roles & READERS)


def writes(actor: Actor) -> bool:
    """Return whether this actor writes texts."""
    return actor.has(WORDING_WRITER)


def approves(actor: Actor) -> bool:
    """Return whether this actor approves texts."""
    return actor.has(WORDING_APPROVER)
