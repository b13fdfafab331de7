"""The whole city: columns of people, households and dwellings, named as the city's rules name facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiphyeon.kernel import Refused
from jiphyeon.methods.synthetic_city import living
from jiphyeon.methods.synthetic_city.draws import Ints, to_total
from jiphyeon.methods.synthetic_city.families import form
from jiphyeon.methods.synthetic_city.population import OLDEST, Population

Columns = dict[str, NDArray[Any]]
FEWEST, MOST = 100, 5_000_000


@dataclass(frozen=True, slots=True)
class City:
    """Three tables. `household_id` and `dwelling_id` of a person say where they belong.

    Masked values (numpy masked arrays) are unknown to every holder, which is neither zero nor no.
    """

    seed: int
    as_of: date
    people: Columns
    households: Columns
    dwellings: Columns


def build(
    population: Population,
    *,
    people: int,
    seed: int,
    as_of: date,
    progress: Callable[[str, int], None] | None = None,
) -> City:
    """Return a city of exactly `people` people; the same arguments give the same city.

    Ages and towns follow the totals exactly, to the person; `progress` hears (step, percent done). Refused: fewer than
    100 people or more than five million.
    """
    if not FEWEST <= people <= MOST:
        raise Refused(
            "city_size",
            ko="사람 수는 {fewest:,}명부터 {most:,}명까지여야 합니다: {people:,}",
            en="A city has between {fewest:,} and {most:,} people, not {people:,}.",
            fewest=FEWEST,
            most=MOST,
            people=people,
        )
    tell = progress or (lambda _step, _percent: None)
    rng = np.random.Generator(np.random.PCG64(seed))
    tell("people", 0)
    town, age = _ages(rng, population, people)
    tell("households", 10)
    household, role, town = form(rng, town, age, population.tables["households"])
    household, order = _numbered(household, town)
    town, age, role = town[order], age[order], role[order]
    tell("incomes", 40)
    persons = living.Persons.make(rng, population.tables, town=town, age=age, household=household, role=role)
    tell("dwellings", 60)
    homes = living.Homes.make(rng, population.tables, persons)
    tell("standing", 80)
    codes = np.array([entry.code for entry in population.towns])
    made = City(
        seed,
        as_of,
        _named(living.people_columns(rng, population.tables, persons, homes, codes, as_of), population.facts),
        _named(living.household_columns(persons, homes, codes), population.facts),
        _named(living.dwelling_columns(homes, codes), population.facts),
    )
    tell("done", 100)
    return made


def _named(columns: Columns, facts: Mapping[str, str]) -> Columns:
    return {facts.get(name, name): values for name, values in columns.items()}


def _ages(rng: np.random.Generator, population: Population, people: int) -> tuple[Ints, Ints]:
    counts = to_total(population.expected(), people)
    cells = np.repeat(np.arange(counts.size), counts.ravel())
    town, age = cells // (OLDEST + 1), cells % (OLDEST + 1)
    # Within a town people come in no order, so that who lives with whom does not follow from the age table.
    shuffled = np.lexsort((rng.integers(0, 1 << 40, people), town))
    return town[shuffled].astype(np.int64), age[shuffled].astype(np.int64)


def _numbered(household: Ints, town: Ints) -> tuple[Ints, Ints]:
    """Return households numbered by town without gaps, and the order that puts people beside those they live with."""
    count = int(household.max()) + 1
    where = np.zeros(count, dtype=np.int64)
    where[household] = town
    used = np.unique(household)
    ranked = used[np.argsort(where[used], kind="stable")]
    number = np.zeros(count, dtype=np.int64)
    number[ranked] = np.arange(len(ranked))
    renumbered = number[household]
    order = np.argsort(renumbered, kind="stable")
    return renumbered[order], order
