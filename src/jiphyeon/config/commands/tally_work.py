"""What `jiphyeon tally` does with each file: read, decide, explain, write; one broken file never stops the others."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from jiphyeon.config.commands import tally_document as document
from jiphyeon.config.commands import tally_report as report
from jiphyeon.kernel import Place, Refused
from jiphyeon.methods import equal_shares as shares
from jiphyeon.methods.equal_shares.completion import Progress
from jiphyeon.methods.equal_shares.election import Scoring
from jiphyeon.methods.equal_shares.engine import Engine

VERIFIER = ("verifier.js", "verifier-trail.js")
TRAIL_WORK = 25_000_000  # ranges times ballot entries up to which a trail is made unasked: about a minute


@dataclass(frozen=True)
class Wishes:
    """What the command line asked for; the fields are its options."""

    paths: tuple[Path, ...]
    method: str
    utility: str
    completion: str
    start: str
    ties: str
    scoring: Scoring | None
    minimum_votes: int
    incompatible: tuple[str, ...]
    quotas: tuple[str, ...]
    quota_costs: tuple[str, ...]
    mix: str | None
    districts: str | None
    budgets: tuple[str, ...]
    compare: str | None
    explain: tuple[str, ...]
    simulate: bool
    svg: Path | None
    publish: Path | None
    trail: bool | None
    engine: Engine
    validate: bool
    written: Path | None
    language: str
    as_json: bool

    @cached_property
    def rule(self) -> shares.Rule:
        """The rule, without what depends on the projects of a file."""
        return shares.Rule(
            method=shares.Method(self.method),
            utility=shares.Utility(self.utility),
            completion=shares.Completion(self.completion),
            start=shares.Start(self.start),
            lot_seed=shares.with_ties(self.ties),
            minimum_votes=self.minimum_votes,
        )


def every_file(wishes: Wishes) -> tuple[list[dict[str, Any]], list[str], int]:
    """Do every file; return what was found, the refusals by name, and how many files there were."""
    wishes.rule  # noqa: B018 -- refuses what cannot go together before anything is read
    files = list(_files(wishes.paths))
    if len(files) > 1 and (wishes.svg or wishes.publish or wishes.written):
        raise Refused(
            "one_file_only",
            ko="--svg, --publish, --write는 파일 하나에만 쓸 수 있습니다.",
            en="--svg, --publish and --write take one file.",
        )
    _needs(wishes)
    if wishes.trail and not (wishes.publish and wishes.completion != "none"):
        raise Refused(
            "trail_of_nothing",
            ko="--trail은 Add1의 단계를 증명합니다. --publish, --completion add1(u)과 함께 쓰십시오.",
            en="--trail proves the steps of Add1; use it with --publish and --completion add1 or add1u.",
        )
    documents: list[dict[str, Any]] = []
    refused: list[str] = []
    for done, path in enumerate(files, start=1):
        if len(files) > 1:
            click.echo(f"jiphyeon: {done}/{len(files)} {path}", err=True)
        try:
            documents += _one(path, wishes)
        except Refused as no:
            if len(files) == 1:
                raise
            refused.append(str(no) if str(path) in str(no) else f"{path}: {no}")
            click.echo(f"jiphyeon: {refused[-1]}", err=True)
    return documents, refused, len(files)


def _needs(wishes: Wishes) -> None:
    """Refuse an option that would do nothing without another."""
    for given, option, needed, other in (
        (wishes.svg, "--svg", wishes.simulate, "--simulate"),
        (wishes.budgets, "--district-budget", wishes.districts, "--districts"),
    ):
        if given and not needed:
            raise Refused(
                "option_alone",
                ko="{option}은(는) {other}와(과) 함께 씁니다.",
                en="{option} belongs to {other}; give both.",
                option=option,
                other=other,
            )


def _shape(text: str, option: str, form: str, marks: str) -> None:
    """Refuse an option's value that lacks one of the marks that part it."""
    if any(mark not in text for mark in marks):
        raise Refused(
            "option_form",
            ko="{option}은(는) {form} 꼴로 씁니다. 받은 값: '{text}'",
            en="{option} is written {form}, not '{text}'.",
            option=option,
            form=form,
            text=text,
        )


