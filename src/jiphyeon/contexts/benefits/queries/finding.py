"""What the finder shows: programmes settling into due, not due, not yet known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from jiphyeon.contexts.benefits.queries import rulebook
from jiphyeon.contexts.benefits.rules.finder import Carried, questions_left
from jiphyeon.contexts.benefits.rules.policy import Call
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words
from jiphyeon.methods import rules


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one programme stands for the answers given."""

    programme: str
    name: Words
    result: str
    amount: int | None
    per: str
    reason: str
    outcome: Any
    call: Call | None
    kind: str


def standings(carried: Carried, on: date) -> list[Standing]:
    """Return where every programme in force stands: due first, then open, then not due."""
    wanted = rulebook.policy().finder or rulebook.offered()
    found = []
    for programme_id in wanted:
        if programme_id not in rulebook.pack().programmes:
            continue
        version = rulebook.version_on(programme_id, on)
        if version is None:
            continue
        found.append(_standing(programme_id, rules.evaluate(version, carried.known(), on), on))
    order = {"pass": 0, "unknown": 1, "fail": 2}
    return sorted(found, key=lambda standing: order[standing.result])


def _standing(programme_id: str, outcome: Any, on: date) -> Standing:
    speech = language()
    office = rulebook.office(programme_id)
    result = str(outcome.result)
    telling = next(
        (clause for clause in outcome.clauses if str(clause.result) == result and result != "pass"), None
    )
    return Standing(
        programme=programme_id,
        name=rulebook.programme(programme_id).names,
        result=result,
        amount=outcome.amount if result == "pass" else None,
        per=outcome.version.pays.per if outcome.version.pays else "",
        reason=telling.sentence(speech) if telling else rulebook.programme(programme_id).summary.said(speech),
        outcome=outcome,
        call=office.call_on(on),
        kind=office.kind,
    )


def questions(carried: Carried, found: list[Standing]) -> list[Any]:
    """Return the facts that can still decide whether something is due, best first.

    What would only change an amount is left to the application.
    """
    facts = rulebook.pack().facts
    open_ones = [standing.outcome for standing in found if standing.result == "unknown"]
    deciding = {name for outcome in open_ones for names in outcome.open_conditions() for name in names}
    ask = [name for name in rules.next_questions(open_ones) if name in deciding]
    return [facts[name] for name in questions_left(ask, carried, facts)]
