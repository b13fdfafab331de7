"""The election and the outcome as canonical JSON: one text for one content, so that a hash names it.

Keys are sorted, no spaces, UTF-8; amounts are decimal text, since a browser's numbers stop being exact at 2^53. Ballots
are without their voters, equal ones together, in the order of what they name.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import Any

from jiphyeon.methods.equal_shares.election import Election
from jiphyeon.methods.equal_shares.rule import Rule
from jiphyeon.methods.equal_shares.shares import Run
from jiphyeon.methods.equal_shares.tally import Outcome

Json = dict[str, Any]


def text_of(document: Json) -> str:
    """Return the one canonical text of a document."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(document: Json) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(text_of(document).encode()).hexdigest()


def election_document(election: Election) -> Json:
    """Return everything of an election that can change an outcome, and nothing that names a voter."""
    ballots = election.ballots
    offsets, projects = ballots.offsets.tolist(), ballots.projects.tolist()
    scores = None if ballots.scores is None else ballots.scores.tolist()
    weights: dict[tuple[tuple[int, ...], tuple[int, ...] | None], int] = {}
    for at, weight in enumerate(ballots.weights.tolist()):
        span = slice(offsets[at], offsets[at + 1])
        key = (tuple(projects[span]), None if scores is None else tuple(scores[span]))
        weights[key] = weights.get(key, 0) + weight
    rows = sorted(weights, key=lambda row: (row[0], row[1] or ()))
    return {
        "format": "jiphyeon-election-1",
        "budget": str(election.budget),
        "minor": str(election.minor),
        "projects": [[project.id, str(project.cost)] for project in election.projects],
        "ballots": [
            [weights[row], list(row[0]), *([list(row[1])] if row[1] is not None else [])] for row in rows
        ],
        "weight_unit": ballots.weight_unit,
        "scoring": election.scoring,
    }


def fraction_text(amount: Fraction) -> str:
    """Write a fraction as `numerator/denominator`, a whole number bare.

    >>> fraction_text(Fraction(7, 2)), fraction_text(Fraction(4))
    ('7/2', '4')
    """
    return str(amount)


def rule_document(rule: Rule) -> Json:
    """Return the whole rule."""
    return {
        "method": rule.method.value,
        "utility": rule.utility.value,
        "completion": rule.completion.value,
        "start": rule.start.value,
        "ties": rule.ties,
        "minimum_votes": rule.minimum_votes,
        "incompatible": [list(group) for group in rule.incompatible],
        "quotas": [
            {
                "name": quota.name,
                "members": list(quota.members),
                "projects": quota.projects,
                "cost": None if quota.cost is None else str(quota.cost),
            }
            for quota in rule.quotas
        ],
    }


def _run_document(election: Election, run: Run) -> Json:
    return {
        "share": fraction_text(run.share),
        "purchases": [
            [election.projects[purchase.project].id, fraction_text(purchase.price)]
            for purchase in run.purchases
        ],
    }


def result_document(outcome: Outcome, trail: Json | None = None) -> Json:
    """Return the result: the rule, the winners in order, the prices that prove them, and the trail where there is one."""
    election = outcome.election
    phragmen = outcome.rule.method.value == "phragmen"
    return {
        "format": "jiphyeon-result-1",
        "election": digest(election_document(election)),
        "rule": rule_document(outcome.rule),
        "winners": outcome.ids,
        "spent": str(outcome.spent),
        "steps": outcome.steps,
        "stop": outcome.stop,
        "run": None if outcome.run is None else _run_document(election, outcome.run),
        "overspent": None if outcome.overspent is None else _run_document(election, outcome.overspent),
        "filled": [election.projects[w.project].id for w in outcome.winners if w.how == "filled"],
        "earned": [fraction_text(w.price) for w in outcome.winners if w.price is not None]
        if phragmen
        else None,
        **({} if trail is None else {"trail": trail}),
    }
