"""`jiphyeon tally`: decide elections from Pabulib files, explain, simulate, publish; `jiphyeon tally-verify`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from jiphyeon.config.commands.tally_wishes import Wishes
from jiphyeon.config.commands.tally_work import every_file, progress
from jiphyeon.kernel import Place, Refused
from jiphyeon.methods import equal_shares as shares


@click.command(name="tally")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.pb|FOLDER..."
)
@click.option(
    "--rule",
    "method",
    type=click.Choice([m.value for m in shares.Method]),
    default="equal-shares",
    show_default=True,
    help="equal-shares: every voter's share buys what that voter chose; greedy: most votes first.",
)
@click.option(
    "--utility",
    type=click.Choice(["cost", "cardinality"]),
    default="cost",
    show_default=True,
    help="What a funded project is worth to its supporter: its cost, or 1.",
)
@click.option(
    "--completion",
    type=click.Choice(["none", "add1", "add1u"]),
    default="none",
    show_default=True,
    help="Raise shares by 1 until the budget is used; u: then fill by votes.",
)
@click.option(
    "--start",
    type=click.Choice(["exact", "floor"]),
    default="exact",
    show_default=True,
    help="The first share: the exact fraction, or its whole part.",
)
@click.option(
    "--ties",
    default="lexical",
    show_default=True,
    metavar="lexical|cost-votes-lot:SEED",
    help="By project id; or lowest cost, most votes, then a lot from a seed named before the vote.",
)
@click.option(
    "--scoring",
    type=click.Choice(["approval", "points", "borda"]),
    help="How ballots count; default: points where given, ranks (borda) where ranked, else approval.",
)
@click.option(
    "--minimum-votes",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Projects with fewer votes cannot win.",
)
@click.option("--incompatible", multiple=True, metavar="ID,ID...", help="At most one of these may win.")
@click.option(
    "--quota", "quotas", multiple=True, metavar="COLUMN=VALUE:N", help="At most N winners of such projects."
)
@click.option(
    "--quota-cost",
    "quota_costs",
    multiple=True,
    metavar="COLUMN=VALUE:AMOUNT",
    help="Winners of such projects cost at most AMOUNT together.",
)
@click.option(
    "--mix",
    metavar="COLUMN=NAME:PART,NAME:PART",
    help="Weigh electorates, e.g. role=citizen:50,committee:50.",
)
@click.option("--districts", metavar="COLUMN", help="One budget for each value of this column of projects.")
@click.option(
    "--district-budget",
    "budgets",
    multiple=True,
    metavar="NAME=AMOUNT",
    help="A district's budget, where META does not give it.",
)
@click.option("--compare", type=click.Choice(["greedy"]), help="Count who prefers the most-votes outcome.")
@click.option(
    "--explain",
    multiple=True,
    metavar="VOTER|PROJECT|voters|losers",
    help="Where a voter's share went, what a loser was missing; voter:ID where a project has the same id.",
)
@click.option("--simulate", is_flag=True, help="Many rules side by side instead of one.")
@click.option("--svg", type=click.Path(path_type=Path), help="Where the picture of --simulate goes.")
@click.option(
    "--publish",
    type=click.Path(path_type=Path),
    help="Folder for election.json, result.json and the verifier.",
)
@click.option(
    "--trail/--no-trail",
    default=None,
    help="Whether --publish also proves that no earlier step of Add1 had stopped; default: unless it takes minutes.",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "plain", "compiled"]),
    default="auto",
    show_default=True,
    help="How Add1 is counted; the result is the same. auto: compiled where numba is installed.",
)
@click.option("--validate", is_flag=True, help="Only read, and list every deviation with its lines.")
@click.option(
    "--write",
    "written",
    type=click.Path(path_type=Path),
    help="Write the election back as a clean Pabulib file.",
)
@click.option("--language", type=click.Choice(["en", "ko"]), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document: exact amounts as text.")
def tally(**wished: Any) -> None:
    """Decide elections: who is funded, what each voter paid, what each loser was missing.

    \b
    jiphyeon tally vote.pb --completion add1u --ties cost-votes-lot:2026-05-01
    jiphyeon tally elections/ --compare greedy --json
    jiphyeon tally vote.pb --explain 1024
    """  # noqa: D301 -- click's mark for lines to keep
    wishes = Wishes(**wished)
    documents, refused, files = every_file(wishes)
    if wishes.as_json:
        alone = files == 1 and len(documents) == 1
        click.echo(
            json.dumps(
                documents[0] if alone else {"elections": documents, "refused": refused}, ensure_ascii=False
            )
        )
    if refused:
        if files > 1:
            done = files - refused.files
            click.echo(f"jiphyeon: {done} of {files} files done; {refused.files} not, named above.", err=True)
        sys.exit(2)


@click.command(name="tally-verify")
@click.argument("result", type=click.Path(path_type=Path))
@click.argument("election", type=click.Path(path_type=Path))
def tally_verify(result: Path, election: Path) -> None:
    """Check a published RESULT against its ELECTION without running the rule; exit 1 where it does not hold."""
    documents = []
    for path in (result, election):
        try:
            documents.append(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as wrong:
            raise Refused(
                "json_unreadable",
                ko="JSON으로 읽을 수 없습니다.",
                en="This cannot be read as JSON ({why}).",
                place=Place(str(path)),
                why=str(wrong),
            ) from wrong
    findings = shares.verify(documents[0], documents[1], progress(result.name))
    for finding in findings:
        click.echo(finding)
    if findings:
        sys.exit(1)
    click.echo(
        f"The result holds: election {documents[0]['election']}, {len(documents[0]['winners'])} winners."
    )
    for sentence in shares.left_unproven(documents[0]):
        click.echo(sentence)
    if documents[0].get("trail"):
        click.echo(f"Proven too: Add1 rightly went on at every earlier step ({documents[0]['steps']:,}).")
