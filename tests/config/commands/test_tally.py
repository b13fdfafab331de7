import json

import pytest
from tests.methods.equal_shares.elections import SMALL

from jiphyeon.config.command_line import main
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
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_file_is_decided_and_shown_with_bars(capsys, small):
    code, out, err = run(capsys, small, "--compare", "greedy")

    assert (code, err) == (0, "")
    assert "1 a Bicycle racks" in out
    assert "████" in out
    assert "3 of 4 projects, 900 KRW of 1,000 KRW (90.0 %), 100 KRW left" in out
    assert "compared with most votes" in out


def test_the_document_names_winners_in_order_and_exact_money(capsys, small):
    _, out, _ = run(capsys, small, "--json", "--explain", "1")

    told = json.loads(out)
    assert told["winners"] == ["a", "b", "d"]
    assert (told["spent"], told["budget"], told["share"]) == ("900", "1000", "200")
    assert told["rounds"][0]["price"] == "400/3"
    assert told["losers"][0]["project"] == "c"
    assert "paid        134 KRW  a Bicycle racks" in told["explained"]["1"][1]


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

    told = [run(capsys, small, "--completion", "add1u", "--engine", way) for way in ("plain", "compiled")]

    assert told[0] == told[1]
    assert told[0][0] == 0


def test_the_compiled_engine_without_numba_says_how_to_have_it(capsys, small, monkeypatch):
    monkeypatch.setattr(engine, "find_spec", lambda _name: None)

    code, out, err = run(capsys, small, "--completion", "add1", "--engine", "compiled")

    assert (code, out) == (2, "")
    assert "pip install 'jiphyeon[fast]', or choose the plain engine" in err


def test_what_is_published_can_be_checked_and_a_forgery_is_not_passed(capsys, small, tmp_path):
    run(capsys, small, "--completion", "add1u", "--publish", tmp_path / "out")
    paths = [str(tmp_path / "out" / name) for name in ("result.json", "election.json")]

    main(["tally-verify", *paths])
    held = capsys.readouterr().out
    forged = (tmp_path / "out" / "result.json").read_text().replace('"winners":["a"', '"winners":["c"')
    (tmp_path / "out" / "result.json").write_text(forged)
    with pytest.raises(SystemExit) as leaving:
        main(["tally-verify", *paths])

    assert held.startswith("The result holds")
    assert leaving.value.code == 1
    assert (tmp_path / "out" / "verifier.js").exists()


def test_of_a_folder_with_one_broken_file_the_rest_is_done_and_the_one_is_named(capsys, tmp_path):
    for at in range(6):
        (tmp_path / f"e{at}.pb").write_text(SMALL, encoding="utf-8")
    (tmp_path / "e3.pb").write_text(SMALL.replace("a;400", "a;-400"), encoding="utf-8")

    code, out, err = run(capsys, tmp_path, "--json")

    told = json.loads(out)
    assert code == 2
    assert len(told["elections"]) == 5
    assert told["refused"] == [
        f"{tmp_path / 'e3.pb'}, line 11, column cost: An amount cannot be negative: -400."
    ]
    assert "5 of 6 files done; 1 not, named above." in err


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
