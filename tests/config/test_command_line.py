"""The command line: every command it names can be called, and a refusal is one line and exit 2."""

import importlib

import click
import pytest
from click.testing import CliRunner

from jiphyeon.config.command_line import COMMANDS, Lazy, jiphyeon, main


def test_the_help_page_names_every_command_in_its_group_and_gives_examples():
    said = CliRunner().invoke(jiphyeon, ["--help"]).output

    assert all(name in said for name in COMMANDS)
    assert all(entry.group in said for entry in COMMANDS.values())
    assert "examples:" in said


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_named_is_there_and_explains_itself(name):
    module, _, attribute = COMMANDS[name].target.partition(":")

    answer = CliRunner().invoke(getattr(importlib.import_module(module), attribute), ["--help"])

    assert answer.exit_code == 0
    assert answer.output.startswith("Usage:")


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
