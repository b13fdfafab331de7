"""How people fared 3, 6 and 12 months after a stage of the job-support journey."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits import permissions
from jiphyeon.contexts.benefits.enums import StageResult
from jiphyeon.contexts.benefits.models import StageOutcome
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.permissions import require_stranger
from jiphyeon.kernel import Refused


@transaction.atomic
def record_outcome(*, key: UUID, months: int, result: StageResult, by: Actor, on: date) -> None:
    """Write down how a person fares. Refused before its day; a later answer replaces an earlier one."""
    permissions.require_preparer(by)
    outcome = (
        StageOutcome.objects.select_for_update().select_related("case").get(case__key=key, months=months)
    )
    require_stranger(outcome.case, by)
    if on < outcome.due_on:
        raise Refused(
            "outcome_early",
            ko="{months}개월 뒤 확인은 {due}부터 적을 수 있습니다.",
            en="The {months}-month check can be recorded from {due}.",
            months=months,
            due=outcome.due_on,
        )
    outcome.result, outcome.recorded_on, outcome.recorded_by = result, on, by.user
    outcome.save()
