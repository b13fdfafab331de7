"""Published results forged in every field, before and after committing: none is called true, by Python or the browser.

"After committing" leaves the hashes as they were; "before" makes them anew, as somebody would who publishes the forgery.
"""

import copy
import hashlib
import json
import shutil
import subprocess
from fractions import Fraction

import pytest
from tests.methods.equal_shares.elections import an_election
from tests.methods.equal_shares.oracle import drawn

from jiphyeon.kernel import Refused, Verdict
from jiphyeon.methods import equal_shares
from jiphyeon.methods.equal_shares import (
    Completion,
    Method,
    Quota,
    Rule,
    Start,
    Utility,
    election_document,
    published,
    result_document,
    tally,
    text_of,
    trail_document,
    verify,
    with_ties,
)
from jiphyeon.methods.equal_shares.amounts import text_of_fraction, text_of_whole
from jiphyeon.methods.equal_shares.certificate.documents import fraction_of
from jiphyeon.methods.equal_shares.certificate.form import whole_of

VERIFIER = equal_shares.VERIFIER[0]
LIMITED = Rule(
    completion=Completion.ADD1U,
    minimum_votes=2,
    incompatible=(("a", "b"),),
    quotas=(Quota("few", ("c", "d", "e"), projects=2), Quota("cheap", ("e", "f"), cost=60)),
)


def documents(election, rule):
    outcome = tally(election, rule, engine="plain")
    trail = trail_document(outcome) if outcome.stop else None
    texts = [text_of(result_document(outcome, trail)), text_of(election_document(election))]
    return [json.loads(text) for text in texts]


def raised():
    """Return a result of Add1U in which everything happens: a free project, a tie, limits, weights, a fill, a trail."""
    ballots = [[0, 1, 5, 6], [2, 3, 4, 5], [0], [2, 6], [0, 3, 4], [3, 6], [], [0, 1, 3, 5, 6], [2, 3, 4, 6]]
    weights = [Fraction(2)] * 2 + [Fraction(1)] * 7
    result, election = documents(
        an_election([45, 25, 0, 25, 60, 30, 10], 99, ballots, weights=weights), LIMITED
    )
    assert (result["winners"], result["filled"], result["steps"]) == (["c", "d", "g", "f", "b"], ["b"], 5)
    assert (result["stop"], len(result["trail"]["ranges"]) > 1) == ("overspends", True)
    return result, election


def by_seed(seed):
    return documents(drawn(seed).election(), drawn(seed).rule)


HONEST = {"add1u": raised, "greedy": lambda: by_seed(5257), "phragmen": lambda: by_seed(9294)}


def judged(result, election):
    """Return the verdict over two texts, as the command reads them."""
    try:
        return verify(published(result.encode()), published(election.encode())).verdict
    except Refused:
        return Verdict.FALSE


def committed(result, election):
    """Make both hashes anew."""

    def sha(document):
        text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    if isinstance(result, dict):
        result = {key: value for key, value in result.items() if key != "digest"}
        result["election"] = sha(election)
        result["digest"] = sha(result)
    return result, election


