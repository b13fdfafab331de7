"""`jiphyeon tally`: decide elections from Pabulib files, explain, simulate, publish; `jiphyeon tally-verify`."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from jiphyeon.config.commands import tally_report as report
from jiphyeon.kernel import Place, Refused
from jiphyeon.methods import equal_shares as shares
from jiphyeon.methods.equal_shares.completion import Progress


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asked for besides the files."""

    rule: dict[str, Any]
    incompatible: tuple[str, ...]
    quotas: tuple[str, ...]
    quota_costs: tuple[str, ...]
    scoring: str | None
    mix: str | None
    districts: str | None
    budgets: tuple[str, ...]
    compare: bool
    explain: tuple[str, ...]


@click.command(name="tally")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.pb|FOLDER...")
@click.option("--rule", "method", type=click.Choice([m.value for m in shares.Method]), default="equal-shares", show_default=True)
@click.option("--utility", type=click.Choice(["cost", "cardinality"]), default="cost", show_default=True,
              help="What a funded project is worth to its supporter: its cost, or 1.")
@click.option("--completion", type=click.Choice(["none", "add1", "add1u"]), default="none", show_default=True,
              help="Raise shares by 1 until the budget is used; u: then fill by votes.")
@click.option("--start", type=click.Choice(["exact", "floor"]), default="exact", show_default=True,
              help="The first share: the exact fraction, or its whole part.")
@click.option("--ties", default="lexical", show_default=True, metavar="lexical|cost-votes-lot:SEED")
@click.option("--scoring", type=click.Choice(["approval", "points", "borda"]),
              help="How ballots count; default: points where given, ranks (borda) where ranked, else approval.")
