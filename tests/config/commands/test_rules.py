"""`jiphyeon rules` as typed in a terminal."""

import json
import shutil

import pytest
from tests.methods.rules.conftest import CITY

from jiphyeon.config.command_line import main

ME = {"birth_date": "1997-02-03", "deposit": 100_000_001, "area": 33.5}


def typed(*words):
    """Run the command line and return its exit code."""
    try:
        main([str(word) for word in words])
    except SystemExit as leaving:
        return leaving.code
    return 0


@pytest.fixture
def me(tmp_path):
    file = tmp_path / "me.json"
    file.write_text(json.dumps(ME), encoding="utf-8")
    return file


def test_explain_answers_in_json(me, capsys):
    code = typed("rules", "explain", "youth-rent", "--facts", me, "--as-of", "2024-03-04", "--json")

    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (answer["programme"], answer["version"], answer["result"]) == ("youth-rent", "2024", "fail")
    assert answer["as_of"] == "2024-03-04"
    assert answer["clauses"][6]["facts"] == {"area": 33.5}


def test_explain_speaks_to_people_the_failing_clause_first(me, capsys):
    typed("rules", "explain", "youth-rent", "--facts", me, "--as-of", "2024-03-04", "--language", "ko")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "청년 주거임대료 지원 (2024, 2024-03-04): 해당되지 않습니다"
    assert lines[2] == "  ✕ 보증금 100,000,001원이 상한 100,000,000원을 넘습니다."


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ('{"deposit": 1.0}', "jiphyeon: deposit: money must be a whole number of won, not 1.0."),
        ('{"deposit": 1, "deposit": 2}', "me.json: 'deposit' stands here twice."),
        ('{"deposit": 1,\n', "me.json, line 2: This is not JSON"),
        ("[1]", "me.json: Facts are one JSON object by fact name."),
        ('{"deposit": ' + "1" * 5000 + "}", "me.json: This is not JSON anybody means."),
        ("[" * 100_000, "me.json: This is not JSON"),
        ('{"area": 1e999999999}', "jiphyeon: area: a number is needed, not 1E+999999999."),
        ('{"depsit": 1}', "jiphyeon: There is no fact called 'depsit'; did you mean 'deposit'?"),
    ],
)
def test_explain_refuses_facts_nobody_can_mean(me, capsys, facts, message):
    me.write_text(facts, encoding="utf-8")

    code = typed("rules", "explain", "youth-rent", "--facts", me, "--as-of", "2024-03-04")

    assert code == 2
    assert message in capsys.readouterr().err


def test_explain_refuses_a_day_without_version_and_a_day_that_is_none(me, capsys):
    assert typed("rules", "explain", "youth-rent", "--facts", me, "--as-of", "2019-03-04") == 2
    assert "youth-rent has no version in force on 2019-03-04." in capsys.readouterr().err
    assert typed("rules", "explain", "youth-rent", "--facts", me, "--as-of", "2019-02-30") == 2
    assert "'2019-02-30' is not a day" in capsys.readouterr().err


def test_check_counts_what_is_there_and_what_nobody_has_read(capsys):
    assert typed("rules", "check", CITY) == 0

    said = capsys.readouterr().out
    assert said.startswith("4 programmes, ")
    assert "youth-rent.deposit_cap" in said


def test_check_names_every_file_with_a_fault(tmp_path, capsys):
    shutil.copytree(CITY, tmp_path / "city")
    for name in ("youth-rent", "job-interview-support"):
        file = tmp_path / "city" / "programmes" / f"{name}.yaml"
        file.write_text(
            file.read_text(encoding="utf-8").replace("kind: gate", "kind: gat", 1), encoding="utf-8"
        )

    assert typed("rules", "check", tmp_path / "city") == 2

    lines = capsys.readouterr().err.splitlines()
    assert [line.split(",")[0] for line in lines] == [
        "jiphyeon: programmes/job-interview-support.yaml",
        "jiphyeon: programmes/youth-rent.yaml",
    ]
    assert typed("rules", "check", tmp_path / "city" / "programmes" / "facility-fee-reduction.yaml") == 0


def test_test_runs_written_cases_and_those_of_the_thresholds(capsys):
    assert typed("rules", "test", CITY) == 0

    assert capsys.readouterr().out.endswith("from thresholds: none differ.\n")


def test_test_says_what_differs_and_fails(tmp_path, capsys):
    shutil.copytree(CITY, tmp_path / "city")
    file = tmp_path / "city" / "parameters.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("value: 39", "value: 38"), encoding="utf-8")

    assert typed("rules", "test", tmp_path / "city" / "programmes" / "tests" / "youth-rent.yaml") == 1

    said = capsys.readouterr().err
    assert "the last day of being 39: result is fail, not pass (age)" in said
    assert "boundaries of age: the thresholds of age are 19, 38" in said


def test_a_path_outside_every_pack_is_refused(tmp_path, capsys):
    assert typed("rules", "check", tmp_path) == 2
    assert "is in no city pack" in capsys.readouterr().err
    assert typed("rules", "test", tmp_path / "nowhere") == 2
