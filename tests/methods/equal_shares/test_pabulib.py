from fractions import Fraction

import pytest
from tests.methods.equal_shares.elections import SMALL, an_election

from jiphyeon.kernel import Refused
from jiphyeon.methods.equal_shares import (
    Method,
    Rule,
    by_district,
    digest,
    election_document,
    parse,
    tally,
    write,
)


def reading(text=SMALL, **changes):
    for old, new in changes.get("replace", {}).items():
        assert old in text
        text = text.replace(old, new)
    return parse(
        text.encode(), name="small.pb", scoring=changes.get("scoring"), allow=changes.get("allow", ())
    )


def codes(read):
    """Return the lines of every kind of deviation."""
    found = {}
    for deviation in read.deviations:
        found[deviation.code] = tuple(sorted({*found.get(deviation.code, ()), *deviation.lines}))
    return found


def test_a_clean_file_reads_without_a_word():
    read = reading()

    assert read.deviations == ()
    assert read.election.costs == [400, 300, 500, 200]
    assert (read.election.budget, read.election.currency, len(read.election.voters)) == (1000, "KRW", 5)
    assert [read.election.ballots.named(g) for g in read.election.group_of] == [
        [0, 1],
        [0, 1],
        [0, 2],
        [1, 2],
        [3],
    ]
    assert list(read.election.voters.column("age")) == ["20", "25", "31", "44", "67"]
    assert read.election.projects[2].attributes == {"votes": "2", "category": "culture"}


TOLERATED = {
    "a count off by one": ({"num_votes;5": "num_votes;6"}, "count_differs", (5,)),
    "a byte order mark": ({"META\n": "\ufeffMETA\n"}, "byte_order_mark", (1,)),
    "an empty ballot": ({"5;d;67": "5;;67"}, "ballot_empty", (21,)),
    "a project named twice": ({"1;a,b;": "1;a,b,a;"}, "project_again", (17,)),
    "decomposed letters": ({"Bicycle": "\u1112\u1161\u11ab"}, "not_composed", (11,)),
    "no currency": ({"currency;KRW\n": ""}, "currency_missing", (1,)),
    "empty cells after the last column": (
        {"5;d;67;south\n": "5;d;67;south;;\n", "num_votes;5": "num_votes;4"},
        "count_differs",
        (5,),
    ),
    "a META row again, word for word": ({"budget;1000": "budget;1000\nbudget;1000"}, "meta_repeated", (7,)),
    "a day that is none": ({"currency;KRW": "date_begin;31.02.2024\ncurrency;KRW"}, "day_unclear", (8,)),
    "a week for a day": ({"currency;KRW": "date_end;2024-W10-1\ncurrency;KRW"}, "day_unclear", (8,)),
    "an end before the beginning": (
        {"currency;KRW": "date_begin;15.04.2024\ndate_end;2024-03-31\ncurrency;KRW"},
        "days_cross",
        (9,),
    ),
    "an end in the year before": (
        {"currency;KRW": "date_begin;2024\ndate_end;2023\ncurrency;KRW"},
        "days_cross",
        (9,),
    ),
    "votes told that are not so": ({"b;300;3": "b;300;4"}, "votes_differ", (12,)),
    "a decimal comma": ({"budget;1000": "budget;1000,5"}, "decimal_comma", (6,)),
    "a project dearer than all": ({"c;500": "c;5000"}, "dearer_than_budget", (13,)),
    "a project that costs nothing": ({"d;200": "d;0"}, "cost_zero", (14,)),
    "the same project again": (
        {"d;200;1;": "a;400.0;3;Bicycle racks;traffic\nd;200;1;"},
        "project_repeated",
        (14,),
    ),
}


@pytest.mark.parametrize("change", TOLERATED)
def test_what_cannot_change_the_outcome_is_a_warning_with_its_line(change):
    replace, code, lines = TOLERATED[change]

    read = reading(replace=replace)

    assert codes(read)[code] == lines