def in_node(tmp_path, pairs):
    """Return the browser's verdict over each pair of texts."""
    node = shutil.which("node") or pytest.skip("Node is not installed here")
    (tmp_path / "pairs.json").write_text(json.dumps(pairs), encoding="utf-8")
    script = f"""
        const {{ verifyTexts }} = require({json.dumps(str(VERIFIER))});
        const pairs = JSON.parse(require("node:fs").readFileSync("pairs.json", "utf8"));
        Promise.all(pairs.map((pair) => verifyTexts(...pair))).then(
          (all) => console.log(JSON.stringify(all.map((one) => one.verdict))));
    """
    done = subprocess.run(
        [node, "-e", script], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def honest_verdict(result):
    """Return what is said of an honest result: the members of a quota are never proven."""
    return Verdict.NOT_PROVEN if result["rule"]["quotas"] else Verdict.TRUE


@pytest.mark.parametrize("name", HONEST)
def test_the_honest_document_is_not_called_false(tmp_path, name):
    pair = [text_of(one) for one in HONEST[name]()]

    assert judged(*pair) is honest_verdict(HONEST[name]()[0])
    assert in_node(tmp_path, [pair]) == [honest_verdict(HONEST[name]()[0]).value]


def test_results_of_every_kind_of_election_are_true_unless_a_quota_is_stated(tmp_path):
    documents = [by_seed(seed) for seed in range(240)]
    pairs = [[text_of(one) for one in pair] for pair in documents]
    due = [honest_verdict(result) for result, _ in documents]

    assert due.count(Verdict.TRUE) > 150
    assert [judged(*pair) for pair in pairs] == due
    assert in_node(tmp_path, pairs) == due


def leaves(value, path=()):
    """Yield the place of everything in a document, the whole lists and objects too."""
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield from leaves(one, (*path, key))


def at(document, path):
    for key in path:
        document = document[key]
    return document


DROP = object()
NOUGHT, HUGE = float("nan"), 10**400


def changes(parent, key):
    """Yield what a forger might put in this place."""
    value = parent[key]
    yield from (DROP, None, True, NOUGHT, float("inf"), HUGE, -1, 1.5, "", "x", [], {})
    if type(value) is int:
        yield from (value + 1, value - 1, value * 2, str(value), float(value))
    if isinstance(value, str):
        yield from (value + " ", value + "0", value.upper(), f"\N{ZERO WIDTH SPACE}{value}", [value])
        if value.replace("/", "").isdigit():
            yield from (
                str(Fraction(value) + 1),
                str(Fraction(value) / 2),
                f"{value}.0",
                f"+{value}",
                f"0{value}",
            )
            yield from (int(Fraction(value)), "9" * 5000, f"-{value}", f"{Fraction(value).numerator * 2}/2")
    if isinstance(value, list):
        yield from (value[::-1], value[1:], value[:-1], [*value, *value[:1]], value[:1] + value, [value])
        yield from (
            [*value[:spot], *value[spot : spot + 2][::-1], *value[spot + 2 :]]
            for spot in range(len(value) - 1)
        )


def forgeries(documents):
    """Yield (which document, where, the forged pair) for every place and change; nothing that says the same."""
    for which, document in enumerate(documents):
        for path in leaves(document):
            for change in changes(at(document, path[:-1]), path[-1]):
                pair = copy.deepcopy(documents)
                parent = at(pair[which], path[:-1])
                if change is DROP:
                    del parent[path[-1]]
                else:
                    parent[path[-1]] = change
                if json.dumps(pair) != json.dumps(documents):
                    yield which, path, pair


def same_by_another_rule(result, election, honest):
    """Return whether a result only names another rule, by which the outcome is the same: that is true, not forged."""
    given = result["rule"]
    amount = lambda cost: None if cost is None else int(cost)  # noqa: E731 -- said once
    rule = Rule(
        method=Method(given["method"]),
        utility=Utility(given["utility"]),
        completion=Completion(given["completion"]),
        start=Start(given["start"]),
        lot_seed=with_ties(given["ties"]),
        minimum_votes=given["minimum_votes"],
        incompatible=tuple(map(tuple, given["incompatible"])),
        quotas=tuple(
            Quota(q["name"], tuple(q["members"]), projects=q["projects"], cost=amount(q["cost"]))
            for q in given["quotas"]
        ),
    )
    again = result_document(tally(honest, rule, engine="plain"))
    own = {"rule", "digest", "trail"}
    return {key: value for key, value in result.items() if key not in own} == {
        key: value for key, value in json.loads(text_of(again)).items() if key not in own
    }


ELECTIONS = {
    "greedy": lambda: drawn(5257).election(),
    "phragmen": lambda: drawn(9294).election(),
    "add1u": lambda: an_election(
        [45, 25, 0, 25, 60, 30, 10],
        99,
        [[0, 1, 5, 6], [2, 3, 4, 5], [0], [2, 6], [0, 3, 4], [3, 6], [], [0, 1, 3, 5, 6], [2, 3, 4, 6]],
        weights=[Fraction(2)] * 2 + [Fraction(1)] * 7,
    ),
}


@pytest.mark.parametrize("before", [True, False], ids=["before committing", "after committing"])
@pytest.mark.parametrize("name", HONEST)
def test_no_field_can_be_changed_removed_swapped_or_doubled(tmp_path, name, before):
    honest = HONEST[name]()
    texts, verdicts = [], []

    for which, path, pair in forgeries(honest):
        result, election = committed(*pair) if before else pair
        if [result, election] == [*honest]:
            continue  # a hash forged, and then made anew
        texts.append([json.dumps(result), json.dumps(election)])
        verdicts.append(judged(*texts[-1]))
        false = verdicts[-1] is Verdict.FALSE
        unproven = verdicts[-1] is Verdict.NOT_PROVEN and path == ("trail",)
        assert (
            false
            or (before and which == 0 and unproven)
            or (
                before
                and which == 0
                and path[0] == "rule"
                and same_by_another_rule(result, election, ELECTIONS[name]())
            )
        ), (path, at(pair[which], path[:-1]))

    assert len(texts) > 1_000
    some = range(0, len(texts), 3)
    assert in_node(tmp_path, [texts[one] for one in some]) == [verdicts[one].value for one in some]


def project(election, name):
    return next(row for row in election["projects"] if row[0] == name)


def loser_wins(r, _e):
    r["winners"][-1] = "a"


def loser_wins_everywhere(r, _e):
    r["winners"][-1] = r["filled"][0] = "a"
    r["spent"] = "115"


def loser_is_bought(r, _e):
    r["run"]["purchases"].append(["e", "1"])
    r["winners"].insert(-1, "e")


def winner_is_left_out(r, _e):
    r["winners"].remove("f")
    r["run"]["purchases"] = [row for row in r["run"]["purchases"] if row[0] != "f"]
    r["spent"] = str(int(r["spent"]) - 30)


def fill_is_left_out(r, _e):
    r["winners"].remove("b")
    r["filled"] = []
    r["spent"] = str(int(r["spent"]) - 25)


def fill_is_said_to_be_bought(r, _e):
    r["run"]["purchases"].append(["b", "5"])
    r["filled"] = []


def purchases_change_places(r, _e):
    one = r["run"]["purchases"]
    one[1], one[2] = one[2], one[1]
    r["winners"][1], r["winners"][2] = r["winners"][2], r["winners"][1]


def free_project_comes_last(r, _e):
    r["run"]["purchases"].append(r["run"]["purchases"].pop(0))
    r["winners"][:4] = [name for name, _ in r["run"]["purchases"]]


def price_is_higher(r, _e):
    r["run"]["purchases"][-1][1] = str(Fraction(r["run"]["purchases"][-1][1]) * 1000)


def price_is_lower(r, _e):
    r["run"]["purchases"][1][1] = str(Fraction(r["run"]["purchases"][1][1]) / 2)


def prices_change_places(r, _e):
    one, other = r["run"]["purchases"][1:3]
    one[1], other[1] = other[1], one[1]


def free_project_has_a_price(r, _e):
    r["run"]["purchases"][0][1] = "1"


def share_is_higher(r, _e):
    r["run"]["share"] = str(Fraction(r["run"]["share"]) + 1)


def share_and_steps_are_higher(r, _e):
    r["run"]["share"] = str(Fraction(r["run"]["share"]) + 1)
    r["steps"] += 1


def stopped_a_step_early(r, _e):
    r["overspent"] = copy.deepcopy(r["run"])
    r["run"]["share"] = str(Fraction(r["run"]["share"]) - 1)
    r["steps"] -= 1
    r["trail"]["ranges"].pop()


def stop_is_another(r, _e):
    r["stop"], r["overspent"] = "exhaustive", None


def next_step_is_taken_from_further_on(r, _e):
    r["overspent"]["share"] = str(Fraction(r["overspent"]["share"]) + 1)


def next_step_buys_less(r, _e):
    r["overspent"]["purchases"].pop()


def next_step_has_other_prices(r, _e):
    r["overspent"]["purchases"][-1][1] = "7/2"


def spent_is_less(r, _e):
    r["spent"] = "80"


def trail_is_gone(r, _e):
    del r["trail"]


def trail_is_empty(r, _e):
    r["trail"] = {"orders": [], "ranges": []}


def trail_leaves_out_a_step(r, _e):
    r["trail"]["ranges"].pop(0)


def trail_buys_something_else(r, _e):
    r["trail"]["orders"][0][-1] = "e"


def trail_covers_all_with_one_order(r, _e):
    r["trail"] = {"orders": r["trail"]["orders"][:1], "ranges": [[0, r["steps"] - 1, 0]]}


def completion_is_none(r, _e):
    r["rule"]["completion"] = "none"


def completion_is_add1(r, _e):
    r["rule"]["completion"] = "add1"


def method_is_greedy(r, _e):
    r["rule"]["method"] = "greedy"


def utility_is_another(r, _e):
    r["rule"]["utility"] = "cardinality"


def incompatible_projects_may_both_win(r, _e):
    r["rule"]["incompatible"] = [["b", "d"]]


def quota_is_fuller_than_it_allows(r, _e):
    r["rule"]["quotas"][1]["projects"] = 1


def quota_forgets_a_member(r, _e):
    r["rule"]["quotas"][1]["members"] = ["d"]
    r["rule"]["quotas"][1]["projects"] = 0


def more_votes_are_needed(r, _e):
    r["rule"]["minimum_votes"] = 4


def figure_of_those_with_nothing_is_better(r, _e):
    r["figures"]["with_nothing"] = "0"


def figure_of_voters_is_higher(r, _e):
    r["figures"]["voters"] += 100


def supporters_of_a_loser_are_fewer(r, _e):
    r["projects"][0][2] -= 1


def what_a_loser_lacked_is_more(r, _e):
    r["projects"][0][5] = "0"


def cost_of_a_loser_is_higher(_r, e):
    project(e, "a")[1] = "99"


def cost_of_a_winner_is_lower(_r, e):
    project(e, "g")[1] = "9"


def budget_is_higher(_r, e):
    e["budget"] = "100"


def budget_is_higher_in_both(r, e):
    e["budget"] = r["figures"]["budget"] = "100"


def money_has_cents(r, e):
    e["minor"] = r["figures"]["minor"] = "100"


def a_voter_is_added(_r, e):
    e["ballots"][0][0] += 1
    e["ballots"][0][1] += 1


def a_voter_is_removed(_r, e):
    del e["ballots"][1]


def a_ballot_counts_double(_r, e):
    e["ballots"][2][1] *= 2


def a_ballot_names_another_project(_r, e):
    e["ballots"][3][2] = sorted({*e["ballots"][3][2][1:], 4, 6})
    e["ballots"].sort(key=lambda row: row[2:])


def two_ballots_swap_their_weights(_r, e):
    e["ballots"][1][:2], e["ballots"][2][:2] = e["ballots"][2][:2], [5, 5]


def weights_are_in_other_units(_r, e):
    e["weight_unit"] = 2


def points_are_made_of_approval(_r, e):
    e["scoring"] = "points"
    for row in e["ballots"]:
        row.append([1] * len(row[2]))


def a_project_looks_like_another(r, e):
    project(e, "a")[0] = "a\N{COMBINING ACUTE ACCENT}"
    r["projects"][0][0] = "a\N{COMBINING ACUTE ACCENT}"


NAMED = [
    loser_wins, loser_wins_everywhere, loser_is_bought, winner_is_left_out, fill_is_left_out,
    fill_is_said_to_be_bought, purchases_change_places, free_project_comes_last, price_is_higher, price_is_lower,
    prices_change_places, free_project_has_a_price, share_is_higher, share_and_steps_are_higher,
    stopped_a_step_early, stop_is_another, next_step_is_taken_from_further_on, next_step_buys_less,
    next_step_has_other_prices, spent_is_less, trail_is_gone, trail_is_empty, trail_leaves_out_a_step,
    trail_buys_something_else, trail_covers_all_with_one_order, completion_is_none, completion_is_add1,
    method_is_greedy, utility_is_another, incompatible_projects_may_both_win, quota_is_fuller_than_it_allows,
    quota_forgets_a_member, more_votes_are_needed, figure_of_those_with_nothing_is_better,
    figure_of_voters_is_higher, supporters_of_a_loser_are_fewer, what_a_loser_lacked_is_more,
    cost_of_a_loser_is_higher, cost_of_a_winner_is_lower, budget_is_higher, budget_is_higher_in_both,
    money_has_cents, a_voter_is_added, a_voter_is_removed, a_ballot_counts_double, a_ballot_names_another_project,
    two_ballots_swap_their_weights, weights_are_in_other_units, points_are_made_of_approval,
    a_project_looks_like_another,
]  # fmt: skip


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("deed", NAMED, ids=lambda deed: deed.__name__)
def test_a_forgery_is_not_called_true(deed, before):
    result, election = raised()
    honest = copy.deepcopy((result, election))
    deed(result, election)
    assert (result, election) != honest

    result, election = committed(result, election) if before else (result, election)
    verdict = judged(text_of(result), text_of(election))

    assert verdict is (Verdict.NOT_PROVEN if before and deed is trail_is_gone else Verdict.FALSE)


def test_the_browser_says_the_same_of_each(tmp_path):
    pairs = []
    for deed in NAMED:
        documents = raised()
        deed(*documents)
        pairs += [[text_of(one) for one in pair] for pair in (documents, committed(*documents))]

    assert in_node(tmp_path, pairs) == [judged(*pair).value for pair in pairs]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"winners":[', '"winners":["a"],"winners":['),
        ('"steps":5', '"steps":5.0'),
        ('"steps":5', '"steps":5e0'),
        ('"steps":5', '"steps":NaN'),
        ('"steps":5', '"steps":-Infinity'),
        ('"steps":5', '"steps":' + "9" * 5000),
        ('"steps":5', '"steps":9007199254740993'),
        ('"spent":"90"', '"spent":"' + "9" * 5000 + '"'),
        ('"spent"', '"spent":"1","spent"'),
        ('{"digest"', "[" * 100_000 + '{"digest"'),
    ],
)  # fmt: skip
def test_text_that_two_readers_would_read_in_two_ways_is_false(tmp_path, old, new):
    result, election = (text_of(one) for one in raised())
    assert old in result

    forged = [result.replace(old, new, 1), election]

    assert judged(*forged) is Verdict.FALSE
    assert in_node(tmp_path, [forged]) == ["false"]


def test_a_byte_order_mark_and_other_spacing_change_nothing(tmp_path):
    pair = ["\ufeff" + json.dumps(one, indent=2) for one in HONEST["greedy"]()]

    assert judged(*pair) is Verdict.TRUE
    assert in_node(tmp_path, [pair]) == ["true"]


def test_whole_numbers_and_fractions_of_any_length_are_written_and_read():
    number = 7**24_000  # 20,283 digits, where Python stops at 4,300

    text = text_of_fraction(Fraction(number, 2**17))

    assert (len(text_of_whole(number)), whole_of(text_of_whole(number))) == (20_283, number)
    assert fraction_of(text) == Fraction(number, 2**17)
    assert text_of_whole(-(10**4_000)) == "-1" + "0" * 4_000


def test_a_hash_seen_elsewhere_is_held_against_both_documents():
    result, election = HONEST["greedy"]()

    for seen in (result["election"], result["digest"].upper()):
        assert verify(result, election, hashes=(seen,)).verdict is Verdict.TRUE
    assert verify(result, election, hashes=("0" * 64,)).verdict is Verdict.FALSE
    other = committed(*documents(an_election([5], 5, [[0]]), Rule()))
    assert verify(*other, hashes=(result["digest"],)).verdict is Verdict.FALSE


QUOTA = {"name": "kind=a", "members": ["e"], "projects": 0, "cost": None}


def test_a_quota_invented_after_the_vote_is_not_proven(tmp_path):
    ballots = [[0, 1, 2], [0, 2, 3], [0, 2], [1, 4]]
    result, election = documents(an_election([3, 9, 4, 8, 9], 12, ballots), Rule())
    assert (result["winners"], judged(text_of(result), text_of(election))) == (["a", "c"], Verdict.TRUE)
    result["rule"]["quotas"] = [QUOTA]
    pair = [text_of(one) for one in committed(result, election)]

    checked = verify(*map(json.loads, pair))

    assert [one.en for one in checked.unchecked] == [
        "That the members of the quota 'kind=a' are exactly e: the election does not say what kind each project is of."
    ]
    assert (checked.verdict, in_node(tmp_path, [pair])) == (Verdict.NOT_PROVEN, ["not_proven"])


def test_a_threshold_of_no_voter_is_false(tmp_path):
    result, election = documents(an_election([3, 9], 12, [[0], [0, 1]]), Rule())
    result["rule"]["minimum_votes"] = 0
    pair = [text_of(one) for one in committed(result, election)]

    assert (judged(*pair), in_node(tmp_path, [pair])) == (Verdict.FALSE, ["false"])
