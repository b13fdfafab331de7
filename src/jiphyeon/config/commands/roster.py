"""`jiphyeon roster`: plan a city's committees into law, judge such a plan, or make up a portfolio to try it on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

FILE = click.Path(dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def roster() -> None:
    """위촉 계획 · Plan a city's committees into law."""


def inputs(command: click.decorators.FC) -> click.decorators.FC:
    """Add the options that name the files and the horizon."""
    for option in (
        click.option("--quarters", type=int, default=8, show_default=True, help="Quarters to plan."),
        click.option("--from", "start", type=DAY, required=True, help="First day of the plan's first month."),
        click.option("--rules", type=FILE, help="Rules (YAML); Sejong's where left out."),
        click.option("--people", type=FILE, required=True, help="People (CSV)."),
        click.option("--committees", type=FILE, required=True, help="Committees, one seat a row (CSV)."),
    ):
        command = option(command)
    return command


@roster.command()
@inputs
@click.option("--seconds", type=float, default=10, show_default=True, help="Bound on each search.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole plan as JSON.")
@click.option("--out", type=FILE, help="Also write the plan as JSON here.")
@click.option("--appointments", type=FILE, help="Also write the appointments as CSV here.")
@click.option("--svg", type=FILE, help="Also draw the plot here.")
@click.option("--language", type=click.Choice(["en", "ko"]), default="en", show_default=True)
def plan(
    committees: Path,
    people: Path,
    rules: Path | None,
    start: datetime,
    quarters: int,
    seconds: float,
    as_json: bool,
    out: Path | None,
    appointments: Path | None,
    svg: Path | None,
    language: str,
) -> None:
    """Plan appointments: most lawful committee-quarters, fullest, fewest changes, least repeated use."""
    import orjson

    from jiphyeon.methods import roster as method
    from jiphyeon.methods.roster import files

    portfolio, rulebook = method.read_portfolio(committees, people), method.read_rules(rules or _sejong())
    made = method.make_plan(
        portfolio,
        rulebook,
        method.Calendar(start.date(), quarters),
        seconds=seconds,
        say=lambda words: click.echo(f"roster: {words}", err=True),
    )
    packed = orjson.dumps(files.as_json(made), option=orjson.OPT_INDENT_2).decode()
    written = (
        (out, packed),
        (appointments, files.appointments_csv(made)),
        (svg, method.plot(made, language)),
    )
    for path, text in written:
        if path:
            _write(path, text)
    click.echo(packed if as_json else method.report(made, language), nl=as_json)


@roster.command()
@inputs
@click.option("--plan", "plan_file", type=FILE, required=True, help="A plan in JSON.")
def check(
    committees: Path, people: Path, rules: Path | None, start: datetime, quarters: int, plan_file: Path
) -> None:
    """Judge a plan against every legal condition, without the planner; exit 1 where it breaks one."""
    from jiphyeon.methods import roster as method
    from jiphyeon.methods.roster import files

    portfolio, rulebook = method.read_portfolio(committees, people), method.read_rules(rules or _sejong())
    calendar = method.Calendar(start.date(), quarters)
    verdict = method.check(files.read_appointments(plan_file), portfolio, rulebook, calendar)
    for finding in verdict.findings:
        click.echo(f"{finding.code}: {finding.words.en}")
    lawful = sum(map(sum, verdict.lawful))
    click.echo(f"{len(verdict.findings)} findings; {lawful} lawful committee-quarters.")
    if verdict.findings:
        raise SystemExit(1)


@roster.command()
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--from", "start", type=DAY, required=True, help="The day the plan would start.")
@click.option("--committee-count", type=int, default=226, show_default=True)
@click.option("--seat-count", type=int, default=3700, show_default=True)
@click.option("--candidate-count", type=int, default=2500, show_default=True)
@click.option("--committees", type=FILE, required=True, help="Where to write the committees (CSV).")
@click.option("--people", type=FILE, required=True, help="Where to write the people (CSV).")
def generate(
    seed: int,
    start: datetime,
    committee_count: int,
    seat_count: int,
    candidate_count: int,
    committees: Path,
    people: Path,
) -> None:
    """Make up a portfolio of the published size; the same seed makes the same. Nobody in it exists."""
    from jiphyeon.methods import roster as method
    from jiphyeon.methods.roster import files

    size = method.Size(
        committees=committee_count,
        seats=seat_count,
        candidates=candidate_count,
        mandatory=round(committee_count * 106 / 226),
    )
    made = method.generate(size, start.date(), seed)
    _write(committees, files.as_csv(made.committees))
    _write(people, files.as_csv(made.people))
    click.echo(
        f"{committee_count} committees, {len(made.committees) - 1} seats, {len(made.people) - 1} people"
    )


def _sejong() -> Path:
    import jiphyeon

    return Path(jiphyeon.__file__).parent / "cities" / "sejong" / "committee-rules.yaml"


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    from jiphyeon.kernel import Place, Refused

    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as wrong:
        raise Refused(
            "file_unwritable",
            ko="파일을 쓸 수 없습니다: {reason}",
            en="the file cannot be written: {reason}.",
            place=Place(str(path)),
            reason=wrong.strerror,
        ) from wrong
