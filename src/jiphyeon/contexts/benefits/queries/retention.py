"""How long the papers of a case are kept."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from jiphyeon.contexts.benefits.enums import ENDED, CaseState, Deed
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.rules.lifecycle import CASE
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.casework.models import Attachment, ObjectionState
from jiphyeon.foundation.clock.deadlines import end_of_months


def kept_until(case: Case) -> date | None:
    """Return the last day the papers of a case are kept; None while it goes on or an objection waits.

    Counted from the last thing that happened to it, a draft from the day it was begun.
    """
    if case.objections.filter(state=ObjectionState.OPEN).exists():
        return None
    last = case.history.exclude(deed=Deed.PURGE).last()
    since = last.on if last is not None else case.opened_on
    months = programmes.policy().retention_on(since).months.get(case.state)
    if months is None:
        return None
    return end_of_months(since, months) if months else since


def over(on: date) -> list[UUID]:
    """Return the cases with papers, and the drafts nobody went on with, whose time to be kept ended before a day."""
    kept = Attachment.objects.filter(file__isnull=False).keys_of(CASE)
    with_papers = Case.objects.filter(state__in=ENDED, key__in=kept)
    drafts = Case.objects.filter(state=CaseState.DRAFT, opened_on__lt=on)
    return [
        case.key
        for found in (with_papers, drafts)
        for case in found.order_by("pk")
        if (until := kept_until(case)) is not None and until < on
    ]
