"""Supplements: what is asked for, by when, and its answer (행정절차법 제17조제5항·제6항)."""

from __future__ import annotations

from datetime import date

from jiphyeon.foundation.casework.models import CaseRow, Supplement
from jiphyeon.kernel import Refused


def waiting(row: CaseRow) -> Supplement | None:
    """Return the supplement that is waited for, or None."""
    found: Supplement | None = Supplement.objects.of(row).filter(answered_on=None).first()
    return found


def ask(row: CaseRow, *, request: str, until: date | None, on: date) -> None:
    """Write down what is asked for. Refused where something is waited for already, and for a day that has passed."""
    if waiting(row) is not None:
        raise Refused(
            "supplement_waits",
            ko="이미 요청한 보완을 기다리고 있습니다.",
            en="A supplement that was asked for is still waited for.",
        )
    if until is None or until < on:
        raise Refused(
            "no_time_to_supply",
            ko="보완할 기한을 오늘이나 그 뒤로 정해 주세요.",
            en="Set a day, today or later, by which it is to be supplied.",
        )
    Supplement.objects.create(
        lifecycle=row.lifecycle.name, case=row.key, asked_on=on, due_on=until, request=request
    )


def require_lapsed(row: CaseRow, on: date) -> None:
    """Refuse to go on without what was asked for before its day has passed."""
    asked = waiting(row)
    if asked is not None and on <= asked.due_on:
        raise Refused(
            "supplement_not_due",
            ko="보완 기한이 {due}까지입니다. 그다음 날부터 할 수 있습니다.",
            en="The applicant has until {due}. It can be done from the day after.",
            due=asked.due_on,
        )


def close(row: CaseRow, *, answer: str, on: date) -> None:
    """Write down that nothing is waited for any more: it was given, it lapsed, or the matter ended."""
    asked = waiting(row)
    if asked is not None:
        asked.answered_on, asked.answer = on, answer
        asked.save(update_fields=["answered_on", "answer"])
