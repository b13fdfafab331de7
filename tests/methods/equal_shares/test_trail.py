"""The trail of Add1: whole, small, and never believed where it is wrong, by Python and by the browser's verifier."""

import copy
import json
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from math import lcm

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.equal_shares.elections import an_election, elections, pabulib, plain_equal_shares

from jiphyeon.kernel import Verdict
from jiphyeon.methods import equal_shares
from jiphyeon.methods.equal_shares import (
    Completion,
    Quota,
    Rule,
    Start,
    Utility,
    digest,
    election_document,
    read,
    result_document,
    tally,
    text_of,
    trail_document,
    verify,
)
from jiphyeon.methods.equal_shares.certificate.documents import Published
from jiphyeon.methods.equal_shares.certificate.trail import unproven
from jiphyeon.methods.equal_shares.shares import EqualShares

ADD1 = Rule(completion=Completion.ADD1)
RULES = [
    ADD1,
    Rule(completion=Completion.ADD1U, lot_seed="봉인 7"),
    Rule(completion=Completion.ADD1, utility=Utility.CARDINALITY, start=Start.FLOOR),
]
VERIFIER = equal_shares.VERIFIER[0]


def published(election, rule=ADD1):
    """Return the result with its trail, and the election."""
    outcome = tally(election, rule)
    return result_document(outcome, trail_document(outcome)), election_document(election)


