"""Who reads that fees were lowered."""

from __future__ import annotations

from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.roles import AUDITOR, HEAD

READERS = frozenset({CASE_OFFICER, CASE_SIGNER, AUDITOR, HEAD})


def reads(actor: Actor) -> bool:
    """Return whether this actor may read which fees were lowered by how much."""
    return bool(actor.roles & READERS)
