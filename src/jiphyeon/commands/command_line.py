"""`jiphyeon`: the whole command line, grouped; a command's module is imported only when it is called."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click

from jiphyeon.commands.failures import failure_words
from jiphyeon.foundation.rooms.commands import Command
from jiphyeon.foundation.terminal.inert import inert_streams
from jiphyeon.foundation.terminal.language import one_command, readers_language
from jiphyeon.kernel import Refused, Words

PACKAGE = Path(__file__).resolve().parent.parent
_STOPPED = Words("중단했습니다.", "stopped.")
PLACES = ("commands/*", "contexts/*/commands")


@cache
def commands() -> dict[str, tuple[Command, str]]:
    """Return every command by its name, in the order of the help page, with the package its target stands in.

    Only the folders' declarations are imported, and none of them brings Django or a method along.
    """
    found = [(command, package) for package in _packages() for command in _declared(package)]
    return {one.name: (one, package) for one, package in sorted(found, key=lambda pair: pair[0].order)}


def _packages() -> Iterator[str]:
    for place in PLACES:
        for file in PACKAGE.glob(f"{place}/__init__.py"):
            yield ".".join((PACKAGE.name, *file.parent.relative_to(PACKAGE).parts))


def _declared(package: str) -> tuple[Command, ...]:
    declared: tuple[Command, ...] = importlib.import_module(package).COMMANDS
    return declared


class Lazy(click.Group):
    """A group that lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        found = commands().get(cmd_name)
        if found is None:
            return None
        module, _, attribute = found[0].target.partition(":")
        command: click.Command = getattr(importlib.import_module(f"{found[1]}.{module}"), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        declared = [command for command, _package in commands().values()]
        for group in dict.fromkeys(command.group for command in declared):
            rows = [(command.name, command.line) for command in declared if command.group == group]
            with formatter.section(group):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        examples = [line for command, _package in commands().values() for line in command.examples]
        formatter.write("\nexamples:\n" + "".join(f"  ./jip {line}\n" for line in examples))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.3.0", prog_name="jiphyeon")
def jiphyeon() -> None:
    """집현 · A city's planning office and the people it serves."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. A refusal prints one line and exits 2; Ctrl-C exits 130. What is printed is inert."""
    with inert_streams(), one_command():
        code = _run(arguments)
    if code:
        sys.exit(code)


def _run(arguments: list[str] | None) -> int:
    try:
        # Outside its standalone mode click hands an exit code back instead of raising it.
        code = jiphyeon.main(args=arguments, prog_name="./jip", standalone_mode=False)
    except Refused as no:
        click.echo(f"jiphyeon: {no.line(readers_language())}", err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(f"jiphyeon: {_STOPPED.text(readers_language())}", err=True)
        return 130
    except Exception as error:
        words = failure_words(error)
        if words is None:
            raise
        click.echo(f"jiphyeon: {words.text(readers_language())}", err=True)
        return 2
    return code if isinstance(code, int) else 0
