"""One citizen, one version, one day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.judging.counterfactuals import counterfactuals
from jiphyeon.methods.rules.judging.due_once import claimed
from jiphyeon.methods.rules.judging.outcome import Counterfactual, Outcome, Standing
from jiphyeon.methods.rules.judging.plan import Plan, Result, plan_for
from jiphyeon.methods.rules.judging.ranges import ANYTHING, Range
from jiphyeon.methods.rules.model.moments import Moment
from jiphyeon.methods.rules.model.programme import Kind, Version
from jiphyeon.methods.rules.model.vocabulary import AS_OF, CLAIMANTS, MEMBERS, Facts, Given

DECIDED = frozenset({Kind.DISCRETION, Kind.CLAIM})


def evaluate(
    version: Version,
    facts: Mapping[str, object] | Facts,
    as_of: date,
    *,
    moment: Moment = Moment.APPLICATION,
    standing: Standing | None = None,
    decided: Mapping[str, bool] | None = None,
) -> Outcome:
    """Judge one citizen under `version` on `as_of`, at an application or at a payment.

    Only the clauses of the moment are judged. The others stand as `standing` says they were decided; without it they
    stand as met, since only what was granted is paid. What is judged at the payment alone is no matter of the
    application.

    `facts` by name (None or absent: unknown; `Given(value, source)` to say who told it); the household's other members
    as a list under "members"; where something is due once per household or dwelling, its other possible claimants as a
    list under "claimants" (else the members are). Facts already checked by `Vocabulary.know` for the same day are taken as they are.
    `decided` holds answers that no expression gives, by clause id: an officer's to discretion clauses, and the office's
    to a claim, where it knows who of a home has it already. Raises Refused for an impossible fact.
    """
    known = facts if isinstance(facts, Facts) and facts.own[AS_OF] == as_of else _know(version, facts, as_of)
    plan, own = plan_for(version, as_of, moment), known.own
    answers = [answer_of[closure(own, own)] for closure, answer_of in plan.steps]
    if standing is not None:
        _as_stands(answers, plan, standing)
    if decided:
        _as_decided(answers, plan, decided)
    claim = _open_claim(plan, decided or {})
    if claim is not None and all(one is Result.PASS for one in answers):
        answers[claim] = claimed(plan, own)
    result = (
        Result.FAIL
        if Result.FAIL in answers
        else Result.UNKNOWN
        if Result.UNKNOWN in answers
        else Result.PASS
    )
    amount: int | None = None
    if plan.amount is not None:
        value: Any = plan.amount.closure(own, own) if plan.amount.judged else _granted(standing)
        settled = value.__class__ is not Range
        answers.append(Result.PASS if settled else Result.UNKNOWN)
        amount = 0 if result is Result.FAIL else value if settled and result is Result.PASS else None
    return Outcome(version, as_of, result, amount, tuple(answers), known, plan, _search, standing)


def _open_claim(plan: Plan, decided: Mapping[str, bool]) -> int | None:
    """Return the place of the claim where its answer hangs on the others told; None where it was told or only stands."""
    part = None if plan.claim is None else plan.parts[plan.claim]
    return plan.claim if part is not None and part.judged and part.clause.id not in decided else None


def _search(outcome: Outcome) -> tuple[Counterfactual, ...]:
    def again(version: Version, facts: Facts, day: date) -> Outcome:
        return evaluate(version, facts, day, moment=outcome.moment, standing=outcome.standing)

    return counterfactuals(outcome, again)


def _as_stands(answers: list[Result], plan: Plan, standing: Standing) -> None:
    for place, part in enumerate(plan.parts):
        if not part.judged:
            answers[place] = standing.answers.get(part.clause.id, Result.PASS)


def _granted(standing: Standing | None) -> int | Range:
    """Return the amount as it was granted; anything where nobody says what that was."""
    return ANYTHING if standing is None or standing.amount is None else standing.amount


def _as_decided(answers: list[Result], plan: Plan, decided: Mapping[str, bool]) -> None:
    left_to_people = {part.clause.id: n for n, part in enumerate(plan.parts) if part.clause.kind in DECIDED}
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
        known: dict[str, Any] = {
            name: Given(value, facts.sources[name]) if name in facts.sources else value
            for name, value in facts.own.items()
            if name != AS_OF
        }
        others = known.get(MEMBERS)
        if others is not None:
            known[MEMBERS] = [{k: v for k, v in one.items() if k != AS_OF} for one in others]
        if CLAIMANTS in known:
            known[CLAIMANTS] = [{k: v for k, v in one.items() if k != AS_OF} for one in known[CLAIMANTS]]
        return version.facts.know(known, as_of)
    return version.facts.know(facts, as_of)


def rank_keys(outcome: Outcome) -> tuple[int | Fraction | None, ...]:
    """Return the values that order applicants where places are limited, smallest first; None where unknown."""
    found: list[int | Fraction | None] = []
    for key in outcome.version.ranking:
        node = outcome.plan.bound(key.expression, outcome.as_of)
        value = outcome.plan.interpreter.make(node)(outcome.known.own, outcome.known.own)
        known = value is not None and value.__class__ is not Range
        found.append((value if key.lowest_first else -value) if known else None)
    return tuple(found)
