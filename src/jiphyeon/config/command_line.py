"""`jiphyeon`: the whole command line, grouped; a command's module is imported only when it is called."""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass

import click

from jiphyeon.kernel import Refused


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command lives: `module:attribute`, its group on the help page, and one line of help."""

    group: str
    target: str
    line: str


COMMANDS: dict[str, Entry] = {
    # name -> Entry; one line each, kept in the order the help page shows
    "run": Entry("the city", "jiphyeon.config.commands.run:run", "Set up, fill and start the city."),
    "worker": Entry("the city", "jiphyeon.config.commands.worker:worker", "Do what waits in the queue."),
    "demo": Entry("the city", "jiphyeon.config.commands.demo:demo", "Make a synthetic city; nobody is real."),
    "accounts": Entry(
        "the city", "jiphyeon.config.commands.accounts:accounts", "Make the first administrator of a city."
    ),
    "secrets": Entry(
        "the city", "jiphyeon.config.commands.secrets:secrets", "Keys of personal fields: make, change."
    ),
    "ledger": Entry(
        "proof", "jiphyeon.config.commands.ledger:ledger", "Verify, prove and sign the public log."
    ),
    "benefits": Entry("proof", "jiphyeon.config.commands.benefits:benefits", "Judge decided cases again."),
    "rules": Entry(
        "methods", "jiphyeon.config.commands.rules:rules", "Who is due, why, and what a change costs."
    ),
    "tally": Entry(
        "methods", "jiphyeon.config.commands.tally:tally", "Allocate a budget fairly from ballots."
    ),
    "tally-verify": Entry(
        "methods", "jiphyeon.config.commands.tally:tally_verify", "Check a published allocation by itself."
    ),
    "draw": Entry("methods", "jiphyeon.config.commands.draw:draw", "Draw a fair panel; verify a draw."),
    "roster": Entry(
        "methods", "jiphyeon.config.commands.roster:roster", "Plan a city's committees into law."
    ),
}

EXAMPLES = """\
examples:
  jiphyeon rules explain youth-rent --facts me.json --as-of 2024-03-04
  jiphyeon rules what-if youth-rent --people people.parquet --set age_limit=34
  jiphyeon tally lodz.pb --rule equal-shares --completion add1u
  jiphyeon draw --people respondents.csv --quotas categories.csv --size 20 --objective leximin --seed 7
  jiphyeon ledger verify
"""


class Lazy(click.Group):
    """A group that lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for group in dict.fromkeys(entry.group for entry in COMMANDS.values()):
            rows = [(name, entry.line) for name, entry in COMMANDS.items() if entry.group == group]
            with formatter.section(group):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        formatter.write("\n" + EXAMPLES)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.2.0", prog_name="jiphyeon")
def jiphyeon() -> None:
    """집현 · A city's planning office and the people it serves."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. A refusal prints one line and exits 2; Ctrl-C exits 130."""
    try:
        # Outside its standalone mode click hands an exit code back instead of raising it.
        code = jiphyeon.main(args=arguments, prog_name="jiphyeon", standalone_mode=False)
    except Refused as no:
        click.echo(f"jiphyeon: {no}", err=True)
        sys.exit(2)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("jiphyeon: stopped.", err=True)
        sys.exit(130)
    except Exception as wrong:
        # Django is loaded by the commands that need it; only then can it say that a setting is missing.
        if type(wrong).__name__ != "ImproperlyConfigured":
            raise
        click.echo(f"jiphyeon: {wrong}", err=True)
        sys.exit(2)
    if isinstance(code, int) and code:
        sys.exit(code)
