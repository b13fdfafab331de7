"""Saying again what the rules said: from a stored assessment, with the rules as known on its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from jiphyeon.contexts.benefits.enums import Verdict
from jiphyeon.contexts.benefits.models import Assessment, Decision
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.api import ClauseView, KnownFact
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.ledger.models import Entry as LogEntry
from jiphyeon.foundation.ledger.record import receipt_file
from jiphyeon.methods import rules


@dataclass(frozen=True, slots=True)
class Worked:
    """An outcome with the version that made it."""

    outcome: Any
    version: Any
    as_json: dict[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Replay:
    """Whether a stored assessment is reached again. `differs` names what does not agree."""

    same: bool
    stored: str
    again: str
    differs: tuple[str, ...]


def work_out(
    programme: str,
    facts: Mapping[str, Any],
    *,
    selected_on: date,
    as_of: date,
    known_on: date | None,
    decided: Mapping[str, bool] | None = None,
    granted: Assessment | None = None,
) -> Worked:
    """Apply the version a day selects to facts. Refused where no version is in force on that day.

    `granted`: what a benefit was granted on; it is then judged as at a payment, and the rest stands as it was decided.
    """
    version = programmes.programme(programme).version_on(selected_on, known_on=known_on)
    outcome = rules.evaluate(
        version,
        version.facts.from_ratios(facts),
        as_of,
        moment=rules.Moment.PAYMENT if granted is not None else rules.Moment.APPLICATION,
        standing=rules.Standing.of(granted.outcome) if granted is not None else None,
        decided=decided or None,
    )
    document = orjson.loads(orjson.dumps(outcome.as_json()))
    return Worked(outcome, version, document, digest_of(document))


def again(assessment: Assessment) -> Worked:
    """Work a stored assessment out again, with exactly its facts, its day and what was known then."""
    return work_out(
        assessment.case.programme,
        assessment.values(),
        selected_on=assessment.selected_on,
        as_of=assessment.as_of,
        known_on=assessment.known_on,
        decided=assessment.decided,
        granted=_granted_before(assessment) if assessment.outcome.get("moment") == "payment" else None,
    )


def clauses(assessment: Assessment) -> list[ClauseView]:
    """Return the clauses of a stored assessment with the facts it rested on, as pages show them."""
    facts = {fact["name"]: KnownFact.of_json(fact) for fact in assessment.facts}
    return programmes.clause_views(again(assessment).outcome, facts, decided=assessment.decided)


def rested_on(decision: Decision) -> tuple[list[ClauseView], list[ClauseView]]:
    """Return the clauses that a decision rests on, and the others: a refusal rests on those that its reasons name."""
    found, named = clauses(decision.assessment), {reason["clause"] for reason in decision.reason}
    own = [one for one in found if decision.verdict == Verdict.APPROVE or one.id in named]
    return own, [one for one in found if one not in own]


def _granted_before(assessment: Assessment) -> Assessment | None:
    """Return what the benefit stood on when it was judged anew before a payment."""
    decision = assessment.case.decisions.filter(assessment__lt=assessment.pk).last()
    return decision.assessment if decision is not None else None


def replay(assessment: Assessment) -> Replay:
    """Hold a stored assessment, every column that is shown of it, and the decisions on it against its replay.

    It is compared in the format it was stored in. Its hash and the log's are those of the whole document in any format.
    """
    now = again(assessment)
    stored, digest = assessment.outcome, digest_of(assessment.outcome)
    kept, replayed = _comparable(stored, now.as_json)
    differs = sorted(key for key in {*kept, *replayed} if kept.get(key) != replayed.get(key))
    columns = {
        "outcome_hash": (assessment.outcome_hash, digest),
        "result": (assessment.result, now.outcome.result),
        "amount": (assessment.amount, now.outcome.amount),
        "version": (assessment.version_name, now.version.name),
    }
    differs = [
        name for name, (shown, found) in columns.items() if shown != found and name not in differs
    ] + differs
    if any(_on_the_log(decision) != digest for decision in assessment.decisions.all()):
        differs.append("the log")
    return Replay(
        not differs, assessment.outcome_hash, digest if kept == replayed else now.digest, tuple(differs)
    )


def _comparable(stored: dict[str, Any], now: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a stored outcome and its replay in the same format. A number nobody knows is left, and so differs."""
    if stored.get("format", 1) == 1:
        return _decides(stored), _decides(_in_format_1(now))
    return stored, now


def _in_format_1(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """Return an outcome with the keys that 0.2.0 told; there were no claims yet."""
    clauses = [
        _without(clause, "judged", "stands")
        | {"thresholds": {name: _without(one, "known_until") for name, one in clause["thresholds"].items()}}
        for clause in outcome["clauses"]
        if clause["kind"] != "claim"
    ]
    return _without(outcome, "format", "moment") | {"clauses": clauses}


def _decides(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an outcome of format 1 decides and on what.

    Left out are its advice and its questions: they were put anew since, and no answer, fact, value or amount with them.
    """
    clauses = [
        _without(clause, "sentence") if clause.get("result") == "unknown" else clause
        for clause in outcome.get("clauses", [])
    ]
    return _without(outcome, "counterfactuals") | {"clauses": clauses}


def _without(document: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in keys}


def _on_the_log(decision: Decision) -> str | None:
    """Return the hash of the outcome that a decision's leaf commits to; None where there is no such leaf."""
    try:
        facts = receipt_file(decision.leaf).get("facts", {})
    except LogEntry.DoesNotExist:
        return None
    outcome: str | None = facts.get("outcome")
    return outcome
