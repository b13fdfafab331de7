"""`jiphyeon roster`: plan a city's committees into law, judge such a plan, or make up a portfolio to try it on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jiphyeon import cities
from jiphyeon.foundation.terminal.language import language_option
from jiphyeon.foundation.terminal.verdicts import Verifier, answer
from jiphyeon.kernel import Words

if TYPE_CHECKING:
    from jiphyeon.methods.roster import Calendar, Portfolio, Rulebook

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
        click.option(
            "--rules", type=FILE, help="Rules (YAML); those of the city of JIPHYEON_CITY where left out."
        ),
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
@language_option
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

    calendar = method.Calendar(start.date(), quarters)
    portfolio, rulebook = _read(committees, people, rules, calendar)
    made = method.make_plan(portfolio, rulebook, calendar, seconds=seconds, say=_say)
    packed = orjson.dumps(method.as_json(made), option=orjson.OPT_INDENT_2).decode()
    written = (
        (out, packed),
        (appointments, method.appointments_csv(made)),
        (svg, method.plot(made, language)),
    )
    for path, text in written:
        if path:
            _write(path, text)
    click.echo(packed if as_json else method.report(made, language), nl=as_json)


@roster.command(cls=Verifier)
@inputs
@click.option("--plan", "plan_file", type=FILE, required=True, help="A plan in JSON.")
@click.option(
    "--replan/--no-replan",
    default=True,
    show_default=True,
    help="Whether to plan anew too, to see that nothing better exists.",
)
@click.option("--seconds", type=float, default=10, show_default=True, help="Bound on each search.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@language_option
def check(
    committees: Path,
    people: Path,
    rules: Path | None,
    start: datetime,
    quarters: int,
    plan_file: Path,
    replan: bool,
    seconds: float,
    as_json: bool,
    language: str,  # noqa: ARG001 -- kept for the answer by the option itself
) -> None:
    """Judge a plan against every legal condition, and whatever else it says; exit 0 true, 1 false, 3 not proven."""
    from jiphyeon.methods import roster as method

    calendar = method.Calendar(start.date(), quarters)
    portfolio, rulebook = _read(committees, people, rules, calendar)
    document, appointments = method.read_plan(plan_file)
    best = None
    if replan and document.get("aims"):
        best = method.make_plan(portfolio, rulebook, calendar, seconds=seconds, say=_say)
    checked = method.verify(document, appointments, portfolio, rulebook, calendar, best)
    true = Words(
        "위촉 {n}건이 모든 조건을 지키고, 계획이 말하는 것을 모두 다시 계산했습니다.",
        "{n} keep every condition, and all that the plan says was computed anew.",
    ).filled(n=Words.count(len(appointments), "appointment"))
    answer(checked, true=true, as_json=as_json)


@roster.command()
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--from", "start", type=DAY, required=True, help="The day the plan would start.")
@click.option("--committee-count", type=int, default=226, show_default=True)
@click.option("--seat-count", type=int, default=3700, show_default=True)
@click.option("--candidate-count", type=int, default=2500, show_default=True)
@click.option(
    "--label", "labels", multiple=True, help="A label of the city's own rules for the first committee."
)
@click.option("--committees", type=FILE, required=True, help="Where to write the committees (CSV).")
@click.option("--people", type=FILE, required=True, help="Where to write the people (CSV).")
def generate(
    seed: int,
    start: datetime,
    committee_count: int,
    seat_count: int,
    candidate_count: int,
    labels: tuple[str, ...],
    committees: Path,
    people: Path,
) -> None:
    """Make up a portfolio of the published size; the same seed makes the same. Nobody in it exists."""
    from jiphyeon.methods import roster as method

    size = method.Size(
        committees=committee_count,
        seats=seat_count,
        candidates=candidate_count,
        mandatory=round(committee_count * 106 / 226),
        first_labels=labels,
    )
    made = method.generate(size, start.date(), seed)
    _write(committees, method.as_csv(made.committees))
    _write(people, method.as_csv(made.people))
    click.echo(
        f"{committee_count} committees, {len(made.committees) - 1} seats, {len(made.people) - 1} people"
    )


def _say(words: str) -> None:
    click.echo(f"roster: {words}", err=True)


def _read(
    committees: Path, people: Path, rules: Path | None, calendar: Calendar
) -> tuple[Portfolio, Rulebook]:
    """Read the files, and say what in them concerns no committee of theirs."""
    from jiphyeon.methods import roster as method

    rulebook = method.read_rules(rules or cities.pack(cities.named()) / "committee-rules.yaml")
    portfolio = method.read_portfolio(committees, people, rulebook, calendar.start)
    if outside := portfolio.outside:
        _say(f"seats held on committees that are not in the file count too: {', '.join(sorted(outside))}")
    if unused := portfolio.unused_fields:
        _say(f"fields of people that no committee has: {', '.join(sorted(unused))}")
    return portfolio, rulebook


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    from jiphyeon.kernel import Place, Refused

    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise Refused(
            "file_unwritable",
            ko="파일을 쓸 수 없습니다: {reason}",
            en="the file cannot be written: {reason}.",
            place=Place(str(path)),
            reason=error.strerror,
        ) from error
