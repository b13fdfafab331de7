import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.methods.equal_shares.elections import SMALL

from jiphyeon.commands.command_line import main
from jiphyeon.commands.tally import files as tally_files
from jiphyeon.methods import equal_shares
from jiphyeon.methods.equal_shares import engine


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.pb"
    path.write_text(SMALL, encoding="utf-8")
    return path


def run(capsys, *arguments):
    """Return (exit code, standard output, standard error)."""
    code = 0
    try:
        main(["tally", *map(str, arguments)])
    except SystemExit as leaving:
        code = leaving.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def verified(capsys, *arguments):
    """Return (exit code, standard output, standard error) of the verifier."""
    code = 0
    try:
        main(["tally-verify", *map(str, arguments)])
    except SystemExit as leaving:
        code = leaving.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_file_is_decided_and_shown_with_bars(capsys, small):
    code, out, err = run(capsys, small, "--compare", "greedy")

    assert (code, err) == (0, "")
    assert out.splitlines()[3:7] == [
        "     project             cost  votes                            price for each",
        "  1  a Bicycle racks  400 KRW      3  ████████████████████████  ≈ 133.33 KRW",
        "  2  b Library lamps  300 KRW      3  ████████████████████████  ≈ 166.67 KRW",
        "  3  d Notice board   200 KRW      1  ████████                  200 KRW",
    ]
    assert "████" in out
    assert "3 of 4 projects, 900 KRW of 1,000 KRW (90.0 %), 100 KRW left" in out
    assert "compared with most votes" in out


def test_the_document_names_winners_in_order_and_exact_money(capsys, small):
    _, out, _ = run(capsys, small, "--json", "--explain", "1")

    document = json.loads(out)
    assert document["winners"] == ["a", "b", "d"]
    assert (document["spent"], document["budget"], document["share"]) == ("900", "1000", "200")
    assert document["rounds"][0]["price"] == "400/3"
    assert document["losers"][0]["project"] == "c"
    assert document["explained"]["1"] == [
        "  voter 1: share 200 KRW",
        "    paid  134 KRW  a Bicycle racks",
        "    paid   66 KRW  b Library lamps",
        "    left    0 KRW",
    ]
    assert document["accounts"]["1"] == {
        "share": "200",
        "payments": [
            {"project": "a", "exact": "400/3", "shown": "134"},
            {"project": "b", "exact": "200/3", "shown": "66"},
        ],
        "left": "0",
        "left_shown": "0",
    }
    assert (document["rule"]["ties"], document["rule"]["minimum_votes"], document["rule"]["quotas"]) == (
        "lexical",
        1,
        [],
    )


def test_the_account_is_given_in_korean_too(capsys, small):
    small.write_text(SMALL.replace("num_votes;5", "num_votes;6"), encoding="utf-8")

    _, out, _ = run(capsys, small, "--language", "ko", "--compare", "greedy", "--explain", "1", "--explain", "c",
                    "--explain", "a")  # fmt: skip

    assert "주의: 5행: num_votes는 6이지만 실제 행은 5개입니다. 실제 행을 셉니다." in out
    assert "4건 중 3건 선정, 예산 1,000 KRW 중 900 KRW(90.0 %) 사용, 100 KRW 남음." in out
    assert "투표자 1: 몫 200 KRW" in out
    assert "c Skate park: 선정되지 않음. 비용 500 KRW 중 지지자에게 남은 돈" in out
    assert (
        "a Bicycle racks: 1번째로 선정. 3명이 한 사람당 최고 ≈ 133.33 KRW씩 냄(정확히 400/3), 동점 b." in out
    )
    assert not [line for line in out.splitlines() if " funded" in line or "voters" in line]


@pytest.mark.parametrize("method", ["greedy", "phragmen"])
def test_losers_are_explained_without_shares_too(capsys, small, method):
    code, out, _ = run(capsys, small, "--rule", method, "--explain", "losers", "--explain", "c")

    assert code == 0
    assert "c Skate park: not funded; 2 votes, a cost of 500 KRW, and " in out


def test_a_price_by_phragmen_is_said_to_be_what_each_had_earned(capsys, small):
    _, out, _ = run(capsys, small, "--rule", "phragmen", "--explain", "a")

    assert "each had earned" in out
    assert (
        "a Bicycle racks: bought as number 2, when each voter had earned 200 KRW; 3 voters support it" in out
    )