REFUSED = {
    "a negative cost": ({"a;400": "a;-400"}, "line 11, column cost: An amount cannot be negative: -400."),
    "a cost that may be thousands": ({"a;400": "a;1,000"}, "line 11, column cost: '1,000' is not an amount"),
    "a cost in words": ({"a;400": "a;many"}, "line 11, column cost: 'many' is not an amount"),
    "no budget": ({"budget;1000\n": ""}, "small.pb, column budget: META gives no budget"),
    "a budget of nothing": ({"budget;1000": "budget;0"}, "line 6, column budget: The budget is 0"),
    "two budgets": (
        {"budget;1000": "budget;1000\nbudget;900"},
        "line 7, column budget: The value differs from the one at line 6",
    ),
    "a voter twice": (
        {"2;a,b": "1;a,b"},
        "line 18, column voter_id: Voter 1 has a ballot at line 17 already",
    ),
    "a voter twice but for a blank": (
        {"2;a,b": "1 ;a,b"},
        "line 18, column voter_id: Voter 1 has a ballot at line 17 already",
    ),
    "a voter twice, once in quotes": (
        {"2;a,b": '" 1\N{NO-BREAK SPACE}";a,b'},
        "line 18, column voter_id: Voter 1 has a ballot at line 17 already",
    ),
    "a voter twice, once decomposed": (
        {"1;a,b;20": "\uac00;a,b;20", "2;a,b;25": "\u1100\u1161;a,b;25"},
        "line 18, column voter_id: Voter \uac00 has a ballot at line 17 already",
    ),
    "a voter twice but for a sign nobody sees": (
        {"2;a,b": "1\N{ZERO WIDTH SPACE};a,b"},
        "line 18, column voter_id: Voter 1 has a ballot at line 17 already",
    ),
    "a sign nobody sees inside an id": (
        {"2;a,b": "2\N{SOFT HYPHEN}1;a,b"},
        "line 18, column voter_id: '2\\xad1' holds a sign",
    ),
    "a voter without an id": ({"2;a,b": " ;a,b"}, "line 18, column voter_id: There is no voter_id here"),
    "a project in two categories": (
        {"d;200;1;": "a;400;3;Bicycle racks;culture\nd;200;1;"},
        "line 14, column project_id: Project a stands at line 11 with another cost or other cells",
    ),
    "a project's id with a comma": (
        {"d;200;1;": '"d,e";200;1;'},
        "line 14, column project_id: A project's id cannot hold",
    ),
    "a column twice": (
        {"voter_id;vote;age;": "voter_id;vote;vote;"},
        "line 16, column vote: The name of column number 3 is used twice",
    ),
    "a column without a name": (
        {"voter_id;vote;age;": "voter_id;vote;;"},
        "line 16: The name of column number 3 is empty",
    ),
    "two sums of points": (
        {"currency;KRW": "max_sum_points;5\nmax_sum_points;6\ncurrency;KRW"},
        "line 9, column max_sum_points: The value differs",
    ),
    "a limit in words": (
        {"currency;KRW": "max_length;three\ncurrency;KRW"},
        "column max_length: 'three' is not a limit",
    ),
    "a limit of nothing": (
        {"currency;KRW": "max_sum_cost;0\ncurrency;KRW"},
        "column max_sum_cost: '0' is not a limit",
    ),
    "half a project": (
        {"currency;KRW": "max_length;2.5\ncurrency;KRW"},
        "column max_length: '2.5' is not a limit",
    ),
    "limits that cross": (
        {"currency;KRW": "min_length;3\nmax_length;2\ncurrency;KRW"},
        "line 8, column min_length: min_length is above max_length",
    ),
    "a cost in full-width digits": (
        {"a;400": "a;\uff14\uff10\uff10"},
        "line 11, column cost: '\uff14\uff10\uff10' is not an amount",
    ),
    "a cost of 4,000 digits": (
        {"a;400": "a;" + "9" * 4000},
        f"line 11, column cost: '{'9' * 40}…' is not an amount",
    ),
    "a budget of 5,000 digits": (
        {"budget;1000": "budget;" + "1" * 5000},
        f"line 6, column budget: '{'1' * 40}…' is not an amount",
    ),
    "another way to count ranks": (
        {"approval": "ordinal\nscoring_fn;Condorcet"},
        "line 8, column scoring_fn: scoring_fn Condorcet is not something we count by",
    ),
    "a project with two costs": (
        {"d;200;1;": "a;401;3;Again;x\nd;200;1;"},
        "line 14, column project_id: Project a stands at line 11",
    ),
    "a section again with other rows": (
        {"VOTES": "VOTES\nvoter_id;vote\n9;a\nVOTES"},
        "VOTES stands here again",
    ),
    "no ballots section": ({"VOTES": "BALLOTS"}, "There is no section VOTES"),
    "an unknown kind": (
        {"approval": "telepathy"},
        "line 7, column vote_type: 'telepathy' is not a kind of ballot",
    ),
    "a row that ends early": ({"5;d;67;south": "5"}, "line 21: This row has 1 cells of 4"),
    "a row without its last cell": ({"5;d;67;south": "5;d;67"}, "line 21: This row has 3 cells of 4"),
    "a project without its last cell": (
        {"d;200;1;Notice board;traffic": "d;200;1;Notice board"},
        "line 14: This row has 4 cells of 5",
    ),
    "text before the first section": ({"META\n": "hello\nMETA\n"}, "line 1: There is text before META"),
    "no column vote": (
        {"voter_id;vote;": "voter_id;ballot;"},
        "line 16, column vote: VOTES has no such column",
    ),
    "an open quote": ({"Library lamps": '"Library lamps'}, "does not end as it should"),
}


