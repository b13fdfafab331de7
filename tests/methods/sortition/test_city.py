"""A city draws: what is drawn from a hundred people is drawn from tens of thousands, proved the same, addresses and all."""

from __future__ import annotations

import pytest
from tests.methods.sortition.pools import dice

from jiphyeon.methods.sortition import Objective, Pool, Quota, Relation, Task, check, draw, legacy_draw
from jiphyeon.methods.sortition.lottery.seats import kept_apart

QUOTAS = (
    Quota("gender", "woman", 4, 6),
    Quota("gender", "man", 4, 6),
    Quota("age", "19-39", 3, 4),
    Quota("age", "40-64", 4, 5),
    Quota("age", "65+", 1, 3),
    Quota("area", "north", 4, 6),
    Quota("area", "south", 4, 6),
)
"""Those of the how-to."""


def city(people: int, *, homes: bool) -> Task:
    thrown = dice(people)
    rows = tuple(
        {
            "gender": thrown.choice(("woman", "man")),
            "age": thrown.choices(("19-39", "40-64", "65+"), (3, 4, 2))[0],
            "area": thrown.choices(("north", "south"), (2, 3))[0],
        }
        for _ in range(people)
    )
    living: dict[int, list[int]] = {}
    for row in range(people if homes else 0):
        living.setdefault(thrown.randrange(int(people / 1.8)), []).append(row)
    ties = (Relation("same address", str(home), tuple(who)) for home, who in living.items() if len(who) > 1)
    return Task(Pool(rows, tuple(ties)), QUOTAS, 10)


@pytest.mark.parametrize("people", [1000, 3000, 5000, 20_000])
def test_the_how_tos_quotas_are_certified_at_every_size(people: int):
    result = draw(city(people, homes=False), Objective.LEXIMIN)

    assert check(result.plain()).passed
    assert sum(result.probabilities) == pytest.approx(10, abs=1e-9)
    assert result.maximum < 1.2 * result.minimum


@pytest.mark.parametrize("objective", list(Objective))
def test_every_objective_is_certified_for_a_city(objective: Objective):
    assert check(draw(city(6000, homes=False), objective).plain()).passed


@pytest.mark.parametrize(("people", "equal"), [(900, None), (900, 200), (20_000, None)])
def test_a_city_with_an_address_for_everybody_is_certified(people: int, equal: int | None):
    task = city(people, homes=True)

    result = draw(task, Objective.LEXIMIN, equal=equal)

    home = {member + 1: tie.name for tie in task.pool.relations for member in tie.members}
    for panel in result.panels:
        living = [home[row] for row in panel if row in home]
        assert len(set(living)) == len(living)
    assert check(result.plain()).passed
    assert len(result.certificate["profiles"]) == 12


def test_where_names_cannot_keep_the_tied_apart_profiles_do():
    # 160 couples of one man and one woman, half of the men on every panel: their wives have to be the other half.
    people = tuple({"gender": "man" if row % 2 else "woman"} for row in range(320))
    couples = tuple(Relation("couple", str(row), (row, row + 1)) for row in range(0, 320, 2))
    task = Task(
        Pool(people, couples), (Quota("gender", "man", 80, 80), Quota("gender", "woman", 80, 80)), 160
    )

    result = draw(task, Objective.MAXIMIN)

    assert check(result.plain()).passed
    assert result.probabilities == pytest.approx([0.5] * 320, abs=1e-9)


def test_people_who_are_tied_change_places_with_others_of_their_profile():
    panels = [[0, 3], [1, 4], [2, 5]]
    tie = (Relation("declared", "a", (0, 3)), Relation("declared", "b", (1, 5)))

    parted = kept_apart(panels, [(0, 1, 2), (3, 4, 5)], tie)

    assert parted is not None
    assert sorted(person for panel in parted for person in panel) == list(range(6))
    assert not any(set(one.members) <= set(panel) for one in tie for panel in parted)
    assert kept_apart([[0, 1]], [(0,), (1,)], (Relation("declared", "a", (0, 1)),)) is None


def test_the_greedy_draw_of_a_city_keeps_the_tied_apart():
    result = legacy_draw(city(20_000, homes=True), number=200, dice=dice(1))

    assert check(result.plain()).problems == ()
