from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.equal_shares.elections import SMALL, an_election, elections, plain_equal_shares

from jiphyeon.kernel import Refused
from jiphyeon.methods.equal_shares import (
    Completion,
    Method,
    Quota,
    Rule,
    Start,
    Utility,
    mixed,
    parse,
    statements,
    tally,
    with_ties,
)
from jiphyeon.methods.equal_shares.shares import EqualShares


def test_the_cheapest_for_its_supporters_is_bought_first_and_poor_voters_give_what_they_have():
    # Share 200. a asks 400/3 of each of its three, b 100: for a won of cost both ask 1/3, a tie, and a comes first.
    # Voters 1 and 2 have 200/3 left and give it all to b; voter 4 gives the missing 500/3. d is then paid by voter 5.
    election = parse(SMALL.encode(), name="small.pb").election

    outcome = tally(election, Rule())

    assert outcome.share == 200
    assert outcome.ids == ["a", "b", "d"]
    assert [winner.price for winner in outcome.winners] == [Fraction(400, 3), Fraction(500, 3), 200]
    assert election.projects[outcome.winners[0].tied[0]].id == "b"
    assert outcome.spent == 900


def test_someone_with_too_little_gives_all_and_the_others_share_the_rest():
    election = an_election([9, 12], 24, [[0, 1], [0], [0, 1], [1]])

    run = EqualShares(election, Rule()).run(Fraction(6))

    assert run.projects == [0, 1]
    assert [purchase.price for purchase in run.purchases] == [3, 6]
    assert run.emptied.tolist() == [1, 2, 1]


@given(elections())
@settings(max_examples=200, deadline=None)
def test_the_fast_way_buys_what_the_rule_word_for_word_buys(election):
    for utility in Utility:
        rule = Rule(utility=utility)

        won = EqualShares(election, rule).run(election.share).projects

        assert won == plain_equal_shares(election, election.share, by_cost=utility is Utility.COST)


@given(elections(scored=True))
@settings(max_examples=100, deadline=None)
def test_scores_weigh_payments_as_the_rule_says(election):
    won = EqualShares(election, Rule()).run(election.share).projects

    assert won == plain_equal_shares(election, election.share)


@given(elections(), st.sampled_from(list(Completion)), st.sampled_from(list(Utility)))
@settings(max_examples=150, deadline=None)
def test_money_is_kept_to_the_last_fraction(election, completion, utility):
    outcome = tally(election, Rule(completion=completion, utility=utility))

    paid = dict.fromkeys(outcome.projects, Fraction(0))
    for ballot, statement in statements(outcome):
        weight = int(election.ballots.weights[ballot])
        assert sum(payment.exact for payment in statement.payments) + statement.left == outcome.share
        assert statement.left >= 0
        shown = sum(payment.shown for payment in statement.payments)
        assert shown + statement.left_shown == statement.share_shown
        for payment in statement.payments:
            paid[payment.project] += weight * payment.exact
    assert outcome.spent <= election.budget
    for winner in outcome.winners:
        cost = election.costs[winner.project]
        assert paid[winner.project] == (cost if winner.how == "bought" else 0)


@given(elections(most_projects=5))
@settings(max_examples=100, deadline=None)
def test_nothing_that_lost_could_still_be_paid(election):
    outcome = tally(election, Rule())

    left = {ballot: statement.left for ballot, statement in statements(outcome)}
    for project in outcome.losers:
        rows = election.supports.of(project).tolist()
        if rows:
            assert sum(left[g] * int(election.ballots.weights[g]) for g in rows) < election.costs[project]


