"""The signature: a yes with its payments, a no with its reasons and the way to object; one by one or many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from jiphyeon.contexts.benefits import events
from jiphyeon.contexts.benefits.actions import turns
from jiphyeon.contexts.benefits.enums import Deed, PaymentState, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case, Decision, Payment, StageOutcome
from jiphyeon.contexts.benefits.queries import cases, homes, on_record
from jiphyeon.contexts.benefits.rules import money, verdicts
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.actors import MACHINE, Actor
from jiphyeon.foundation.accounts.names import writer
from jiphyeon.foundation.casework import bulk
from jiphyeon.foundation.casework.moving import Moved, hold, move
from jiphyeon.foundation.clock.deadlines import due_after, end_of_months, is_working_day, next_working_day
from jiphyeon.foundation.payees import api as payees
from jiphyeon.kernel import Refused, Words, refusal_of

SIGNED_AS = {Verdict.APPROVE: Deed.SIGN_APPROVAL, Verdict.REFUSE: Deed.SIGN_REFUSAL}


def judge(case: Case) -> bulk.Judged:
    """Return what one signature under a case would do; what was proposed is what is signed."""
    verdict = case.proposal or Verdict.CHECK
    amount = case.amount if verdict is Verdict.APPROVE else None
    no = refusal_of(lambda: homes.require_free(case)) if verdict is Verdict.APPROVE else None
    return bulk.Judged(SIGNED_AS.get(verdict, Deed.SIGN_REFUSAL), cases.outcome_of(case, verdict), amount, no)


@transaction.atomic
def sign(*, key: UUID, by: Actor, on: date, version: int | None = None) -> None:
    """Sign what was proposed. `version`: the case as the signer saw it; refused where it has changed since."""
    turns.take_for_cases([key])
    deed = judge(Case.objects.held(key)).deed
    case = hold(Case, key, deed, by=by, seen=version)
    assessment = cases.latest_assessment(case)
    if deed == Deed.SIGN_APPROVAL:
        _approve(case, assessment, Deed.SIGN_APPROVAL, by=by, on=on)
    else:
        _refuse(case, assessment, by=by, on=on)


def decide_by_machine(case: Case, *, assessment: Assessment, on: date) -> None:
    """Grant where nothing is left to a person. Refused, by the rules and by the row itself, for anything but a yes."""
    if case.needs_signature or case.proposal != Verdict.APPROVE:
        raise Refused(
            "signature_needed",
            ko="이 결정에는 담당자의 서명이 필요합니다.",
            en="This decision needs an officer's signature.",
        )
    _approve(case, assessment, Deed.DECIDE_BY_MACHINE, by=MACHINE, on=on)


def _decision(
    case: Case,
    assessment: Assessment,
    verdict: Verdict,
    reasons: Sequence[verdicts.Reason],
    deed: Deed,
    by: Actor,
    on: date,
) -> Decision:
    """Decide: the row, what it promises, and the step of the case, all under one leaf."""
    pays = verdict is Verdict.APPROVE and programmes.office(case.programme).kind == "money"
    made = _drawn_up(case, assessment, verdict, reasons, by=by, on=on)
    made.times, made.per = times_of(case) if pays else 0, cases.per_of(case)
    plan = _plan(case, made, on) if pays else []
    made.leaf = _move_alone(case, deed, made, plan, by=by, on=on).leaf
    made.save()
    for payment in plan:
        payment.decision = made
    Payment.objects.bulk_create(plan)
    return made


def _drawn_up(
    case: Case,
    assessment: Assessment,
    verdict: Verdict,
    reasons: Sequence[verdicts.Reason],
    *,
    by: Actor,
    on: date,
) -> Decision:
    """Return the decision on a case, unsaved, with who signs it and the days to object and to appeal."""
    remedy = programmes.policy().remedy_on(on)
    return Decision(
        case=case,
        assessment=assessment,
        verdict=verdict,
        amount=case.amount,
        reason=[reason.as_json() for reason in reasons],
        decided_on=on,
        signed_by=by.user,
        signed_name=by.name,
        signed_post=by.post,
        object_until=due_after(on, days=remedy.objection_days),
        appeal_until=due_after(on, days=remedy.appeal_days),
    )


def decide_again(case: Case, found: Assessment, *, reason: str, by: Actor, on: date) -> None:
    """Grant the higher amount that an objection led to: what is planned pays it, what was paid is made up once.

    Called with the answer to the objection, for a case that is granted.
    """
    before = case.decisions.latest("id")
    case.amount = found.amount or 0
    in_words = verdicts.officer_reason(
        reason.strip(), Words(f"이의신청의 답 ({by.name})", _answer_in_english(by.name))
    )
    made = _drawn_up(case, found, Verdict.APPROVE, [in_words], by=by, on=on)
    made.times, made.per = before.times, before.per
    kept = list(Payment.objects.select_for_update().filter(case=case))
    open_ones = [one for one in kept if one.state == PaymentState.PLANNED and one.number <= made.times]
    arrears = _arrears(case, made, kept, on)
    made.leaf = move(
        case,
        Deed.DECIDE_AGAIN,
        by=by,
        on=on,
        facts=on_record.decision_facts(made, on_record.promised(made, [*kept, *arrears])),
        tell=_told_again(made, arrears),
        announce=[_announced(case, made, on)],
    ).leaf
    made.save()
    for payment in open_ones:
        payment.amount, payment.decision = made.amount, made
        payment.save(update_fields=["amount", "decision"])
    for payment in arrears:
        payment.decision = made
        payment.save()


def _answer_in_english(name: str) -> str:
    return f"The answer to the objection, by {writer('en')(name)}"


def _arrears(case: Case, made: Decision, kept: Sequence[Payment], on: date) -> list[Payment]:
    """Return the one payment, unsaved, that makes up what paid instalments fell short of; none where nothing was paid."""
    own = [one for one in kept if one.number <= made.times]
    made_up = [one.amount for one in kept if one.number > made.times and one.state != PaymentState.CANCELLED]
    short = money.shortfall(made.amount, [(one.state, one.amount) for one in own], made_up)
    if not short:
        return []
    last, day = kept[-1], programmes.office(case.programme).terms_on(case.applied_on or on).day_of_payment()
    this_month = money.pay_day(on.replace(day=1), day)
    pays_on = this_month if this_month >= on else money.pay_day(money.month_after(on, 1), day)
    return [
        Payment(
            case=case,
            number=last.number + 1,
            month=money.month_after(last.month, 1),
            pays_on=open_day(pays_on, not_before=on),
            amount=short,
        )
    ]


def _told_again(made: Decision, arrears: Sequence[Payment]) -> dict[str, dict[str, str | int]]:
    values: dict[str, str | int] = {"amount": made.amount, "objection": made.object_until.isoformat()}
    if not arrears:
        return {"amount-corrected": values}
    [extra] = arrears
    return {
        "amount-corrected-with-arrears": values
        | {"arrears": extra.amount, "pays_on": extra.pays_on.isoformat()}
    }


def _announced(case: Case, made: Decision, on: date) -> events.CaseDecided:
    return events.CaseDecided(
        case=str(case.key),
        programme=case.programme,
        verdict=made.verdict,
        amount=made.amount * max(made.times, 1),
        on=on.isoformat(),
    )


def times_of(case: Case) -> int:
    """Return how many instalments an approval of this case promises."""
    applied = case.began
    version = programmes.version_on(case.programme, applied)
    return programmes.times_on(version, applied) if version is not None else 0


def places_of(case: Case) -> int | None:
    """Return how many can be granted in this case's call (None: no limit)."""
    applied = case.began
    version = programmes.version_on(case.programme, applied)
    return programmes.places_on(version, applied) if version is not None and case.call else None


