"""The election and the outcome as canonical JSON: one text for one content, so that a hash names it.

Keys are sorted, no spaces, UTF-8; amounts are decimal text, since a browser's numbers stop being exact at 2^53. Ballots
are without their voters, equal ones together, in the order of what they name.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import TypeAlias

from jiphyeon.kernel import Json, Refused
from jiphyeon.methods.equal_shares.amounts import text_of_fraction
from jiphyeon.methods.equal_shares.election import LARGEST_EXACT, Election
from jiphyeon.methods.equal_shares.explain import money_left
from jiphyeon.methods.equal_shares.outcome import Outcome
from jiphyeon.methods.equal_shares.rule import Rule
from jiphyeon.methods.equal_shares.shares import Run

Document: TypeAlias = dict[str, Json]
"""A document as it is published: names, and what JSON holds."""


def text_of(document: Document) -> str:
    """Return the one canonical text of a document."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(document: Document) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(text_of(document).encode()).hexdigest()


def election_document(election: Election) -> Document:
    """Return everything of an election that can change an outcome, and nothing that names a voter.

    Projects stand in the order of their ids and equal ballots together, so that one election has one text however its
    file was ordered.
    """
    ballots, place = election.ballots, _places(election)
    offsets, projects = ballots.offsets.tolist(), ballots.projects.tolist()
    scores = None if ballots.scores is None else ballots.scores.tolist()
    counts: dict[tuple[tuple[int, ...], tuple[int, ...] | None], tuple[int, int]] = {}
    for at, (voters, weight) in enumerate(
        zip(ballots.voters.tolist(), ballots.weights.tolist(), strict=True)
    ):
        span = range(offsets[at], offsets[at + 1])
        order = sorted(span, key=lambda entry: place[projects[entry]])
        key = (
            tuple(place[projects[entry]] for entry in order),
            None if scores is None else tuple(scores[entry] for entry in order),
        )
        before = counts.get(key, (0, 0))
        counts[key] = (before[0] + voters, before[1] + weight)
    rows = sorted(counts, key=lambda row: (row[0], row[1] or ()))
    return {
        "format": "jiphyeon-election-2",
        "budget": str(election.budget),
        "minor": str(election.minor),
        "projects": sorted([project.id, str(project.cost)] for project in election.projects),
        "ballots": [
            [*counts[row], list(row[0]), *([list(row[1])] if row[1] is not None else [])] for row in rows
        ],
        "weight_unit": ballots.weight_unit,
        "scoring": election.scoring,
    }


def _places(election: Election) -> list[int]:
    """Return where each project stands in the order of their ids."""
    order = sorted(range(len(election.projects)), key=lambda c: election.projects[c].id)
    places = [0] * len(order)
    for place, project in enumerate(order):
        places[project] = place
    return places


def rule_document(rule: Rule) -> Document:
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


def _run_document(election: Election, run: Run) -> Document:
    return {
        "share": text_of_fraction(run.share),
        "purchases": [
            [election.projects[purchase.project].id, text_of_fraction(purchase.price)]
            for purchase in run.purchases
        ],
    }


def _figures_document(outcome: Outcome) -> Document:
    """Return what a reader will want to know of the whole: money, persons, weights, and how many got nothing."""
    election = outcome.election
    return {
        "budget": str(election.budget),
        "minor": str(election.minor),
        "voters": int(election.ballots.voters.sum()),
        "weight": election.weight,
        "weight_unit": election.ballots.weight_unit,
        "scoring": election.scoring,
        "with_nothing": text_of_fraction(outcome.with_nothing),
    }


def _projects_document(outcome: Outcome) -> list[list[str | int | None]]:
    """Return each project by id: its cost, its supporters, their votes and points, and what they hold in the end."""
    election, supports = outcome.election, outcome.election.supports
    order = sorted(range(len(election.projects)), key=lambda c: election.projects[c].id)
    raised: list[Fraction | None] = [None] * len(order)
    if outcome.run is not None:
        raised = [*money_left(election, outcome.run, order)]
    return [
        [
            election.projects[c].id,
            str(election.costs[c]),
            supports.voters[c],
            supports.votes[c],
            supports.points[c],
            None if money is None else text_of_fraction(money),
        ]
        for c, money in zip(order, raised, strict=True)
    ]


def result_document(outcome: Outcome, trail: Document | None = None) -> Document:
    """Return the result: the rule, the winners in order, the prices that prove them, and the trail where there is one.

    `digest` is the hash of all the rest: a city that reads it out in public has published this result and no other.
    Refuses one whose shares were raised more often than a browser can count.
    """
    election = outcome.election
    if outcome.steps >= LARGEST_EXACT:
        raise Refused(
            "steps_beyond_browsers",
            ko="{name}: 몫을 2^53번 넘게 올려 브라우저가 셀 수 없습니다. 금액을 더 큰 단위로 적어 주세요.",
            en="{name}: the share was raised over 2^53 times, more than a browser counts. Give amounts in a larger unit.",
            name=election.name,
        )
    phragmen = outcome.rule.method.value == "phragmen"
    document: Document = {
        "format": "jiphyeon-result-2",
        "election": digest(election_document(election)),
        "rule": rule_document(outcome.rule),
        "winners": outcome.ids,
        "spent": str(outcome.spent),
        "figures": _figures_document(outcome),
        "projects": _projects_document(outcome),
        "steps": outcome.steps,
        "stop": outcome.stop,
        "run": None if outcome.run is None else _run_document(election, outcome.run),
        "overspent": None if outcome.overspent is None else _run_document(election, outcome.overspent),
        "filled": [election.projects[w.project].id for w in outcome.winners if w.how == "filled"],
        "earned": [text_of_fraction(w.price) for w in outcome.winners if w.price is not None]
        if phragmen
        else None,
        **({} if trail is None else {"trail": trail}),
    }
    return {**document, "digest": digest(document)}