@given(elections(most_projects=5, most_voters=7))
@settings(max_examples=100, deadline=None)
def test_a_group_that_agrees_and_can_pay_for_all_it_wants_gets_all_of_it(election):
    # Extended justified representation, by brute force over groups of ballots: a group whose shares cover the cost of
    # a set of projects they all approve is not left, every one of them, with less of its money's worth than the set.
    outcome = tally(election, Rule())
    won = set(outcome.projects)
    ballots = [set(election.ballots.named(g)) for g in range(len(election.ballots))]
    for size in range(1, len(ballots) + 1):
        for group in combinations(range(len(ballots)), size):
            weight = sum(int(election.ballots.weights[g]) for g in group)
            common = set.intersection(*(ballots[g] for g in group))
            for count in range(1, len(common) + 1):
                for wanted in combinations(sorted(common), count):
                    worth = sum(election.costs[c] for c in wanted)
                    if worth > weight * election.share:
                        continue
                    gains = [sum(election.costs[c] for c in ballots[g] & (won | set(wanted))) for g in group]
                    alone = max(
                        sum(election.costs[c] for c in ballots[g] & won)
                        + max((election.costs[c] for c in set(wanted) - won), default=0)
                        for g in group
                    )
                    assert alone >= worth or max(gains) < worth


@given(elections(most_projects=6), st.data())
@settings(max_examples=150, deadline=None)
def test_one_more_supporter_never_expels_a_winner_of_the_first_round(election, data):
    # The rule promises monotonicity for what is bought first: its price falls, every other price stays.
    before = EqualShares(election, Rule()).run(election.share).projects
    if not before:
        return
    first = before[0]
    outside = [g for g in range(len(election.ballots)) if first not in election.ballots.named(g)]
    if not outside:
        return
    joining = data.draw(st.sampled_from(outside))
    ballots = [
        election.ballots.named(g) + ([first] if g == joining else []) for g in election.group_of.tolist()
    ]

    after = EqualShares(an_election(election.costs, election.budget, ballots), Rule()).run(election.share)

    assert after.projects[0] == first


def test_a_committee_and_citizens_weigh_half_and_half():
    text = SMALL.replace("voter_id;vote;age;district", "voter_id;vote;age;role")
    for old, new in (("north", "citizen"), ("67;south", "67;committee"), ("south", "citizen")):
        text = text.replace(old, new)
    election = parse(text.encode(), name="small.pb").election

    half = mixed(election, "role", {"citizen": 50, "committee": 50})

    assert half.ballots.weight_unit == 1
    assert half.weight == 8
    assert half.weight_of(4) == 4
    assert half.share == 125
    assert half.supports.votes[half.index["d"]] == 4


def test_weights_count_as_that_many_voters_would():
    weighed = an_election(
        [6, 4, 3], 12, [[0, 1], [1, 2], [2]], weights=[Fraction(2), Fraction(1), Fraction(3)]
    )
    repeated = an_election([6, 4, 3], 12, [[0, 1]] * 2 + [[1, 2]] + [[2]] * 3)

    one, other = (tally(election, Rule(completion=Completion.ADD1)) for election in (weighed, repeated))

    assert (one.ids, one.share, one.steps) == (other.ids, other.share, other.steps)


def test_incompatible_projects_and_quotas_shut_others_out():
    election = an_election([2, 2, 2, 2], 8, [[0, 1, 2, 3]] * 4)

    free = tally(election, Rule()).ids
    apart = tally(election, Rule(incompatible=(("a", "b"),))).ids
    capped = tally(election, Rule(quotas=(Quota("ab", ("a", "b", "c"), projects=2),))).ids
    dear = tally(election, Rule(quotas=(Quota("ab", ("a", "b"), cost=3),))).ids

    assert free == ["a", "b", "c", "d"]
    assert apart == ["a", "c", "d"]
    assert capped == ["a", "b", "d"]
    assert dear == ["a", "c", "d"]


def test_too_few_votes_shut_a_project_out():
    election = parse(SMALL.encode(), name="small.pb").election

    assert tally(election, Rule(minimum_votes=2)).ids == ["a", "b"]


def test_the_floor_start_takes_whole_won():
    election = an_election([4, 3], 10, [[0], [0, 1], [1]])

    exact, floor = (tally(election, Rule(start=start)) for start in Start)

    assert (exact.share, floor.share) == (Fraction(10, 3), 3)


