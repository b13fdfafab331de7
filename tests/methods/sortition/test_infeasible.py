"""Where no panel is possible, the reader hears exactly which demands clash and what would be enough."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.methods.sortition.pools import a_task, dice, lawful_panels, random_task

from jiphyeon.kernel import Refused
from jiphyeon.methods.sortition import Objective, Pool, Quota, Relation, Task, draw, explain, relaxed

PEOPLE = "man old, man old, man young, woman old, woman young, woman young"


def test_minima_that_add_up_to_too_much_are_named_with_the_seats():
    task = a_task(PEOPLE, "gender man 2 6, gender woman 2 6", 3)

    words = [str(side) for side in explain(task).conflict]

    assert words == [
        "at least 2 with gender = man",
        "at least 2 with gender = woman",
        "no more than 3 seats",
    ]


def test_a_conflict_names_the_law_a_quota_comes_from():
    quotas = (Quota("age", "young", 3, 4, law="청년기본법 제15조 제2항"), Quota("age", "old", 1, 4))
    task = Task(Pool(({"age": "old"}, {"age": "old"}, {"age": "young"}, {"age": "old"})), quotas, 4)

    words = [str(side) for side in explain(task).conflict]

    assert words == ["at least 3 with age = young, of whom the pool has 1 (청년기본법 제15조 제2항)"]


def test_tied_people_are_part_of_the_explanation():
    tie = Relation("same address", "강변로 1", (3, 4, 5))
    task = a_task(PEOPLE, "gender man 0 6, gender woman 2 2", 3, (tie,))

    words = [str(side) for side in explain(task).conflict]

    assert words == ["at most 1 of rows 4, 5, 6 (same address)", "at least 2 with gender = woman"]


def test_a_conflict_that_only_whole_people_have_is_found_too():
    ties = tuple(
        Relation("declared", name, pair) for name, pair in (("a", (0, 1)), ("b", (1, 2)), ("c", (0, 2)))
    )
    task = a_task("man old, man old, man old, woman old", "gender man 2 2, gender woman 0 1", 2, ties)

    explanation = explain(task)

    assert {str(side) for side in explanation.conflict} >= {"at least 2 with gender = man"}
    assert len(explanation.conflict) == 4


def test_the_conflict_is_minimal_and_the_relaxation_suffices_on_random_pools():
    thrown = dice(3)
    explained = 0

    while explained < 40:
        task = random_task(thrown)
        if lawful_panels(task):
            continue
        explained += 1
        explanation = explain(task)
        assert explanation.conflict
        if explanation.relaxation is not None:
            wider, changes = relaxed(task)
            assert lawful_panels(wider)
            assert changes == explanation.relaxation


def test_the_smallest_relaxation_is_the_cheapest_and_keeps_to_the_flexible_bounds():
    task = a_task(PEOPLE, "gender man 2 6, gender woman 2 6", 3)
    held = replace(task, quotas=(replace(task.quotas[0], lowest=2), task.quotas[1]))

    assert [str(change) for change in explain(held).relaxation or ()] == ["gender = woman: minimum 2 → 1"]


def test_where_no_quota_may_give_way_that_is_said():
    task = a_task(PEOPLE, "gender man 2 6, gender woman 2 6", 3)
    rigid = replace(task, quotas=tuple(replace(quota, lowest=2, highest=6) for quota in task.quotas))

    with pytest.raises(Refused, match="No relaxation within the flexible bounds helps"):
        draw(rigid, Objective.LEXIMIN)


def test_the_refusal_speaks_both_languages():
    task = a_task(PEOPLE, "gender man 2 6, gender woman 2 6", 3)

    with pytest.raises(Refused) as refused:
        draw(task, Objective.NASH)

    assert refused.value.code == "quotas_impossible"
    assert "The smallest relaxation: gender = " in refused.value.words.en
    assert "가장 적은 완화: gender = " in refused.value.words.ko
