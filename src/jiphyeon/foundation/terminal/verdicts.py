"""How every verifier answers on the command line: one of three words first, then each reason, and an exit code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NoReturn

import click

from jiphyeon.foundation.terminal.language import asked_for, readers_language
from jiphyeon.kernel import Checked, Json, Refused, Verdict, Words

SHOWN = 20
"""Reasons printed before the rest is counted; `--json` holds all."""


class Verifier(click.Command):
    """A command that judges a statement: a refusal to read it is an answer too, with exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Refused as no:
            if ctx.params.get("as_json"):
                refused = {
                    "code": no.code,
                    "words": no.words.en,
                    "place": str(no.place) if no.place else None,
                }
                click.echo(
                    json.dumps({"verdict": "false", "unchecked": [], "refused": refused}, ensure_ascii=False)
                )
            else:
                language = readers_language()
                click.echo(f"{Verdict.FALSE.words.text(language)}: {no.line(language)}")
            ctx.exit(Verdict.FALSE.exit_code)


def answer(
    checked: Checked,
    *,
    true: Words,
    as_json: bool,
    more: Mapping[str, Json] | None = None,
    beside: Words | None = None,
) -> NoReturn:
    """Print what came of a check and leave with its exit code.

    `true` is the sentence said where everything was reckoned again and is so. The first line otherwise names what
    is false or not proven, so that nobody who reads one line is misled. `beside` follows whatever the verdict is: how far
    it reaches. `more` is added to the JSON, whose reasons are English for programs unless `--language` asks otherwise.
    """
    verdict, language = checked.verdict, (asked_for() or "en") if as_json else readers_language()
    problems = [one.text(language) for one in checked.problems]
    unchecked = [one.text(language) for one in checked.unchecked]
    if as_json:
        document = {"verdict": verdict.value, "unchecked": unchecked, "problems": problems, **(more or {})}
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        click.echo(f"{verdict.words.text(language)}: {_first_line(true.text(language), problems, unchecked)}")
        for reason in (problems + unchecked)[1:SHOWN] if problems else []:
            click.echo(f"  {reason}")
        if problems and len(problems) + len(unchecked) > SHOWN:
            click.echo(f"  + {len(problems) + len(unchecked) - SHOWN:,}")
        if beside is not None:
            click.echo(beside.text(language))
    raise click.exceptions.Exit(verdict.exit_code)


def _first_line(true: str, problems: list[str], unchecked: list[str]) -> str:
    return problems[0] if problems else " ".join(unchecked) if unchecked else true