# What could change the outcome: refused with its line, unless it is asked for; then a warning with all its lines.
ALLOWED = {
    "a vote in a column of its own": ({"1;a,b;20;north": "1;a,b;20;north;c"}, "dropped", "cells_left_over", (17,)),
    "a cell without a column": (
        {"voter_id;vote;age;district": "voter_id;vote;age;", "4;b,c;44;south": "4;b,c;44;"},
        "dropped",
        "cells_left_over",
        (17, 18, 19, 21),
    ),
    "a row without its last cells": ({"5;d;67;south": "5;d"}, "dropped", "row_too_short", (21,)),
    "an unknown project": ({"1;a,b;": "1;a,b,zz;"}, "dropped", "project_unknown", (17,)),
    "projects parted by blanks": ({"1;a,b;": "1;a b;"}, "dropped", "project_unknown", (17,)),
    "a value of META in two cells": ({"currency;KRW": "currency;KRW;EUR"}, "dropped", "cells_left_over", (8,)),
    "a rank left empty": ({"approval": "ordinal", "1;a,b;": "1;a,,b;"}, "dropped", "rank_empty", (17,)),
    "a project ranked twice": ({"approval": "ordinal", "1;a,b;": "1;a,b,a;"}, "dropped", "rank_again", (17,)),
    "points where there are none": (
        {"voter_id;vote;age": "voter_id;vote;points", "5;d;67": "5;d;", "4;b,c;44": "4;b,c;"},
        "dropped",
        "points_unused",
        (17, 18, 19),
    ),
    "too many projects": ({"currency;KRW": "max_length;1\ncurrency;KRW"}, "limits", "length_above", (18, 19, 20, 21)),
    "two projects where one may be chosen": ({"approval": "choose-1"}, "limits", "length_above", (17, 18, 19, 20)),
    "too few projects": ({"currency;KRW": "min_length;2\ncurrency;KRW"}, "limits", "length_below", (22,)),
    "an empty ballot where one must be chosen": (
        {"currency;KRW": "min_length;1\ncurrency;KRW", "5;d;67": "5;;67"}, "limits", "length_below", (22,)
    ),
    "too dear": ({"currency;KRW": "max_sum_cost;800\ncurrency;KRW"}, "limits", "sum_cost_above", (20,)),
    "too dear for a knapsack": ({"approval": "knapsack", "budget;1000": "budget;700"}, "limits", "sum_cost_above", (19, 20)),
    "too cheap": ({"currency;KRW": "min_sum_cost;300.5\ncurrency;KRW"}, "limits", "sum_cost_below", (22,)),
}  # fmt: skip


