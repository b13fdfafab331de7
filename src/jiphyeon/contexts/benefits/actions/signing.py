"""The signature: a yes with its payments, a no with its reasons and the way to object; one by one or many at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits import events, permissions
from jiphyeon.contexts.benefits.actions import chronicle, telling
from jiphyeon.contexts.benefits.enums import Deed, State, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case, Decision, Payment, StageOutcome
from jiphyeon.contexts.benefits.queries import known, reading, rulebook
from jiphyeon.contexts.benefits.rules import machine, money, verdicts
from jiphyeon.contexts.benefits.rules.policy import Programme
from jiphyeon.foundation.accounts.actors import MACHINE, Actor
from jiphyeon.foundation.accounts.names import writer
from jiphyeon.foundation.clock.deadlines import add_months, due_after, is_working_day, next_working_day
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.kernel import Refused, Words


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a bulk signature as it was seen: what would be signed, or why it cannot be."""

    key: UUID
    number: str
    person: UUID
    programme: str
    verdict: Verdict
    amount: int
    version: int
    obstacle: Refused | None


def preview(keys: Sequence[UUID], *, by: Actor) -> tuple[tuple[Line, ...], str]:
    """Return what one signature under these cases would do, and the digest that binds the signature to it."""
    permissions.require_signer(by)
    cases = Case.objects.beyond_draft().filter(key__in=keys).order_by("number")
    lines = tuple(
        Line(
            case.key,
            case.number or "",
            case.person,
            case.programme,
            Verdict(case.proposal or Verdict.CHECK),
            case.amount,
            case.version,
            _obstacle(case, by),
        )
        for case in cases
    )
    return lines, digest(lines)


def digest(lines: Sequence[Line]) -> str:
    """Return the hash of what was shown; anything changed since makes another."""
    seen = "\n".join(
        f"{line.key} {line.version} {line.verdict} {line.amount}" for line in lines if not line.obstacle
    )
    return hashlib.sha256(seen.encode()).hexdigest()


def _obstacle(case: Case, by: Actor) -> Refused | None:
    try:
        _may_sign(case, by)
    except Refused as no:
        return no
    return None


def _may_sign(case: Case, by: Actor) -> None:
    permissions.require_signer(by)
    permissions.require_stranger(by, case)
    machine.after(case.at, Deed.SIGN_APPROVAL)
    terms = rulebook.office(case.programme).terms_on(case.applied_on or date.max)
    if terms.two_people and case.proposed_by == by.user:
        raise Refused(
            "second_person_needed",
            ko="결정안을 올린 사람은 서명할 수 없습니다. 다른 서명자가 확인해야 합니다.",
            en="Whoever proposed a decision does not sign it. Another signer has to look.",
        )


@transaction.atomic
def sign_many(*, keys: Sequence[UUID], seen: str, by: Actor, on: date) -> int:
    """Sign exactly what the preview showed and return how many. Refused, with nothing signed, where anything changed."""
    held = list(Case.objects.select_for_update().filter(key__in=keys).order_by("number"))
    lines, now = preview([case.key for case in held], by=by)
    if now != seen:
        raise Refused(
            "changed_since_preview",
            ko="미리보기를 연 뒤에 바뀐 건이 있어 아무것도 서명하지 않았습니다. 다시 확인해 주세요.",
            en="Something changed since the preview, so nothing was signed. Please look again.",
        )
    ready = [line.key for line in lines if line.obstacle is None]
    for key in ready:
        sign(key=key, by=by, on=on)
    return len(ready)


@transaction.atomic
def sign(*, key: UUID, by: Actor, on: date, version: int | None = None) -> None:
    """Sign what was proposed. `version`: the case as the signer saw it; refused where it has changed since."""
    case = Case.objects.held(key)
    _may_sign(case, by)
    if version is not None and version != case.version:
        raise Refused(
            "changed_since_seen",
            ko="화면을 연 뒤에 이 건이 바뀌었습니다. 새로 고쳐 확인한 뒤 서명해 주세요.",
            en="This case changed after you opened it. Reload, look, and sign then.",
        )
    assessment = known.latest_assessment(case)
    if case.proposal == Verdict.APPROVE:
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
    by: Actor,
    on: date,
) -> Decision:
    remedy = rulebook.policy().remedy_on(on)
    office = rulebook.office(case.programme)
    times = times_of(case) if verdict is Verdict.APPROVE and office.kind == "money" else 0
    leaf = telling.leaf(
        "decided",
        case,
        {
            "verdict": verdict.value,
            "amount": case.amount,
            "times": times,
            "outcome": assessment.outcome_hash,
            "version": assessment.version_name,
            "signed_by": str(by.user or "machine"),
            "on": on.isoformat(),
        },
        on=on,
    )
    return Decision.objects.create(
        case=case,
        assessment=assessment,
        verdict=verdict,
        amount=case.amount,
        times=times,
        per=reading.per_of(case),
        reason=[reason.as_json() for reason in reasons],
        decided_on=on,
        signed_by=by.user,
        signed_name=by.name,
        signed_post=by.post,
        object_until=due_after(on, days=remedy.objection_days),
        appeal_until=due_after(on, days=remedy.appeal_days),
        leaf=leaf,
    )


