"""`jiphyeon rules run` and `what-if`: a programme over everybody, from files or from a database."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jiphyeon.commands.rules.arguments import Day, city
from jiphyeon.kernel import Refused

if TYPE_CHECKING:
    from jiphyeon.methods.rules.population import Curve, Files, Resources, RowsRead, RunResult, WhatIf

DATABASE_FROM = "JIPHYEON_POPULATION_DATABASE"

PEOPLE_OPTIONS = [
    click.option("--people", required=True, metavar="FILE|TABLE", help="Parquet or CSV, a row a person."),
    click.option("--households", metavar="FILE|TABLE", help="A row a household, by household_id."),
    click.option("--dwellings", metavar="FILE|TABLE", help="A row a dwelling, by dwelling_id."),
    click.option(
        "--memberships",
        metavar="FILE|TABLE",
        help="Who belongs where from when to when: person_id, household_id and/or dwelling_id, first, last (its last "
        "day; empty: still so). Stands in for those columns of the people; the day chooses.",
    ),
    click.option(
        "--database",
        "url",
        envvar=DATABASE_FROM,
        metavar="URL",
        help="Read TABLES of postgres://user@host/name or sqlite:FILE, all as of one moment. Put a password into "
        f"{DATABASE_FROM}, where no list of processes shows it.",
    ),
    click.option("--known-on", type=Day(), help="Judge as the rules were known on that day."),
    click.option(
        "--pack",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=city,
        show_default="JIPHYEON_CITY",
        help="The city pack.",
    ),
    click.option(
        "--missing-as-unknown", is_flag=True, help="Take a fact that has no column as unknown for everybody."
    ),
    click.option(
        "--memory", type=int, metavar="MB", help="Memory to use at most; default 60 % of the machine's."
    ),
    click.option("--threads", type=int, help="Processors to use at most; default all."),
    click.option("--json", "as_json", is_flag=True, help="The figures for programs."),
]


def of_people(command: Any) -> Any:
    """Add the options that name a population."""
    for option in reversed(PEOPLE_OPTIONS):
        command = option(command)
    return command


@click.command("run")
@click.argument("programme")
@of_people
@click.option(
    "--as-of", "day", type=Day(), required=True, help="The day that chooses the version, 2024-03-04."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The result file, Parquet.")
@click.option(
    "--set-aside", type=click.Path(path_type=Path), help="Put bad rows in this CSV file and do the rest."
)
@click.option(
    "--part",
    type=click.IntRange(min=1),
    metavar="PEOPLE",
    help="Judge so many at a time (default 12,000,000). A run that was stopped goes on after its last whole part.",
)
def run_population(
    programme: str,
    known_on: date | None,
    folder: Path,
    as_json: bool,
    day: date,
    out: Path,
    set_aside: Path | None,
    part: int | None,
    **population: Any,
) -> None:
    """Judge everybody in a table of people under PROGRAMME: each clause, the result and the amount, in one file."""
    from jiphyeon.methods.rules import load
    from jiphyeon.methods.rules.population import PART, Progress
    from jiphyeon.methods.rules.population import run as run_over

    version = load(folder).programme(programme).version_on(day, known_on)
    files, means = _files_and_means(**population)
    try:
        with Progress(sys.stderr) as progress:
            found = run_over(
                version,
                day,
                files,
                out,
                set_aside=set_aside,
                means=means,
                progress=progress,
                part=part or PART,
            )
    except BaseException as why:
        # Another run's parts are not this one's to speak of.
        if not (isinstance(why, Refused) and why.code == "run_at_work"):
            _tell_kept(out)
        raise
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        _tell_run(found)


def _tell_kept(out: Path) -> None:
    """Say what a run that did not come to its end has kept, how to go on, and how to throw it away."""
    from jiphyeon.methods.rules.population import checkpoint_of

    kept = checkpoint_of(out)
    if kept is not None:
        click.echo(
            f"jiphyeon: {kept.done} of {kept.count} parts are done and kept in {kept.folder}. The same command goes on "
            f"from there; to throw them away: rm -r {kept.folder}",
            err=True,
        )


def _tell_run(found: RunResult) -> None:
    figures = found.figures
    click.echo(f"{found.programme} ({found.version}, {found.as_of}): {figures.people:,} people judged.")
    click.echo(f"  due {figures.passes:,} · not due {figures.fails:,} · not known {figures.unknown:,}")
    if figures.amount_total is not None:
        click.echo(
            f"  {figures.amount_total:,} won a {found.per}"
            if found.per != "once"
            else f"  {figures.amount_total:,} won once"
        )
    click.echo(f"  {'clause':<24}{'fail':>14}{'unknown':>14}{'only this':>14}")
    for clause in figures.clauses:
        click.echo(f"  {clause.id:<24}{clause.fail:>14,}{clause.unknown:>14,}{clause.sole_blocker:>14,}")
    if figures.alone:
        click.echo(
            f"  of {figures.alone:,} due nobody says with whom they live: each was taken to live alone"
        )
    _tell_read(found.read)
    if found.set_aside_file:
        click.echo(f"  {found.set_aside:,} people set aside; the reasons stand in {found.set_aside_file}.")
    if found.taken_up:
        click.echo(f"  {found.taken_up} of {found.parts} parts were done by an earlier run of this command.")
    click.echo(f"  written to {found.out}")


def _tell_read(read: Sequence[RowsRead]) -> None:
    """Say of every table how many rows were read, and what became of them."""
    for one in read:
        verb = "judged" if one.kind == "people" else "used"
        rows = "row" if one.rows == 1 else "rows"
        click.echo(f"  {one.rows:,} {rows} in {one.named}: {one.used:,} {verb}, {one.refused:,} refused")


@click.command("what-if")
@click.argument("programme")
@of_people
@click.option(
    "--as-of",
    "day",
    type=Day(),
    help="The day that chooses the version; default: the first day of the last one.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter with another value: age_limit=34; a row of a table: 'median_income[2]=3_700_000'.",
)
@click.option(
    "--scenarios", "file", type=click.Path(path_type=Path), help="A YAML or JSON file of named scenarios."
)
@click.option("--curve", metavar="NAME=A,B,C", help="Also: due and cost for each value of one parameter.")
def what_if_command(
    programme: str,
    known_on: date | None,
    folder: Path,
    as_json: bool,
    day: date | None,
    settings: tuple[str, ...],
    file: Path | None,
    curve: str | None,
    **population: Any,
) -> None:
    """Say who would gain, who would lose and what it would cost if PROGRAMME had other terms."""
    from jiphyeon.methods.rules import load
    from jiphyeon.methods.rules.population import Progress, compare_scenarios, from_settings, read_scenarios

    offered = load(folder).programme(programme)
    day = day or max(one.effective.first for one in offered.versions)
    version = offered.version_on(day, known_on)
    scenarios = read_scenarios(file, version, on=day) if file else []
    if settings:
        scenarios = [from_settings(", ".join(settings), settings, version, on=day), *scenarios]
    if not scenarios and not curve:
        raise Refused(
            "no_scenario",
            ko="무엇을 바꿀지 적어 주세요. 예: --set age_limit=34 또는 --scenarios 파일",
            en="Name a change: --set age_limit=34, or --scenarios FILE.",
        )
    files, means = _files_and_means(**population)
    with Progress(sys.stderr) as progress:
        found, line = compare_scenarios(
            offered, day, files, scenarios, curve=curve, known_on=known_on, means=means, progress=progress
        )
    if as_json:
        document = found.as_json() | ({"curve": line.as_json()} if line else {})
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        _tell_what_if(found, line)


def _tell_what_if(found: WhatIf, line: Curve | None) -> None:
    before = found.before
    click.echo(
        f"{found.programme} ({found.version}, {found.as_of}): {before.people:,} people, {before.passes:,} due now"
    )
    for name, until in found.carried.items():
        click.echo(f"  {name} is known until {until}; its last value is carried on, as this only supposes.")
    wide = max([34, *(len(one.scenario.name) + 2 for one in found.scenarios)])
    click.echo(
        f"  {'scenario':<{wide}}{'due':>10}{'gain':>9}{'lose':>9}{'net won a ' + (found.per or '-'):>20}"
    )
    for one in found.scenarios:
        whole = one.whole
        click.echo(
            f"  {one.scenario.name:<{wide}}{whole.due_after:>10,}{whole.winners:>9,}{whole.losers:>9,}{whole.net_cost:>+20,}"
        )
    for point in line.points if line else ():
        click.echo(
            f"  {line.parameter if line else ''} = {point.value}: {point.due:,} due, {point.cost:,} won"
        )
    _tell_read(found.read)


def _files_and_means(
    people: str,
    households: str | None,
    dwellings: str | None,
    memberships: str | None,
    url: str | None,
    missing_as_unknown: bool,
    memory: int | None,
    threads: int | None,
) -> tuple[Files, Resources]:
    """Return where the population is read from, and what may be used for it."""
    from jiphyeon.methods.rules.population import Database, Files, Resources, named_by

    database = Database(url) if url else None

    def source(name: str | None) -> Any:
        return None if name is None else named_by(name, database)

    files = Files(
        named_by(people, database),
        source(households),
        source(dwellings),
        missing_as_unknown,
        source(memberships),
    )
    return files, Resources(memory, threads)