@pytest.mark.parametrize("change", ALLOWED)
def test_a_dropped_vote_or_a_ballot_beyond_the_limits_is_refused_unless_asked_for(change):
    replace, allowance, code, lines = ALLOWED[change]
    other = {"limits": "dropped", "dropped": "limits"}[allowance]

    with pytest.raises(Refused) as refused:
        reading(replace=replace, allow={other})
    read = reading(replace=replace, allow={allowance})

    assert refused.value.code == code
    assert refused.value.place.line == lines[0]
    assert f"--allow {allowance}" in refused.value.words.ko
    assert f"--allow {allowance}" in refused.value.words.en
    assert codes(read)[code] == lines


@pytest.mark.parametrize(
    ("limit", "code", "lines"),
    [
        ("max_points;4", "points_above", (21, 22)),
        ("min_points;2", "points_below", (19, 21)),
        ("max_sum_points;4.5", "sum_points_above", (18, 19, 20, 21, 22)),
        ("min_sum_points;5.5", "sum_points_below", (18, 19, 20, 21, 22)),
    ],
)
def test_points_are_held_to_the_limits_of_the_file(limit, code, lines):
    text = points_file().replace("currency;KRW", f"{limit}\ncurrency;KRW")

    with pytest.raises(Refused) as refused:
        reading(text)

    assert (refused.value.code, refused.value.place.line) == (code, lines[0])
    assert codes(reading(text, allow={"limits"}))[code] == lines


def test_ballots_at_the_limit_are_within_it():
    promised = "min_length;1\nmax_length;2\nmin_sum_points;5\nmax_sum_points;5\nmax_points;5\nmax_sum_cost;900\ncurrency;KRW"

    assert reading(points_file().replace("currency;KRW", promised)).deviations == ()


@pytest.mark.parametrize("places", [16, 20, 29])
def test_points_too_fine_to_be_counted_are_refused_in_words(places):
    text = points_file().replace("3,2", f"0.{'1' * places},2")

    with pytest.raises(Refused, match="line 17, column points: Points this large, or with so many decimals"):
        reading(text)


def test_points_of_4000_digits_are_refused_in_words():
    with pytest.raises(Refused, match=f"line 17, column points: '{'7' * 40}…' is not a number of points"):
        reading(points_file().replace("3,2", "7" * 4000 + ",2"))


def test_scores_whose_sum_passes_what_is_exact_are_refused_not_wrapped():
    text = points_file().replace("3,2", f"{2**52},2").replace("1,4", f"{2**52},4").replace("2.5", "2")

    with pytest.raises(Refused, match="sum beyond 2"):
        reading(text)
    wide = an_election([1, 1], 2, [[0], [1]], scores=[[2**40], [1]], weights=[Fraction(2**40), Fraction(1)])
    with pytest.raises(Refused, match="sum beyond 2"):
        _ = wide.supports


def test_line_ends_of_old_machines_are_line_ends():
    for end in ("\r\n", "\r"):
        assert reading(SMALL.replace("\n", end)).deviations == ()


@pytest.mark.parametrize("scoring", ["points", "borda"])
def test_ballots_are_not_counted_by_what_they_do_not_carry(scoring):
    with pytest.raises(Refused, match=f"Ballots of the kind approval cannot be counted by {scoring}"):
        reading(scoring=scoring)


@pytest.mark.parametrize("change", REFUSED)
def test_where_guessing_would_change_the_outcome_the_file_is_refused_by_line(change):
    replace, words = REFUSED[change]

    with pytest.raises(Refused) as refused:
        reading(replace=replace)

    assert words in str(refused.value)


