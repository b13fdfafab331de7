from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.equal_shares.elections import SMALL, an_election, elections

from jiphyeon.kernel import Refused
from jiphyeon.methods.equal_shares import (
    Method,
    Quota,
    Rule,
    group_name,
    highest_cost,
    missing,
    parse,
    picture,
    simulate,
    table,
    tally,
    voter_statement,
    winning_budget,
)
from jiphyeon.methods.equal_shares.shares import EqualShares


@pytest.fixture
def outcome():
    return tally(parse(SMALL.encode(), name="small.pb").election, Rule())


def test_a_voter_sees_where_the_share_went(outcome):
    one = voter_statement(outcome, "1")
    four = voter_statement(outcome, "4")

    assert [(p.project, p.exact, p.shown) for p in one.payments] == [
        (0, Fraction(400, 3), 134),
        (1, Fraction(200, 3), 66),
    ]
    assert one.left == 0
    assert [(p.project, p.exact) for p in four.payments] == [(1, Fraction(500, 3))]
    assert (four.share, four.left, four.left_shown) == (200, Fraction(100, 3), 33)


def test_a_voter_nobody_knows_is_refused(outcome):
    with pytest.raises(Refused, match=r"no voter 99"):
        voter_statement(outcome, "99")


def test_only_equal_shares_has_shares():
    election = parse(SMALL.encode(), name="small.pb").election

    with pytest.raises(Refused, match=r"this outcome is by greedy"):
        voter_statement(tally(election, Rule(method=Method.GREEDY)), "1")


def test_a_loser_learns_what_was_missing(outcome):
    (one,) = missing(outcome)

    # Voter 3 has 200/3 left and voter 4 has 100/3: 100 of 500.
    assert (one.project, one.raised, one.money, one.votes) == (2, 100, 400, 2)
    assert one.cost == 100


@given(elections(scored=True), st.data())
@settings(max_examples=100, deadline=None)
def test_what_a_loser_could_raise_is_what_its_supporters_have_left(election, data):
    whole = st.sampled_from([Fraction(1), Fraction(2), Fraction(5, 3)])
    count = len(election.voters)
    ballots, scores = [], []
    for group in election.group_of.tolist():
        begin, end = election.ballots.offsets[group : group + 2]
        ballots.append(election.ballots.projects[begin:end].tolist())
        scores.append(
            election.ballots.scores[begin:end].tolist() if election.ballots.scores is not None else []
        )
    weights = data.draw(st.lists(whole, min_size=count, max_size=count))
    election = an_election(election.costs, election.budget, ballots, scores=scores, weights=weights)
    outcome = tally(election, Rule())

    left = [voter_statement(outcome, str(voter)).left for voter in range(count)]

    for one in missing(outcome):
        backers = [voter for voter, ballot in enumerate(ballots) if one.project in ballot]
        assert one.raised == sum((left[voter] for voter in backers), Fraction(0))


@given(elections(most_projects=5), st.data())
@settings(max_examples=100, deadline=None)
def test_at_the_cost_named_a_loser_would_have_won(election, data):
    big = [cost * 10 for cost in election.costs]
    ballots = [election.ballots.named(g) for g in election.group_of.tolist()]
    election = an_election(big, election.budget * 10, ballots)
    outcome = tally(election, Rule())
    if not outcome.losers:
        return
    loser = data.draw(st.sampled_from(outcome.losers))

    found = highest_cost(outcome, loser)

    if found.barred or not found.cost:
        return
    cheaper = [found.cost if c == loser else cost for c, cost in enumerate(big)]
    assert loser in tally(an_election(cheaper, election.budget, ballots), Rule()).projects


@given(elections(most_projects=5), st.data())
@settings(max_examples=60, deadline=None)
def test_from_the_budget_named_a_loser_wins_and_one_unit_of_share_before_it_does_not(election, data):
    outcome = tally(election, Rule())
    if not outcome.losers:
        return
    loser = data.draw(st.sampled_from(outcome.losers))

    found = winning_budget(outcome, loser)

    if not election.supports.votes[loser]:
        assert found is None
        return
    budget, share = found
    shares = EqualShares(election, Rule())
    assert loser in shares.run(share).projects
    assert loser not in shares.run(share - 1).projects
    assert budget >= share * len(election.voters)


def test_rules_stand_side_by_side_as_rows_and_as_a_picture():
    lines = simulate(parse(SMALL.encode(), name="small.pb").election)

    rows = table(lines)
    svg = picture(lines, "Small & fair")

    assert [row[0] for row in rows[1:3]] == ["most votes", "most votes for the money"]
    assert rows[3] == ["equal shares", "3", "90.0 %", "1.40", "0.0 %", "0.0 %", "0.0 %"]
    assert svg.startswith("<svg")
    assert "Small &amp; fair" in svg
    assert "voters with nothing: most votes: 0.0 %; most votes for the money: " in svg
    assert "better off than by most votes" in svg


def test_rules_stand_side_by_side_in_korean_too():
    text = SMALL.replace("5;d;67;south", "5;d;67;south\n6;a;22;north\n7;a;23;north\n8;a;24;north")
    lines = simulate(parse(text.encode(), name="small.pb").election)

    rows = table(lines, "ko")
    svg = picture(lines, "작은 투표", "ko")

    assert rows[0][:3] == ["규칙", "선정", "사용"]
    assert [row[0] for row in rows[1:4]] == ["다득표순", "비용 대비 다득표순", "균등지분"]
    assert "다득표순보다 나아진 투표자" in svg
    assert "with nothing" not in svg
    assert [group_name(name, "ko") for name in lines[0].groups] == ["19–39세", "구역 north"]
    assert [group_name(name, "en") for name in lines[0].groups] == ["age 19–39", "district north"]
    assert group_name("age 65+", "ko") == "65세 이상"
    assert svg.count(">구역 north</text>") == 1
    for line in lines:
        for part in line.groups.values():
            assert f'text-anchor="middle" font-size="12">{float(part * 100):.1f} %</text>' in svg


def test_a_project_its_quota_can_never_hold_is_not_said_to_lack_votes():
    election = parse(SMALL.encode(), name="small.pb").election

    outcome = tally(
        election, Rule(quotas=(Quota("category=culture", ("b", "c"), cost=350),), minimum_votes=2)
    )

    assert {election.projects[one.project].id: one.barred for one in missing(outcome)} == {
        "c": "quota",
        "d": "votes",
    }
