from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.equal_shares.elections import an_election, elections, pabulib, plain_equal_shares

from jiphyeon.methods.equal_shares import Completion, Method, Quota, Rule, Utility, compared, read, tally
from jiphyeon.methods.equal_shares.completion import add1, room_left
from jiphyeon.methods.equal_shares.shares import EqualShares
from jiphyeon.methods.equal_shares.sweep import Sweep


def step_by_step(election, share):
    """Add1 word for word: each step run from scratch."""
    steps, before = 0, None
    rule = Rule()
    shares = EqualShares(election, rule)
    while True:
        won = plain_equal_shares(election, share + steps)
        cost = sum(election.costs[c] for c in won)
        if cost > election.budget:
            return before, steps - 1
        if not room_left(shares, won, election.budget):
            return won, steps
        steps, before = steps + 1, won


@given(elections())
@settings(max_examples=150, deadline=None)
def test_jumping_stops_at_the_step_that_walking_stops_at(election):
    raised = add1(EqualShares(election, Rule()), election.share)

    assert (raised.run.projects, raised.steps) == step_by_step(election, election.share)


@given(elections(scored=True), st.integers(0, 20), st.integers(0, 6), st.sampled_from(list(Utility)))
@settings(max_examples=200, deadline=None)
def test_a_lane_never_answers_wrongly(election, more, width, utility):
    shares = EqualShares(election, Rule(utility=utility))
    low = election.share + more

    (won,) = Sweep(shares).winners([(low, low + width)])

    if won is not None:
        for step in range(width + 1):
            assert tuple(shares.run(low + step).projects) == won
        assert tuple(shares.run(low + Fraction(width, 2)).projects) == won


def test_a_range_in_which_nothing_changes_is_proven_at_one_stroke():
    election = an_election([100, 90, 80], 240, [[0]] * 5 + [[1]] * 4 + [[2]] * 3)
    shares = EqualShares(election, Rule())

    assert Sweep(shares).winners([(Fraction(23), Fraction(26))]) == [(0, 1)]


def test_of_two_projects_that_cost_nothing_and_exclude_each_other_a_lane_takes_one():
    election = an_election([0, 0, 4], 10, [[0, 1, 2], [0, 1]])
    shares = EqualShares(election, Rule(incompatible=(("a", "b"),)))

    assert Sweep(shares).winners([(Fraction(5), Fraction(5))]) == [(0, 2)]
    assert shares.run(Fraction(5)).projects == [0, 2]


@pytest.mark.parametrize("engine", ["plain", "auto"])
def test_won_sized_shares_are_jumped_not_walked(engine):
    # Sixty voters, budgets in won: half a million steps of one won.
    costs = [9_000_000, 12_000_000, 15_000_000, 20_000_000, 31_000_000]
    ballots = [[v % 5, (v * 3 + 1) % 5] if v % 5 != (v * 3 + 1) % 5 else [v % 5] for v in range(60)]
    election = an_election(costs, 50_000_000, ballots)

    outcome = tally(election, Rule(completion=Completion.ADD1), engine=engine)

    assert outcome.steps > 100_000
    assert outcome.proofs < 3_000
    shares = EqualShares(election, Rule())
    assert outcome.stop == "exhaustive"
    assert room_left(shares, shares.run(outcome.share - 1).projects, election.budget)


def test_the_fill_adds_most_votes_that_fit():
    election = an_election([60, 30, 9], 70, [[0, 1, 2], [0], [1], [1, 2]])

    bare = tally(election, Rule(completion=Completion.ADD1))
    filled = tally(election, Rule(completion=Completion.ADD1U))

    assert filled.ids[: len(bare.ids)] == bare.ids
    assert all(winner.how == "filled" for winner in filled.winners[len(bare.ids) :])
    assert filled.spent <= 70


def test_limits_hold_while_shares_are_raised():
    election = an_election([10, 10, 10, 5], 60, [[0, 1, 2], [0, 1], [2, 3], [1, 3]])
    rule = Rule(
        completion=Completion.ADD1, incompatible=(("a", "b"),), quotas=(Quota("q", ("c", "d"), projects=1),)
    )

    outcome = tally(election, rule)

    assert len({"a", "b"} & set(outcome.ids)) == 1
    assert len({"c", "d"} & set(outcome.ids)) == 1
    assert outcome.stop == "exhaustive"


def test_the_comparison_counts_who_is_pleased_more():
    election = an_election([6, 3, 3], 6, [[0], [0], [0], [1, 2], [1, 2]])

    outcome = tally(election, Rule())
    greedy = tally(election, Rule(method=Method.GREEDY))
    counts = compared(outcome, greedy.projects)

    assert (outcome.ids, greedy.ids) == ([], ["a"])
    assert (counts.prefer_this, counts.prefer_other, counts.even) == (0, 3, 2)
    assert counts.overturned


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["netherlands_assen_2024_.pb", "switzerland_zurich_s5_.pb", "poland_lodz_2024_nr-33.pb"]
)
def test_on_real_files_jumping_stops_where_walking_stops(name):
    election = read(pabulib(name)).election
    shares = EqualShares(election, Rule())

    raised = add1(shares, election.share)

    for step in range(raised.steps + 1):
        won = shares.run(election.share + step)
        assert won.cost <= election.budget
        assert (step == raised.steps and raised.stop == "exhaustive") == (
            not room_left(shares, won.projects, election.budget)
        )
