import copy
import json
import shutil
import subprocess
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.equal_shares.elections import an_election, elections, pabulib

from jiphyeon.methods import equal_shares
from jiphyeon.methods.equal_shares import (
    Completion,
    Method,
    Quota,
    Rule,
    Utility,
    digest,
    election_document,
    read,
    result_document,
    tally,
    text_of,
    verify,
)

VERIFIER = equal_shares.VERIFIER[0]
RULES = [
    Rule(),
    Rule(completion=Completion.ADD1),
    Rule(completion=Completion.ADD1U, lot_seed="봉인 7"),
    Rule(utility=Utility.CARDINALITY, completion=Completion.ADD1U),
    Rule(method=Method.GREEDY),
    Rule(method=Method.GREEDY, utility=Utility.CARDINALITY, lot_seed="x"),
    Rule(method=Method.PHRAGMEN),
]


@given(elections(), st.sampled_from(RULES))
@settings(max_examples=250, deadline=None)
def test_every_result_holds(election, rule):
    checked = verify(result_document(tally(election, rule)), election_document(election))

    assert checked.problems == ()


@given(elections(scored=True), st.sampled_from(RULES[:4]))
@settings(max_examples=60, deadline=None)
def test_results_over_scores_hold(election, rule):
    checked = verify(result_document(tally(election, rule)), election_document(election))

    assert checked.problems == ()


@pytest.fixture
def published():
    election = an_election([40, 30, 50, 20, 45], 120, [[0, 1], [0, 1], [0, 2], [1, 2], [3], [2, 4], [4]])
    outcome = tally(election, Rule(completion=Completion.ADD1U))
    return result_document(outcome), election_document(election)


def forged(result, path, value):
    """Return a result with something else in one place, and its own hash made anew."""
    result = copy.deepcopy(result)
    place = result
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return committed(result)


def committed(result):
    rest = {key: value for key, value in result.items() if key != "digest"}
    return {**rest, "digest": digest(rest)}


def findings_of(result, election):
    return [problem.en for problem in verify(result, election).problems]


FORGERIES = [
    (["run", "purchases", 0, 1], "12", "its supporters pay"),
    (["run", "share"], "18", "is not the starting share"),
    (["winners"], ["a", "b", "c", "d", "e"], "more than the budget"),
    (["winners"], ["a", "a"], "published form: result.winners"),
    (["winners"], ["z"], "published form: result.winners[0]"),
    (["spent"], "1", "the result says 1"),
    (["election"], "0" * 64, "another election"),
    (["rule", "completion"], "none", "published form: result.stop"),
]


@pytest.mark.parametrize(("path", "value", "words"), FORGERIES)
def test_a_forged_result_is_found_out(published, path, value, words):
    result, election = published

    findings = findings_of(forged(result, path, value), election)

    assert words in " ".join(findings)


def test_two_purchases_out_of_order_are_found_out(published):
    result, election = published
    purchases = result["run"]["purchases"]

    findings = findings_of(forged(result, ["run", "purchases"], purchases[1::-1] + purchases[2:]), election)

    assert findings


def test_the_wrong_side_of_a_tie_is_found_out():
    election = an_election([3, 3], 3, [[0, 1], [0, 1]])
    result = result_document(tally(election, Rule()))
    assert result["winners"] == ["a"]

    swapped = json.loads(text_of(result).replace('["a"]', '["b"]').replace('["a",', '["b",'))

    assert "tied and earlier" in " ".join(findings_of(committed(swapped), election_document(election)))


def test_stopping_too_early_is_found_out():
    election = an_election([4, 3, 3], 10, [[0], [0, 1], [1, 2]])
    early = result_document(tally(election, Rule()))

    forgery = forged(forged(early, ["rule", "completion"], "add1"), ["stop"], "exhaustive")
    findings = findings_of(forgery, election_document(election))

    assert "still fits" in " ".join(findings)


def test_the_hash_knows_the_election_by_its_content_not_its_order():
    one = an_election([1, 2], 3, [[0], [1], [0, 1]])
    other = an_election([1, 2], 3, [[0, 1], [0], [1]])
    changed = an_election([1, 2], 3, [[0, 1], [0], [0]])

    assert digest(election_document(one)) == digest(election_document(other))
    assert digest(election_document(one)) != digest(election_document(changed))


