"""Electorates of different weight, and several budgets in one ballot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np

from jiphyeon.kernel import Refused
from jiphyeon.methods.equal_shares.election import Election, Voters, group_ballots

Row = tuple[tuple[int, ...], tuple[int, ...] | None]


def mixed(election: Election, column: str, parts: Mapping[str, int]) -> Election:
    """Weigh electorates against one another: `parts` {"citizen": 50, "committee": 50} gives each half of the say.

    `column` says which electorate a voter belongs to. Within an electorate all voters count alike. A weight is a number
    of voters: a voter of the electorate that counts least counts 1, in whatever order the parts are named. A voter of
    weight w counts as w voters with that ballot would: w times the share, w times the payment, w votes.
    """
    belongs = [value.strip() for value in election.voters.column(column)]
    sizes = Counter(belongs)
    stray = [name for name in sizes if name not in parts]
    empty = [name for name in parts if not sizes[name]]
    if stray or empty or any(part <= 0 for part in parts.values()):
        raise Refused(
            "electorates_differ",
            ko="{column} 열의 구분({have})과 가중치의 구분({named})이 다릅니다.",
            en="Column {column} holds {have}; weights are given for {named}. Name each electorate once, with a part above 0.",
            column=column,
            have=", ".join(sorted(repr(name) for name in sizes)) or "nothing",
            named=", ".join(repr(name) for name in parts),
        )
    each = {name: Fraction(part, sizes[name]) for name, part in parts.items()}
    one = {name: say / min(each.values()) for name, say in each.items()}
    weights = [one[name] for name in belongs]
    rows = _rows(election)
    ballots, group_of = group_ballots([rows[g] for g in election.group_of.tolist()], weights)
    return replace(election, ballots=ballots, group_of=group_of, weights=weights)


def by_district(election: Election, column: str, budgets: Mapping[str, int]) -> dict[str, Election]:
    """Split an election into one for each district, each with its own budget in minor units.

    `column` says which district a project belongs to. A ballot counts in every district of which it names a project;
    whoever names none there holds no share of that district's money.
    """
    where = [project.attributes.get(column, "") for project in election.projects]
    unknown = sorted({name for name in where if name not in budgets})
    if unknown:
        raise Refused(
            "district_without_budget",
            ko="예산이 없는 구역이 있습니다: {names}",
            en="Projects stand in districts without a budget: {names}.",
            names=", ".join(repr(name) for name in unknown),
        )
    rows = _rows(election)
    return {
        name: _district(election, name, budgets[name], [c for c, at in enumerate(where) if at == name], rows)
        for name in budgets
    }


def _district(election: Election, name: str, budget: int, members: list[int], rows: list[Row]) -> Election:
    new = {old: at for at, old in enumerate(members)}
    kept: list[Row] = []
    for projects, scores in rows:
        places = [at for at, c in enumerate(projects) if c in new]
        kept.append(
            (
                tuple(new[projects[at]] for at in places),
                None if scores is None else tuple(scores[at] for at in places),
            )
        )
    voters = [at for at, g in enumerate(election.group_of.tolist()) if kept[g][0]]
    weights = None if election.weights is None else [election.weights[at] for at in voters]
    groups = election.group_of.tolist()
    ballots, group_of = group_ballots([kept[groups[at]] for at in voters], weights)
    who = election.voters
    return replace(
        election,
        name=f"{election.name} · {name}",
        projects=tuple(election.projects[c] for c in members),
        budget=budget,
        ballots=ballots,
        group_of=group_of,
        voters=Voters(
            [who.ids[at] for at in voters],
            who.columns,
            lambda column: np.array(who.column(column), dtype=object)[voters].tolist(),
        ),
        weights=weights,
    )


def _rows(election: Election) -> list[Row]:
    ballots = election.ballots
    offsets, projects = ballots.offsets.tolist(), ballots.projects.tolist()
    scores = None if ballots.scores is None else ballots.scores.tolist()
    return [
        (tuple(projects[begin:end]), None if scores is None else tuple(scores[begin:end]))
        for begin, end in pairwise(offsets)
    ]
