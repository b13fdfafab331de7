"""A synthetic city beside the demo, so that a change of terms can be tried without anybody's data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jiphyeon.contexts.reforms.queries import populations

PEOPLE, SEED = 20_000, 1


def fill(pack: Path, today: date) -> None:
    """Write the city once; what lies there already is left alone."""
    from jiphyeon.methods.synthetic_city import (  # noqa: PLC0415 -- numpy and pyarrow, for this once
        build,
        read_population,
        write_city,
    )

    target = populations.folder() / populations.SYNTHETIC
    if target.exists():
        return
    file = pack / "demo" / "population.yaml"
    population = read_population(file.read_text(encoding="utf-8"), file=file.name)
    made = build(population, people=PEOPLE, seed=SEED, as_of=today, progress=lambda _step, _percent: None)
    write_city(made, target, rows=False, progress=lambda _step, _percent: None)