def times_of(case: Case) -> int:
    """Return how many instalments an approval of this case promises."""
    applied = case.applied_on or case.started_on
    version = rulebook.version_on(case.programme, applied)
    return rulebook.times_on(version, applied) if version is not None else 0


def places_of(case: Case) -> int | None:
    """Return how many can be granted in this case's call (None: no limit)."""
    applied = case.applied_on or case.started_on
    version = rulebook.version_on(case.programme, applied)
    return rulebook.places_on(version, applied) if version is not None and case.call else None


def _approve(case: Case, assessment: Assessment, deed: Deed, *, by: Actor, on: date) -> None:
    office = rulebook.office(case.programme)
    _place_left(case)
    reasons = [_in_own_words(case, by)] if case.proposal_reason else []
    decision = _decision(case, assessment, Verdict.APPROVE, reasons, by, on)
    first = _promise_payments(case, decision, office, on)
    for months in office.outcome_months:
        StageOutcome.objects.get_or_create(
            case=case, months=months, defaults={"due_on": add_months(on, months)}
        )
    chronicle.move(case, deed, by=by, on=on, leaf=decision.leaf)
    _tell_of_a_grant(case, decision, first, on)
    _tell_others(case, decision, on)


def _tell_of_a_grant(case: Case, decision: Decision, first: date, on: date) -> None:
    once = f"decided:{decision.pk}"
    if decision.times == 0:
        telling.citizen(case, "place-granted", dedupe=once, on=on)
    elif decision.per == "month":
        telling.citizen(
            case,
            "benefit-granted",
            dedupe=once,
            on=on,
            monthly=decision.amount,
            months=decision.times,
            first=first.isoformat(),
        )
    else:
        telling.citizen(
            case,
            "support-granted",
            dedupe=once,
            on=on,
            amount=decision.amount,
            times=decision.times,
            first=first.isoformat(),
        )


def _place_left(case: Case) -> None:
    places = places_of(case)
    if places is None:
        return
    granted = (
        Case.objects.filter(programme=case.programme, call=case.call)
        .filter(state__in=[State.APPROVED, State.COMPLETED])
        .count()
    )
    if granted >= places:
        raise Refused(
            "no_place_left",
            ko="모집 인원 {places}명이 모두 찼습니다.",
            en="All {places} places of this call are taken.",
            places=places,
        )


def _promise_payments(case: Case, decision: Decision, office: Programme, on: date) -> date:
    if office.kind != "money":
        return on
    done = case.payments.count()
    plan = money.schedule(
        amount=decision.amount,
        times=decision.times,
        decided_on=on,
        day=office.terms_on(case.applied_on or on).pay_day,
        every_months=rulebook.MONTHS[decision.per],
        already_paid=done,
    )
    Payment.objects.bulk_create(
        Payment(
            case=case,
            decision=decision,
            number=part.number,
            month=part.month,
            pays_on=open_day(part.pays_on, not_before=on),
            amount=part.amount,
        )
        for part in plan
    )
    return open_day(plan[0].pays_on, not_before=on)


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
    decision = _decision(case, assessment, Verdict.REFUSE, reasons, by, on)
    chronicle.move(case, Deed.SIGN_REFUSAL, by=by, on=on, leaf=decision.leaf)
    telling.citizen(
        case,
        "benefit-refused",
        dedupe=f"decided:{decision.pk}",
        on=on,
        objection=decision.object_until.isoformat(),
    )
    _tell_others(case, decision, on)


def _refusal_reasons(case: Case, assessment: Assessment, by: Actor) -> list[verdicts.Reason]:
    found = []
    if assessment.verdict == Verdict.REFUSE:
        found = [
            verdicts.Reason(
                r["clause"], Words(r["ko"], r["en"]), r["citation"], r["verified"], r.get("citation_en", "")
            )
            for r in assessment.reasons
        ]
    if case.within_places is False and case.rank is not None:
        found.append(verdicts.outside(case.rank, places_of(case) or 0))
    if case.proposal_reason:
        found.append(_in_own_words(case, by))
    return found


def _in_own_words(case: Case, by: Actor) -> verdicts.Reason:
    name = case.proposed_name or by.name
    return verdicts.judged(
        case.proposal_reason, Words(f"담당자 판단 ({name})", f"Judgement of {writer('en')(name)}")
    )


def _tell_others(case: Case, decision: Decision, on: date) -> None:
    publish(
        events.CaseDecided(
            case=str(case.key),
            programme=case.programme,
            verdict=decision.verdict,
            amount=decision.amount * max(decision.times, 1),
            on=on.isoformat(),
        )
    )
