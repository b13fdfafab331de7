"""In which language a command answers: as asked for by `--language`, else as the terminal's settings say, else Korean."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import click

from jiphyeon.kernel.words import Language

_SETTINGS = ("JIPHYEON_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_ASKED: ContextVar[Language | None] = ContextVar("language asked for by --language", default=None)


def of_terminal() -> Language:
    """Return the language the environment names first: English where it begins with `en`, Korean otherwise."""
    first = next(filter(None, map(os.environ.get, _SETTINGS)), "")
    return "en" if first.lower().startswith("en") else "ko"


def asked_for() -> Language | None:
    """Return what `--language` asked this command for; None where nobody did."""
    return _ASKED.get()


def readers_language() -> Language:
    """Return the language of whoever reads this command's answer."""
    return asked_for() or of_terminal()


@contextmanager
def one_command() -> Iterator[None]:
    """Forget afterwards what `--language` asked for: it holds for one command."""
    token = _ASKED.set(None)
    try:
        yield
    finally:
        _ASKED.reset(token)


def _asked(_context: click.Context, _option: click.Parameter, value: Language | None) -> Language:
    _ASKED.set(value)
    return value or of_terminal()


language_option = click.option(
    "--language",
    type=click.Choice(["en", "ko"]),
    show_default="the terminal's",
    is_eager=True,  # what is wrong with another option is said in it too
    callback=_asked,
    help="Of the answer and of what is refused.",
)
"""`--language`: one option for every command that has it."""
