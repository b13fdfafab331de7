"""What this room does when something has happened, here or in mydata."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from jiphyeon.contexts.benefits.actions import figures, preparing
from jiphyeon.contexts.benefits.enums import CaseState
from jiphyeon.contexts.benefits.events import (
    CaseDecided,
    CaseSubmitted,
    CaseSupplied,
    PaymentMade,
    PaymentsStopped,
)
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.mydata.events import AnswersArrived
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.jobs.events import subscribes


@subscribes(CaseSubmitted)
def prepare_a_new_case(event: CaseSubmitted) -> None:
    """Prepare a case as soon as it is sent."""
    preparing.prepare(key=UUID(event.case), on=date.fromisoformat(event.on))
    figures.post(event.programme, date.fromisoformat(event.on))


@subscribes(CaseSupplied)
def prepare_anew(event: CaseSupplied) -> None:
    """Prepare a case again when more is known."""
    preparing.prepare(key=UUID(event.case), on=date.fromisoformat(event.on))


@subscribes(AnswersArrived)
def prepare_with_answers(event: AnswersArrived) -> None:
    """Prepare a case again when data came after it was sent; a draft waits for its citizen."""
    kind, _, key = event.about.partition(":")
    if (
        kind == "case"
        and Case.objects.filter(key=key, state__in=[CaseState.SUBMITTED, CaseState.PREPARED]).exists()
    ):
        preparing.prepare(key=UUID(key), on=civil_today())


@subscribes(CaseDecided)
def count_a_decision(event: CaseDecided) -> None:
    """Let the plan's figures follow a decision."""
    figures.post(event.programme, date.fromisoformat(event.on))


@subscribes(PaymentMade)
def count_a_payment(event: PaymentMade) -> None:
    """Let the plan's figures follow a payment."""
    programme = Case.objects.values_list("programme", flat=True).get(key=event.case)
    figures.post(programme, date.fromisoformat(event.on))


@subscribes(PaymentsStopped)
def count_a_stop(event: PaymentsStopped) -> None:
    """Let the plan's figures follow a stop."""
    figures.post(event.programme, civil_today())