def test_bytes_that_are_not_utf8_are_named_by_line():
    with pytest.raises(Refused, match=r"small\.pb, line 12: A byte here is not UTF-8"):
        parse(SMALL.encode().replace(b"Library", b"Libr\xe9ry"), name="small.pb")


def test_a_section_repeated_word_for_word_counts_once():
    projects = SMALL[SMALL.index("PROJECTS") : SMALL.index("VOTES")]

    read = reading(SMALL.replace("VOTES\n", projects + "VOTES\n"))

    assert codes(read) == {"section_repeated": (15,)}
    assert len(read.election.projects) == 4


def test_decimals_become_minor_units():
    read = reading(replace={"a;400": "a;400.25", "budget;1000": "budget;1000.50"})

    assert (read.election.minor, read.election.costs[0], read.election.budget) == (100, 40025, 100050)
    assert read.election.share == Fraction(100050, 5)


def test_quoted_cells_may_hold_semicolons_and_line_breaks():
    read = reading(replace={"Library lamps": '"Library; lamps\nand ""more"""', "5;d;67": '5;"d";67'})

    assert read.election.projects[1].name == 'Library; lamps\nand "more"'
    assert read.election.ballots.named(int(read.election.group_of[4])) == [3]


CUMULATIVE = (
    SMALL.replace("approval", "cumulative").replace("vote;age", "vote;points").replace("district", "town")
)


def points_file():
    text = CUMULATIVE
    for line, points in (
        ("1;a,b;20", "3,2"),
        ("2;a,b;25", "1,4"),
        ("3;a,c;31", "2.5,2.5"),
        ("4;b,c;44", "5,0"),
        ("5;d;67", "5"),
    ):
        text = text.replace(line, line.rpartition(";")[0] + ";" + points)
    return text.replace("c;500;2", "c;500;1")


def test_points_count_as_given_and_nought_is_no_support():
    election = reading(points_file()).election

    assert (election.scoring, election.score_unit) == ("points", 10)
    assert election.supports.points == [65, 110, 25, 50]
    assert election.supports.votes == [3, 3, 1, 1]


def test_points_may_be_read_as_approval():
    election = reading(points_file(), scoring="approval").election

    assert election.ballots.scores is None
    assert election.supports.points == [3, 3, 1, 1]


def test_as_many_points_as_projects_or_none():
    with pytest.raises(Refused, match=r"line 17, column points: 2 projects but 1 points"):
        reading(points_file().replace("1;a,b;3,2", "1;a,b;3"))


def test_ranks_score_by_place():
    election = reading(replace={"approval": "ordinal", "1;a,b;": "1;b,a,d;"}).election

    assert election.scoring == "borda"
    assert election.supports.points == [2 + 3 + 3, 3 + 2 + 3, 2 + 2, 1 + 3]


@pytest.mark.parametrize("text", [SMALL, points_file(), SMALL.replace("budget;1000", "budget;1000.05")])
def test_what_is_written_reads_back_as_the_same_election(text):
    election = reading(text).election

    again = reading(write(election))

    assert again.deviations == ()
    assert digest(election_document(again.election)) == digest(election_document(election))
    assert list(again.election.voters.ids) == list(election.voters.ids)
    assert list(again.election.voters.column("age")) == list(election.voters.column("age"))


def test_ranks_of_which_something_was_dropped_are_not_written_as_other_ranks():
    ranked = {"approval": "ordinal", "1;a,b;": "1;zz,b;"}
    election = reading(replace=ranked, allow={"dropped"}).election

    with pytest.raises(Refused, match="something was dropped of its ranks"):
        write(election)


def test_ranks_read_as_approval_are_written_as_approval():
    election = reading(replace={"approval": "ordinal", "1;a,b;": "1;b,a;"}, scoring="approval").election

    again = reading(write(election)).election

    assert digest(election_document(again)) == digest(election_document(election))


