from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.equal_shares.elections import an_election, elections, plain_equal_shares

from jiphyeon.methods.equal_shares import Rule
from jiphyeon.methods.equal_shares.horizon import steps_unchanged
from jiphyeon.methods.equal_shares.shares import EqualShares


@given(elections(), st.integers(0, 12))
@settings(max_examples=200, deadline=None)
def test_as_many_steps_as_the_lines_allow_buy_the_same(election, more):
    shares = EqualShares(election, Rule())
    run = shares.run(election.share + more)

    for step in range(1, steps_unchanged(shares, run, 1, 15) + 1):
        assert plain_equal_shares(election, run.share + step) == run.projects


def test_a_project_that_a_step_makes_just_affordable_ends_the_lines_before_it():
    # At a share of 10 the three supporters of b lack 3 of its cost; at 11 they have it, and b is the cheaper.
    election = an_election([10, 33], 1000, [[0, 1], [0, 1], [1]])
    shares = EqualShares(election, Rule())

    run = shares.run(Fraction(10))

    assert run.projects == [0]
    assert plain_equal_shares(election, 11) == [1]
    assert steps_unchanged(shares, run, 1, 100) == 0
