"""One citizen, one version, one day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jiphyeon.methods.rules.outcome import ClauseResult, Outcome, Result
from jiphyeon.methods.rules.plan import plan_for
from jiphyeon.methods.rules.programme import Kind, Version
from jiphyeon.methods.rules.ranges import Range
from jiphyeon.methods.rules.vocabulary import AS_OF, MEMBERS, Facts, Told


def evaluate(
    version: Version,
    facts: Mapping[str, object] | Facts,
    as_of: date,
    *,
    decided: Mapping[str, bool] | None = None,
) -> Outcome:
    """Judge one citizen under `version` on `as_of`.

    `facts` by name (None or absent: unknown; `Told(value, source)` to say who told it); the household's other members
    as a list under "members". Facts already checked by `Vocabulary.know` for the same day are taken as they are.
    `decided` holds an officer's answers to discretion clauses, by clause id. Raises Refused for an impossible fact.
    """
    known = facts if isinstance(facts, Facts) and facts.own[AS_OF] == as_of else _know(version, facts, as_of)
    plan, own = plan_for(version, as_of), known.own
    results: list[ClauseResult] = []
    passes, fails = (
        Result.PASS,
        Result.FAIL,
    )  # looked up once: this loop runs for every clause of every citizen
    overall = passes
    for part in plan.parts:
        one = part.answers[part.walk(own, own)]
        if decided and part.clause.kind is Kind.DISCRETION and part.clause.id in decided:
            one = Result.PASS if decided[part.clause.id] else Result.FAIL
        if one is not passes and overall is not fails:
            overall = one
        results.append(ClauseResult(part, one, known))
    amount: int | None = None
    if plan.amount is not None:
        value = plan.amount.walk(own, own)
        settled = isinstance(value, int)
        results.append(ClauseResult(plan.amount, Result.PASS if settled else Result.UNKNOWN, known))
        if overall is Result.FAIL:
            amount = 0
        elif overall is Result.PASS and settled:
            amount = value
    return Outcome(version, as_of, overall, amount, tuple(results), known, plan)


def _know(version: Version, facts: Mapping[str, object] | Facts, as_of: date) -> Facts:
    if isinstance(facts, Facts):
        told: dict[str, Any] = {
            name: Told(value, facts.sources[name]) if name in facts.sources else value
            for name, value in facts.own.items()
            if name != AS_OF
        }
        others = told.get(MEMBERS)
        if others is not None:
            told[MEMBERS] = [{k: v for k, v in one.items() if k != AS_OF} for one in others]
        return version.facts.know(told, as_of)
    return version.facts.know(facts, as_of)


def rank_keys(outcome: Outcome) -> tuple[Any, ...]:
    """Return the values that order applicants where places are limited, smallest first; None where unknown."""
    found = []
    for key in outcome.version.ranking:
        node = outcome.plan.bound(key.expression, outcome.as_of)
        value = outcome.plan.walker.make(node)(outcome.known.own, outcome.known.own)
        known = value is not None and value.__class__ is not Range
        found.append((value if key.lowest_first else -value) if known else None)
    return tuple(found)
