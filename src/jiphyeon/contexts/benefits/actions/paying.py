"""Money after a yes: paid on its day once, checked every month, stopped with its reasons, taken back where overpaid."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits import events, permissions
from jiphyeon.contexts.benefits.actions import preparing
from jiphyeon.contexts.benefits.enums import CaseState, Deed, PaymentState, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case, Payment
from jiphyeon.contexts.benefits.queries import cases, evidence, homes, replay
from jiphyeon.contexts.benefits.rules import money, verdicts
from jiphyeon.contexts.benefits.rules.lifecycle import CASE
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.actors import MACHINE, Actor
from jiphyeon.foundation.casework import remarks
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.casework.permissions import require_stranger
from jiphyeon.foundation.clock.deadlines import due_after
from jiphyeon.foundation.payees import api as payees
from jiphyeon.kernel import Refused


def due_payments(on: date) -> list[tuple[str, int]]:
    """Return the case and number of every instalment whose day has come and that has not been paid."""
    rows = Payment.objects.filter(
        state=PaymentState.PLANNED, pays_on__lte=on, case__state__in=[CaseState.APPROVED, CaseState.STOPPED]
    ).order_by("pays_on", "id")
    return [(str(key), number) for key, number in rows.values_list("case__key", "number")]


@transaction.atomic
def pay(*, key: UUID, number: int, on: date) -> bool:
    """Check once more that the money is due, pay one instalment, and return whether it was paid.

    Paying again pays nothing, and so does paying what an officer holds, or where there is no account that money can go to: the
    person is asked for one, and the next day pays. Where a condition no longer holds the money is held back and the citizen is heard before
    a person decides (행정절차법 21). Where a fact cannot be had the money is paid: unknown is not no.
    """
    case = Case.objects.held(key)
    payment = Payment.objects.select_for_update().get(case=case, number=number)
    if payment.state != PaymentState.PLANNED or not CASE.allows(case.state, Deed.PAY) or payment.pays_on > on:
        return False
    account = payees.payable(case.person, about=case.about, on=on)
    checked = (
        case.at is CaseState.APPROVED and not payment.is_arrears
    )  # what earlier months fell short of is owed
    if account is None or (checked and not _still_due(case, on)):
        return False
    payment.state, payment.paid_on, payment.checked_on = PaymentState.PAID, on, on
    payment.paid_to = account.key
    payment.save()
    _lift(case)
    paid = events.PaymentMade(case=str(case.key), payment=number, amount=payment.amount, on=on.isoformat())
    values = {"number": number, "amount": payment.amount}
    move(
        case,
        Deed.PAY,
        by=MACHINE,
        on=on,
        comment=f"{number}: {payment.amount:,}",
        facts={**values, "account": account.key},
        tell={"payment-made": values},
        announce=[paid],
    )
    if case.at is CaseState.APPROVED and not case.payments.filter(state=PaymentState.PLANNED).exists():
        move(case, Deed.COMPLETE, by=MACHINE, on=on)
    return True


def _still_due(case: Case, on: date) -> bool:
    """Recheck, and hold the money back where a condition fails.

    A case the machine held waits for a new fact or an officer; one that an officer holds, for whoever releases it.
    """
    if case.held_by is not None:
        return False
    last = case.assessments.filter(kind=Assessment.Kind.RECHECK).last()
    facts = evidence.for_decision(case, on)
    if case.held_since and last is not None and last.values() == programmes.plain_values(facts):
        return False
    due, _reasons = recheck(case, on=on)
    if due is False:
        _hold_back(case, by=MACHINE, on=on)
    return due is not False


def _hold_back(case: Case, *, by: Actor, on: date) -> None:
    """Hold payments back and tell the citizen why, and by when they can be heard. The case is locked by the caller."""
    case.held_since, case.held_by = on, by.user
    case.opinion_until = due_after(on, days=programmes.policy().remedy_on(on).opinion_days)
    opinion = case.opinion_until.isoformat()
    move(case, Deed.HOLD, by=by, on=on, tell={"payment-held": {"opinion": opinion}})


def _lift(case: Case) -> None:
    """Hold nothing back any more."""
    case.held_since = case.opinion_until = case.held_by = None


@transaction.atomic
def release(*, key: UUID, reason: str, by: Actor, on: date) -> None:
    """Let go what an officer holds, for a reason the applicant is told; what fell due meanwhile is paid by the next check.

    What was heard is weighed by a person (행정절차법 27의2①). Refused without a reason, where nothing is held, where the
    machine holds (a new fact lifts that), and, where two people decide, for whoever held the payments.
    """
    case = hold(Case, key, Deed.RELEASE, by=by)
    if case.held_since is None:
        raise Refused(
            "nothing_held",
            ko="보류한 지급이 없습니다. 화면을 새로 고쳐 지금 상태를 확인해 주세요.",
            en="No payment is held. Reload the page to see where the case stands.",
        )
    if case.held_by is None:
        raise Refused(
            "held_by_the_machine",
            ko="지급 전 확인에서 맞지 않는 조건이 있어 보류한 것입니다. 사실이 바뀌면 지급일의 확인에서 저절로 풀리고, 그대로면 중지할지 정해 주세요.",
            en="A check before paying found a condition that is not met. It is lifted by the next check once the facts change; if they stay, decide whether to stop the benefit.",
        )
    facts = {
        "held_since": case.held_since,
        "held_by": str(case.held_by),
        "signed_by": str(by.user),
    }
    _lift(case)
    tell = {"payment-released": {"reason": reason.strip()}}
    move(case, Deed.RELEASE, by=by, on=on, comment=reason, facts=facts, tell=tell)


def recheck(case: Case, *, on: date) -> tuple[bool | None, tuple[verdicts.Reason, ...]]:
    """Work out whether a running benefit is still due today, by the terms it was granted under, and keep the outcome."""
    applied = case.applied_on or on
    facts = evidence.for_decision(case, on)
    decision = case.decisions.select_related("assessment").last()
    worked = replay.work_out(
        case.programme,
        programmes.plain_values(facts),
        selected_on=applied,
        as_of=on,
        known_on=on,
        granted=decision.assessment if decision is not None else None,
    )
    due, reasons = verdicts.still_due(worked.outcome)
    if duplicates := cases.duplicates_of(case):
        due, reasons = False, duplicates
    home = homes.home_of(case)
    other = homes.rival(case, home)
    if other is not None and other.has:
        due, reasons = False, (homes.reason(case, other),)
    else:
        case.home = home  # people move; the home of today is the one that is supported
        case.save(update_fields=["home"])
    verdict = Verdict.REFUSE if due is False else Verdict.APPROVE if due else Verdict.CHECK
    made = Assessment(case=case, kind=Assessment.Kind.RECHECK, made_on=on, as_of=on, verdict=verdict)
    preparing.keep(made, worked, facts, reasons)
    return due, reasons


@transaction.atomic
def stop(*, key: UUID, not_due_from: date, reason: str, by: Actor, on: date) -> int:
    """Stop a benefit by a signer's decision and return what is to be paid back.

    Refused without a reason, before the citizen was heard or the days to be heard have passed, and, where two people
    decide, for whoever held the payments.
    """
    case = hold(Case, key, Deed.STOP, by=by)
    _require_heard(case, on)
    paid_back = _end_payments(case, not_due_from)
    _lift(case)
    facts = {"from": not_due_from, "to_pay_back": paid_back, "signed_by": str(by.user)}
    tell: dict[str, dict[str, str | int]] = {
        "benefit-stopped": {"last": (not_due_from - timedelta(days=1)).isoformat()}
    }
    if paid_back:
        tell["payback-asked"] = {"amount": paid_back}
    stopped = events.PaymentsStopped(
        case=str(case.key),
        programme=case.programme,
        not_due_from=not_due_from.isoformat(),
        to_pay_back=paid_back,
    )
    move(case, Deed.STOP, by=by, on=on, comment=reason, facts=facts, tell=tell, announce=[stopped])
    return paid_back


def _end_payments(case: Case, not_due_from: date) -> int:
    paid_back = 0
    for payment in Payment.objects.select_for_update().filter(case=case):
        new = money.on_stop(payment.state, payment.pays_on, not_due_from)
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
    heard = case.remarks.filter(from_person=True, on__gte=case.held_since).exists()
    if not heard and on <= case.opinion_until:
        raise Refused(
            "not_heard_yet",
            ko="신청인이 의견을 낼 수 있는 날이 {until}까지입니다. 의견이 오거나 그날이 지나면 중지할 수 있습니다.",
            en="The applicant can be heard until {until}. Stop the benefit once they answered or that day has passed.",
            until=case.opinion_until,
        )


@transaction.atomic
def hold_by_officer(*, key: UUID, reason: str, by: Actor, on: date) -> None:
    """Hold payments back on an officer's finding. Refused without saying what was found, and where they are held already."""
    case = hold(Case, key, Deed.HOLD, by=by)
    if case.held_since is not None:
        raise Refused(
            "already_held",
            ko="이미 지급을 보류하고 있습니다. 더 알릴 것이 있으면 신청인에게 글을 남겨 주세요.",
            en="The payments are held already. If there is more to tell, write to the applicant.",
        )
    if not reason.strip():
        raise Refused("reason_needed", ko="무엇을 확인했는지 적어 주세요.", en="Say what you found.")
    remarks.say(case, reason, by=by, on=on)
    _hold_back(case, by=by, on=on)


@transaction.atomic
def recover(*, key: UUID, number: int, by: Actor, on: date) -> None:
    """Record that one overpaid instalment was paid back. Doing it twice changes nothing.

    Refused for an instalment that is not there, and for one that nobody asked back.
    """
    case = Case.objects.held(key)
    permissions.require_preparer(by)
    require_stranger(case, by)
    payment = Payment.objects.select_for_update().filter(case=case, number=number).first()
    if payment is None:
        raise Refused(
            "no_such_instalment",
            ko="그 회차의 지급이 없습니다. 화면을 새로 고쳐 회차를 확인해 주세요.",
            en="There is no instalment of that number. Reload the page and look at the numbers.",
        )
    if payment.state == PaymentState.RECOVERED:
        return
    if payment.state != PaymentState.OVERPAID:
        raise Refused(
            "not_overpaid", ko="돌려받을 돈이 아닙니다.", en="This instalment is not to be paid back."
        )
    payment.state = PaymentState.RECOVERED
    payment.save(update_fields=["state"])
    facts = {"number": number, "amount": payment.amount}
    move(case, Deed.RECOVER, by=by, on=on, comment=f"{number}: {payment.amount:,}", facts=facts)