def test_the_lot_is_the_hash_of_the_seed_and_comes_after_cost_and_votes():
    election = an_election([3, 3, 2], 2, [[0, 1, 2], [0, 1, 2]])

    lots = {tuple(tally(election, Rule(lot_seed=str(seed), method=Method.GREEDY)).ids) for seed in range(8)}

    assert lots == {("c",)}
    tied = an_election([3, 3], 3, [[0, 1]])
    assert {tally(tied, Rule(lot_seed=str(seed))).ids[0] for seed in range(20)} == {"a", "b"}
    assert with_ties("lexical") is None


def test_a_tie_order_that_does_not_exist_is_refused():
    with pytest.raises(Refused, match=r"lexical or cost-votes-lot:SEED, not alphabet"):
        with_ties("alphabet")


def test_costs_far_beyond_what_a_float_holds_are_still_exact():
    big = 2**80
    election = an_election([3 * big, 3 * big + 1, big], 6 * big, [[0, 1], [0, 1], [2]])

    outcome = tally(election, Rule())

    assert outcome.ids == ["a", "c"]
    assert outcome.winners[0].price == Fraction(3 * big, 2)


def test_a_cost_one_above_all_the_money_of_its_supporters_is_not_bought():
    money = 10**15
    just, above = (an_election([money + more, 5], 2 * money, [[0], [1]]) for more in (0, 1))

    assert tally(just, Rule()).ids == ["b", "a"] or tally(just, Rule()).ids == ["a", "b"]
    assert tally(above, Rule()).ids == ["b"]


def test_what_costs_nothing_wins_with_its_votes_and_nobody_pays():
    election = an_election([0, 5], 5, [[0, 1], [1]])

    outcome = tally(election, Rule())

    assert outcome.ids == ["a", "b"]
    assert (outcome.winners[0].price, outcome.winners[0].payers) == (0, 0)


def test_ten_thousand_projects_are_no_trouble():
    costs = [100 + at % 7 for at in range(10_000)]
    election = an_election(costs, 40_000, [[(v * 37 + k) % 10_000 for k in range(20)] for v in range(400)])

    outcome = tally(election, Rule())

    assert outcome.spent <= 40_000
    assert len(outcome.winners) > 100


@pytest.mark.parametrize("ballots", [[], [[]], [[], []]])
def test_nobody_and_nothing_are_refused_in_words(ballots):
    election = an_election([1], 1, ballots)

    with pytest.raises(Refused, match=r"no ballots|are empty"):
        tally(election, Rule())


@pytest.mark.parametrize(
    ("costs", "ballots", "scores", "share", "by_cost"),
    [
        ([5, 3, 2], [[0, 1, 2], [0, 1], [0, 1, 2]], None, Fraction(11, 3), False),
        (
            [10, 21, 7, 2, 10],
            [[0, 2, 4], [1, 2, 3, 4], [0, 1, 3], [1, 3, 4], [0, 1, 4], [0, 1, 2, 3]],
            [[2, 5, 2], [4, 3, 5, 2], [1, 1, 1], [3, 2, 3], [1, 5, 5], [5, 5, 1, 4]],
            Fraction(77, 6),
            True,
        ),
        (
            [6, 2, 2, 12, 3, 1, 2],
            [[1, 3, 4], [1, 2, 4, 5], [0, 1, 3, 5], [0, 2, 4, 5], [0, 2, 3], [1, 2, 3, 6]],
            None,
            Fraction(35, 6),
            True,
        ),
    ],
)
def test_a_price_that_rounding_would_move_to_and_fro_is_found_all_the_same(
    costs, ballots, scores, share, by_cost
):
    # Where a voter holds exactly the price, one sum says that they can pay it and the next that they cannot.
    election = an_election(costs, 100, ballots, scores=scores)
    rule = Rule(utility=Utility.COST if by_cost else Utility.CARDINALITY)

    assert EqualShares(election, rule).run(share).projects == plain_equal_shares(
        election, share, by_cost=by_cost
    )