def test_districts_share_ballots_but_not_money():
    election = reading().election

    parts = by_district(election, "category", {"traffic": 400, "culture": 600})

    assert {name: list(part.voters.ids) for name, part in parts.items()} == {
        "traffic": ["1", "2", "3", "5"],
        "culture": ["1", "2", "3", "4"],
    }
    assert parts["culture"].share == 150
    assert [project.id for project in parts["culture"].projects] == ["b", "c"]


def test_a_district_without_a_budget_is_refused():
    with pytest.raises(Refused, match=r"districts without a budget: 'culture'"):
        by_district(reading().election, "category", {"traffic": 400})


def with_meta(line):
    return {"currency;KRW": f"{line}\ncurrency;KRW"}


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize(("threshold", "least"), [("2", 2), ("2.5", 3), ("3", 3), ("0", 1), ("4", 4)])
def test_a_project_below_the_threshold_of_the_file_cannot_win(method, threshold, least):
    read = reading(replace=with_meta(f"min_project_score_threshold;{threshold}"))

    outcome = tally(read.election, Rule(method=method))

    voters = dict(zip("abcd", read.election.supports.voters, strict=True))
    assert voters == {"a": 3, "b": 3, "c": 2, "d": 1}
    assert read.deviations == ()
    assert outcome.rule.minimum_votes == least
    assert outcome.ids == tally(reading().election, Rule(method=method, minimum_votes=least)).ids
    assert all(voters[name] >= least for name in outcome.ids)
    assert tally(read.election, Rule(method=method, minimum_votes=5)).rule.minimum_votes == 5


def test_a_threshold_of_ranks_is_refused_unless_asked_for():
    ranked = {"approval": "ordinal", **with_meta("min_project_score_threshold;2")}

    with pytest.raises(Refused, match="cannot be held where ballots give points or ranks") as refused:
        reading(replace=ranked)

    assert (refused.value.code, refused.value.place.line) == ("threshold_of_scores", 8)
    assert codes(reading(replace=ranked, allow={"limits"})) == {"threshold_of_scores": (8,)}


@pytest.mark.parametrize("text", ["two", "-1"])
def test_a_threshold_that_is_no_number_is_refused(text):
    with pytest.raises(Refused, match="is not a limit"):
        reading(replace=with_meta(f"min_project_score_threshold;{text}"))


@pytest.mark.parametrize("key", ["min_voters", "max_length_per_category", "score_threshold"])
def test_what_looks_like_a_limit_and_is_not_known_is_listed(key):
    assert codes(reading(replace=with_meta(f"{key};2"))) == {"limit_unknown": (8,)}
    assert reading(replace=with_meta("subunit;2")).deviations == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [("6", "６"), ("a-1", "ａ-1"), ("①", "1"), ("ﾊﾝ", "ハン"), ("㈜가", "(주)가")],
)
def test_two_voters_who_look_alike_are_refused_and_never_merged(first, second):
    text = "META\nkey;value\nbudget;1\nvote_type;approval\nPROJECTS\nproject_id;cost\np;1\nVOTES\nvoter_id;vote\n"
    raw = f"{text}{first};p\n7;p\n{second};p\n".encode()

    with pytest.raises(Refused) as refused:
        parse(raw, name="x.pb")

    assert refused.value.code == "ids_look_alike"
    assert refused.value.place.line == 12
    assert f"{second} differs from {first} at line 10" in refused.value.words.en


def test_projects_who_look_alike_are_refused_and_others_in_wide_signs_are_kept():
    text = "META\nkey;value\nbudget;1\nvote_type;approval\nPROJECTS\nproject_id;cost\n{}VOTES\nvoter_id;vote\n６;１\n"

    with pytest.raises(Refused, match="only by the form of its signs"):
        parse(text.format("1;1\n１;1\n").encode(), name="x.pb")
    kept = parse(text.format("１;1\n").encode(), name="x.pb").election
    assert kept.projects[0].id == "１"
    assert list(kept.voters.ids) == ["６"]
