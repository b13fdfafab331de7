"""`jiphyeon tally`: decide elections from Pabulib files, explain, simulate, publish; `jiphyeon tally-verify`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from jiphyeon.commands.tally.files import every_file, progress
from jiphyeon.commands.tally.options import Wishes
from jiphyeon.foundation.terminal.language import language_option
from jiphyeon.foundation.terminal.verdicts import Verifier, answer
from jiphyeon.kernel import Checked, Verdict, Words, read_bytes
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
    type=click.IntRange(1, 10**15),
    default=1,
    show_default=True,
    help="Projects that fewer voters support cannot win: persons, whatever --mix lets them weigh.",
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
    help="Parts of the whole say, e.g. role=citizen:50,committee:50; a voter of the lightest counts 1.",
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
@click.option(
    "--allow",
    multiple=True,
    type=click.Choice(["limits", "dropped"]),
    help="limits: count ballots beyond the file's own limits as cast; dropped: leave out what cannot be read of a row.",
)
@click.option(
    "--validate",
    is_flag=True,
    help="Only read, and list every deviation with its lines; exit code 1 where there are any.",
)
@click.option(
    "--write",
    "written",
    type=click.Path(path_type=Path),
    help="Write the election back as a clean Pabulib file.",
)
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document: exact amounts as text.")
def tally(**wished: Any) -> None:
    """Decide elections: who is funded, what each voter paid, what each loser was missing.

    \b
    ./jip tally vote.pb --completion add1u --ties cost-votes-lot:2026-05-01
    ./jip tally elections/ --compare greedy --json
    ./jip tally vote.pb --explain 1024
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
    if wishes.validate and any(document["deviations"] for document in documents):
        sys.exit(1)


@click.command(name="tally-verify", cls=Verifier)
@click.argument("result", type=click.Path(path_type=Path))
@click.argument("election", type=click.Path(path_type=Path))
@click.option(
    "--hash",
    "hashes",
    multiple=True,
    metavar="HASH",
    help="A hash seen elsewhere, of the election or of the result: false where neither has it.",
)
@language_option
@click.option(
    "--json", "as_json", is_flag=True, help='Print one JSON document with "verdict" and "unchecked".'
)
def tally_verify(
    result: Path,
    election: Path,
    hashes: tuple[str, ...],
    language: str,  # noqa: ARG001 -- kept for the answer by the option itself
    as_json: bool,
) -> None:
    """Check a published RESULT against its ELECTION without running the rule.

    Exit code 0: true; 1: false; 3: not proven, where the result says more than it proves.
    """
    result_read, standing = shares.published(read_bytes(result)), shares.published(read_bytes(election))
    checked = shares.verify(result_read, standing, progress(result.name), hashes)
    answer(checked, true=_holds(result_read, checked), as_json=as_json)


def _holds(result: Any, checked: Checked) -> Words:
    """Return what is said of a result that holds: of which election, by which rule, and what was proven beside."""
    if checked.verdict is not Verdict.TRUE:
        return Words("", "")
    rule = result["rule"]
    by = [rule[part] for part in ("method", "utility", "completion", "start", "ties")]
    limits = [f"incompatible {len(rule['incompatible'])}"] if rule["incompatible"] else []
    sentence = Words(
        "결과가 맞습니다. 선거 자료 {election}에서 {count}건 선정, 규칙 {rule}.",
        "the result holds: {count} winners of election {election} by {rule}.",
    ).filled(
        election=result["election"],
        count=len(result["winners"]),
        rule=", ".join([*by, f"minimum_votes {rule['minimum_votes']}", *limits]),
    )
    if "trail" not in result:
        return sentence
    went_on = Words(
        " Add1이 앞선 {steps:,}단계에서 멈추지 않은 것도 맞습니다.",
        " Add1 rightly went on at every earlier step ({steps:,}).",
    ).filled(steps=result["steps"])
    return Words(sentence.ko + went_on.ko, sentence.en + went_on.en)
