"""In which language a command answers, and how it counts in English."""

import click
import pytest
from click.testing import CliRunner

from jiphyeon.foundation.terminal.language import language_option, of_terminal, one_command, readers_language
from jiphyeon.kernel import Place, Refused, Words

SETTINGS = ("JIPHYEON_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        ({}, "ko"),
        ({"LANG": "C.UTF-8"}, "ko"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "", "JIPHYEON_LANGUAGE": "EN"}, "en"),
        ({"LANG": "en_US.UTF-8", "JIPHYEON_LANGUAGE": "ko"}, "ko"),
    ],
)
def test_our_own_setting_goes_first_then_the_locale_and_korean_where_none_says_english(
    settings, language, monkeypatch
):
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    assert of_terminal() == readers_language() == language


def test_what_an_option_asks_for_goes_before_the_terminal_and_holds_for_one_command():
    heard = []

    @click.command()
    @language_option
    def answering(language):
        heard.append((language, readers_language()))

    with one_command():
        CliRunner().invoke(answering, ["--language", "ko"])
        CliRunner().invoke(answering, [])

    assert heard == [("ko", "ko"), ("en", "en")]
    assert readers_language() == "en"


def test_a_refusal_names_its_place_in_the_readers_language():
    no = Refused("wrong", ko="틀립니다.", en="It is wrong.", place=Place("a.csv", row=3, column="age"))

    assert no.line("ko") == "a.csv, 3행, age 칸: 틀립니다."
    assert no.line("en") == str(no) == "a.csv, row 3, column age: It is wrong."
    assert Refused("wrong", ko="틀립니다.", en="It is wrong.").line("ko") == "틀립니다."


def test_one_is_counted_as_one():
    words = Words("{n}건이 있습니다.", "There are {n}.")

    assert words.filled(n=Words.count(1, "entry", "entries")).en == "There are 1 entry."
    assert words.filled(n=Words.count(1200, "entry", "entries")) == Words(
        "1,200건이 있습니다.", "There are 1,200 entries."
    )