def test_in_districts_each_explains_its_own_and_limits_stay_where_they_belong(capsys, small):
    districts = [
        "--districts",
        "category",
        "--district-budget",
        "traffic=500",
        "--district-budget",
        "culture=900",
    ]

    code, out, err = run(capsys, small, *districts, "--explain", "c", "--explain", "5", "--incompatible", "b,c",
                         "--quota", "category=culture:1")  # fmt: skip

    culture, traffic, _ = out.split("Small · traffic")
    assert (code, err) == (0, "")
    assert "voter 5: share" in traffic
    assert "incompatible" not in traffic
    assert "c Skate park: not funded: an incompatible project won." in culture
    assert "incompatible b / c, category=culture at most 1" in culture


def test_a_district_without_a_vote_is_named_and_the_others_are_done(capsys, small):
    small.write_text(
        SMALL.replace("Notice board;traffic", "Notice board;east").replace("5;d;", "5;a;"), encoding="utf-8"
    )
    budgets = [f"--district-budget={name}=500" for name in ("traffic", "culture", "east")]

    code, out, err = run(capsys, small, "--districts", "category", *budgets)

    assert code == 2
    assert err == f"jiphyeon: {small}: Small · east: there are no ballots.\n"
    assert out.splitlines()[-1] == "all                    2  700 KRW  1,000 KRW"


def test_what_the_rule_forbids_stands_in_the_account(capsys, small):
    _, out, _ = run(
        capsys, small, "--incompatible", "a,b", "--quota", "category=traffic:1", "--minimum-votes", "2"
    )

    assert "at least 2 votes, incompatible a / b, category=traffic at most 1" in out.splitlines()[1]


def test_several_budgets_are_added_up_in_one_report(capsys, small):
    _, out, _ = run(capsys, small, "--districts", "category", "--district-budget", "traffic=500",
                    "--district-budget", "culture=500")  # fmt: skip

    assert out.splitlines()[-4:] == [
        "budget           winners    spent         of",
        "Small · culture        1  300 KRW    500 KRW",
        "Small · traffic        0    0 KRW    500 KRW",
        "all                    1  300 KRW  1,000 KRW",
    ]


@pytest.mark.parametrize(
    "flags",
    [
        ["--rule", "phragmen"],
        ["--rule", "greedy", "--utility", "cardinality"],
        ["--completion", "add1u", "--start", "floor", "--ties", "cost-votes-lot:seed 7"],
        ["--incompatible", "a,b", "--quota", "category=traffic:1", "--quota-cost", "category=culture:400"],
        ["--minimum-votes", "2", "--scoring", "approval"],
        ["--mix", "district=north:50,south:50"],
        ["--districts", "category", "--district-budget", "traffic=500", "--district-budget", "culture=500"],
        ["--simulate"],
        ["--validate"],
        ["--explain", "c", "--explain", "voters", "--explain", "losers"],
    ],
)
def test_every_wish_is_answered(capsys, small, flags):
    code, out, err = run(capsys, small, *flags)

    assert (code, err) == (0, "")
    assert len(out.splitlines()) >= 1


def test_both_engines_print_the_same_result(capsys, small):
    pytest.importorskip("numba")

    found = [run(capsys, small, "--completion", "add1u", "--engine", way) for way in ("plain", "compiled")]

    assert found[0] == found[1]
    assert found[0][0] == 0


def test_the_compiled_engine_without_numba_says_how_to_have_it(capsys, small, monkeypatch):
    monkeypatch.setattr(engine, "find_spec", lambda _name: None)

    code, out, err = run(capsys, small, "--completion", "add1", "--engine", "compiled")

    assert (code, out) == (2, "")
    assert "pip install 'jiphyeon[fast]', or choose the plain engine" in err


def test_what_is_published_can_be_checked_and_a_forgery_is_not_passed(capsys, small, tmp_path):
    _, given, _ = run(capsys, small, "--completion", "add1u", "--publish", tmp_path / "out")
    paths = [str(tmp_path / "out" / name) for name in ("result.json", "election.json")]

    code, held, _ = verified(capsys, *paths)
    forged = (tmp_path / "out" / "result.json").read_text().replace('"winners":["a"', '"winners":["c"')
    (tmp_path / "out" / "result.json").write_text(forged)
    faulty, told_wrong, _ = verified(capsys, *paths)
    *_, document, _ = verified(capsys, *paths, "--json")

    assert f"Published in {tmp_path / 'out'}; to check: " in given
    assert (code, faulty) == (0, 1)
    assert held.startswith("True: the result holds: 3 winners of election ")
    assert told_wrong.startswith("False: The result is not the one its own hash names")
    assert json.loads(document)["verdict"] == "false"
    assert (tmp_path / "out" / "verifier.js").exists()