def in_node(tmp_path, result, election):
    node = shutil.which("node") or pytest.skip("Node is not installed here")
    paths = [tmp_path / "result.json", tmp_path / "election.json"]
    for path, document in zip(paths, (result, election), strict=True):
        path.write_text(text_of(document), encoding="utf-8")
    done = subprocess.run([node, VERIFIER, *paths, "--json"], capture_output=True, text=True, check=False)
    answer_read = json.loads(done.stdout)
    assert done.returncode == {"true": 0, "false": 1, "not_proven": 3}[answer_read["verdict"]], done.stderr
    return answer_read["problems"]


@pytest.mark.parametrize("rule", RULES)
def test_the_browser_finds_what_python_finds(tmp_path, rule):
    election = an_election(
        [40, 30, 50, 20, 45, 30],
        130,
        [[0, 1], [0, 1, 5], [0, 2], [1, 2], [3], [2, 4], [4, 5]],
        weights=[Fraction(3, 2)] + [Fraction(1)] * 6,
    )
    limited = Rule(
        method=rule.method, utility=rule.utility, completion=rule.completion, lot_seed=rule.lot_seed,
        incompatible=(("a", "e"),), quotas=(Quota("q", ("b", "c"), projects=1), Quota("m", ("d", "f"), cost=40)),
    )  # fmt: skip
    result, document = result_document(tally(election, limited)), election_document(election)

    assert findings_of(result, document) == []
    assert in_node(tmp_path, result, document) == []


@pytest.mark.parametrize(("path", "value", "words"), FORGERIES)
def test_the_browser_finds_forgeries_too(tmp_path, published, path, value, words):
    result, election = published

    findings = in_node(tmp_path, forged(result, path, value), election)

    assert words in " ".join(findings)


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES[2:])
@pytest.mark.parametrize("name", ["netherlands_assen_2024_.pb", "poland_wieliczka_2023_green-budget.pb"])
def test_real_results_hold_in_both(tmp_path, name, rule):
    election = read(pabulib(name)).election
    result, document = result_document(tally(election, rule)), election_document(election)

    assert findings_of(result, document) == []
    assert in_node(tmp_path, result, document) == []


FREE = an_election([0, 0, 4], 10, [[0, 1, 2], [0, 1, 2]])
EITHER = Rule(incompatible=(("a", "b"),))


def free_forgeries():
    """Return results that take the other free project, or a free one too late, each with what gives it away."""
    true = result_document(tally(FREE, EITHER))
    assert (true["winners"], findings_of(true, election_document(FREE))) == (["a", "c"], [])
    other = json.loads(text_of(true).replace('["a","c"]', '["b","c"]').replace('["a","0"]', '["b","0"]'))
    late = copy.deepcopy(true)
    late["winners"].reverse()
    late["run"]["purchases"].reverse()
    other, late = committed(other), committed(late)
    return [(other, "a costs nothing and comes before b."), (late, "a costs nothing and comes before c.")]


@pytest.mark.parametrize("at", [0, 1])
def test_free_projects_come_first_and_in_their_order(tmp_path, at):
    result, words = free_forgeries()[at]

    assert words in findings_of(result, election_document(FREE))
    assert words in in_node(tmp_path, result, election_document(FREE))


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["stop"], "overspends", "published form: result.overspent"),
        (["steps"], -1, "published form: result.steps"),
        (["steps"], 4, "is not the starting share"),
        (["run"], None, "published form"),
        (["rule", "quotas"], None, "published form"),
    ],
)
def test_both_verifiers_hold_the_words_around_the_figures(tmp_path, published, path, value, words):
    result, election = published
    forgery = forged(result, path, value)

    assert words in " ".join(findings_of(forgery, election))
    assert words in " ".join(in_node(tmp_path, forgery, election))


@pytest.mark.parametrize(
    "ballot",
    [
        [0, 1, [0]],
        [1, 0, [0]],
        [1, 1, [9]],
        [1, 1, [-1]],
        [1, 1, [3, 3]],
        [1.5, 1, [3]],
        [1, 1, [3], [3]],
        [1, [3]],
    ],
)
def test_a_ballot_that_cannot_be_one_is_refused_by_both(tmp_path, published, ballot):
    result, election = copy.deepcopy(published)
    election["ballots"].append(ballot)
    result["election"] = digest(election)
    result = committed(result)

    assert "published form: election.ballots[" in " ".join(findings_of(result, election))
    assert (
        "published form: election.ballots[" in " ".join(in_node(tmp_path, result, election))
        or ballot[0] == 1.5
    )
