"""The officer's side before a signature: take a case, ask for more, propose, take a proposal back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits import permissions
from jiphyeon.contexts.benefits.actions import chronicle, preparing, telling
from jiphyeon.contexts.benefits.enums import Deed, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case, Supplement
from jiphyeon.contexts.benefits.queries import known, rulebook
from jiphyeon.contexts.benefits.rules import machine, verdicts
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.clock.deadlines import due_after
from jiphyeon.kernel import Refused


def _held(key: UUID, by: Actor) -> Case:
    case = Case.objects.held(key)
    permissions.require_preparer(by)
    permissions.require_stranger(by, case)
    return case


@transaction.atomic
def take(*, key: UUID, by: Actor) -> None:
    """Take a case onto one's own desk."""
    case = _held(key, by)
    case.officer = by.user
    case.save(update_fields=["officer"])


@transaction.atomic
def ask_supplement(*, key: UUID, request: str, by: Actor, on: date, english: str = "") -> date:
    """Ask the citizen for something more and return the day it is due; the clock stands still until it comes.

    행정절차법 17⑤: a fitting period, without delay. Refused without saying what is needed.
    """
    case = _held(key, by)
    if not request.strip():
        raise Refused(
            "nothing_asked",
            ko="무엇이 필요한지 신청인이 알 수 있게 적어 주세요.",
            en="Say what is needed, so that the applicant can tell.",
        )
    days = rulebook.office(case.programme).terms_on(case.applied_on or on).supplement_days
    due = due_after(on, days=days)
    Supplement.objects.create(case=case, asked_on=on, due_on=due, request=request.strip())
    chronicle.move(case, Deed.ASK_SUPPLEMENT, by=by, on=on, detail=request.strip())
    telling.citizen(
        case,
        "papers-asked",
        dedupe=f"supplement:{case.version}",
        on=on,
        papers_ko=request.strip(),
        papers_en=(english or request).strip(),
        due=due.isoformat(),
    )
    return due


@transaction.atomic
def send_back(*, key: UUID, by: Actor, on: date) -> None:
    """Return an application whose supplement never came, with the reason (행정절차법 17⑥). Refused before its day."""
    case = _held(key, by)
    waiting = Supplement.objects.filter(case=case, answered_on=None).first()
    if waiting is not None and on <= waiting.due_on:
        raise Refused(
            "supplement_not_due",
            ko="보완 기한이 {due}까지입니다. 그다음 날부터 되돌려보낼 수 있습니다.",
            en="The applicant has until {due}. It can be returned from the day after.",
            due=waiting.due_on,
        )
    sent = telling.leaf("returned", case, {"on": on.isoformat()}, on=on)
    if waiting is not None:
        waiting.answered_on = on
        waiting.save(update_fields=["answered_on"])
    chronicle.move(case, Deed.RETURN, by=by, on=on, leaf=sent)
    remedy = rulebook.policy().remedy_on(on)
    telling.citizen(
        case,
        "case-returned",
        dedupe="returned",
        on=on,
        objection=due_after(on, days=remedy.objection_days).isoformat(),
    )


@transaction.atomic
def propose(*, key: UUID, verdict: Verdict, reason: str, by: Actor, on: date) -> None:
    """Lay a verdict before the signer; it can be taken back until it is signed.

    Agreeing with what was prepared needs no words; `rules.verdicts.may_propose` says what is refused.
    """
    case = _held(key, by)
    machine.after(case.at, Deed.PROPOSE)
    latest = known.latest_assessment(case)
    verdicts.may_propose(
        verdict,
        prepared=Verdict(latest.verdict),
        open_kinds=frozenset(c["kind"] for c in latest.outcome["clauses"] if c["result"] == "unknown"),
        reason=reason,
        within_places=case.within_places,
        ranked=rulebook.is_ranked(case.programme, case.call, case.applied_on or on),
    )
    judged = dict.fromkeys(_left_to_a_person(latest), verdict is Verdict.APPROVE)
    if judged:
        _, latest = preparing.assess(case, on=on, kind=latest.kind, decided={**latest.decided, **judged})
    case.proposal, case.proposal_reason = verdict, reason.strip()
    case.amount = int(latest.amount or 0) if verdict is Verdict.APPROVE else 0
    if verdict is Verdict.APPROVE and case.amount == 0 and rulebook.office(case.programme).kind == "money":
        raise Refused(
            "amount_unknown",
            ko="지원액을 아직 계산할 수 없습니다. 모르는 사실을 먼저 확인하거나 보완을 요청해 주세요.",
            en="The amount cannot be worked out yet. Establish the missing facts first, or ask for them.",
        )
    case.proposed_by, case.proposed_name = by.user, by.name
    case.officer = case.officer or by.user
    chronicle.move(case, Deed.PROPOSE, by=by, on=on, detail=verdict.value, public=False)


def _left_to_a_person(assessment: Assessment) -> list[str]:
    return [
        clause["id"]
        for clause in assessment.outcome["clauses"]
        if clause["kind"] == "discretion" and clause["result"] == "unknown"
    ]


@transaction.atomic
def take_back(*, key: UUID, by: Actor, on: date) -> None:
    """Take a proposal back before it is signed; what the machine prepared stands again."""
    case = _held(key, by)
    latest = known.latest_assessment(case)
    if latest.decided:
        _, latest = preparing.assess(case, on=on, kind=latest.kind)
    case.proposed_by, case.proposed_name, case.proposal_reason = None, "", ""
    case.proposal = latest.verdict
    case.amount = int(latest.amount or 0) if latest.verdict == Verdict.APPROVE else 0
    chronicle.move(case, Deed.TAKE_BACK, by=by, on=on, public=False)
