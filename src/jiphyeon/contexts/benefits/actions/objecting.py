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
def extend(*, key: UUID, days: int, reason: str, by: Actor, on: date) -> date:
    """Move the day an objection is answered by, once, and return it (행정기본법 36② 단서).

    Counted from the day after the last one, for an unavoidable reason that the person is told. Refused the second
    time, after the last day, and for more days than the law in force when it was filed allows.
    """
    case, objection = _waiting(key, by)
    most = rulebook.policy().remedy_on(objection.made_on).extension_days
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
    if not 1 <= days <= most:
        raise Refused(
            "extension_days",
            ko="1일부터 {most}일까지 미룰 수 있습니다.",
            en="It can be put off by 1 to {most} days.",
            most=most,
        )
    if not reason.strip():
        raise Refused(
            "reason_needed",
            ko="왜 제때 답할 수 없는지 적어 주세요. 신청인이 그대로 읽습니다.",
            en="Say why it cannot be answered in time; the applicant reads it as it stands.",
        )
    before, due = objection.due_on, due_after(objection.due_on, days=days)
    objection.extended_on, objection.extended_from, objection.due_on = on, before, due
    objection.extended_by, objection.extended_name = permissions.named(by), by.name
    objection.extension_reason = reason.strip()
    objection.save()
    facts = {"due_before": before.isoformat(), "due": due.isoformat(), "on": on.isoformat()}
    sent = telling.leaf("objection_extended", case, facts, on=on)
    chronicle.move(case, Deed.EXTEND, by=by, on=on, detail=reason.strip(), leaf=sent)
    telling.citizen(
        case,
        "objection-extended",
        dedupe=f"objection-extended:{objection.pk}",
        on=on,
        before=before.isoformat(),
        due=due.isoformat(),
        reason=reason.strip(),
    )
    return due


@transaction.atomic
def answer(*, key: UUID, accepted: bool, reason: str, by: Actor, on: date) -> None:
    """Answer an objection. Accepted: a refusal is examined anew, stopped payments resume. Refused for whoever signed."""
    case, objection = _waiting(key, by)
    if not reason.strip():
        raise Refused("reason_needed", ko="판단한 이유를 적어 주세요.", en="Please give the reason.")
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


def _waiting(key: UUID, by: Actor) -> tuple[Case, Objection]:
    """Hold the case and return it with the objection that waits, for one who may answer it."""
    case = Case.objects.held(key)
    permissions.require_signer(by)
    permissions.require_stranger(by, case)
    objection = case.objections.filter(state=ObjectionState.OPEN).first()
    if objection is None:
        raise Refused("no_objection", ko="기다리는 이의신청이 없습니다.", en="No objection is waiting.")
    signed = case.decisions.last()
    if signed is not None and signed.signed_by == by.user:
        raise Refused(
            "own_signature",
            ko="결정에 서명한 사람은 그 이의에 답할 수 없습니다.",
            en="Whoever signed the decision does not answer the objection to it.",
        )
    return case, objection


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
