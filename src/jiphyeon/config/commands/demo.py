"""`jiphyeon demo`: a synthetic city as files."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

PACKS = Path(__file__).resolve().parents[2] / "cities"


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
    default="2024-03-04",
    show_default=True,
    help="The day ages are right on.",
)
@click.option("--city", default="sejong", show_default=True, help="The city pack whose totals are used.")
def demo(people: int, seed: int, folder: Path, *, rows: bool, as_of: datetime, city: str) -> None:
    r"""Write a synthetic city: people, households and dwellings of whom nobody is real.

    \b
    examples:
      jiphyeon demo --people 390000 --seed 1 --out city
      jiphyeon demo --people 2000 --rows --out data/simulators/mydata-people
    """
    from jiphyeon.methods.synthetic_city import build, read_population, write_city

    file = PACKS / city / "demo" / "population.yaml"
    if not file.exists():
        raise click.BadParameter(
            f"there is no city pack {city!r} with totals to draw from", param_hint="--city"
        )
    population = read_population(file.read_text(encoding="utf-8"), file=file.name)

    def said(step: str, percent: int) -> None:
        click.echo(f"\rjiphyeon: {step:<20} {percent:3d} %", nl=False, err=True)

    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # stopped either way, nothing half written is left
    made = build(population, people=people, seed=seed, as_of=as_of.date(), said=said)
    write_city(made, folder, rows=rows, said=said)
    click.echo(f"\r{' ' * 40}\r", nl=False, err=True)
    click.echo(
        f"{people:,} people, {len(made.households['household_id']):,} households (seed {seed}, as of {as_of.date()}) in {folder}"
    )
    click.echo(f"Drawn from: {population.source.en}. Synthetic: nobody in it is real.")
