"""Money after a yes: paid on its day once, checked every month, stopped with its reasons, taken back where overpaid."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits import events, permissions
from jiphyeon.contexts.benefits.actions import chronicle, telling
from jiphyeon.contexts.benefits.enums import Deed, PaymentState, State, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case, Payment, Remark
from jiphyeon.contexts.benefits.queries import known, replay, rulebook
from jiphyeon.contexts.benefits.rules import machine, money, verdicts
from jiphyeon.foundation.accounts.actors import MACHINE, Actor
from jiphyeon.foundation.clock.deadlines import due_after
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.kernel import Refused


def due_payments(on: date) -> list[tuple[str, int]]:
    """Return the case and number of every instalment whose day has come and that has not been paid."""
    rows = Payment.objects.filter(
        state=PaymentState.PLANNED, pays_on__lte=on, case__state__in=[State.APPROVED, State.STOPPED]
    )
    return [
        (str(key), number)
        for key, number in rows.order_by("pays_on", "id").values_list("case__key", "number")
    ]


@transaction.atomic
def pay(*, key: UUID, number: int, on: date) -> bool:
    """Check once more that the money is due, pay one instalment, and return whether it was paid.

    Paying again pays nothing. Where a condition no longer holds the money is held back and the citizen is heard before
    a person decides (행정절차법 21). Where a fact cannot be had the money is paid: unknown is not no.
    """
    case = Case.objects.held(key)
    payment = Payment.objects.select_for_update().get(case=case, number=number)
    if payment.state != PaymentState.PLANNED or not machine.may(case.at, Deed.PAY) or payment.pays_on > on:
        return False
    if case.at is State.APPROVED and not _still_due(case, on):
        return False
    payment.state, payment.paid_on, payment.checked_on = PaymentState.PAID, on, on
    payment.save()
    case.held_since = case.opinion_until = None
    sent = telling.leaf(
        "paid", case, {"number": number, "amount": payment.amount, "on": on.isoformat()}, on=on
    )
    chronicle.move(case, Deed.PAY, by=MACHINE, on=on, detail=f"{number}: {payment.amount:,}", leaf=sent)
    telling.citizen(
        case,
        "payment-made",
        dedupe=f"paid:{number}:{case.version}",
        on=on,
        number=number,
        amount=payment.amount,
    )
    publish(events.PaymentDue(case=str(case.key), payment=number, amount=payment.amount, on=on.isoformat()))
    if case.at is State.APPROVED and not case.payments.filter(state=PaymentState.PLANNED).exists():
        chronicle.move(case, Deed.COMPLETE, by=MACHINE, on=on)
    return True


def _still_due(case: Case, on: date) -> bool:
    """Recheck, and hold the money back where a condition fails; a case already held waits for a new fact or an officer."""
    last = case.assessments.filter(kind=Assessment.Kind.RECHECK).last()
    facts = known.for_decision(case, on)
    if case.held_since and last is not None and last.values() == known.json_values(facts):
        return False
    due, _reasons = recheck(case, on=on)
    if due is False:
        hold(case, on=on)
        return False
    return True


def hold(case: Case, *, on: date) -> None:
    """Hold payments back and tell the citizen why, and by when they can be heard. The case is held by the caller."""
    case.held_since = on
    case.opinion_until = due_after(on, days=rulebook.policy().remedy_on(on).opinion_days)
    case.version += 1
    case.save()
    telling.leaf("held", case, {"on": on.isoformat()}, on=on)
    telling.citizen(
        case, "payment-held", dedupe=f"held:{case.version}", on=on, opinion=case.opinion_until.isoformat()
    )


def recheck(case: Case, *, on: date) -> tuple[bool | None, tuple[verdicts.Reason, ...]]:
    """Work out whether a running benefit is still due today, by the terms it was granted under, and keep the outcome."""
    applied = case.applied_on or on
    facts = known.for_decision(case, on)
    worked = replay.work_out(
        case.programme, known.json_values(facts), selected_on=applied, as_of=on, known_on=on
    )
    conflicts = known.conflicts_held(case)
    due, reasons = verdicts.still_due(worked.outcome, rulebook.office(case.programme).not_rechecked)
    if conflicts:
        due, reasons = False, tuple(map(verdicts.duplicate, conflicts))
    Assessment.objects.create(
        case=case,
        kind=Assessment.Kind.RECHECK,
        made_on=on,
        as_of=on,
        selected_on=applied,
        known_on=on,
        version_name=worked.version.name,
        result=worked.outcome.result,
        amount=worked.outcome.amount,
        verdict=Verdict.REFUSE if due is False else Verdict.APPROVE if due else Verdict.CHECK,
        reasons=[reason.as_json() for reason in reasons],
        facts=[fact.as_json() for fact in facts.values()],
        outcome=worked.as_json,
        outcome_hash=worked.digest,
    )
    return due, reasons


@transaction.atomic
def stop(*, key: UUID, not_due_from: date, reason: str, by: Actor, on: date) -> int:
    """Stop a benefit by a signer's decision and return what is to be paid back.

    Refused without a reason, and before the citizen was heard or the days to be heard have passed.
    """
    case = Case.objects.held(key)
    permissions.require_signer(by)
    permissions.require_stranger(by, case)
    machine.after(case.at, Deed.STOP)
    if not reason.strip():
        raise Refused(
            "reason_needed",
            ko="중지하는 이유를 적어 주세요. 신청인에게 그대로 전해집니다.",
            en="Please give the reason; the applicant will read it as written.",
        )
    _require_heard(case, on)
    paid_back = _end_payments(case, not_due_from)
    case.held_since = case.opinion_until = None
    facts = {
        "from": not_due_from.isoformat(),
        "to_pay_back": paid_back,
        "signed_by": str(by.user),
        "on": on.isoformat(),
    }
    sent = telling.leaf("stopped", case, facts, on=on)
    chronicle.move(case, Deed.STOP, by=by, on=on, detail=reason.strip(), leaf=sent)
    last = (not_due_from - timedelta(days=1)).isoformat()
    telling.citizen(case, "benefit-stopped", dedupe=f"stopped:{case.version}", on=on, last=last)
    if paid_back:
        telling.citizen(case, "payback-asked", dedupe=f"payback:{case.version}", on=on, amount=paid_back)
    publish(
        events.PaymentsStopped(
            case=str(case.key),
            programme=case.programme,
            not_due_from=not_due_from.isoformat(),
            to_pay_back=paid_back,
        )
    )
    return paid_back


def _end_payments(case: Case, not_due_from: date) -> int:
    paid_back = 0
    for payment in Payment.objects.select_for_update().filter(case=case):
        new = money.on_stop(PaymentState(payment.state), payment.pays_on, not_due_from)
        if new != payment.state:
            payment.state = new
            payment.save(update_fields=["state"])
        paid_back += payment.amount if new is PaymentState.OVERPAID else 0
    return paid_back


def _require_heard(case: Case, on: date) -> None:
    if case.held_since is None or case.opinion_until is None:
        raise Refused(
            "not_held",
            ko="먼저 지급을 보류하고 신청인의 의견을 들어야 합니다(행정절차법 제21조).",
            en="Hold the payments first, so that the applicant can be heard (Administrative Procedures Act, article 21).",
        )
    heard = case.remarks.filter(from_citizen=True, on__gte=case.held_since).exists()
    if not heard and on <= case.opinion_until:
        raise Refused(
            "not_heard_yet",
            ko="신청인이 의견을 낼 수 있는 날이 {until}까지입니다. 의견이 오거나 그날이 지나면 중지할 수 있습니다.",
            en="The applicant can be heard until {until}. Stop the benefit once they answered or that day has passed.",
            until=case.opinion_until,
        )


@transaction.atomic
def hold_by_officer(*, key: UUID, reason: str, by: Actor, on: date) -> None:
    """Hold payments back on an officer's finding. Refused without saying what was found."""
    case = Case.objects.held(key)
    permissions.require_preparer(by)
    permissions.require_stranger(by, case)
    machine.after(case.at, Deed.STOP)
    if not reason.strip():
        raise Refused("reason_needed", ko="무엇을 확인했는지 적어 주세요.", en="Say what you found.")
    Remark.objects.create(
        case=case, on=on, by=permissions.named(by), by_name=by.name, to_citizen=True, body=reason.strip()
    )
    if case.held_since is None:
        hold(case, on=on)


@transaction.atomic
def recover(*, key: UUID, number: int, by: Actor, on: date) -> None:
    """Record that one overpaid instalment was paid back. Doing it twice changes nothing."""
    permissions.require_preparer(by)
    payment = Payment.objects.select_for_update().select_related("case").get(case__key=key, number=number)
    permissions.require_stranger(by, payment.case)
    if payment.state == PaymentState.RECOVERED:
        return
    if payment.state != PaymentState.OVERPAID:
        raise Refused(
            "not_overpaid", ko="돌려받을 돈이 아닙니다.", en="This instalment is not to be paid back."
        )
    payment.state = PaymentState.RECOVERED
    payment.save(update_fields=["state"])
    telling.leaf("recovered", payment.case, {"number": number, "amount": payment.amount}, on=on)
