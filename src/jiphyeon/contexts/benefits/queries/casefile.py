"""One case on one screen: who, what they ask, facts, clauses, papers, talk, history, what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jiphyeon.contexts.benefits.enums import (
    CHANNEL_WORDS,
    DEED_WORDS,
    Channel,
    Deed,
    ObjectionState,
    State,
    Verdict,
)
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import applications, reading, replay, rulebook, sayings
from jiphyeon.contexts.benefits.rules import verdicts
from jiphyeon.contexts.benefits.rules.deadlines import Nearness, nearness
from jiphyeon.contexts.benefits.rules.facts import KnownFact
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.models import Citizen
from jiphyeon.foundation.accounts.names import writer
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words, age_on


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything the officer's screen shows of one case."""

    case: Case
    programme: Words
    applicant: str
    age: int | None
    channel: Words
    near: Nearness | None
    officer: str
    clauses: list[Any]
    open_clauses: list[Any]
    met: list[Any]
    result: str
    version: str
    reasons: list[dict[str, str]]
    lines: list[applications.FactLine]
    gaps: list[applications.Gap]
    papers: Sequence[Any]
    remarks: Sequence[Any]
    history: list[dict[str, Any]]
    payments: Sequence[Any]
    decisions: list[dict[str, Any]]
    supplement: Any
    objection: Any
    outcomes: Sequence[Any]
    assessment: Any


def open_file(case: Case, today: date) -> CaseFile:
    """Return a case for the officer's screen."""
    speech = language()
    citizen = Citizen.objects.filter(user__key=case.person).first()
    assessment = case.assessments.select_related("case").last()
    names = reading.names_of([case.person, *([case.officer] if case.officer else [])])
    preview = applications.preview(case, today)
    clauses, result, version = preview.clauses, preview.result, ""
    if assessment is not None:
        facts = {fact["name"]: KnownFact.of_json(fact) for fact in assessment.facts}
        clauses = sayings.clauses(replay.again(assessment).outcome, facts)
        result, version = assessment.result, assessment.version_name
    at_desk = case.at in {State.SUBMITTED, State.PREPARED, State.PROPOSED, State.SUPPLEMENT}
    return CaseFile(
        case=case,
        programme=rulebook.programme(case.programme).names,
        applicant=names.get(case.person, ""),
        age=age_on(citizen.birth_date, today) if citizen else None,
        channel=CHANNEL_WORDS[Channel(case.channel)],
        near=nearness(case.due_on, today, resting=case.at is State.SUPPLEMENT)
        if at_desk and case.due_on
        else None,
        officer=names.get(case.officer, "") if case.officer else "",
        clauses=clauses,
        open_clauses=[clause for clause in clauses if clause.result != "pass"],
        met=[clause for clause in clauses if clause.result == "pass"],
        result=result,
        version=version,
        reasons=[verdicts.said(reason, speech) for reason in (assessment.reasons if assessment else [])],
        lines=preview.lines,
        gaps=preview.gaps if at_desk else [],
        papers=list(case.papers.all()),
        remarks=list(case.remarks.all()),
        history=_history(case, speech),
        payments=list(case.payments.all()),
        decisions=_decisions(case, speech),
        supplement=case.supplements.filter(answered_on=None).first(),
        objection=case.objections.filter(state=ObjectionState.OPEN).first(),
        outcomes=list(case.outcomes.all()),
        assessment=assessment,
    )


def _history(case: Case, speech: str) -> list[dict[str, Any]]:
    write = writer(speech)
    return [
        {
            "on": entry.on,
            "words": DEED_WORDS[Deed(entry.deed)].said(speech),
            "by": write(entry.by_name),
            "detail": entry.detail,
            "leaf": entry.leaf[:12],
        }
        for entry in reversed(case.entries.all())
    ]


def _decisions(case: Case, speech: str) -> list[dict[str, Any]]:
    write = writer(speech)
    return [
        {
            "verdict": Verdict(decision.verdict),
            "on": decision.decided_on,
            "by": write(decision.signed_name),
            "amount": decision.amount,
            "times": decision.times,
            "reasons": [verdicts.said(reason, speech) for reason in decision.reason],
            "leaf": decision.leaf,
        }
        for decision in case.decisions.all()
    ]


@dataclass(frozen=True, slots=True)
class Can:
    """What this actor can do to this case now; the actions decide again."""

    prepares: bool
    signs: bool
    takes: bool
    proposes: bool
    takes_back: bool
    signs_now: bool
    asks: bool
    returns: bool
    establishes: bool
    holds: bool
    stops: bool
    answers: bool
    extends: int  # by at most so many days; 0 where the answer cannot be put off (any more)
    recovers: bool
    talks: bool


def can(case: Case, actor: Actor, today: date) -> Can:
    """Return what this actor can do to this case now."""
    prepares, signs = actor.has(Role.CASE_OFFICER), actor.has(Role.CASE_SIGNER)
    at = case.at
    objection = case.objections.filter(state=ObjectionState.OPEN).first()
    decision = case.decisions.last()
    answers = (
        signs and objection is not None and not (decision is not None and decision.signed_by == actor.user)
    )
    return Can(
        prepares=prepares,
        signs=signs,
        takes=prepares and case.officer != actor.user and not case.has_ended,
        proposes=prepares and at is State.PREPARED,
        takes_back=prepares and at is State.PROPOSED,
        signs_now=signs and at is State.PROPOSED,
        asks=prepares and at in {State.SUBMITTED, State.PREPARED},
        returns=prepares and at is State.SUPPLEMENT,
        establishes=prepares and at in {State.SUBMITTED, State.SUPPLEMENT, State.PREPARED},
        holds=prepares and at is State.APPROVED and case.held_since is None,
        stops=signs and at is State.APPROVED and case.held_since is not None,
        answers=answers,
        extends=rulebook.policy().remedy_on(objection.made_on).extension_days
        if answers and objection is not None and objection.extended_from is None and today <= objection.due_on
        else 0,
        recovers=prepares,
        talks=prepares,
    )


def neighbours(keys: Sequence[UUID], key: UUID) -> tuple[UUID | None, UUID | None, int]:
    """Return the case before and after in the queue, and the place (from 1; 0 where it left the queue)."""
    if key not in keys:
        return None, keys[0] if keys else None, 0
    at = keys.index(key)
    return (
        keys[at - 1] if at else None,
        keys[at + 1] if at + 1 < len(keys) else None,
        at + 1,
    )
