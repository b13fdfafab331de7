"""What the officer's screen shows of a case beside what every matter has: who, what they ask, facts, clauses, money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiphyeon.contexts.benefits.enums import AT_DESK, CaseState, PaymentState
from jiphyeon.contexts.benefits.models import Assessment, Case, Decision
from jiphyeon.contexts.benefits.queries import applications, replay
from jiphyeon.contexts.benefits.queries.reasons import reason_texts
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.models import Citizen
from jiphyeon.foundation.accounts.names import names_of
from jiphyeon.foundation.payees import api as payees
from jiphyeon.kernel import Words, age_on


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything the officer's screen shows of one case."""

    programme: Words
    applicant: str
    age: int | None
    channel: Words
    officer: str
    clauses: list[Any]
    open_clauses: list[Any]
    met: list[Any]
    version: str
    rechecked_on: date | None  # the clauses are those judged again before a payment, not the decision's
    reasons: list[dict[str, str]]  # why payments are held
    lines: list[applications.FactLine]
    gaps: list[applications.Gap]
    payments: Sequence[Any]
    decisions: list[tuple[Decision, list[dict[str, str]]]]
    outcomes: Sequence[Any]
    held_by: str  # the officer whose hold it is; "" where the machine held
    unpaid: Sequence[Any]  # the instalments whose day came and that were not paid
    payee: payees.PayeeLine | None  # where its money goes, where it is one of money


def open_file(case: Case, today: date, speech: str) -> CaseFile:
    """Return a case for an officer who reads a language."""
    citizen = Citizen.objects.filter(user__key=case.person).first()
    assessment = case.assessments.select_related("case").last()
    names = names_of([case.person, *filter(None, [case.assigned_to, case.held_by])], speech)
    preview = applications.preview(case, today)
    clauses = replay.clauses(assessment) if assessment is not None else preview.clauses
    decisions = list(case.decisions.select_related("assessment__case"))
    refused = decisions and case.at is CaseState.REFUSED
    rested = replay.rested_on(decisions[-1])[0] if refused else [c for c in clauses if c.result != "pass"]
    is_recheck = assessment is not None and assessment.kind == Assessment.Kind.RECHECK
    payments = list(case.payments.all())
    return CaseFile(
        programme=programmes.programme(case.programme).names,
        applicant=names.get(case.person, ""),
        age=age_on(citizen.birth_date, today) if citizen and citizen.birth_date else None,
        channel=case.channel.words,
        officer=names.get(case.assigned_to, "") if case.assigned_to else "",
        clauses=clauses,
        open_clauses=rested,
        met=[clause for clause in clauses if clause.is_condition and clause.result == "pass"],
        version=assessment.version_name if assessment is not None else "",
        rechecked_on=assessment.made_on if assessment is not None and is_recheck else None,
        reasons=[reason_texts(one, speech) for one in assessment.reasons]
        if assessment is not None and case.held_since
        else [],
        lines=preview.lines,
        gaps=preview.gaps if case.at in AT_DESK else [],
        payments=payments,
        decisions=[(one, [reason_texts(why, speech) for why in one.reason]) for one in decisions],
        outcomes=list(case.outcomes.all()),
        held_by=names.get(case.held_by, "") if case.held_by else "",
        unpaid=[one for one in payments if one.state == PaymentState.PLANNED and one.pays_on <= today],
        payee=payees.line(case.person, today) if programmes.office(case.programme).kind == "money" else None,
    )