def in_node(tmp_path, pairs):
    """Return what the browser's verifier finds in each (result, election), all in one process."""
    node = shutil.which("node") or pytest.skip("Node is not installed here")
    (tmp_path / "pairs.json").write_text(json.dumps(pairs), encoding="utf-8")
    script = f"""
        const {{ verify }} = require({json.dumps(str(VERIFIER))});
        const pairs = JSON.parse(require("node:fs").readFileSync("pairs.json", "utf8"));
        Promise.all(pairs.map((pair) => verify(...pair))).then(
          (all) => console.log(JSON.stringify(all.map((one) => one.problems))));
    """
    done = subprocess.run(
        [node, "-e", script], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@given(elections(), st.sampled_from(RULES))
@settings(max_examples=120, deadline=None)
def test_every_outcome_of_add1_has_a_trail_that_holds(election, rule):
    result, document = published(election, rule)

    assert verify(result, document).verdict is Verdict.TRUE
    covered = [step for first, last, *_ in result["trail"]["ranges"] for step in range(first, last + 1)]
    assert covered == list(range(result["steps"]))


@given(elections(scored=True), st.sampled_from(RULES))
@settings(max_examples=60, deadline=None)
def test_outcomes_over_scores_have_one_too(election, rule):
    assert verify(*published(election, rule)).verdict is Verdict.TRUE


@given(elections(), st.integers(0, 12), st.integers(0, 9), st.sampled_from(list(Utility)), st.booleans())
@settings(max_examples=400, deadline=None)
def test_what_is_proven_of_a_range_is_true_at_every_share_in_it(election, first, width, utility, exact):
    rule = Rule(completion=Completion.ADD1, utility=utility)
    shares = EqualShares(election, rule)
    document = result_document(tally(election, rule))
    claimed = Published(document, election_document(election))
    run = shares.run(election.share + first)
    whole = 5040 * run.share.denominator**8 if exact else None

    why = unproven(claimed, (first, first + width), [claimed.ids[c] for c in run.projects], whole)

    by_cost = utility is Utility.COST
    if why is None:
        for part in range(2 * width + 1):
            share = election.share + first + Fraction(part, 2)
            assert plain_equal_shares(election, share, by_cost=by_cost) == run.projects
        assert run.cost <= election.budget
        assert claimed.room(run.projects)


TIED = an_election(
    # Two bridges nobody can tell apart, a garden, a hall and a pond; nothing fits in the end after six steps.
    [30, 30, 50, 90, 80],
    200,
    [[0, 1]] * 3 + [[0, 1, 2]] * 2 + [[2, 3]] * 3 + [[3, 4]] * 2 + [[4]] * 2,
)


def test_a_tie_at_every_share_is_proven_for_many_steps_at_once():
    won = replace(
        TIED,
        projects=tuple(replace(one, cost=one.cost * 100_000) for one in TIED.projects),
        budget=TIED.budget * 100_000,
    )
    result, document = published(won)

    assert verify(result, document).verdict is Verdict.TRUE
    assert result["steps"] > 500_000
    assert len(result["trail"]["ranges"]) < 40


def test_a_result_without_a_trail_says_what_was_not_proven():
    outcome = tally(TIED, ADD1)

    bare = result_document(outcome)

    assert outcome.steps > 0
    checked = verify(bare, election_document(TIED))
    assert checked.verdict is Verdict.NOT_PROVEN
    assert [one.en for one in checked.unchecked] == [
        "That none of the 6 earlier steps of Add1 should have stopped: the result carries no trail of them."
    ]


def test_a_trail_that_would_be_too_long_is_not_made():
    outcome = tally(TIED, ADD1)

    assert trail_document(outcome, most=1) is None
    assert trail_document(outcome, most=1000) is not None


def missing_range(trail, _steps):
    del trail["ranges"][1]


def overlapping_ranges(trail, _steps):
    trail["ranges"].insert(1, trail["ranges"][0])


def backwards(trail, _steps):
    trail["ranges"][0][:2] = [1, 0]


def truncated(trail, _steps):
    del trail["ranges"][-1]


def overlong(trail, steps):
    trail["ranges"].append([steps, steps, trail["ranges"][-1][2]])


def the_other_side_of_a_tie(trail, _steps):
    swap = {"a": "b", "b": "a"}
    trail["orders"] = [[swap.get(name, name) for name in order] for order in trail["orders"]]


def one_purchase_fewer(trail, _steps):
    trail["orders"][-1].pop()


def one_purchase_twice(trail, _steps):
    trail["orders"][0].append(trail["orders"][0][0])


def a_project_out_of_reach(trail, _steps):
    trail["orders"][0].append("e")


def an_unknown_project(trail, _steps):
    trail["orders"][0][0] = "zz"


def one_range_over_all(trail, steps):
    trail["ranges"] = [[0, steps - 1, 0]]


def a_wrong_multiple(trail, _steps):
    trail["ranges"][0] = [*trail["ranges"][0][:3], "0"]


def a_needless_multiple(trail, _steps):
    trail["ranges"][0] = [*trail["ranges"][0][:3], str(5040**4)]


def an_order_nobody_uses(trail, _steps):
    trail["orders"].append(["e"])


def steps_as_text(trail, _steps):
    trail["ranges"][0][1] = str(trail["ranges"][0][1])


FORGERIES = [
    (missing_range, "leaves out step"),
    (overlapping_ranges, "speaks twice of step 0"),
    (backwards, "backwards"),
    (truncated, "leaves out step"),
    (overlong, "goes on to step"),
    (the_other_side_of_a_tie, "tied and earlier"),
    (one_purchase_fewer, "could perhaps be bought too"),
    (one_purchase_twice, "published form: result.trail.orders[0]"),
    (a_project_out_of_reach, "may not have its cost"),
    (an_unknown_project, "published form: result.trail.orders[0][0]"),
    (one_range_over_all, ""),
    (a_wrong_multiple, "published form: result.trail.ranges[0][3]"),
    (a_needless_multiple, "amounts are multiplied by more than it takes"),
    (an_order_nobody_uses, "published form: result.trail.orders"),
    (steps_as_text, "published form: result.trail.ranges[0][1]"),
]


def forged(by):
    """Return a result whose trail names each of its six steps singly, forged `by` a deed, and the election."""
    result, document = published(TIED)
    trail = copy.deepcopy(result["trail"])
    trail["ranges"] = [
        [step, step, *rest] for first, last, *rest in trail["ranges"] for step in range(first, last + 1)
    ]
    assert verify(committed({**result, "trail": trail}), document).verdict is Verdict.TRUE
    assert len(trail["ranges"]) == 6
    by(trail, result["steps"])
    return committed({**result, "trail": trail}), document


def committed(result):
    """Make the result's own hash anew, as a forger would."""
    rest = {key: value for key, value in result.items() if key != "digest"}
    return {**rest, "digest": digest(rest)}


def findings_of(result, document):
    return [problem.en for problem in verify(result, document).problems]


@pytest.mark.parametrize(("by", "words"), FORGERIES, ids=lambda one: getattr(one, "__name__", None))
def test_a_forged_trail_is_found_out(by, words):
    findings = findings_of(*forged(by))

    assert words in " ".join(findings)
    assert findings


def test_the_browser_finds_the_same_forgeries(tmp_path):
    forgeries = [forged(by) for by, _ in FORGERIES]

    assert in_node(tmp_path, forgeries) == [findings_of(*pair) for pair in forgeries]


def late(election, overspends):
    """Return the result of a run that goes on past the step that should have stopped it, with a trail of its own."""
    outcome = tally(election, ADD1)
    assert (outcome.stop == "overspends") == overspends
    shares = EqualShares(election, ADD1)
    orders, ranges = [], []
    for step in range(outcome.steps + 2):
        run = shares.run(election.share + step)
        order = [election.projects[c].id for c in run.projects]
        if order not in orders:
            orders.append(order)
        whole = lcm(run.share.denominator, *(purchase.price.denominator for purchase in run.purchases))
        ranges.append([step, step, orders.index(order), str(whole)])
    result = result_document(outcome)
    result["steps"] += 2
    result["run"]["share"] = str(outcome.share + 2)
    result["trail"] = {"orders": orders, "ranges": ranges}
    return committed(result), election_document(election)


EXHAUSTED = an_election([4, 3, 3], 10, [[0], [0, 1], [1, 2]])
OVERSPENT = an_election([6, 6], 10, [[0], [1]])


@pytest.mark.parametrize(
    ("election", "overspends", "words"),
    [
        (EXHAUSTED, False, "nothing more fits there: Add1 should have stopped."),
        (OVERSPENT, True, "what is bought there overspends: Add1 should have stopped before."),
    ],
)
def test_a_step_that_should_have_stopped_is_found_out(tmp_path, election, overspends, words):
    result, document = late(election, overspends)

    findings = findings_of(result, document)

    assert words in " ".join(findings)
    assert in_node(tmp_path, [(result, document)]) == [findings]


def test_the_browser_proves_what_python_proves(tmp_path):
    weights = [Fraction(3, 2)] + [Fraction(1)] * 6
    ballots = [[0, 1], [0, 1, 5], [0, 2], [1, 2], [3], [2, 4], [4, 5]]
    election = an_election([40, 30, 50, 20, 45, 30], 160, ballots, weights=weights)
    limits = {
        "incompatible": (("a", "e"),),
        "quotas": (Quota("q", ("b", "c"), projects=1), Quota("m", ("d", "f"), cost=40)),
    }
    pairs = [published(TIED, rule) for rule in RULES]
    pairs += [
        published(election, Rule(completion=rule.completion, lot_seed=rule.lot_seed, **limits))
        for rule in RULES
    ]

    assert [findings_of(*pair) for pair in pairs] == [[]] * len(pairs)
    assert in_node(tmp_path, pairs) == [[]] * len(pairs)


@pytest.mark.parametrize("broken", [[], {}, {"election": 3}, "text"])
def test_what_is_no_result_is_told_not_thrown(tmp_path, broken):
    document = election_document(TIED)
    text = json.loads(text_of(document))

    (finding,) = findings_of(broken, document)

    assert "published form" in finding
    assert len(in_node(tmp_path, [(broken, text)])[0]) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("netherlands_assen_2024_.pb", 2_000),
        ("poland_swiecie_2023_.pb", 5_000),
        ("poland_warszawa_2024_wilanow.pb", 5_000),
        ("poland_wieliczka_2023_green-budget.pb", 20_000),
    ],
)
def test_real_elections_are_proven_whole_in_few_characters(tmp_path, name, most):
    result, document = published(read(pabulib(name)).election)

    assert verify(result, document).verdict is Verdict.TRUE
    assert len(text_of(result["trail"])) < most
    assert in_node(tmp_path, [(result, document)]) == [[]]
