"""An objection to a decision, and its answer by another person than the one who signed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits import permissions
from jiphyeon.contexts.benefits.actions import chronicle, preparing, telling
from jiphyeon.contexts.benefits.enums import Deed, ObjectionState, PaymentState, State
from jiphyeon.contexts.benefits.models import Assessment, Case, Entry, Objection, Payment
from jiphyeon.contexts.benefits.queries import known, rulebook
from jiphyeon.contexts.benefits.rules import machine, money
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.clock.deadlines import due_after
from jiphyeon.kernel import Refused


def object_until(case: Case) -> date | None:
    """Return the last day an objection can be filed on, or None where there is nothing to object to."""
    if not machine.may(case.at, Deed.OBJECT):
        return None
    if case.at is State.REFUSED:
        decision = case.decisions.last()
        return decision.object_until if decision else None
    ended: Entry | None = case.entries.filter(after=case.state).order_by("-id").first()
    return due_after(ended.on, days=rulebook.policy().remedy_on(ended.on).objection_days) if ended else None


@transaction.atomic
def file(*, key: UUID, body: str, by: Actor, on: date) -> date:
    """File an objection (행정기본법 36①) and return the day it is answered by. Refused after its days."""
    case = Case.objects.held(key)
    permissions.require_own(by, case)
    until = object_until(case)
    machine.after(case.at, Deed.OBJECT)
    if until is None or on > until:
        raise Refused(
            "objection_late",
            ko="이의를 신청할 수 있는 날({until})이 지났습니다. 행정심판은 따로 청구할 수 있는지 확인해 주세요.",
            en="The last day to object was {until}. An administrative appeal may still be open to you.",
            until=until,
        )
    if not body.strip():
        raise Refused("nothing_said", ko="무엇이 잘못되었는지 적어 주세요.", en="Please say what is wrong.")
    if case.objections.filter(state=ObjectionState.OPEN).exists():
        raise Refused("objection_waits", ko="이미 이의를 신청하셨습니다.", en="You have already objected.")
    due = due_after(on, days=rulebook.policy().remedy_on(on).answer_days)
    Objection.objects.create(case=case, made_on=on, due_on=due, body=body.strip())
    sent = telling.leaf("objected", case, {"on": on.isoformat()}, on=on)
    chronicle.move(case, Deed.OBJECT, by=by, on=on, leaf=sent)
    telling.citizen(case, "objection-received", dedupe=f"objected:{case.version}", on=on, due=due.isoformat())
    return due


@transaction.atomic
def answer(*, key: UUID, accepted: bool, reason: str, by: Actor, on: date) -> None:
    """Answer an objection. Accepted: a refusal is examined anew, stopped payments resume. Refused for whoever signed."""
    case = Case.objects.held(key)
    permissions.require_signer(by)
    permissions.require_stranger(by, case)
    objection = case.objections.filter(state=ObjectionState.OPEN).first()
    if objection is None:
        raise Refused("no_objection", ko="기다리는 이의신청이 없습니다.", en="No objection is waiting.")
    if not reason.strip():
        raise Refused("reason_needed", ko="판단한 이유를 적어 주세요.", en="Please give the reason.")
    signed = case.decisions.last()
    if signed is not None and signed.signed_by == by.user:
        raise Refused(
            "own_signature",
            ko="결정에 서명한 사람은 그 이의에 답할 수 없습니다.",
            en="Whoever signed the decision does not answer the objection to it.",
        )
    objection.state = ObjectionState.ACCEPTED if accepted else ObjectionState.DISMISSED
    objection.answered_on, objection.answered_by, objection.answered_name = on, by.user, by.name
    objection.answer = reason.strip()
    objection.save()
    sent = telling.leaf("objection_answered", case, {"accepted": accepted, "on": on.isoformat()}, on=on)
    deed = _deed(case, accepted=accepted)
    if deed is Deed.REOPEN:
        _leave_room(case)
    chronicle.move(case, deed, by=by, on=on, detail=reason.strip(), leaf=sent)
    if deed is Deed.RESUME:
        _resume(case)
    if deed is Deed.REOPEN:
        preparing.prepare(key=case.key, on=on, kind=Assessment.Kind.OBJECTION)
    remedy = rulebook.policy().remedy_on(on)
    telling.citizen(
        case,
        "objection-accepted" if accepted else "objection-dismissed",
        dedupe=f"objection:{objection.pk}",
        on=on,
        **({} if accepted else {"appeal": due_after(on, days=remedy.appeal_days).isoformat()}),
    )


def _deed(case: Case, *, accepted: bool) -> Deed:
    if not accepted:
        return Deed.DISMISS
    return Deed.RESUME if case.at is State.STOPPED else Deed.REOPEN


def _leave_room(case: Case) -> None:
    """Refuse to reopen a case while a newer one of the same person is open; that one is decided first."""
    if known.open_case(case.person, case.programme, case.call) is not None:
        raise Refused(
            "newer_case_open",
            ko="같은 사람의 새 신청이 심사 중입니다. 그 건을 먼저 마쳐 주세요.",
            en="A newer application of the same person is open. Finish that one first.",
        )
    case.within_places = None


def _resume(case: Case) -> None:
    for payment in Payment.objects.select_for_update().filter(case=case):
        payment.state = money.on_resume(PaymentState(payment.state))
        payment.save(update_fields=["state"])