def test_the_earlier_steps_are_proven_or_said_not_to_be(capsys, small, tmp_path):
    text = SMALL.replace("budget;1000", "budget;900").replace("d;200", "d;300")
    small.write_text(text, encoding="utf-8")
    paths = [str(tmp_path / "out" / name) for name in ("result.json", "election.json")]

    run(capsys, small, "--completion", "add1", "--publish", tmp_path / "out")
    proven, whole, _ = verified(capsys, *paths)
    run(capsys, small, "--completion", "add1", "--publish", tmp_path / "out", "--no-trail")
    unproven, bare, _ = verified(capsys, *paths)
    _, document, _ = verified(capsys, *paths, "--json")
    _, korean, _ = verified(capsys, *paths, "--language", "ko")

    assert (proven, unproven) == (0, 3)
    assert whole.startswith("True: ")
    assert "Add1 rightly went on at every earlier step (9)." in whole
    assert bare == (
        "Not proven: That none of the 9 earlier steps of Add1 should have stopped: the result carries no trail of them.\n"
    )
    assert korean.startswith("증명되지 않음: Add1의 앞선 9단계에서")
    assert json.loads(document) == {
        "verdict": "not_proven",
        "unchecked": [bare.removeprefix("Not proven: ").strip()],
        "problems": [],
    }
    assert (tmp_path / "out" / "verifier-trail.js").exists()


def test_a_trail_that_would_take_minutes_is_left_out_unless_asked_for(capsys, small, tmp_path, monkeypatch):
    monkeypatch.setattr(tally_files, "TRAIL_WORK", 1)
    small.write_text(SMALL.replace("budget;1000", "budget;900").replace("d;200", "d;300"), encoding="utf-8")
    wished = [small, "--completion", "add1", "--publish", tmp_path / "out"]

    _, _, warned = run(capsys, *wished)
    bare = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    _, _, quiet = run(capsys, *wished, "--trail")
    whole = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))

    assert "published without the trail of its 9 earlier steps" in warned
    assert quiet == ""
    assert "trail" not in bare
    assert whole["trail"]["ranges"][-1][1] == 8


def test_of_a_folder_with_one_broken_file_the_rest_is_done_and_the_one_is_named(capsys, tmp_path):
    for at in range(6):
        (tmp_path / f"e{at}.pb").write_text(SMALL, encoding="utf-8")
    (tmp_path / "e3.pb").write_text(SMALL.replace("a;400", "a;-400"), encoding="utf-8")

    code, out, err = run(capsys, tmp_path, "--json")

    document = json.loads(out)
    assert code == 2
    assert len(document["elections"]) == 5
    assert document["refused"] == [
        f"{tmp_path / 'e3.pb'}, line 11, column cost: An amount cannot be negative: -400."
    ]
    assert "5 of 6 files done; 1 not, named above." in err


def test_a_fault_of_ours_in_one_file_or_district_costs_no_other(capsys, tmp_path, monkeypatch):
    for at in range(3):
        (tmp_path / f"e{at}.pb").write_text(SMALL.replace("Small", f"Small {at}"), encoding="utf-8")
    right = equal_shares.tally

    def failing(election, *rest):
        if "Small 1" in election.name and "culture" not in election.name:
            raise ZeroDivisionError
        return right(election, *rest)

    monkeypatch.setattr(equal_shares, "tally", failing)

    code, out, err = run(capsys, tmp_path, "--json")
    alone, _, given = run(capsys, tmp_path / "e1.pb")
    budgets = ["--district-budget", "traffic=500", "--district-budget", "culture=500"]
    parted, districts, why = run(capsys, tmp_path / "e1.pb", "--districts", "category", *budgets)

    assert (code, alone, parted) == (2, 2, 2)
    assert [one["name"] for one in json.loads(out)["elections"]] == ["Small 0", "Small 2"]
    assert (
        f"{tmp_path / 'e1.pb'}: Our own program failed on this file (ZeroDivisionError at test_tally.py:"
        in err
    )
    assert "2 of 3 files done; 1 not, named above." in err
    assert len(given.splitlines()) == 1
    assert "Small 1 · culture" in districts
    assert "ZeroDivisionError" in why


def test_an_empty_folder_or_a_missing_file_beside_others_costs_no_other(capsys, small, tmp_path):
    (tmp_path / "empty").mkdir()

    code, out, err = run(capsys, tmp_path / "empty", tmp_path / "none.pb", small, "--json")

    assert code == 2
    assert json.loads(out)["elections"][0]["winners"] == ["a", "b", "d"]
    assert f"{tmp_path / 'empty'}: The folder holds no .pb file." in err
    assert "none.pb: The file cannot be read" in err