def _one(path: Path, wishes: Wishes) -> list[dict[str, Any]]:
    reading = shares.read(path, scoring=wishes.scoring)
    if wishes.validate:
        if not wishes.as_json:
            click.echo(report.reading(str(path), reading, wishes.language))
        found = [document.reading_document(str(path), reading)]
    elif wishes.simulate:
        found = [_simulated(path, reading, wishes)]
    else:
        found = _decided(path, reading, wishes)
    if wishes.written:
        put(wishes.written, shares.write(reading.election))
    return found


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(path.glob("**/*.pb"))
        if not found:
            raise Refused(
                "folder_empty",
                ko="폴더에 .pb 파일이 없습니다.",
                en="The folder holds no .pb file.",
                place=Place(str(path)),
            )
        yield from found


def progress(name: str) -> Progress:
    """Return a reporter that speaks at most once a second, on standard error, and only to a person watching."""
    last = [time.monotonic()]

    def said(what: str, done: int, all_: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - last[0] > 1:
            last[0] = time.monotonic()
            click.echo(f"jiphyeon: {name}: {what} {done:,} of at most {all_:,}", err=True)

    return said


def _elections(reading: shares.Reading, wishes: Wishes) -> list[shares.Election]:
    election = reading.election
    if wishes.mix:
        _shape(wishes.mix, "--mix", "COLUMN=NAME:PART,NAME:PART", "=:")
        column, _, parts = wishes.mix.partition("=")
        named = [part.rpartition(":") for part in parts.split(",")]
        election = shares.mixed(election, column, {name: _whole(text, "--mix") for name, _, text in named})
    if not wishes.districts:
        return [election]
    columns = sorted({name for project in election.projects for name in project.attributes})
    if wishes.districts not in columns:
        raise Refused(
            "no_such_column",
            ko="사업에 {column} 열이 없습니다. 있는 열: {columns}",
            en="Projects have no column {column}; they have {columns}.",
            column=wishes.districts,
            columns=", ".join(columns) or "-",
        )
    for text in wishes.budgets:
        _shape(text, "--district-budget", "NAME=AMOUNT", "=")
    given = [text.rpartition("=") for text in wishes.budgets]
    budgets = {name: _whole(text, "--district-budget") * election.minor for name, _, text in given}
    return list(shares.by_district(election, wishes.districts, budgets or _budgets_in(election)).values())


def _budgets_in(election: shares.Election) -> dict[str, int]:
    """Return the budgets a file gives in META beside `neighborhoods` or `districts`."""
    for plural, budget in (
        ("neighborhoods", "budget_per_neighborhood"),
        ("districts", "budget_per_district"),
    ):
        if plural in election.meta and budget in election.meta:
            names, amounts = election.meta[plural].split(","), election.meta[budget].split(",")
            return {
                n.strip(): _whole(a, budget) * election.minor for n, a in zip(names, amounts, strict=False)
            }
    return {}


def _whole(text: str, where: str) -> int:
    if not text.strip().isdigit():
        raise Refused(
            "not_whole",
            ko="{where}: 정수가 아닙니다: '{text}'",
            en="{where}: '{text}' is not a whole number.",
            where=where,
            text=text,
        )
    return int(text)


def _rule(election: shares.Election, wishes: Wishes) -> shares.Rule:
    quotas = [_quota(election, text, cost=False) for text in wishes.quotas]
    quotas += [_quota(election, text, cost=True) for text in wishes.quota_costs]
    groups = tuple(tuple(name.strip() for name in text.split(",")) for text in wishes.incompatible)
    return replace(wishes.rule, incompatible=groups, quotas=tuple(quotas))


def _quota(election: shares.Election, text: str, *, cost: bool) -> shares.Quota:
    option = "--quota-cost" if cost else "--quota"
    _shape(text, option, f"COLUMN=VALUE:{'AMOUNT' if cost else 'N'}", "=:")
    what, _, most = text.rpartition(":")
    column, _, value = what.partition("=")
    members = tuple(project.id for project in election.projects if project.attributes.get(column) == value)
    if not members:
        raise Refused(
            "quota_of_none",
            ko="{what}에 드는 사업이 없습니다.",
            en="No project has {what}; the quota would bind nothing.",
            what=what,
        )
    number = _whole(most, option)
    return (
        shares.Quota(what, members, cost=number * election.minor)
        if cost
        else shares.Quota(what, members, projects=number)
    )


def _decided(path: Path, reading: shares.Reading, wishes: Wishes) -> list[dict[str, Any]]:
    documents: list[dict[str, Any]] = []
    outcomes: list[shares.Outcome] = []
    elections = _elections(reading, wishes)
    for election in elections:
        rule = _rule(election, wishes)
        outcome = shares.tally(election, rule, progress(path.name), wishes.engine)
        comparison = shares.compared(outcome, _most_votes(election, rule)) if wishes.compare else None
        outcomes.append(outcome)
        if wishes.as_json:
            documents.append(
                document.document(str(path), reading, outcome, comparison, wishes.explain, wishes.language)
            )
        else:
            account = report.Report(outcome, wishes.language)
            click.echo(account.outcome(str(path), reading, comparison))
            for what in wishes.explain:
                click.echo(account.explanation(what))
        if wishes.publish:
            district = election.name.rpartition(" · ")[2].replace("/", "_")
            folder = wishes.publish if len(elections) == 1 else wishes.publish / district
            _publish(folder, outcome, wishes.trail, progress(path.name))
    if len(elections) > 1 and not wishes.as_json:
        click.echo(report.together(outcomes, wishes.language))
    return documents


def _most_votes(election: shares.Election, rule: shares.Rule) -> list[int]:
    """Return what the most-votes rule would fund under the same limits and tie order."""
    plain = replace(
        rule, method=shares.Method.GREEDY, utility=shares.Utility.COST, completion=shares.Completion.NONE
    )
    return shares.tally(election, plain).projects


def _simulated(path: Path, reading: shares.Reading, wishes: Wishes) -> dict[str, Any]:
    (election, *more) = _elections(reading, wishes)
    if more:
        raise Refused(
            "simulate_whole",
            ko="모의 비교는 구역을 나누지 않고 합니다.",
            en="--simulate looks at one budget; leave out --districts.",
        )
    lines = shares.simulate(election, progress=progress(path.name), engine=wishes.engine)
    if wishes.svg:
        put(wishes.svg, shares.picture(lines, election.name, wishes.language))
    if not wishes.as_json:
        click.echo(report.simulation(lines, wishes.language))
    return document.simulation_document(str(path), lines)


def _publish(folder: Path, outcome: shares.Outcome, wished: bool | None, said: Progress) -> None:
    trail = None
    if outcome.steps and wished is not False:
        entries = len(outcome.election.ballots.projects)
        most = None if wished else max(1, TRAIL_WORK // entries)
        trail = shares.trail_document(outcome, said, most)
        if trail is None:
            click.echo(
                f"jiphyeon: {outcome.election.name}: published without the trail of its {outcome.steps:,} earlier "
                "steps, which would take minutes; --trail makes it.",
                err=True,
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise _not_written(folder, wrong) from wrong
    put(folder / "election.json", shares.text_of(shares.election_document(outcome.election)))
    put(folder / "result.json", shares.text_of(shares.result_document(outcome, trail)))
    for script in VERIFIER:
        put(folder / script, (Path(shares.__file__).parent / script).read_text(encoding="utf-8"))


def put(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    half: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="", dir=path.parent, delete=False
        ) as file:
            half = Path(file.name)
            file.write(text)
        half.chmod(0o644)
        half.replace(path)
    except OSError as wrong:
        if half:
            half.unlink(missing_ok=True)
        raise _not_written(path, wrong) from wrong


def _not_written(path: Path, wrong: OSError) -> Refused:
    return Refused(
        "not_written",
        ko="쓸 수 없습니다: {why}",
        en="It cannot be written: {why}.",
        place=Place(str(path)),
        why=wrong.strerror or type(wrong).__name__,
    )