def _approve(case: Case, assessment: Assessment, deed: Deed, *, by: Actor, on: date) -> None:
    office = programmes.office(case.programme)
    _place_left(case)
    homes.require_free(case)
    reasons = [_in_own_words(case, by)] if case.proposal_reason else []
    _decision(case, assessment, Verdict.APPROVE, reasons, deed, by, on)
    for months in office.outcome_months:
        StageOutcome.objects.get_or_create(
            case=case, months=months, defaults={"due_on": end_of_months(on, months)}
        )
    if office.kind == "money":
        payees.payable(case.person, about=case.about, on=on)  # whoever gave no account is asked for one now


def _move_alone(
    case: Case, deed: Deed, made: Decision, plan: Sequence[Payment], *, by: Actor, on: date
) -> Moved[Case]:
    """Take the step; refused where another application of the same home was granted at this very moment."""
    try:
        with transaction.atomic():
            return move(
                case,
                deed,
                by=by,
                on=on,
                facts=on_record.decision_facts(made, plan),
                tell=_notice_values(made, plan, on),
                announce=[_announced(case, made, on)],
            )
    except IntegrityError:
        homes.require_free(case)
        raise


def _notice_values(made: Decision, plan: Sequence[Payment], on: date) -> dict[str, dict[str, str | int]]:
    """Return the notice of a decision: of a refusal, a place, money by the month, or money in instalments."""
    if made.verdict == Verdict.REFUSE:
        return {"benefit-refused": {"objection": made.object_until.isoformat()}}
    first = (plan[0].pays_on if plan else on).isoformat()
    if made.times == 0:
        return {"place-granted": {}}
    if made.per == "month":
        return {"benefit-granted": {"monthly": made.amount, "months": made.times, "first": first}}
    return {"support-granted": {"amount": made.amount, "times": made.times, "first": first}}