def test_supporters_who_hold_nothing_are_no_division_by_nought(capsys, tmp_path):
    text = "META\nkey;value\nbudget;3\nvote_type;approval\ncurrency;KRW\nPROJECTS\nproject_id;cost\n"
    text += "5;1\n가;1\n24;2\n14;1\n26;2\nVOTES\nvoter_id;vote\n1;24,26,14\n2;24\n3;가,5\n4;26\n"
    (tmp_path / "one.pb").write_text(text, encoding="utf-8")

    for way in ("plain", "auto"):
        code, out, _ = run(capsys, tmp_path / "one.pb", "--completion", "add1u", "--engine", way, "--json")
        assert (code, json.loads(out)["winners"]) == (0, ["24", "14"])


CUMULATIVE = """META
key;value
description;One voter gives 500 of 5 points
num_projects;2
num_votes;4
budget;100
vote_type;cumulative
max_points;5
max_sum_points;5
currency;KRW
PROJECTS
project_id;cost
1;100
2;100
VOTES
voter_id;vote;points
1;1;500
2;2;5
3;2;5
4;2;5
"""


def test_points_beyond_what_the_file_promises_decide_nothing_unasked(capsys, small):
    small.write_text(CUMULATIVE, encoding="utf-8")

    refused, _, why = run(capsys, small, "--rule", "greedy")
    checked, listed, _ = run(capsys, small, "--validate")
    _, document, _ = run(capsys, small, "--validate", "--json")
    allowed, out, _ = run(capsys, small, "--rule", "greedy", "--allow", "limits", "--json")

    assert (refused, checked, allowed) == (2, 1, 0)
    assert "line 17, column points: The ballot gives a project more points than max_points (5)." in why
    assert "--allow limits counts such ballots as they were cast." in why
    assert "2 kinds of deviation" in listed
    assert "line 17: The ballot gives more points in all than max_sum_points (5)." in listed
    assert json.loads(document)["as_the_format_asks"] is False
    assert json.loads(out)["winners"] == ["1"]


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--quota", "category=traffic:" + "9" * 4000], "is not a whole number"),
        (["--quota", "category=traffic:\N{SUPERSCRIPT TWO}"], "is not a whole number"),
        (["--quota-cost", "category=traffic:" + "9" * 4000], "is not an amount"),
        (["--mix", "district=north:1,south:" + "9" * 4000], "is not a whole number"),
        (["--districts", "category", "--district-budget", "traffic=" + "9" * 4000], "is not an amount"),
        (["--districts", "category", "--district-budget", "traffic=0.5"], "is not an amount"),
        (["--minimum-votes", "9" * 4000], ""),
    ],
)
def test_numbers_beyond_all_measure_are_refused_in_one_line(capsys, small, flags, words):
    code, _, err = run(capsys, small, *flags)

    assert code == 2
    assert words in err
    assert len(err) < 5_000


def test_a_district_without_money_is_named_and_the_others_are_done(capsys, small):
    budgets = ["--district-budget", "traffic=0", "--district-budget", "culture=500"]

    code, out, err = run(capsys, small, "--districts", "category", *budgets)

    assert code == 2
    assert "Small · culture" in out
    assert "Small · traffic: the budget is 0; nothing can win." in err


@pytest.mark.parametrize(
    "raw", [b"[" * 100_000, b'{"a":1,"a":2}', b"\xff\xfe{}", b"NaN", b"1e400", b"", b"null"]
)
def test_what_is_no_published_document_is_false_and_never_a_traceback(capsys, small, tmp_path, raw):
    run(capsys, small, "--publish", tmp_path / "out")
    (tmp_path / "broken.json").write_bytes(raw)
    honest = {name: tmp_path / "out" / f"{name}.json" for name in ("result", "election")}

    for pair in (
        (tmp_path / "broken.json", honest["election"]),
        (honest["result"], tmp_path / "broken.json"),
    ):
        code, out, _ = verified(capsys, *pair)
        _, document, _ = verified(capsys, *pair, "--json")
        assert code == 1
        assert out.startswith("False: ")
        assert json.loads(document)["verdict"] == "false"
    assert verified(capsys, tmp_path / "none.json", honest["election"])[0] == 1


