"""An objection to a decision, and its answer by somebody who had no hand in it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits.actions import preparing, signing, turns
from jiphyeon.contexts.benefits.enums import CaseState, Deed, PaymentState
from jiphyeon.contexts.benefits.models import Assessment, Case, Payment
from jiphyeon.contexts.benefits.queries import cases, homes
from jiphyeon.contexts.benefits.rules import money
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework import objections
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.clock.deadlines import due_after
from jiphyeon.kernel import Refused


@transaction.atomic
def file(*, key: UUID, body: str, by: Actor, on: date) -> date:
    """File an objection (행정기본법 36①) and return the day it is answered by. Refused after its days."""
    case = hold(Case, key, Deed.OBJECT, by=by)
    due = objections.answer_due(case, on)
    move(case, Deed.OBJECT, by=by, on=on, comment=body, tell={"objection-received": {"due": due.isoformat()}})
    return due


@transaction.atomic
def extend(*, key: UUID, days: int, reason: str, by: Actor, on: date) -> date:
    """Move the day an objection is answered by, once, and return it (행정기본법 36② 단서).

    Counted from the day after the last one, for an unavoidable reason that the person is told. Refused the second
    time, after the last day, and for more days than the law in force when it was filed allows.
    """
    turns.take_for_cases([key])
    case = hold(Case, key, Deed.EXTEND, by=by)
    objection = objections.waiting(case)
    before = objection.due_on if objection is not None else on
    due = due_after(before, days=max(days, 1))
    values = {"before": before.isoformat(), "due": due.isoformat(), "reason": reason.strip()}
    within = 1 <= days <= objections.most_days_to_extend(case, on)
    until = due if within else None
    move(case, Deed.EXTEND, by=by, on=on, comment=reason, until=until, tell={"objection-extended": values})
    return due


@transaction.atomic
def answer(*, key: UUID, accepted: bool, reason: str, by: Actor, on: date) -> None:
    """Answer an objection. Accepted: a refusal is examined anew, stopped payments resume, what was granted is worked out
    again from the facts known now.

    Refused for whoever had a hand in what is objected to, and to accept where no more is due than was granted.
    """
    turns.take_for_cases([key])
    deed = _deed(Case.objects.held(key), accepted=accepted)
    case = hold(Case, key, deed, by=by)
    if deed is Deed.REOPEN:
        _leave_room(case)
    if deed in {Deed.RESUME, Deed.CORRECT}:
        homes.require_free(case)
    found = _worked_out_again(case, on) if deed is Deed.CORRECT else None
    appeal = due_after(on, days=programmes.policy().remedy_on(on).appeal_days).isoformat()
    tell = {} if accepted else {"objection-dismissed": {"appeal": appeal}}
    anew = case.term_anew(on) if deed is Deed.REOPEN else None
    move(case, deed, by=by, on=on, comment=reason, term=anew, tell=tell)
    if deed is Deed.RESUME:
        _resume(case)
    if found is not None:
        signing.decide_again(case, found, reason=reason, by=by, on=on)
    if deed is Deed.REOPEN:
        preparing.prepare(key=case.key, on=on, kind=Assessment.Kind.OBJECTION)


def _deed(case: Case, *, accepted: bool) -> Deed:
    if not accepted:
        return Deed.DISMISS
    return {
        CaseState.STOPPED: Deed.RESUME,
        CaseState.APPROVED: Deed.CORRECT,
        CaseState.COMPLETED: Deed.CORRECT,
    }.get(case.at, Deed.REOPEN)


def _worked_out_again(case: Case, on: date) -> Assessment:
    """Work a grant out again by the facts known now. Refused where no more is due: an objection never ends in less."""
    decision = case.decisions.select_related("assessment").latest("id")
    if programmes.office(case.programme).kind != "money":
        raise Refused(
            "no_money_granted",
            ko="돈을 드리는 지원이 아니어서 고칠 금액이 없습니다. 받아들이지 않는 이유를 적어 주세요.",
            en="This support is not money: there is no amount to put right. Say why the objection is not accepted.",
        )
    _proposal, found = preparing.assess(
        case, on=on, kind=Assessment.Kind.OBJECTION, decided=decision.assessment.decided
    )
    amount = (found.amount or 0) if found.result == "pass" else 0
    if amount <= decision.amount:
        raise Refused(
            "no_more_is_due",
            ko="지금 확인된 사실로 계산하면 {amount}원으로, 결정한 {granted}원보다 많지 않습니다. 사실이 다르면 심사 담당자가 먼저 확인해 적어 주시고, 아니면 받아들이지 않는 이유를 적어 주세요.",
            en="By the facts established now {amount} won are due, no more than the {granted} won granted. If a fact differs, have the examining officer establish it first; otherwise say why the objection is not accepted.",
            amount=f"{amount:,}",
            granted=f"{decision.amount:,}",
        )
    return found


def _leave_room(case: Case) -> None:
    """Refuse to reopen a case while a newer one of the same person is open; that one is decided first."""
    if cases.open_case(case.person, case.programme, case.call) is not None:
        raise Refused(
            "newer_case_open",
            ko="같은 사람의 새 신청이 심사 중입니다. 그 건을 먼저 마쳐 주세요.",
            en="A newer application of the same person is open. Finish that one first.",
        )
    case.within_places = None


def _resume(case: Case) -> None:
    for payment in Payment.objects.select_for_update().filter(case=case):
        payment.state = money.on_resume(payment.state)
        if payment.state is PaymentState.PLANNED:  # what came back is owed again
            payment.paid_on = payment.paid_to = None
        payment.save(update_fields=["state", "paid_on", "paid_to"])
