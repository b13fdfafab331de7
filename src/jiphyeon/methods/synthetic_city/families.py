"""Who lives with whom: children with parents of a fitting age, couples, people alone; all within one town."""

from __future__ import annotations

import numpy as np

from jiphyeon.methods.synthetic_city.draws import Ints, Truths, chance, from_age, one_of
from jiphyeon.methods.synthetic_city.tables import Households

CHILD_TO = 18
PARENT_FROM, PARENT_TO = 22, 74
DEPENDENT, PARENT, OTHER = 0, 1, 2


def form(rng: np.random.Generator, town: Ints, age: Ints, table: Households) -> tuple[Ints, Ints, Ints]:
    """Return each person's household (numbered from 0), role in it, and town: a child without parents near moves.

    `town` is in ascending order.
    """
    dependent = (age <= CHILD_TO) | chance(
        rng, from_age(table["at_home"], np.where(age < 35, age, 0)), 100, len(age)
    )
    role = np.where(dependent, DEPENDENT, OTHER)
    household = np.full(len(age), -1, dtype=np.int64)
    following = 0
    for code in range(int(town.max()) + 1):
        here = np.flatnonzero(town == code)
        following = _families(
            rng, here[dependent[here]], here[~dependent[here]], age, household, role, following, table
        )
    town = _lost_children(rng, household, dependent, town, age)
    following = _others(rng, household, town, age, following, table)
    if (household < 0).any():  # a city too small for a single family
        left = np.flatnonzero(household < 0)
        household[left] = following
    return household, role, town


def _families(
    rng: np.random.Generator,
    children: Ints,
    adults: Ints,
    age: Ints,
    household: Ints,
    role: Ints,
    first: int,
    table: Households,
) -> int:
    """Gather one town's children into families with one or two parents; return the next free number."""
    adults = adults[(age[adults] >= PARENT_FROM) & (age[adults] <= PARENT_TO)]
    if not len(children) or not len(adults):
        return first
    # Siblings are a few years apart: sorted by age, shaken a little, then taken in sets.
    children = children[np.argsort(age[children] * 4 + rng.integers(0, 24, len(children)), kind="stable")]
    sizes = one_of(rng, len(children), table["children"]) + 1
    ends = np.cumsum(sizes)
    count = int(np.searchsorted(ends, len(children)) + 1)
    count = min(count, len(adults))
    family = np.minimum(np.searchsorted(ends[:count], np.arange(len(children)), side="right"), count - 1)
    household[children] = first + family
    eldest = np.zeros(count, dtype=np.int64)
    np.maximum.at(eldest, family, age[children])
    low, high = table["parent_older"]
    target = eldest + rng.integers(low, high + 1, count)
    parents = 1 + chance(rng, table["two_parents"], 100, count).astype(np.int64)
    spare = len(adults) - count
    parents = np.where(np.cumsum(parents - 1) <= spare, parents, 1)
    seats = np.repeat(np.arange(count), parents)
    order = np.argsort(target[seats], kind="stable")
    seated = _fitting(age[adults], target[seats][order], adults)
    household[seated] = first + seats[order]
    role[seated] = PARENT
    return first + count


def _fitting(ages: Ints, targets: Ints, adults: Ints) -> Ints:
    """Return one adult for each target (ascending), nearest in age that keeps their order; there are enough adults."""
    by_age = np.argsort(ages, kind="stable")
    places = np.arange(len(targets))
    wanted = np.searchsorted(ages[by_age], targets)
    forward = np.maximum.accumulate(wanted - places) + places
    return adults[by_age[np.minimum(forward, len(adults) - len(targets) + places)]]


def _lost_children(
    rng: np.random.Generator, household: Ints, dependent: Truths, town: Ints, age: Ints
) -> Ints:
    """Give those young people whose town has nobody to raise them a family elsewhere, town and all."""
    lost = np.flatnonzero(dependent & (household < 0))
    grown = np.flatnonzero(dependent & (household >= 0) & (age <= CHILD_TO))
    if len(lost) and len(grown):
        joined = rng.choice(grown, len(lost))
        town = town.copy()
        household[lost], town[lost] = household[joined], town[joined]
    return town


def _others(
    rng: np.random.Generator, household: Ints, town: Ints, age: Ints, first: int, table: Households
) -> int:
    """House everybody left: with a family, alone, or two and two by town and age."""
    left = np.flatnonzero(household < 0)
    settled = np.flatnonzero(household >= 0)
    joins = chance(rng, from_age(table["with_family"], age[left]), 100, len(left))
    for code in np.unique(town[left[joins]]):
        old = left[joins & (town[left] == code)]
        hosts = settled[town[settled] == code]
        if len(hosts):
            household[old] = household[rng.choice(hosts, len(old))]
    left = np.flatnonzero(household < 0)
    alone = chance(rng, from_age(table["alone"], age[left]), 100, len(left))
    singles, paired = left[alone], left[~alone]
    household[singles] = first + np.arange(len(singles))
    first += len(singles)
    # Neighbours in age make couples; an odd one out in a town lives alone.
    paired = paired[np.lexsort((age[paired] * 2 + rng.integers(0, 8, len(paired)), town[paired]))]
    starts = (
        np.flatnonzero(np.r_[True, np.diff(town[paired]) != 0])
        if len(paired)
        else np.zeros(0, dtype=np.int64)
    )
    within = np.arange(len(paired)) - np.repeat(starts, np.diff(np.r_[starts, len(paired)]))
    begins = within % 2 == 0
    household[paired] = first + np.cumsum(begins) - 1
    return first + int(begins.sum())
