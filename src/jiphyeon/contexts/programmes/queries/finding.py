"""What the finder shows: programmes settling into due, not due, not yet known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jiphyeon.contexts.programmes.queries import rulebook
from jiphyeon.contexts.programmes.queries.clauses import sentence_words
from jiphyeon.contexts.programmes.rules.finder import Answers, Left, questions_left
from jiphyeon.contexts.programmes.rules.policy import Call
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
    reason: Words
    outcome: rules.Outcome
    call: Call | None
    kind: str

    @property
    def is_open_in_part(self) -> bool:
        """Return whether it is due, and something of it (how much, perhaps) still hangs on what nobody told."""
        return self.result == "pass" and any(str(one.result) == "unknown" for one in self.outcome.clauses)


def standings(carried: Answers, on: date) -> list[Standing]:
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


def _standing(programme_id: str, outcome: rules.Outcome, on: date) -> Standing:
    office = rulebook.office(programme_id)
    result = str(outcome.result)
    decisive = next(
        (clause for clause in outcome.clauses if str(clause.result) == result and result != "pass"), None
    )
    return Standing(
        programme=programme_id,
        name=rulebook.programme(programme_id).names,
        result=result,
        amount=outcome.amount if result == "pass" else None,
        per=outcome.version.pays.per if outcome.version.pays else "",
        reason=sentence_words(decisive) if decisive else rulebook.programme(programme_id).summary,
        outcome=outcome,
        call=office.call_on(on),
        kind=office.kind,
    )


def questions(carried: Answers, found: list[Standing]) -> Left:
    """Return the pages of questions that can still decide whether something is due, best first.

    What would only change an amount is left to the application.
    """
    facts, asks = rulebook.pack().facts, rulebook.policy().asks
    open_ones = [standing.outcome for standing in found if standing.result == "unknown"]
    deciding = {name for outcome in open_ones for names in outcome.open_conditions() for name in names}
    ask = [name for name in rules.next_questions(open_ones) if name in deciding]
    return questions_left(ask, carried, facts, together=asks.together, most=asks.most)