def test_names_in_options_are_read_as_names_in_the_file_are(capsys, small):
    small.write_text(SMALL.replace("traffic", "\uad50\ud1b5"), encoding="utf-8")

    code, out, _ = run(capsys, small, "--quota", "Category = \u1100\u116d\u1110\u1169\u11bc :1", "--json")

    assert code == 0
    assert json.loads(out)["rule"]["quotas"][0]["members"] == ["a", "d"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SMALL[: SMALL.index("1;a,b")], "there are no ballots"),
        (SMALL.replace("1;a,b", "1;").replace("2;a,b", "2;").replace("3;a,c", "3;").replace("4;b,c", "4;").replace("5;d", "5;"),
         "all 5 ballots are empty"),
    ],
)  # fmt: skip
def test_an_election_without_a_vote_is_refused(capsys, small, text, words):
    small.write_text(text, encoding="utf-8")

    code, out, err = run(capsys, small)

    assert (code, out) == (2, "")
    assert words in err


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--ties", "alphabet"], "lexical or cost-votes-lot:SEED"),
        (["--rule", "greedy", "--completion", "add1"], "belongs to equal shares"),
        (["--quota", "category=sport:1"], "No project has category=sport"),
        (["--incompatible", "a,zz"], "do not stand for election: zz"),
        (["--mix", "district=north:50"], "weights are given for 'north'"),
        (["--districts", "category"], "districts without a budget"),
        (["--write", "/nowhere/at/all.pb"], "cannot be written"),
        (["--trail"], "use it with --publish and --completion add1"),
        (["--svg", "x.svg"], "--svg belongs to --simulate"),
        (["--district-budget", "traffic=5"], "--district-budget belongs to --districts"),
        (["--districts", "ward"], "Projects have no column ward; they have category"),
        (
            ["--districts", "category", "--district-budget", "traffic"],
            "--district-budget is written NAME=AMOUNT",
        ),
        (["--mix", "district"], "--mix is written COLUMN=NAME:PART,NAME:PART, not 'district'"),
        (["--incompatible", "a"], "--incompatible is written ID,ID, not 'a'"),
        (
            [
                "--districts",
                "category",
                "--district-budget",
                "traffic=5",
                "--district-budget",
                "culture=5",
                "--district-budget",
                "sport=5",
            ],
            "No project stands in sport, yet a budget is given for it",
        ),
        (
            [
                "--districts",
                "category",
                "--district-budget",
                "traffic=5",
                "--district-budget",
                "culture=5",
                "--incompatible",
                "a,b",
            ],
            "Incompatible projects have to stand in one district: a, b",
        ),
        (
            [
                "--districts",
                "category",
                "--district-budget",
                "traffic=5",
                "--district-budget",
                "culture=5",
                "--explain",
                "99",
            ],
            "there is no voter 99",
        ),
        (["--quota", "category=traffic"], "--quota is written COLUMN=VALUE:N, not 'category=traffic'"),
        (["--quota-cost", "category=traffic:x"], "--quota-cost: 'x' is not an amount with the decimals"),
        (["--explain", "99"], "there is no voter 99"),
    ],
)
def test_wishes_that_cannot_be_met_are_refused_in_one_line(capsys, small, flags, words):
    code, _, err = run(capsys, small, *flags)

    assert code == 2
    assert words in err
    assert len(err.splitlines()) == 1


def test_a_file_that_is_not_there_is_named(capsys, tmp_path):
    code, _, err = run(capsys, tmp_path / "none.pb")

    assert code == 2
    assert err == f"jiphyeon: {tmp_path / 'none.pb'}: The file cannot be read: No such file or directory.\n"


def test_the_how_to_is_true_word_for_word(capsys, tmp_path, monkeypatch):
    page = Path(__file__).parents[2] / "docs" / "how-to" / "tally-an-election.md"
    file, table, voter, loser, publish = page.read_text(encoding="utf-8").split("```")[1:10:2]
    monkeypatch.chdir(tmp_path)
    Path("vote.pb").write_text(file.lstrip(), encoding="utf-8")

    _, decided, _ = run(capsys, "vote.pb", "--completion", "add1u")
    _, explained, _ = run(capsys, "vote.pb", "--completion", "add1u", "--explain", "10", "--explain", "2")
    _, given, _ = run(capsys, "vote.pb", "--completion", "add1u", "--publish", "published")

    assert table.strip() == "$ ./jip tally vote.pb --completion add1u\n" + decided.strip()
    assert voter.strip("\n") + loser.rstrip() in explained
    assert publish.strip().splitlines()[2] == given.splitlines()[-1]
    main(["tally-verify", "published/result.json", "published/election.json"])
    assert publish.strip().splitlines()[4] == capsys.readouterr().out.strip()
    node = shutil.which("node") or pytest.skip("Node is not installed here")
    by_node = [node, "published/verifier.js", "published/result.json", "published/election.json"]
    done = subprocess.run(by_node, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, publish.strip().splitlines()[4])
