"""What `jiphyeon tally` does with each file: read, decide, explain, write; one broken file never stops the others."""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from jiphyeon.commands.tally import document, report
from jiphyeon.commands.tally.options import (
    Wishes,
    asked_of,
    check_together,
    check_voters,
    elections_of,
    rule_of,
)
from jiphyeon.commands.tally.words import phrase
from jiphyeon.foundation.terminal.language import readers_language
from jiphyeon.kernel import Place, Refused
from jiphyeon.methods import equal_shares as shares
from jiphyeon.methods.equal_shares import Progress

TRAIL_WORK = 25_000_000  # ranges times ballot entries up to which a trail is made unasked: about a minute


def every_file(wishes: Wishes) -> tuple[list[dict[str, Any]], Refusals, int]:
    """Do every file; return what was found, the refusals by name, and how many files there were.

    What goes wrong with one file is noted with its name, whatever it is, and never costs another's result.
    """
    wishes.rule  # noqa: B018 -- refuses what cannot go together before anything is read
    check_together(wishes)
    refused = Refusals()
    files = list(_files(wishes.paths, refused))
    if len(files) > 1 and (wishes.svg or wishes.publish or wishes.written):
        raise Refused(
            "one_file_only",
            ko="--svg, --publish, --write는 파일 하나에만 쓸 수 있습니다.",
            en="--svg, --publish and --write take one file.",
        )
    documents: list[dict[str, Any]] = []
    for done, path in enumerate(files, start=1):
        if len(files) > 1:
            click.echo(f"jiphyeon: {done}/{len(files)} {click.format_filename(path)}", err=True)
        try:
            documents += _one(path, wishes, refused)
        except Exception as error:  # a fault of ours in one file is no reason to lose the others
            no = refusal(path, error)
            if len(files) == 1 and len(wishes.paths) == 1:
                raise no from error
            refused.note(no, path)
            refused.files += 1
    return documents, refused, len(files)


class Refusals(list[str]):
    """What could not be done, each told on standard error as it comes; `files` counts those refused whole."""

    files = 0

    def note(self, no: Refused, path: Path) -> None:
        """Keep and tell a refusal, with its file."""
        name = click.format_filename(path)
        line = no.line(readers_language())
        self.append(line if str(path) in line else f"{name}: {line}")
        click.echo(f"jiphyeon: {self[-1]}", err=True)


def refusal(path: Path, error: Exception) -> Refused:
    """Return what went wrong as a refusal: its own words, or where our own program failed."""
    if isinstance(error, Refused):
        return error
    at = traceback.extract_tb(error.__traceback__)[-1]
    return Refused(
        "fault",
        ko="프로그램 오류로 이 파일을 처리하지 못했습니다({what}: {where}). 파일과 함께 개발진에 알려 주세요.",
        en="Our own program failed on this file ({what} at {where}). Please report it together with the file.",
        place=Place(str(path)),
        what=type(error).__name__,
        where=f"{Path(at.filename).name}:{at.lineno}",
    )


def _one(path: Path, wishes: Wishes, refused: Refusals) -> list[dict[str, Any]]:
    everything: tuple[shares.Allowed, ...] = ("limits", "dropped")
    reading = shares.read(path, scoring=wishes.scoring, allow=everything if wishes.validate else wishes.allow)
    if wishes.validate:
        if not wishes.as_json:
            click.echo(report.reading_report(str(path), reading, wishes.language))
        found = [document.reading_document(str(path), reading)]
    elif wishes.simulate:
        found = [_simulated(path, reading, wishes)]
    else:
        found = _decided(path, reading, wishes, refused)
    if wishes.written:
        put(wishes.written, shares.write(reading.election))
    return found


def _files(paths: tuple[Path, ...], refused: Refusals) -> Iterator[Path]:
    for path in paths:
        found = sorted(path.glob("**/*.pb")) if path.is_dir() else [path]
        yield from found
        if found:
            continue
        no = Refused(
            "folder_empty",
            ko="폴더에 .pb 파일이 없습니다.",
            en="The folder holds no .pb file.",
            place=Place(str(path)),
        )
        if len(paths) == 1:
            raise no
        refused.note(no, path)


