"""Every verifier answers in the same three words and exit codes."""

import json

import click
import pytest
from click.testing import CliRunner

from jiphyeon.foundation.terminal.verdicts import Verifier, answer
from jiphyeon.kernel import Checked, Refused, Words

WRONG, OTHER = Words("틀립니다.", "It is wrong."), Words("저것도 틀립니다.", "That too.")
TRUSTED, WEAK = Words("믿었습니다.", "It was trusted."), Words("약합니다.", "It is weaker.")


@pytest.fixture
def printed():
    def of(checked, *arguments):
        @click.command(cls=Verifier)
        @click.option("--json", "as_json", is_flag=True)
        def verify(as_json):
            if isinstance(checked, Refused):
                raise checked
            answer(
                checked,
                true=Words("3건을 모두 다시 계산했습니다.", "All 3 were reckoned again."),
                as_json=as_json,
                more={"entries": 3},
            )

        done = CliRunner().invoke(verify, list(arguments))
        return done.exit_code, done.stdout

    return of


def test_true_says_what_was_reckoned(printed):
    assert printed(Checked()) == (0, "True: All 3 were reckoned again.\n")


def test_the_first_line_names_everything_taken_on_trust(printed):
    assert printed(Checked((), (TRUSTED, WEAK))) == (3, "Not proven: It was trusted. It is weaker.\n")


def test_false_names_the_first_problem_and_then_the_others(printed):
    assert printed(Checked((WRONG, OTHER), (TRUSTED,))) == (
        1,
        "False: It is wrong.\n  That too.\n  It was trusted.\n",
    )


def test_json_holds_the_verdict_and_what_was_not_checked(printed):
    code, out = printed(Checked((), (TRUSTED,)), "--json")
    assert (code, json.loads(out)) == (
        3,
        {"verdict": "not_proven", "unchecked": ["It was trusted."], "problems": [], "entries": 3},
    )


def test_what_cannot_be_read_is_refused_as_false(printed):
    no = Refused("json_unreadable", ko="읽을 수 없습니다.", en="This is no JSON.")
    assert printed(no) == (1, "False: This is no JSON.\n")
    code, out = printed(no, "--json")
    assert (code, json.loads(out)["verdict"]) == (1, "false")


def test_a_reader_of_korean_is_answered_in_korean_and_a_program_in_english(printed, monkeypatch):
    monkeypatch.setenv("JIPHYEON_LANGUAGE", "ko")

    assert printed(Checked()) == (0, "참: 3건을 모두 다시 계산했습니다.\n")
    assert printed(Checked((WRONG,)))[1] == "거짓: 틀립니다.\n"
    assert (
        printed(Refused("json_unreadable", ko="읽을 수 없습니다.", en="This is no JSON."))[1]
        == "거짓: 읽을 수 없습니다.\n"
    )
    assert json.loads(printed(Checked((WRONG,)), "--json")[1])["problems"] == ["It is wrong."]
