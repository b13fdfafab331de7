"""`jiphyeon demo`: a synthetic city as files."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jiphyeon import cities

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.option("--people", default=390_000, show_default=True, help="How many people live in it.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same city.")
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path), help="The folder to write.")
@click.option(
    "--rows", is_flag=True, help="Also write people.sqlite3, which the simulated data holders answer from."
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day ages are right on; the day on which the demo city opens where left out.",
)
@click.option(
    "--city",
    default=cities.named,
    show_default="JIPHYEON_CITY",
    help="The city whose totals are used: a name, or a path to its pack.",
)
def demo(people: int, seed: int, folder: Path, *, rows: bool, as_of: datetime | None, city: str) -> None:
    """Write a synthetic city: people, households and dwellings of whom nobody is real.

    \b
    examples:
      ./jip demo --people 390000 --seed 1 --out city
      ./jip demo --people 2000 --rows --out data/simulators/mydata-people
    """  # noqa: D301 -- click's mark for lines to keep
    from jiphyeon.foundation.organisation.about import demo_begins
    from jiphyeon.methods.synthetic_city import build, read_population, write_city

    pack = cities.pack(city)
    day = as_of.date() if as_of else demo_begins(pack)
    file = pack / "demo" / "population.yaml"
    if not file.exists():
        raise click.BadParameter(
            f"the city pack {city!r} has no totals to draw from ({file})", param_hint="--city"
        )
    population = read_population(file.read_text(encoding="utf-8"), file=file.name)

    def report(step: str, percent: int) -> None:
        click.echo(f"\rjiphyeon: {step:<20} {percent:3d} %", nl=False, err=True)

    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # stopped either way, nothing half written is left
    made = build(population, people=people, seed=seed, as_of=day, progress=report)
    write_city(made, folder, rows=rows, progress=report)
    click.echo(f"\r{' ' * 40}\r", nl=False, err=True)
    click.echo(
        f"{people:,} people, {len(made.households['household_id']):,} households (seed {seed}, as of {day}) in {folder}"
    )
    click.echo(f"Drawn from: {population.source.en}. Synthetic: nobody in it is real.")