def _place_left(case: Case) -> None:
    places = places_of(case)
    if places is not None and Case.objects.granted(case.programme, case.call).count() >= places:
        raise Refused(
            "no_place_left",
            ko="모집 인원 {places}명이 모두 찼습니다.",
            en="All {places} places of this call are taken.",
            places=places,
        )


def _plan(case: Case, decision: Decision, on: date) -> list[Payment]:
    """Return the payments a decision promises, unsaved."""
    plan = money.schedule(
        amount=decision.amount,
        times=decision.times,
        decided_on=on,
        day=programmes.office(case.programme).terms_on(case.applied_on or on).day_of_payment(),
        every_months=programmes.MONTHS[decision.per],
        already_paid=case.payments.count(),
    )
    return [
        Payment(
            case=case,
            number=part.number,
            month=part.month,
            pays_on=open_day(part.pays_on, not_before=on),
            amount=part.amount,
        )
        for part in plan
    ]


def open_day(day: date, *, not_before: date) -> date:
    """Return the pay day, or the last open day before it; the next one where that would come before the decision."""
    earlier = day
    while not is_working_day(earlier) and earlier > not_before:
        earlier -= timedelta(days=1)
    return earlier if is_working_day(earlier) else next_working_day(day)


def _refuse(case: Case, assessment: Assessment, *, by: Actor, on: date) -> None:
    reasons = _refusal_reasons(case, assessment, by)
    if not reasons:
        raise Refused(
            "no_reason",
            ko="이유 없는 거절은 할 수 없습니다(행정절차법 제23조).",
            en="A refusal must give its reasons (Administrative Procedures Act, article 23).",
        )
    _decision(case, assessment, Verdict.REFUSE, reasons, Deed.SIGN_REFUSAL, by, on)


def _refusal_reasons(case: Case, assessment: Assessment, by: Actor) -> list[verdicts.Reason]:
    found = []
    if assessment.verdict == Verdict.REFUSE:
        found = [verdicts.Reason.of_json(one) for one in assessment.reasons]
    if case.within_places is False and case.rank is not None:
        found.append(verdicts.outside(case.rank, places_of(case) or 0))
    if case.proposal_reason:
        found.append(_in_own_words(case, by))
    return found


def _in_own_words(case: Case, by: Actor) -> verdicts.Reason:
    name = case.proposed_name or by.name
    return verdicts.officer_reason(
        case.proposal_reason, Words(f"담당자 판단 ({name})", f"Judgement of {writer('en')(name)}")
    )
