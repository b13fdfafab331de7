"""Held against pabutools, which nobody here wrote: the same winners in the same order, exact fractions, lexical ties."""

from __future__ import annotations

import random
from importlib.util import find_spec

import pytest
from tests.methods.equal_shares.elections import an_election, pabulib

from jiphyeon.methods.equal_shares import Completion, Method, Rule, Utility, read, tally

pytestmark = pytest.mark.oracle
pabutools_election = pytest.importorskip("pabutools.election")
pabutools_rules = pytest.importorskip("pabutools.rules")

ENGINES = ["plain", "compiled"] if find_spec("numba") else ["plain"]
FILES = [
    "netherlands_assen_2024_.pb",
    "poland_lodz_2024_andrzejow.pb",
    "poland_lodz_2024_gorniak.pb",
    "poland_lodz_2024_katedralna.pb",
    "poland_lodz_2024_nr-33.pb",
    "poland_lodz_2024_rokicie.pb",
    "poland_lodz_2024_ruda.pb",
    "poland_lodz_2024_zlotno.pb",
    "poland_swiecie_2023_.pb",
    "poland_wieliczka_2023_green-budget.pb",
    "switzerland_zurich_s5_.pb",
    "us_stanford-dataset_2023-youth-power-pb-lb_vote-approvals.pb",
    "us_stanford-dataset_pb-chicago-47th-ward-2022-youth_vote-approvals.pb",
]


def theirs(election):
    """Return the same election in their words."""
    projects = [pabutools_election.Project(project.id, project.cost) for project in election.projects]
    instance = pabutools_election.Instance(projects, budget_limit=election.budget)
    ballots = [
        pabutools_election.ApprovalBallot([projects[c] for c in election.ballots.named(g)])
        for g in election.group_of.tolist()
    ]
    return instance, pabutools_election.ApprovalProfile(ballots, instance=instance)


def satisfaction(utility):
    return pabutools_election.Cost_Sat if utility is Utility.COST else pabutools_election.Cardinality_Sat


def agree(election):
    instance, profile = theirs(election)
    grouped = profile.as_multiprofile()
    for utility in Utility:
        for completion, increment in ((Completion.NONE, None), (Completion.ADD1, 1)):
            rule = Rule(utility=utility, completion=completion)
            their = pabutools_rules.method_of_equal_shares(
                instance, grouped, satisfaction(utility), voter_budget_increment=increment
            )
            for engine in ENGINES:
                assert tally(election, rule, engine=engine).ids == [project.name for project in their]
        greedy = pabutools_rules.greedy_utilitarian_welfare(instance, profile, satisfaction(utility))
        assert tally(election, Rule(method=Method.GREEDY, utility=utility, minimum_votes=0)).ids == [
            project.name for project in greedy
        ]


@pytest.mark.parametrize("seed", range(20))
def test_random_elections_full_of_ties(seed):
    dice = random.Random(seed)  # noqa: S311 -- chance without secrets
    for _ in range(50):
        projects = dice.randint(1, 8)
        costs = [dice.choice([1, 2, 3, 4, 6, 12]) for _ in range(projects)]
        keen = dice.choice([0.2, 0.5, 0.8])
        ballots = [[c for c in range(projects) if dice.random() < keen] for _ in range(dice.randint(1, 10))]
        if any(ballots):
            agree(an_election(costs, dice.randint(1, 40), ballots))


@pytest.mark.parametrize("seed", range(10))
def test_random_elections_by_phragmen(seed):
    dice = random.Random(seed)  # noqa: S311 -- chance without secrets
    for _ in range(40):
        projects = dice.randint(1, 8)
        costs = [dice.choice([1, 2, 3, 4, 6, 12]) for _ in range(projects)]
        ballots = [[c for c in range(projects) if dice.random() < 0.5] for _ in range(dice.randint(1, 10))]
        ballots.append(
            list(range(projects))
        )  # theirs gives a place to projects nobody supports; ours does not
        election = an_election(costs, dice.randint(1, 40), ballots)
        instance, profile = theirs(election)
        their = pabutools_rules.sequential_phragmen(instance, profile)
        assert sorted(tally(election, Rule(method=Method.PHRAGMEN)).ids) == sorted(p.name for p in their)


@pytest.mark.parametrize("seed", range(5))
def test_random_elections_with_points(seed):
    dice = random.Random(seed)  # noqa: S311 -- chance without secrets
    for _ in range(40):
        count = dice.randint(1, 6)
        costs = [dice.choice([1, 2, 3, 4, 6, 12]) for _ in range(count)]
        ballots = [[c for c in range(count) if dice.random() < 0.5] for _ in range(dice.randint(1, 8))]
        points = [[dice.randint(1, 4) for _ in ballot] for ballot in ballots]
        if not any(ballots):
            continue
        election = an_election(costs, dice.randint(1, 40), ballots, scores=points)
        projects = [pabutools_election.Project(project.id, project.cost) for project in election.projects]
        instance = pabutools_election.Instance(projects, budget_limit=election.budget)
        profile = pabutools_election.CardinalProfile(
            [
                pabutools_election.CardinalBallot({projects[c]: s for c, s in zip(b, row, strict=True)})
                for b, row in zip(ballots, points, strict=True)
            ],
            instance=instance,
        )
        their = pabutools_rules.method_of_equal_shares(
            instance, profile, pabutools_election.Additive_Cardinal_Sat
        )
        assert tally(election, Rule(utility=Utility.CARDINALITY)).ids == [project.name for project in their]


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_real_files(name):
    agree(read(pabulib(name)).election)


@pytest.mark.slow
def test_a_real_file_with_ten_names_a_ballot_completed():
    election = read(pabulib("poland_warszawa_2024_wilanow.pb")).election
    instance, profile = theirs(election)

    their = pabutools_rules.method_of_equal_shares(
        instance, profile.as_multiprofile(), pabutools_election.Cost_Sat, voter_budget_increment=1
    )

    for engine in ENGINES:
        mine = tally(election, Rule(completion=Completion.ADD1), engine=engine)
        assert mine.ids == [project.name for project in their]
