"""One citizen, one version, one day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.outcome import Outcome
from jiphyeon.methods.rules.plan import Plan, Result, plan_for
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
    answers = [answer_of[walk(own, own)] for walk, answer_of in plan.steps]
    if decided:
        _as_decided(answers, plan, decided)
    result = (
        Result.FAIL
        if Result.FAIL in answers
        else Result.UNKNOWN
        if Result.UNKNOWN in answers
        else Result.PASS
    )
    amount: int | None = None
    if plan.amount is not None:
        value = plan.amount.walk(own, own)
        settled = value.__class__ is not Range
        answers.append(Result.PASS if settled else Result.UNKNOWN)
        amount = 0 if result is Result.FAIL else value if settled and result is Result.PASS else None
    return Outcome(version, as_of, result, amount, tuple(answers), known, plan)


def _as_decided(answers: list[Result], plan: Plan, decided: Mapping[str, bool]) -> None:
    left_to_people = {
        part.clause.id: n for n, part in enumerate(plan.parts) if part.clause.kind is Kind.DISCRETION
    }
    for name, granted in decided.items():
        if name not in left_to_people:
            raise Refused(
                "not_discretion",
                ko="'{clause}' 조항은 담당자가 정하는 것이 아닙니다.",
                en="Clause {clause!r} is not left to anybody's discretion.",
                clause=name,
            )
        answers[left_to_people[name]] = Result.PASS if granted else Result.FAIL


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
