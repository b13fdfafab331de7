from fractions import Fraction

import pytest
from tests.methods.equal_shares.elections import SMALL

from jiphyeon.kernel import Refused
from jiphyeon.methods.equal_shares import by_district, digest, election_document, parse, write


def reading(text=SMALL, **changes):
    for old, new in changes.get("replace", {}).items():
        assert old in text
        text = text.replace(old, new)
    return parse(text.encode(), name="small.pb", scoring=changes.get("scoring"))


def codes(read):
    return {deviation.code: deviation.lines for deviation in read.deviations}


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
    "an unknown project": ({"1;a,b;": "1;a,b,zz;"}, "project_unknown", (17,)),
    "no currency": ({"currency;KRW\n": ""}, "currency_missing", (1,)),
    "a row with a cell too many": ({"1;a,b;20;north": "1;a,b;20;north;x"}, "row_width", (17,)),
    "a decimal comma": ({"budget;1000": "budget;1000,5"}, "decimal_comma", (6,)),
    "a project dearer than all": ({"c;500": "c;5000"}, "dearer_than_budget", (13,)),
    "a project that costs nothing": ({"d;200": "d;0"}, "cost_zero", (14,)),
    "the same project again": ({"d;200;1;": "a;400;3;Again;x\nd;200;1;"}, "project_repeated", (14,)),
    "a ballot too long for the file's own limit": (
        {"currency;KRW": "max_length;1\ncurrency;KRW"},
        "ballot_long",
        (18, 19, 20, 21),
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
    "text before the first section": ({"META\n": "hello\nMETA\n"}, "line 1: There is text before META"),
    "no column vote": (
        {"voter_id;vote;": "voter_id;ballot;"},
        "line 16, column vote: VOTES has no such column",
    ),
    "an open quote": ({"Library lamps": '"Library lamps'}, "does not end as it should"),
}


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
    return text


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
