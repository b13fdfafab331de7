"""Small pools for the tests, random or told, and every lawful panel of them by plain enumeration."""

from __future__ import annotations

from itertools import combinations
from random import Random

from jiphyeon.methods.sortition import Pool, Quota, Relation, Task


def dice(seed: int) -> Random:
    """Return dice that fall the same way every time."""
    return Random(seed)  # noqa: S311 -- a test that can be repeated


def a_task(people: str, quotas: str, seats: int, relations: tuple[Relation, ...] = ()) -> Task:
    """Read 'woman young, man old' and 'gender woman 1 2, age old 0 1' as a task of two categories."""
    rows = tuple(dict(zip(("gender", "age"), row.split(), strict=True)) for row in people.split(","))
    bounds = tuple(
        Quota(category, feature, int(low), int(high))
        for category, feature, low, high in (line.split() for line in quotas.split(","))
    )
    return Task(Pool(rows, relations), bounds, seats)


def random_task(thrown: Random) -> Task:
    """Make a pool of three to nine people, quotas near what some panel has, and now and then people who are tied."""
    size = thrown.randint(3, 9)
    seats = thrown.randint(1, min(size - 1, 5))
    categories = [f"c{number}" for number in range(thrown.randint(1, 3))]
    people = tuple(
        {c: f"v{thrown.randint(0, thrown.choice([1, 2]))}" for c in categories} for _ in range(size)
    )
    some = thrown.sample(range(size), seats)
    quotas = []
    for category in categories:
        for feature in sorted({person[category] for person in people}):
            have = sum(people[row][category] == feature for row in some)
            low, high = max(0, have - thrown.choice([0, 0, 1])), have + thrown.choice([0, 0, 1])
            quotas.append(Quota(category, feature, low, high))
    relations = [
        Relation(
            "same address",
            str(number),
            tuple(sorted(thrown.sample(range(size), 2 + (size > 3 and thrown.randint(0, 1))))),
        )
        for number in range(thrown.choice([0, 0, 1, 2, 3]))
    ]
    return Task(Pool(people, tuple(relations)), tuple(quotas), seats)


def tied_task(thrown: Random) -> Task:
    """Make a pool of six to eleven people with many ties, where fractions promise more than panels keep."""
    while True:
        size = thrown.randint(6, 11)
        seats = thrown.randint(2, min(size - 1, 5))
        people = tuple(
            {"c0": f"v{thrown.randint(0, 2)}", "c1": f"v{thrown.randint(0, 1)}"} for _ in range(size)
        )
        ties = tuple(
            Relation(
                "declared", str(number), tuple(sorted(thrown.sample(range(size), thrown.choice([2, 2, 3]))))
            )
            for number in range(thrown.randint(3, 9))
        )
        free = lawful_panels(Task(Pool(people, ties), (), seats))
        if not free:
            continue
        some = thrown.choice(free)
        quotas = []
        for category in ("c0", "c1"):
            for feature in sorted({person[category] for person in people}):
                have = sum(people[row][category] == feature for row in some)
                quotas.append(
                    Quota(category, feature, max(0, have - thrown.randint(0, 1)), have + thrown.randint(0, 1))
                )
        return Task(Pool(people, ties), tuple(quotas), seats)


def lawful_panels(task: Task) -> list[tuple[int, ...]]:
    """Return every lawful panel, by looking at all."""
    return [
        panel
        for panel in combinations(range(len(task.pool)), task.seats)
        if all(len(set(panel).intersection(tie.members)) <= tie.limit for tie in task.pool.relations)
        and all(
            quota.minimum
            <= sum(task.pool.people[row][quota.category] == quota.feature for row in panel)
            <= quota.maximum
            for quota in task.quotas
        )
    ]