def progress(name: str) -> Progress:
    """Return a reporter that speaks at most once a second, on standard error, and only to a person watching."""
    last = [time.monotonic()]

    def report(what: str, done: int, all_: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - last[0] > 1:
            last[0] = time.monotonic()
            click.echo(f"jiphyeon: {name}: {what} {done:,} of at most {all_:,}", err=True)

    return report


def _decided(path: Path, reading: shares.Reading, wishes: Wishes, refused: Refusals) -> list[dict[str, Any]]:
    """Decide each budget of a file; of several, one that cannot be decided is named and the others are done."""
    elections = elections_of(reading.election, wishes)
    if wishes.districts:
        check_voters(reading.election, wishes)
    asked = [
        (election, rule_of(reading.election, election, wishes), asked_of(reading.election, election, wishes))
        for election in elections
    ]
    documents: list[dict[str, Any]] = []
    outcomes: list[shares.Outcome] = []
    for election, rule, explained in asked:
        try:
            outcome = shares.tally(election, rule, progress(path.name), wishes.engine)
            documents += _accounted(path, reading, outcome, explained, wishes)
        except Exception as error:
            if len(elections) == 1:
                raise
            refused.note(refusal(path, error), path)
            continue
        outcomes.append(outcome)
        if explained and len(elections) > 1 and not wishes.as_json:
            click.echo()
        if wishes.publish:
            district = election.name.rpartition(" · ")[2].replace("/", "_")
            folder = wishes.publish if len(elections) == 1 else wishes.publish / district
            _publish(folder, outcome, wishes.trail, progress(path.name))
            if not wishes.as_json:
                click.echo(phrase(wishes.language, "published", folder=folder))
    if len(outcomes) > 1 and not wishes.as_json:
        click.echo(report.together(outcomes, wishes.language))
    return documents


def _accounted(
    path: Path, reading: shares.Reading, outcome: shares.Outcome, explained: tuple[str, ...], wishes: Wishes
) -> list[dict[str, Any]]:
    """Print the account of an outcome, or return it as a document where JSON is asked for."""
    other = _most_votes(outcome.election, outcome.rule) if wishes.compare else None
    comparison = None if other is None else shares.compared(outcome, other)
    if wishes.as_json:
        return [document.document(str(path), reading, outcome, comparison, explained, wishes.language)]
    account = report.Report(outcome, wishes.language)
    lines = [
        account.outcome(str(path), reading, comparison),
        *(account.explanation(what) for what in explained),
    ]
    click.echo("\n".join(lines))
    return []


def _most_votes(election: shares.Election, rule: shares.Rule) -> list[int]:
    """Return what the most-votes rule would fund under the same limits and tie order."""
    plain = replace(
        rule, method=shares.Method.GREEDY, utility=shares.Utility.COST, completion=shares.Completion.NONE
    )
    return shares.tally(election, plain).projects


def _simulated(path: Path, reading: shares.Reading, wishes: Wishes) -> dict[str, Any]:
    (election, *more) = elections_of(reading.election, wishes)
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


def _publish(folder: Path, outcome: shares.Outcome, wished: bool | None, report: Progress) -> None:
    trail = None
    if outcome.steps and wished is not False:
        entries = len(outcome.election.ballots.projects)
        most = None if wished else max(1, TRAIL_WORK // entries)
        trail = shares.trail_document(outcome, report, most)
        if trail is None:
            click.echo(
                f"jiphyeon: {outcome.election.name}: published without the trail of its {outcome.steps:,} earlier "
                "steps, which would take minutes; --trail makes it.",
                err=True,
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(folder, error) from error
    for script in shares.VERIFIER:
        put(folder / script.name, script.read_text(encoding="utf-8"))
    put(folder / "election.json", shares.text_of(shares.election_document(outcome.election)))
    put(folder / "result.json", shares.text_of(shares.result_document(outcome, trail)))


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
    except OSError as error:
        if half:
            half.unlink(missing_ok=True)
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> Refused:
    return Refused(
        "not_written",
        ko="쓸 수 없습니다: {why}",
        en="It cannot be written: {why}.",
        place=Place(str(path)),
        why=error.strerror or type(error).__name__,
    )
