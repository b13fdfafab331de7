"""`jiphyeon rules` as typed in a terminal."""

import json
import shutil

import pytest
from tests.methods.rules.conftest import CITY

from jiphyeon.commands.command_line import main

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
        ('{"deposit": 1, "deposit": 2}', "me.json: The name 'deposit' stands twice in one object."),
        ('{"deposit": 1,\n', "me.json, line 2: This cannot be read as JSON"),
        (
            '{"birth_date": "1997-W18-4"}',
            "jiphyeon: birth_date: a day that exists, written 2024-03-04, is needed",
        ),
        ('{"area": NaN}', "me.json, area: NaN is not a number."),
        ('{"deposit": -Infinity}', "me.json, deposit: -Infinity is not a number."),
        ('{"loan_rate": 0.9}', "jiphyeon: loan_rate: a percentage is written with its sign"),
        ('{"deposit": 18446744073709551616}', "jiphyeon: deposit: the number is too large"),
        ("[1]", "me.json: Facts are one JSON object by fact name."),
        (
            '{"deposit": ' + "1" * 5000 + "}",
            "me.json, deposit: The number that begins 11111111111111111111… is too large.",
        ),
        ("[" * 100_000, "me.json: The JSON is nested too deeply."),
        ('{"area": 1e999999999}', "jiphyeon: area: a number is needed, not 1E+999999999."),
        ('{"depsit": 1}', "jiphyeon: There is no fact called 'depsit'; did you mean 'deposit'?"),
    ],
)
def test_explain_refuses_facts_nobody_can_mean(me, capsys, facts, message):
    me.write_text(facts, encoding="utf-8")

    code = typed("rules", "explain", "youth-rent", "--facts", me, "--as-of", "2024-03-04")

    assert code == 2
    assert message in capsys.readouterr().err


def test_explain_reads_a_file_with_a_byte_order_mark(tmp_path, capsys):
    file = tmp_path / "bom.json"
    file.write_bytes(b"\xef\xbb\xbf" + b'{"birth_date":"1997-05-01"}')

    code = typed("rules", "explain", "youth-rent", "--facts", file, "--as-of", "2024-03-04")

    assert code == 0
    assert "  ○ You are 26: between 19 and 39." in capsys.readouterr().out.splitlines()


def test_the_last_day_of_three_months_is_in_time(tmp_path, capsys):
    file = tmp_path / "interview.json"
    file.write_text(
        '{"birth_date":"1999-07-01","lives_in_sejong":true,"employment":"seeking","interview_date":"2023-12-04",'
        '"interviews_supported":0}',
        encoding="utf-8",
    )
    answers = {}
    for day in ("2024-03-04", "2024-03-05"):
        typed("rules", "explain", "job-interview-support", "--facts", file, "--as-of", day, "--json")
        printed = json.loads(capsys.readouterr().out)
        answers[day] = {one["id"]: one["result"] for one in printed["clauses"]}["interview"]

    assert answers == {"2024-03-04": "pass", "2024-03-05": "fail"}


def test_explain_judges_a_payment(tmp_path, capsys):
    file = tmp_path / "paid.json"
    file.write_text('{"interview_date": "2023-12-04"}', encoding="utf-8")

    typed(
        "rules", "explain", "job-interview-support", "--facts", file, "--as-of", "2024-09-25", "--moment", "payment",
    )  # fmt: skip

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Job interview support (2024, 2024-09-25): due"
    assert (
        "  · It must be applied for within 3 months after the interview. This was judged at the application and stands."
        in lines
    )


def test_explain_refuses_a_day_without_version_and_a_day_that_is_none(me, capsys):
    assert typed("rules", "explain", "youth-rent", "--facts", me, "--as-of", "2019-03-04") == 2
    assert "youth-rent has no version in force on Mon 4 March 2019." in capsys.readouterr().err
    assert typed("rules", "explain", "youth-rent", "--facts", me, "--as-of", "2019-02-30") == 2
    assert "'2019-02-30' is not a day" in capsys.readouterr().err


def test_check_counts_what_is_there_and_what_nobody_has_read(capsys):
    assert typed("rules", "check", CITY) == 0

    printed = capsys.readouterr().out
    assert printed.startswith("4 programmes, ")
    assert "youth-rent.deposit_cap" in printed


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

    printed = capsys.readouterr().err
    assert "the last day of being 39: result is fail, not pass (age)" in printed
    assert "boundaries of age: the thresholds of age are 19, 38" in printed


def test_a_path_outside_every_pack_is_refused(tmp_path, capsys):
    assert typed("rules", "check", tmp_path) == 2
    assert "is in no city pack" in capsys.readouterr().err
    assert typed("rules", "test", tmp_path / "nowhere") == 2


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2200-01-01"])
def test_a_day_nothing_can_be_counted_from_is_refused(day, capsys):
    with pytest.raises(SystemExit) as left:
        main(["rules", "explain", "youth-rent", "--facts", "me.json", "--as-of", day])

    assert left.value.code == 2
    assert "Write a day between the years 1900 and 2199." in capsys.readouterr().err
