"""The machine prepares: facts gathered, rules applied, the outcome stored as known on its day, a verdict proposed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits import events, permissions
from jiphyeon.contexts.benefits.actions import chronicle, signing
from jiphyeon.contexts.benefits.enums import Deed, State, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case, OfficerFact
from jiphyeon.contexts.benefits.queries import known, replay, rulebook
from jiphyeon.contexts.benefits.rules import machine, verdicts
from jiphyeon.foundation.accounts.actors import MACHINE, Actor
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.kernel import Refused


@transaction.atomic
def prepare(*, key: UUID, on: date, kind: str = Assessment.Kind.APPLICATION) -> None:
    """Prepare a case for decision; does nothing to a case that waits for somebody else or is decided.

    Where the terms leave a plain yes to the machine and nothing to judgement, the decision follows at once.
    """
    case = Case.objects.held(key)
    if not machine.may(case.at, Deed.PREPARE):
        return
    if case.at is State.PREPARED and _nothing_new(case, on):
        return
    proposal, assessment = assess(case, on=on, kind=kind)
    case.proposal = proposal.verdict
    case.amount = proposal.amount
    case.needs_signature = proposal.needs_signature
    case.proposed_by, case.proposed_name, case.proposal_reason = None, "", ""
    chronicle.move(case, Deed.PREPARE, by=MACHINE, on=on, public=False)
    if proposal.verdict is Verdict.APPROVE and not proposal.needs_signature:
        signing.decide_by_machine(case, assessment=assessment, on=on)


def _nothing_new(case: Case, on: date) -> bool:
    """Return whether the latest outcome rests on exactly the facts known now: then there is nothing to prepare."""
    latest = case.assessments.last()
    return latest is not None and latest.values() == known.json_values(known.for_decision(case, on))


def assess(
    case: Case, *, on: date, kind: str, decided: dict[str, bool] | None = None
) -> tuple[verdicts.Proposal, Assessment]:
    """Work a case out on a day and store the outcome with its facts, their sources and the version.

    `decided`: an officer's answers where the law leaves the answer to a person, by clause.
    """
    applied = case.applied_on or on
    facts = known.for_decision(case, on)
    worked = replay.work_out(
        case.programme,
        known.json_values(facts),
        selected_on=applied,
        as_of=applied,
        known_on=on,
        decided=decided,
    )
    office = rulebook.office(case.programme)
    proposal = verdicts.proposed(
        worked.outcome,
        terms=office.terms_on(applied),
        held=known.conflicts_held(case),
        ranked=rulebook.is_ranked(case.programme, case.call, applied),
    )
    assessment = Assessment.objects.create(
        case=case,
        kind=kind,
        made_on=on,
        as_of=applied,
        selected_on=applied,
        known_on=on,
        version_name=worked.version.name,
        result=worked.outcome.result,
        amount=worked.outcome.amount,
        verdict=proposal.verdict,
        reasons=[reason.as_json() for reason in proposal.reasons],
        facts=[fact.as_json() for fact in facts.values()],
        decided=decided or {},
        outcome=worked.as_json,
        outcome_hash=worked.digest,
    )
    return proposal, assessment


@transaction.atomic
def establish(*, key: UUID, facts: Mapping[str, Any], basis: str, by: Actor, on: date) -> None:
    """Record what an officer read from a paper or learned by a call, and have the case prepared anew.

    Refused for a value a fact cannot have, and without saying what it rests on.
    """
    case = Case.objects.held(key)
    permissions.require_preparer(by)
    permissions.require_stranger(by, case)
    if not basis.strip():
        raise Refused(
            "no_basis",
            ko="무엇을 보고 확인했는지 적어 주세요. 예: 임대차계약서 사본",
            en="Say what you checked, for instance: copy of the lease.",
        )
    if case.at not in {State.SUBMITTED, State.SUPPLEMENT, State.PREPARED}:
        machine.after(case.at, Deed.PREPARE)
    rulebook.pack().facts.know(facts, on)
    OfficerFact.objects.bulk_create(
        OfficerFact(
            case=case,
            fact=name,
            value=value.isoformat() if isinstance(value, date) else value,
            basis=basis.strip(),
            by=permissions.named(by),
            by_name=by.name,
            on=on,
        )
        for name, value in facts.items()
    )
    publish(events.CaseSupplied(case=str(case.key), on=on.isoformat()))
