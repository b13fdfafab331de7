"""Who reads the rules and their reforms, who writes them, who decides."""

from __future__ import annotations

from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER, RULES_APPROVER, RULES_EDITOR
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.roles import AUDITOR, HEAD

READERS = frozenset({RULES_EDITOR, RULES_APPROVER, CASE_OFFICER, CASE_SIGNER, AUDITOR, HEAD})


def reads(actor: Actor) -> bool:
    """Return whether this actor may read rules and reforms."""
    return bool(actor.roles & READERS)


def edits(actor: Actor) -> bool:
    """Return whether this actor writes reforms."""
    return actor.has(RULES_EDITOR)


def decides(actor: Actor) -> bool:
    """Return whether this actor decides on reforms."""
    return actor.has(RULES_APPROVER)
