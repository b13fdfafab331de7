"""Who may do what to a case. Not being allowed to know of a case is the same as there being none."""

from __future__ import annotations

from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.duties import require_role
from jiphyeon.foundation.accounts.roles import AUDITOR, HEAD

READERS = frozenset({CASE_OFFICER, CASE_SIGNER, AUDITOR, HEAD})


def require_own(actor: Actor, case: Case) -> None:
    """Refuse, as if there were no such case, unless it is the actor's own."""
    if actor.user is None or actor.user != case.person:
        raise Case.DoesNotExist


def require_preparer(actor: Actor) -> None:
    """Refuse unless the actor prepares cases."""
    require_role(actor, CASE_OFFICER, "심사", "examine cases")


def require_signer(actor: Actor) -> None:
    """Refuse unless the actor signs."""
    require_role(actor, CASE_SIGNER, "서명", "sign")
