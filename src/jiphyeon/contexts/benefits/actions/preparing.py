"""The machine prepares: facts gathered, rules applied, the outcome stored as known on its day, a verdict proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits import events
from jiphyeon.contexts.benefits.actions import signing, turns
from jiphyeon.contexts.benefits.enums import CaseState, Deed, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case, OfficerFact
from jiphyeon.contexts.benefits.queries import applications, cases, evidence, homes, on_record, replay
from jiphyeon.contexts.benefits.rules import verdicts
from jiphyeon.contexts.benefits.rules.lifecycle import CASE
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.api import KnownFact
from jiphyeon.foundation.accounts import duties
from jiphyeon.foundation.accounts.actors import MACHINE, Actor
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.kernel import Refused


@transaction.atomic
def prepare(*, key: UUID, on: date, kind: Assessment.Kind = Assessment.Kind.APPLICATION) -> None:
    """Prepare a case for decision; does nothing to a case that waits for somebody else or is decided.

    Where the terms leave a plain yes to the machine and nothing to judgement, the decision follows at once.
    """
    turns.take_for_cases([key])
    case = Case.objects.held(key)
    if not CASE.allows(case.state, Deed.PREPARE):
        return
    if case.at is CaseState.PREPARED and _nothing_new(case, on):
        return
    proposal, assessment = assess(case, on=on, kind=kind)
    case.proposal = proposal.verdict
    case.amount = proposal.amount
    case.needs_signature = proposal.needs_signature
    case.proposed_by, case.proposed_name, case.proposal_reason = None, "", ""
    move(case, Deed.PREPARE, by=MACHINE, on=on)
    if proposal.verdict is Verdict.APPROVE and not proposal.needs_signature:
        signing.decide_by_machine(case, assessment=assessment, on=on)


def _nothing_new(case: Case, on: date) -> bool:
    """Return whether the latest outcome rests on exactly the facts known now: then there is nothing to prepare."""
    latest = case.assessments.last()
    return latest is not None and latest.values() == programmes.plain_values(evidence.for_decision(case, on))


def assess(
    case: Case, *, on: date, kind: Assessment.Kind, decided: dict[str, bool] | None = None
) -> tuple[verdicts.Proposal, Assessment]:
    """Work a case out on a day and store the outcome with its facts, their sources and the version.

    `decided`: an officer's answers where the law leaves the answer to a person, by clause.
    """
    applied = case.applied_on or on
    facts = evidence.for_decision(case, on)
    case.home = homes.home_of(case)
    other = homes.rival(case, case.home)
    decided = homes.with_claim(case, decided or {}, other)
    worked = replay.work_out(
        case.programme,
        programmes.plain_values(facts),
        selected_on=applied,
        as_of=applied,
        known_on=on,
        decided=decided,
    )
    office = programmes.office(case.programme)
    proposal = verdicts.proposed(
        worked.outcome,
        machine_may_approve=office.terms_on(applied).machine_may_approve,
        held=cases.duplicates_of(case),
        ranked=programmes.is_ranked(case.programme, case.call, applied),
        home=homes.reason(case, other) if other is not None else None,
        open_home=other is not None and not other.has,
    )
    made = Assessment(
        case=case, kind=kind, made_on=on, as_of=applied, verdict=proposal.verdict, decided=decided
    )
    return proposal, keep(made, worked, facts, proposal.reasons)


def keep(
    made: Assessment,
    worked: replay.Worked,
    facts: Mapping[str, KnownFact],
    reasons: Sequence[verdicts.Reason],
) -> Assessment:
    """Store what was worked out with exactly the facts it rests on, so that it can be said again."""
    made.selected_on, made.known_on = made.case.applied_on or made.made_on, made.made_on
    made.version_name = worked.version.name
    made.result, made.amount = worked.outcome.result, worked.outcome.amount
    made.reasons = [reason.as_json() for reason in reasons]
    made.facts = [fact.as_json() for fact in facts.values()]
    made.outcome, made.outcome_hash = worked.as_json, worked.digest
    made.save()
    return made


@transaction.atomic
def establish(*, key: UUID, facts: Mapping[str, Any], basis: str, by: Actor, on: date) -> CaseState:
    """Record what an officer read from a paper or learned by a call; return where the case then stands.

    It is prepared anew, but not as long as the applicant was asked for more and something that can be asked is missing
    still; once nothing is, the wait ends and they are told. What was granted and objected to is worked out by the answer.
    Refused for a value a fact cannot have, and without saying what it rests on.
    """
    case = hold(Case, key, Deed.ESTABLISH, by=by)
    if not basis.strip():
        raise Refused(
            "no_basis",
            ko="무엇을 보고 확인했는지 적어 주세요. 예: 임대차계약서 사본",
            en="Say what you checked, for instance: copy of the lease.",
        )
    established = [
        OfficerFact(
            case=case,
            fact=name,
            value=value,
            basis=basis.strip(),
            by=duties.named(by),
            by_name=by.name,
            on=on,
        )
        for name, value in programmes.facts_as_stored(facts, on).items()
    ]
    OfficerFact.objects.bulk_create(established)
    recorded = [on_record.officer_fact_facts(fact) for fact in established]
    supplied = events.CaseSupplied(case=str(case.key), on=on.isoformat())
    waits = case.at is CaseState.SUPPLEMENT
    spared = waits and not applications.preview(case, on).gaps
    deed = Deed.ESTABLISH_AWAITED if spared else Deed.ESTABLISH
    move(case, deed, by=by, on=on, comment=basis, facts={"established": recorded}, announce=[supplied])
    return case.at
