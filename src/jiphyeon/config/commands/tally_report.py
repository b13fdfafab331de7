"""How the tally speaks: tables with bars for people, documents for programs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from jiphyeon.methods import equal_shares as shares

BAR = 24


def money(election: shares.Election, amount: Fraction | int) -> str:
    """Write minor units for people: whole ones grouped, decimals only where the file has them."""
    units, rest = divmod(int(amount // 1), election.minor)
    places = len(str(election.minor)) - 1
    text = f"{units:,}" + (f".{rest:0{places}d}" if places else "")
    return f"{text} {election.currency}".strip()


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _fit(text: str, width: int) -> str:
    while _wide(text) > width:
        text = text[:-2].rstrip() + "…"
    return text + " " * (width - _wide(text))


def outcome(
    path: str, reading: shares.Reading, result: shares.Outcome, comparison: shares.Comparison | None
) -> str:
    """Return the readable account of one outcome."""
    election = result.election
    votes = [Fraction(v, election.ballots.weight_unit) for v in election.supports.votes]
    most = max(votes, default=Fraction(1)) or Fraction(1)
    lines = [f"{election.name}  ({path})", _rule_line(result)]
    lines += [f"  warning: {deviation}" for deviation in reading.deviations]
    lines.append(
        f"  {'':>3} {_fit('project', 44)} {'cost':>14} {'votes':>8}  {_fit('', BAR)}  price for each"
    )
    for rank, winner in enumerate(result.winners, start=1):
        project = election.projects[winner.project]
        bar = "█" * round(float(votes[winner.project] / most) * BAR)
        price = "by votes" if winner.price is None else money(election, winner.price)
        lines.append(
            f"  {rank:>3} {_fit(f'{project.id} {project.name}', 44)} {money(election, project.cost):>14} "
            f"{float(votes[winner.project]):>8,.6g}  {_fit(bar, BAR)}  {price}"
        )
    left = election.budget - result.spent
    lines.append(
        f"  {len(result.winners)} of {len(election.projects)} projects, {money(election, result.spent)} of "
        f"{money(election, election.budget)} ({float(Fraction(result.spent, election.budget) * 100):.1f} %), "
        f"{money(election, left)} left; {float(result.with_nothing * 100):.1f} % of voters with nothing."
    )
    if comparison:
        lines.append(_comparison_line(comparison))
    return "\n".join(lines) + "\n"


def _rule_line(result: shares.Outcome) -> str:
    rule = result.rule
    line = f"  rule {rule.method}, utility {rule.utility}, completion {rule.completion}, start {rule.start}, ties {rule.ties}"
    if result.election.scoring != "approval":
        line += f", scoring {result.election.scoring}"
    if result.share is not None:
        line += f"\n  share {money(result.election, result.share)} (exactly {result.share / result.election.minor})"
        if result.steps or result.stop:
            line += f", raised {result.steps:,} times, stopped because " + (
                "the next step overspends" if result.stop == "overspends" else "nothing more fits"
            )
    return line


def _comparison_line(comparison: shares.Comparison) -> str:
    return (
        f"  compared with most votes: {float(comparison.prefer_this):,.6g} voters have more funded projects here, "
        f"{float(comparison.prefer_other):,.6g} there, {float(comparison.even):,.6g} as many; "
        f"{'most votes would please more voters' if comparison.overturned else 'this outcome stands'}."
    )


def explanation(result: shares.Outcome, what: str) -> str:
    """Explain one voter, one project, or all voters or losers, by name."""
    election = result.election
    if what == "voters":
        return "\n".join(_voter_lines(result))
    if what == "losers":
        return "\n".join(_missing_line(result, one) for one in shares.missing(result))
    if what in election.index:
        return _project(result, election.index[what])
    what = what.removeprefix("voter:")  # for a voter whose id is a project's too
    statement = shares.voter_statement(result, what)
    lines = [f"  voter {what}: share {money(election, statement.share_shown)}"]
    for payment in statement.payments:
        project = election.projects[payment.project]
        lines.append(f"    paid {money(election, payment.shown):>14}  {project.id} {project.name}")
    lines.append(f"    left {money(election, statement.left_shown):>14}")
    return "\n".join(lines)


def _voter_lines(result: shares.Outcome) -> list[str]:
    """One line a voter: id, share, payments, what is left; tabs between."""
    election = result.election
    accounts = {}
    for ballot, one in shares.statements(result):
        paid = " ".join(f"{election.projects[p.project].id}={p.shown}" for p in one.payments)
        accounts[ballot] = f"{one.share_shown}\t{paid}\t{one.left_shown}"
    if election.weights is not None:
        return [explanation(result, voter) for voter in election.voters.ids]
    groups = election.group_of.tolist()
    return [f"{voter}\t{accounts[group]}" for voter, group in zip(election.voters.ids, groups, strict=True)]


def _project(result: shares.Outcome, project: int) -> str:
    election = result.election
    named = f"{election.projects[project].id} {election.projects[project].name}".strip()
    if project in result.projects:
        winner = next(one for one in result.winners if one.project == project)
        rank = result.projects.index(project) + 1
        if winner.price is None:
            return f"  {named}: funded as number {rank}, by votes."
        tied = ", ".join(election.projects[c].id for c in winner.tied)
        return (
            f"  {named}: bought as number {rank}; {float(winner.payers or 0):,.6g} voters paid at most "
            f"{money(election, winner.price)} each (exactly {winner.price / election.minor})"
            + (f"; tied with {tied}" if tied else "")
            + "."
        )
    if result.run is None:
        return f"  {named}: not funded; {float(Fraction(election.supports.votes[project], election.ballots.weight_unit)):,.6g} votes."
    line = _missing_line(result, shares.highest_cost(result, project))
    budget = shares.winning_budget(result, project)
    if budget:
        line += f" It wins from a budget of {money(election, budget[0])} (a share of {money(election, budget[1])}) on."
    return line


def _missing_line(result: shares.Outcome, one: shares.Missing) -> str:
    election = result.election
    named = f"{election.projects[one.project].id} {election.projects[one.project].name}".strip()
    if one.barred:
        why = {
            "votes": "too few votes",
            "rival": "an incompatible project won",
            "quota": "its quota is full",
        }[one.barred]
        return f"  {named}: not funded: {why}."
    votes = "" if one.votes is None else f", or {one.votes:,} more voters with an untouched share"
    cost = f" At a cost of {money(election, one.cost)} or less it would have been bought." if one.cost else ""
    return (
        f"  {named}: not funded; its supporters had {money(election, one.raised)} left of "
        f"{money(election, election.costs[one.project])}: {money(election, -(-one.money // 1))} missing{votes}.{cost}"
    )


def reading(path: str, read: shares.Reading) -> str:
    """Return what a file holds and every deviation in it."""
    election = read.election
    head = (
        f"{path}: {len(election.voters):,} ballots ({len(election.ballots):,} distinct), {len(election.projects):,} projects, "
        f"budget {money(election, election.budget)}, {election.kind}; "
    )
    count = len(read.deviations)
    return "\n".join(
        [
            head + (f"{count} kinds of deviation" if count else "as the format asks"),
            *(f"  {d}" for d in read.deviations),
        ]
    )


def simulation(lines: Sequence[shares.Line]) -> str:
    """Return the rules side by side, then the part of each group of voters with nothing."""
    rows = shares.table(lines)
    groups = list(lines[0].groups) if lines else []
    text = _columns(rows)
    if groups:
        head = ["with nothing", *(line.name for line in lines)]
        body = [[group, *(f"{float(line.groups[group] * 100):.1f} %" for line in lines)] for group in groups]
        text += "\n\n" + _columns([head, *body])
    return text


def _columns(rows: list[list[str]]) -> str:
    widths = [max(_wide(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(_fit(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def together(documents: list[dict[str, Any]]) -> str:
    """Return one report over several budgets."""
    rows = [["budget", "winners", "spent", "of"]]
    rows += [[d["name"], str(len(d["winners"])), d["spent"], d["budget"]] for d in documents]
    spent, budget = (sum(Fraction(d[key]) for d in documents) for key in ("spent", "budget"))
    rows.append(["all", str(sum(len(d["winners"]) for d in documents)), str(spent), str(budget)])
    return _columns(rows)


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
) -> dict[str, Any]:
    """Return an outcome for programs: exact amounts as text, `n/d` where they are fractions of a unit."""
    election = result.election

    def units(amount: Fraction | int) -> str:
        return str(Fraction(amount) / election.minor)

    made: dict[str, Any] = {
        **reading_document(path, read),
        "name": election.name,
        "rule": {"method": result.rule.method, "utility": result.rule.utility, "completion": result.rule.completion,
                 "start": result.rule.start, "ties": result.rule.ties},
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
    }  # fmt: skip
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
        made["explained"] = {what: explanation(result, what).splitlines() for what in explain}
    return made


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
