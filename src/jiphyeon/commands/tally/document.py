"""How the tally speaks to programs: exact amounts as text, `n/d` where they are fractions of a unit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from jiphyeon.commands.tally.report import Report
from jiphyeon.methods import equal_shares as shares


def reading_document(path: str, read: shares.Reading) -> dict[str, Any]:
    """Return a reading for programs."""
    election = read.election
    return {
        "file": path,
        "ballots": len(election.voters),
        "distinct": len(election.ballots),
        "projects": len(election.projects),
        "kind": election.kind,
        "scoring": election.scoring,
        "as_the_format_asks": not read.deviations,
        "deviations": [
            {"code": d.code, "lines": list(d.lines), "ko": d.words.ko, "en": d.words.en}
            for d in read.deviations
        ],
    }


def document(
    path: str,
    read: shares.Reading,
    result: shares.Outcome,
    comparison: shares.Comparison | None,
    explain: Sequence[str],
    language: str,
) -> dict[str, Any]:
    """Return an outcome for programs: exact amounts as text, `n/d` where they are fractions of a unit."""
    election = result.election

    def units(amount: Fraction | int) -> str:
        return shares.text_of_fraction(Fraction(amount) / election.minor)

    made: dict[str, Any] = {
        **reading_document(path, read),
        "name": election.name,
        "rule": shares.rule_document(result.rule),
        "winners": result.ids,
        "spent": units(result.spent),
        "budget": units(election.budget),
        "currency": election.currency,
        "share": None if result.share is None else units(result.share),
        "steps": result.steps,
        "stop": result.stop,
        "with_nothing": str(result.with_nothing),
        "rounds": [
            {
                "project": election.projects[one.project].id,
                "how": one.how,
                "cost": units(election.costs[one.project]),
                "price": None if one.price is None else units(one.price),
                "payers": None if one.payers is None else str(one.payers),
                "tied": [election.projects[c].id for c in one.tied],
            }
            for one in result.winners
        ],
    }
    if result.run is not None:
        made["losers"] = [_missing_document(result, one, units) for one in shares.missing(result)]
    if comparison:
        made["comparison"] = {
            "with": "greedy",
            "prefer_this": str(comparison.prefer_this),
            "prefer_other": str(comparison.prefer_other),
            "even": str(comparison.even),
            "overturned": comparison.overturned,
        }
    if explain:
        made["explained"] = {
            what: Report(result, language).explanation(what).splitlines() for what in explain
        }
        made["accounts"] = _accounts(result, explain, units)
    return made


def _accounts(result: shares.Outcome, explain: Sequence[str], units: Any) -> dict[str, Any]:
    """Return the accounts of the voters asked for: exact amounts, and the whole ones they are shown."""
    election = result.election
    asked = [one for one in explain if one not in ("losers", "voters", *election.index)]
    made = {
        voter: _account(election, shares.voter_statement(result, voter), units)
        for voter in (one.removeprefix("voter:") for one in asked)
    }
    if "voters" in explain and election.weights is None:
        # Equal ballots have equal accounts: each is written once.
        known = {ballot: _account(election, one, units) for ballot, one in shares.statements(result)}
        groups = election.group_of.tolist()
        made |= {voter: known[group] for voter, group in zip(election.voters.ids, groups, strict=True)}
    elif "voters" in explain:
        made |= {
            voter: _account(election, shares.voter_statement(result, voter), units)
            for voter in election.voters.ids
        }
    return made


def _account(election: shares.Election, one: shares.Statement, units: Any) -> dict[str, Any]:
    return {
        "share": units(one.share),
        "payments": [
            {
                "project": election.projects[paid.project].id,
                "exact": units(paid.exact),
                "shown": units(paid.shown),
            }
            for paid in one.payments
        ],
        "left": units(one.left),
        "left_shown": units(one.left_shown),
    }


def _missing_document(result: shares.Outcome, one: shares.Missing, units: Any) -> dict[str, Any]:
    return {
        "project": result.election.projects[one.project].id,
        "raised": units(one.raised),
        "money": units(one.money),
        "votes": one.votes,
        "cost": units(one.cost),
        "barred": one.barred or None,
    }


def simulation_document(path: str, lines: Sequence[shares.Line]) -> dict[str, Any]:
    """Return a simulation for programs."""
    return {
        "file": path,
        "rules": [
            {
                "name": line.name,
                "winners": line.outcome.ids,
                "spent": str(line.spent),
                "mean": str(line.mean),
                "nothing": str(line.nothing),
                "prefer": str(line.prefer),
                "worse": str(line.worse),
                "groups": {name: str(part) for name, part in line.groups.items()},
            }
            for line in lines
        ],
    }
