"""Small elections of our own making, and the Pabulib files where they are at hand."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import strategies as st

from jiphyeon.methods.equal_shares import Election, Project, Voters, group_ballots

DATA = Path(os.environ.get("JIPHYEON_DATA", Path(__file__).parents[4] / "shared" / "data"))
SMALL = """\
META
key;value
description;Small
num_projects;4
num_votes;5
budget;1000
vote_type;approval
currency;KRW
PROJECTS
project_id;cost;votes;name;category
a;400;3;Bicycle racks;traffic
b;300;3;Library lamps;culture
c;500;2;Skate park;culture
d;200;1;Notice board;traffic
VOTES
voter_id;vote;age;district
1;a,b;20;north
2;a,b;25;north
3;a,c;31;south
4;b,c;44;south
5;d;67;south
"""


def an_election(costs, budget, ballots, *, scores=None, weights=None, minor=1):
    """Return an election: `ballots` name projects by place; `scores` beside them where ballots carry points."""
    rows = [(tuple(sorted(ballot)), None) for ballot in ballots]
    if scores is not None:
        rows = []
        for ballot, points in zip(ballots, scores, strict=True):
            paired = sorted(zip(ballot, points, strict=True))
            rows.append((tuple(c for c, _ in paired), tuple(s for _, s in paired)))
    grouped, group_of = group_ballots(rows, weights)
    return Election(
        name="test",
        projects=tuple(Project(chr(97 + c), cost) for c, cost in enumerate(costs)),
        budget=budget,
        ballots=grouped,
        group_of=group_of,
        voters=Voters([str(v) for v in range(len(ballots))]),
        scoring="approval" if scores is None else "points",
        minor=minor,
        weights=weights,
    )


@st.composite
def elections(draw, *, scored=False, most_projects=7, most_voters=10):
    """Draw an election with few distinct costs and short ballots, so that ties are everywhere."""
    projects = draw(st.integers(1, most_projects))
    voters = draw(st.integers(1, most_voters))
    costs = draw(st.lists(st.sampled_from([1, 2, 3, 4, 6, 12]), min_size=projects, max_size=projects))
    budget = draw(st.integers(1, 40))
    one = st.sets(st.integers(0, projects - 1), max_size=projects)
    ballots = [sorted(ballot) for ballot in draw(st.lists(one, min_size=voters, max_size=voters))]
    if not any(ballots):
        ballots[0] = [0]
    scores = None
    if scored:
        scores = [draw(st.lists(st.integers(1, 4), min_size=len(b), max_size=len(b))) for b in ballots]
    return an_election(costs, budget, ballots, scores=scores)


def plain_equal_shares(election, share, *, by_cost=True):
    """The rule word for word, with fractions and nothing clever: what the fast way is held against."""
    scores = election.ballots.scores
    offsets = election.ballots.offsets.tolist()
    named = [
        {
            int(election.ballots.projects[at]): 1 if scores is None else int(scores[at])
            for at in range(offsets[g], offsets[g + 1])
        }
        for g in election.group_of.tolist()
    ]
    held = [Fraction(share)] * len(named)
    won = []
    while True:
        best = None
        for c, project in enumerate(election.projects):
            backers = [v for v, ballot in enumerate(named) if c in ballot]
            if c in won or sum(held[v] for v in backers) < project.cost or not backers:
                continue
            backers.sort(key=lambda v: held[v] / named[v][c])
            money, points = Fraction(project.cost), sum(named[v][c] for v in backers)
            for v in backers:
                price = money / points
                if price * named[v][c] <= held[v]:
                    break
                money -= held[v]
                points -= named[v][c]
            key = (price / (project.cost if by_cost else 1), project.id, c, price)
            best = key if best is None or key < best else best
        if best is None:
            return won
        _, _, c, price = best
        won.append(c)
        for v, ballot in enumerate(named):
            if c in ballot:
                held[v] -= min(held[v], price * ballot[c])


def pabulib(name):
    """Return the path of a Pabulib file, or skip the test where the files are not at hand."""
    path = DATA / "pabulib" / name
    if not path.exists():
        pytest.skip(f"{name} is not at hand; set JIPHYEON_DATA to the folder that holds pabulib/")
    return path
