"""The command line: every command it names can be called, and a refusal is one line and exit 2."""

import re
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from jiphyeon.commands.command_line import Lazy, commands, jiphyeon, main


def test_the_help_page_names_every_command_in_its_group_and_gives_examples():
    output = CliRunner().invoke(jiphyeon, ["--help"]).output

    assert all(name in output for name in commands())
    assert all(command.group in output for command, _package in commands().values())
    assert "examples:" in output


@pytest.mark.parametrize("name", commands())
def test_every_command_named_is_there_and_explains_itself(name):
    answer = CliRunner().invoke(Lazy().get_command(None, name), ["--help"])

    assert answer.exit_code == 0
    assert answer.output.startswith("Usage:")


def every_command(command=None, words=()):
    """Give every command and what is under it, with the words that call it."""
    for name in sorted(commands()) if command is None else sorted(getattr(command, "commands", {})):
        found = Lazy().get_command(None, name) if command is None else command.commands[name]
        yield (*words, name), found
        yield from every_command(found, (*words, name))


EVERY = list(every_command())


@pytest.mark.parametrize(("words", "command"), EVERY, ids=[" ".join(words) for words, _ in EVERY])
def test_no_help_page_shows_a_mark_of_its_making(words, command):
    output = CliRunner().invoke(command, ["--help"], prog_name=f"./jip {' '.join(words)}").output

    assert "\\b" not in output
    assert "\b" not in output


@pytest.mark.parametrize(("words", "command"), EVERY, ids=[" ".join(words) for words, _ in EVERY])
def test_what_a_help_page_gives_as_an_example_can_be_called(words, command):
    output = CliRunner().invoke(command, ["--help"]).output

    for example in re.findall(r"(?:\./jip|jiphyeon) ([a-z-]+)(?: |$)", output, re.MULTILINE):
        assert example in commands()
    assert not re.search(r"^ +jiphyeon [a-z]", output, re.MULTILINE)


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("ko", "jiphyeon: none.pb: 파일을 읽을 수 없습니다"),
        ("en", "jiphyeon: none.pb: The file cannot be read"),
    ],
)
def test_a_refusal_is_said_in_the_language_of_the_terminal_or_of_the_option(
    language, message, capsys, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    for setting, asked in (
        (language, ()),
        ("en", ("--language", language)),
        ("ko", ("--language", language)),
    ):
        monkeypatch.setenv("JIPHYEON_LANGUAGE", setting)
        with pytest.raises(SystemExit) as left:
            main(["tally", "none.pb", *asked])
        assert left.value.code == 2
        assert capsys.readouterr().err.startswith(message)


def test_an_exit_code_asked_for_inside_a_command_reaches_the_shell(monkeypatch):
    @click.command()
    def leaving():
        raise click.exceptions.Exit(3)

    monkeypatch.setattr(Lazy, "get_command", lambda *_: leaving)

    with pytest.raises(SystemExit) as left:
        main(["run"])

    assert left.value.code == 3


def test_an_unknown_command_is_refused_in_words(capsys):
    with pytest.raises(SystemExit) as left:
        main(["no-such-command"])

    assert left.value.code == 2
    assert "no-such-command" in capsys.readouterr().err


def test_a_command_is_found_by_its_folder_alone():
    declared = {package for _command, package in commands().values()}

    assert "jiphyeon.commands.tally" in declared
    assert "jiphyeon.contexts.benefits.commands" in declared
    assert list(commands())[:2] == ["run", "worker"]


def test_the_help_page_imports_no_django_and_no_method():
    code = (
        "import sys; from jiphyeon.commands.command_line import commands; commands(); "
        "print([name for name in sys.modules if name.startswith(('django', 'jiphyeon.methods', 'numpy'))])"
    )

    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )
