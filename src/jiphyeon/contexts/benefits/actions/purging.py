"""Papers whose time to be kept is over are destroyed (개인정보 보호법 21); what was decided stays."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits.actions import applying
from jiphyeon.contexts.benefits.enums import CaseState, Deed
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import retention
from jiphyeon.foundation.accounts.actors import MACHINE
from jiphyeon.foundation.casework.moving import move


@transaction.atomic
def purge(*, key: UUID, on: date) -> int:
    """Destroy the papers of a case whose time is over and return how many; a draft goes with all it held.

    Where something happened to the case meanwhile nothing is destroyed.
    """
    case = Case.objects.held(key)
    until = retention.kept_until(case)
    if until is None or on <= until:
        return 0
    papers: int = case.papers.filter(file__isnull=False).count()
    if case.at is CaseState.DRAFT:
        applying.put_aside(case, on)
        move(case, Deed.DISCARD, by=MACHINE, on=on)
    elif papers:
        move(case, Deed.PURGE, by=MACHINE, on=on, comment=str(papers))
    return papers