@click.option("--minimum-votes", type=click.IntRange(0), default=1, show_default=True)
@click.option("--incompatible", multiple=True, metavar="ID,ID...", help="At most one of these may win.")
@click.option("--quota", "quotas", multiple=True, metavar="COLUMN=VALUE:N", help="At most N winners of such projects.")
@click.option("--quota-cost", "quota_costs", multiple=True, metavar="COLUMN=VALUE:AMOUNT")
@click.option("--mix", metavar="COLUMN=NAME:PART,NAME:PART", help="Weigh electorates, e.g. role=citizen:50,committee:50.")
@click.option("--districts", metavar="COLUMN", help="One budget for each value of this column of projects.")
@click.option("--district-budget", "budgets", multiple=True, metavar="NAME=AMOUNT")
@click.option("--compare", type=click.Choice(["greedy"]), help="Count who prefers the most-votes outcome.")
@click.option("--explain", multiple=True, metavar="VOTER|PROJECT|voters|losers")
@click.option("--simulate", is_flag=True, help="Many rules side by side instead of one.")
@click.option("--svg", type=click.Path(path_type=Path), help="Where the picture of --simulate goes.")
@click.option("--publish", type=click.Path(path_type=Path), help="Folder for election.json, result.json and the verifier.")
@click.option("--validate", is_flag=True, help="Only read, and list every deviation with its lines.")
@click.option("--write", "written", type=click.Path(path_type=Path), help="Write the election back as a clean Pabulib file.")
@click.option("--json", "as_json", is_flag=True)
def tally(
    paths: tuple[Path, ...], method: str, utility: str, completion: str, start: str, ties: str, scoring: str | None,
    minimum_votes: int, incompatible: tuple[str, ...], quotas: tuple[str, ...], quota_costs: tuple[str, ...],
    mix: str | None, districts: str | None, budgets: tuple[str, ...], compare: str | None, explain: tuple[str, ...],
    simulate: bool, svg: Path | None, publish: Path | None, validate: bool, written: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Decide elections: who is funded, what each voter paid, what each loser was missing.

    \b
    jiphyeon tally vote.pb --completion add1u --ties cost-votes-lot:2026-05-01
    jiphyeon tally elections/ --compare greedy --json
    jiphyeon tally vote.pb --explain 1024
    """  # noqa: D301 -- click's mark for lines to keep
    rule = {
        "method": shares.Method(method),
        "utility": shares.Utility(utility),
        "completion": shares.Completion(completion),
        "start": shares.Start(start),
        "lot_seed": shares.with_ties(ties),
        "minimum_votes": minimum_votes,
    }
    shares.Rule(**rule)  # refuses what cannot go together before anything is read
    wishes = Wishes(rule, incompatible, quotas, quota_costs, scoring, mix, districts, budgets, compare is not None, explain)
    files = list(_files(paths))
    if len(files) > 1 and (svg or publish or written):
        raise Refused(
            "one_file_only",
            ko="--svg, --publish, --write는 파일 하나에만 쓸 수 있습니다.",
            en="--svg, --publish and --write take one file.",
        )
    refused: list[str] = []
    documents: list[dict[str, Any]] = []
    for done, path in enumerate(files):
        if len(files) > 1:
            _say(f"{done + 1}/{len(files)} {path}")
        try:
            reading = shares.read(path, scoring=wishes.scoring)  # type: ignore[arg-type] -- click checked the choice
            if validate:
                documents.append(_validated(path, reading, as_json=as_json))
            elif simulate:
                documents.append(_simulated(path, reading, wishes, svg, as_json=as_json))
            else:
                documents += _decided(path, reading, wishes, publish, as_json=as_json)
            if written:
                _put(written, shares.write(reading.election))
        except Refused as no:
            if len(files) == 1:
                raise
            refused.append(str(no) if str(path) in str(no) else f"{path}: {no}")
            click.echo(f"jiphyeon: {refused[-1]}", err=True)
    if as_json:
        whole: Any = {"elections": documents, "refused": refused} if len(files) > 1 or len(documents) != 1 else documents[0]
        click.echo(json.dumps(whole, ensure_ascii=False))
    if refused:
        _say(f"{len(files) - len(refused)} of {len(files)} files done; not done: {len(refused)} (named above).")
        raise click.exceptions.Exit(2)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(path.glob("**/*.pb"))
        if not found:
            raise Refused("folder_empty", ko="폴더에 .pb 파일이 없습니다.", en="The folder holds no .pb file.", place=Place(str(path)))
        yield from found


def _say(words: str) -> None:
    click.echo(f"jiphyeon: {words}", err=True)


def _progress(name: str) -> Progress:
    """Return a reporter that speaks at most once a second, on standard error, and only to a person watching."""
    last = [time.monotonic()]

    def said(what: str, done: int, all_: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - last[0] > 1:
            last[0] = time.monotonic()
            _say(f"{name}: {what} {done:,} of at most {all_:,}")

    return said


def _validated(path: Path, reading: shares.Reading, *, as_json: bool) -> dict[str, Any]:
    if not as_json:
        click.echo(report.reading(str(path), reading))
    return report.reading_document(str(path), reading)


def _elections(reading: shares.Reading, wishes: Wishes) -> list[shares.Election]:
    election = reading.election
    if wishes.mix:
        column, _, parts = wishes.mix.partition("=")
        named = [part.rpartition(":") for part in parts.split(",")]
        election = shares.mixed(election, column, {name: _whole(text, "--mix") for name, _, text in named})
    if not wishes.districts:
        return [election]
    given = [text.rpartition("=") for text in wishes.budgets]
    budgets = {name: _whole(text, "--district-budget") * election.minor for name, _, text in given}
    return list(shares.by_district(election, wishes.districts, budgets or _budgets_in(election)).values())


def _budgets_in(election: shares.Election) -> dict[str, int]:
    """Return the budgets a file gives in META beside `neighborhoods` or `districts`."""
    for plural, budget in (("neighborhoods", "budget_per_neighborhood"), ("districts", "budget_per_district")):
        if plural in election.meta and budget in election.meta:
            names, amounts = election.meta[plural].split(","), election.meta[budget].split(",")
            return {n.strip(): _whole(a, budget) * election.minor for n, a in zip(names, amounts, strict=False)}
    return {}


def _whole(text: str, where: str) -> int:
    if not text.strip().isdigit():
        raise Refused(
            "not_whole", ko="{where}: 정수가 아닙니다: '{text}'", en="{where}: '{text}' is not a whole number.", where=where, text=text
        )
    return int(text)


def _rule(election: shares.Election, wishes: Wishes) -> shares.Rule:
    quotas = [_quota(election, text, cost=False) for text in wishes.quotas]
    quotas += [_quota(election, text, cost=True) for text in wishes.quota_costs]
    groups = tuple(tuple(name.strip() for name in text.split(",")) for text in wishes.incompatible)
    return shares.Rule(**wishes.rule, incompatible=groups, quotas=tuple(quotas))


def _quota(election: shares.Election, text: str, *, cost: bool) -> shares.Quota:
    what, _, most = text.rpartition(":")
    column, _, value = what.partition("=")
    members = tuple(project.id for project in election.projects if project.attributes.get(column) == value)
    if not members:
        raise Refused(
            "quota_of_none", ko="{what}에 드는 사업이 없습니다.", en="No project has {what}; the quota would bind nothing.", what=what
        )
    number = _whole(most, "--quota")
    return shares.Quota(what, members, cost=number * election.minor) if cost else shares.Quota(what, members, projects=number)


def _decided(
    path: Path, reading: shares.Reading, wishes: Wishes, publish: Path | None, *, as_json: bool
) -> list[dict[str, Any]]:
    documents = []
    elections = _elections(reading, wishes)
    for election in elections:
        rule = _rule(election, wishes)
        outcome = shares.tally(election, rule, _progress(path.name))
        other = shares.tally(election, shares.Rule(method=shares.Method.GREEDY, lot_seed=rule.lot_seed,
                                                   minimum_votes=rule.minimum_votes, incompatible=rule.incompatible,
                                                   quotas=rule.quotas)) if wishes.compare else None  # fmt: skip
        comparison = shares.compared(outcome, other.projects) if other else None
        documents.append(report.document(str(path), reading, outcome, comparison, wishes.explain))
        if not as_json:
            click.echo(report.outcome(str(path), reading, outcome, comparison))
            for what in wishes.explain:
                click.echo(report.explanation(outcome, what))
        if publish:
            _publish(publish if len(elections) == 1 else publish / election.name.rpartition(" · ")[2], outcome)
    if len(elections) > 1 and not as_json:
        click.echo(report.together(documents))
    return documents


def _simulated(path: Path, reading: shares.Reading, wishes: Wishes, svg: Path | None, *, as_json: bool) -> dict[str, Any]:
    (election, *more) = _elections(reading, wishes)
    if more:
        raise Refused("simulate_whole", ko="모의 비교는 구역을 나누지 않고 합니다.", en="--simulate looks at one budget; leave out --districts.")
    lines = shares.simulate(election, progress=_progress(path.name))
    if svg:
        _put(svg, shares.picture(lines, election.name))
    if not as_json:
        click.echo(report.simulation(lines))
    return report.simulation_document(str(path), lines)


def _publish(folder: Path, outcome: shares.Outcome) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _put(folder / "election.json", shares.text_of(shares.election_document(outcome.election)))
    _put(folder / "result.json", shares.text_of(shares.result_document(outcome)))
    shutil.copyfile(Path(shares.__file__).parent / "verifier.js", folder / "verifier.js")


def _put(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=path.parent, delete=False) as half:
            half.write(text)
        os.chmod(half.name, 0o644)  # noqa: PTH101 -- the temporary file was made for one pair of eyes
        Path(half.name).replace(path)
    except OSError as wrong:
        raise Refused(
            "not_written", ko="쓸 수 없습니다: {why}", en="It cannot be written: {why}.", place=Place(str(path)), why=wrong.strerror or ""
        ) from wrong


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
                "json_unreadable", ko="JSON으로 읽을 수 없습니다.", en="This cannot be read as JSON ({why}).", place=Place(str(path)), why=str(wrong)
            ) from wrong
    findings = shares.verify(*documents)
    for finding in findings:
        click.echo(finding)
    if findings:
        raise click.exceptions.Exit(1)
    click.echo(f"The result holds: election {documents[0]['election']}, {len(documents[0]['winners'])} winners.")
