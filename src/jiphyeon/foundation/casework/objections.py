"""Objections (행정기본법 제36조): filed within their days, put off once, answered by somebody who had no hand in the decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import F

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.lifecycle import Kind
from jiphyeon.foundation.casework.models import (
    CaseRow,
    Objection,
    ObjectionState,
    ObjectionTerms,
)
from jiphyeon.foundation.clock.deadlines import due_after
from jiphyeon.kernel import Refused


def waiting(row: CaseRow) -> Objection | None:
    """Return the objection that waits for its answer, or None."""
    found: Objection | None = Objection.objects.of(row).filter(state=ObjectionState.OPEN).first()
    return found


def was_dismissed(row: CaseRow) -> bool:
    """Return whether an objection to what stands now was dismissed: it is heard once (행정기본법 제36조제4항 leads on to an appeal).

    What a person has decided since is another decision; that money was paid to its end by the machine is none.
    """
    life = row.lifecycle
    dismissed = row.history.filter(
        deed__in=[str(deed.code) for deed in life.of_kind(Kind.OBJECTION_DISMISSED)]
    ).last()
    if dismissed is None:
        return False
    objectable = {state for deed in life.of_kind(Kind.OBJECTION_FILED) for state in deed.source}
    since = row.history.filter(pk__gt=dismissed.pk, after__in=objectable, by__isnull=False)
    return not since.exclude(before=F("after")).exists()


def answers_due(lifecycle: str, cases: Iterable[UUID]) -> dict[UUID, date]:
    """Return the day by which each matter's open objection is answered, for those that have one."""
    open_ones = Objection.objects.filter(lifecycle=lifecycle, case__in=list(cases), state=ObjectionState.OPEN)
    return dict(open_ones.values_list("case", "due_on"))


def answer_due(row: CaseRow, on: date) -> date:
    """Return the day by which an objection filed on a day is answered."""
    return due_after(on, days=_terms(row, on).to_answer)


def file(row: CaseRow, *, body: str, on: date) -> date:
    """Write an objection down and return the day it is answered by. Refused after its days, and while one waits."""
    until = row.object_until()
    if until is None or on > until:
        raise Refused(
            "objection_late",
            ko="이의를 신청할 수 있는 날({until})이 지났습니다. 행정심판은 따로 청구할 수 있는지 확인해 주세요.",
            en="The last day to object was {until}. An administrative appeal may still be open to you.",
            until=until,
        )
    if waiting(row) is not None:
        raise Refused("objection_waits", ko="이미 이의를 신청하셨습니다.", en="You have already objected.")
    if was_dismissed(row):
        raise Refused(
            "objection_answered",
            ko="이 결정에 대한 이의신청에는 이미 답해 드렸습니다. 더 다투시려면 행정심판을 청구하실 수 있습니다.",
            en="Your objection to this decision has been answered. What is left to you is an administrative appeal.",
        )
    due = answer_due(row, on)
    Objection.objects.create(lifecycle=row.lifecycle.name, case=row.key, made_on=on, due_on=due, body=body)
    return due


def most_days_to_extend(row: CaseRow, on: date) -> int:
    """Return by how many days the answer can still be put off: 0 where it cannot, or cannot any more."""
    objection = waiting(row)
    if objection is None or objection.extended_from is not None or on > objection.due_on:
        return 0
    return _terms(row, objection.made_on).to_extend


def extend(row: CaseRow, *, until: date | None, reason: str, by: Actor, on: date) -> date:
    """Put the answer off, once, and return the day before it was put off.

    Refused the second time, after the last day, and beyond what the law in force when it was filed allows.
    """
    objection = _require_waiting(row)
    most = _terms(row, objection.made_on).to_extend
    if objection.extended_from is not None:
        raise Refused(
            "already_extended",
            ko="답할 날은 한 번만 미룰 수 있습니다. 이미 {due}까지 미뤘습니다.",
            en="The answer can be put off once; it already runs to {due}.",
            due=objection.due_on,
        )
    if on > objection.due_on:
        raise Refused(
            "extension_late",
            ko="답할 날({due})이 지나서 미룰 수 없습니다. 바로 답해 주세요.",
            en="The day to answer, {due}, has passed: it cannot be put off any more. Please answer now.",
            due=objection.due_on,
        )
    before = objection.due_on
    if until is None or not before < until <= due_after(before, days=most):
        raise Refused(
            "extension_days",
            ko="1일부터 {most}일까지 미룰 수 있습니다.",
            en="It can be put off by 1 to {most} days.",
            most=most,
        )
    objection.extended_on, objection.extended_from, objection.due_on = on, before, until
    objection.extended_by, objection.extended_name, objection.extension_reason = by.user, by.name, reason
    objection.save()
    return before


def answer(row: CaseRow, *, accepted: bool, reason: str, by: Actor, on: date) -> None:
    """Write the answer down. Refused where no objection waits."""
    objection = _require_waiting(row)
    objection.state = ObjectionState.ACCEPTED if accepted else ObjectionState.DISMISSED
    objection.answered_on, objection.answered_by, objection.answered_name = on, by.user, by.name
    objection.answer = reason
    objection.save()


def _require_waiting(row: CaseRow) -> Objection:
    objection = waiting(row)
    if objection is None:
        raise Refused("no_objection", ko="기다리는 이의신청이 없습니다.", en="No objection is waiting.")
    return objection


def _terms(row: CaseRow, on: date) -> ObjectionTerms:
    terms = row.objection_terms(on)
    if terms is None:
        raise Refused(
            "nothing_to_object_to",
            ko="이의를 신청할 수 있는 결정이 아닙니다.",
            en="This is nothing that can be objected to.",
        )
    return terms
