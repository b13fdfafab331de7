"""The command line: every command it names can be called, and a refusal is one line and exit 2."""

import importlib

import pytest
from click.testing import CliRunner

from jiphyeon.config.command_line import COMMANDS, jiphyeon


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
