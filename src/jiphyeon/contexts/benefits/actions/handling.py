"""The officer's side before a signature: hand over, ask for more, propose, take back; the signer sends back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits import permissions
from jiphyeon.contexts.benefits.actions import preparing
from jiphyeon.contexts.benefits.enums import Deed, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case
from jiphyeon.contexts.benefits.queries import cases
from jiphyeon.contexts.benefits.rules import verdicts
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.roles import CASE_OFFICER
from jiphyeon.foundation.accounts.actors import Actor, actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.casework import bulk, handing
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.clock.deadlines import due_after
from jiphyeon.kernel import Refused, Words, refusal_of


@transaction.atomic
def hand_over(numbers: Sequence[str], to: UUID | None, by: Actor, on: date) -> int:
    """Give cases that wait for the office to an examiner, or to nobody; return how many changed hands.

    Refused as `handing.hand_over` refuses, and to somebody who examines nothing on that day.
    """
    permissions.require_preparer(by)
    if to is not None and not _examines(to, on):
        raise Refused(
            "colleague_does_not_examine",
            ko="심사하는 직원에게만 넘길 수 있습니다. 다른 직원을 골라 주세요.",
            en="Cases can only be handed to somebody who examines. Please choose another officer.",
        )
    keys = Case.objects.at_desk().filter(number__in=numbers).order_by("id").values_list("key", flat=True)
    return handing.hand_over(Case, list(keys), to=to, by=by, on=on)


def _examines(key: UUID, on: date) -> bool:
    user = User.objects.filter(key=key, is_active=True).first()
    return user is not None and actor_of(user, on=on).has(CASE_OFFICER)


@transaction.atomic
def ask_supplement(
    *, key: UUID, request: str, by: Actor, on: date, english: str = "", seen: int | None = None
) -> date:
    """Ask the citizen for something more and return the day it is due; the clock stands still until it comes.

    행정절차법 17⑤: a fitting period, without delay. Refused without saying what is needed.
    """
    case = hold(Case, key, Deed.ASK_SUPPLEMENT, by=by, seen=seen)
    due = due_after(
        on, days=programmes.office(case.programme).terms_on(case.applied_on or on).supplement_days
    )
    values = {"papers_ko": request.strip(), "papers_en": (english or request).strip(), "due": due.isoformat()}
    move(case, Deed.ASK_SUPPLEMENT, by=by, on=on, comment=request, until=due, tell={"papers-asked": values})
    return due


@transaction.atomic
def return_application(*, key: UUID, by: Actor, on: date, seen: int | None = None) -> None:
    """Return an application whose supplement never came, with the reason (행정절차법 17⑥). Refused before its day."""
    case = hold(Case, key, Deed.RETURN, by=by, seen=seen)
    until = due_after(on, days=programmes.policy().remedy_on(on).objection_days)
    move(case, Deed.RETURN, by=by, on=on, tell={"case-returned": {"objection": until.isoformat()}})


@transaction.atomic
def propose(
    *, key: UUID, verdict: Verdict, reason: str, by: Actor, on: date, seen: int | None = None
) -> None:
    """Lay a verdict before the signer; it can be taken back until it is signed.

    Agreeing with what was prepared needs no words; `rules.verdicts.may_propose` says what is refused.
    """
    case = hold(Case, key, Deed.PROPOSE, by=by, seen=seen)
    latest = cases.latest_assessment(case)
    _require_proposable(case, latest, verdict, reason)
    # A no that the rules or the places give leaves what a person would judge unjudged: it does not rest on it.
    is_judged = latest.verdict is Verdict.CHECK and (verdict is Verdict.APPROVE or reason.strip())
    judged = dict.fromkeys(_left_to_a_person(latest) if is_judged else (), verdict is Verdict.APPROVE)
    if judged:
        _, latest = preparing.assess(case, on=on, kind=latest.kind, decided={**latest.decided, **judged})
    case.proposal, case.proposal_reason = verdict, reason.strip()
    case.amount = int(latest.amount or 0) if verdict is Verdict.APPROVE else 0
    if verdict is Verdict.APPROVE and case.amount == 0 and programmes.office(case.programme).kind == "money":
        raise Refused(
            "amount_unknown",
            ko="지원액을 아직 계산할 수 없습니다. 모르는 사실을 먼저 확인하거나 보완을 요청해 주세요.",
            en="The amount cannot be worked out yet. Establish the missing facts first, or ask for them.",
        )
    case.proposed_by, case.proposed_name = by.user, by.name
    case.assigned_to = case.assigned_to or by.user
    move(case, Deed.PROPOSE, by=by, on=on, comment=verdict.value)


def _require_proposable(case: Case, latest: Assessment, verdict: Verdict, reason: str) -> None:
    verdicts.may_propose(
        verdict,
        prepared=latest.verdict,
        open_kinds=frozenset(c["kind"] for c in latest.outcome["clauses"] if c["result"] == "unknown"),
        reason=reason,
        within_places=case.within_places,
        ranked=programmes.is_ranked(case.programme, case.call, case.began),
    )


def obstacle_to_proposing(case: Case, verdict: Verdict, reason: str = "-") -> Refused | None:
    """Return why a verdict cannot be proposed now, whatever the reason given for it; None where it can."""
    return refusal_of(lambda: _require_proposable(case, cases.latest_assessment(case), verdict, reason))


def as_prepared(case: Case) -> bulk.Judged:
    """Return what proposing a case as it was prepared would do; beyond the places of its call that is a no."""
    verdict = _as_prepared(case)
    amount = case.amount if verdict is Verdict.APPROVE else None
    no = obstacle_to_proposing(case, verdict, reason="")
    if verdict is Verdict.CHECK:  # what is missing, else that a person judges
        no = obstacle_to_proposing(case, Verdict.APPROVE) or Refused(
            "left_to_judgement",
            ko="사람이 판단할 조건이 있습니다. 그 건을 열어 하나씩 올려 주세요.",
            en="A condition is left to judgement. Open the case and propose it by itself.",
        )
    return bulk.Judged(Deed.PROPOSE, cases.outcome_of(case, verdict), amount, no)


def _as_prepared(case: Case) -> Verdict:
    return Verdict.REFUSE if case.within_places is False else case.proposal or Verdict.CHECK


def propose_as_prepared(case: Case, _judged: bulk.Judged, by: Actor, on: date) -> None:
    """Lay a case before the signer as it was prepared."""
    propose(key=case.key, verdict=_as_prepared(case), reason="", by=by, on=on)


def _left_to_a_person(assessment: Assessment) -> list[str]:
    return [
        clause["id"]
        for clause in assessment.outcome["clauses"]
        if clause["kind"] == "discretion" and clause["result"] == "unknown"
    ]


@transaction.atomic
def take_back(*, key: UUID, by: Actor, on: date, seen: int | None = None) -> None:
    """Take a proposal back before it is signed; what the machine prepared stands again."""
    case = hold(Case, key, Deed.TAKE_BACK, by=by, seen=seen)
    _undo_proposal(case, on)
    move(case, Deed.TAKE_BACK, by=by, on=on)


def as_taken_back(_case: Case) -> bulk.Judged:
    """Return what taking a proposal back would do."""
    return bulk.Judged(Deed.TAKE_BACK, Words("담당자 검토로 되돌림", "Back with the officer"))


@transaction.atomic
def send_back(*, key: UUID, reason: str, by: Actor, on: date, seen: int | None = None) -> None:
    """Send a proposal back to the officer with words, instead of signing it; what the machine prepared stands again."""
    case = hold(Case, key, Deed.SEND_BACK, by=by, seen=seen)
    _undo_proposal(case, on)
    move(case, Deed.SEND_BACK, by=by, on=on, comment=reason)


def _undo_proposal(case: Case, on: date) -> None:
    latest = cases.latest_assessment(case)
    if latest.decided:
        _, latest = preparing.assess(case, on=on, kind=latest.kind)
    case.proposed_by, case.proposed_name, case.proposal_reason = None, "", ""
    case.proposal = latest.verdict
    case.amount = int(latest.amount or 0) if latest.verdict == Verdict.APPROVE else 0
