"""Somebody who can be on no panel hears why."""

from __future__ import annotations

from tests.methods.sortition.pools import a_task

from jiphyeon.methods.sortition import Objective, Relation, draw


def test_a_quota_of_nobody_is_named():
    task = a_task("man old, man old, woman young", "gender man 0 1, gender woman 0 0", 1)

    assert [
        (shut["rows"], shut["because"], shut["sides"]) for shut in draw(task, Objective.LEXIMIN).never()
    ] == [([3], ["at most 0 with gender = woman"], [[1, "at most"]])]


def test_a_tie_with_a_sitting_member_is_named():
    barred = Relation("same address as a sitting member", "주소", (1,), limit=0)
    task = a_task("man old, man old, woman young", "gender man 0 1, gender woman 0 1", 1, (barred,))

    statement = draw(task, Objective.NASH).never()

    assert [(shut["rows"], shut["because"]) for shut in statement] == [
        ([2], ["nobody of rows 2 (same address as a sitting member)"])
    ]


def test_where_everybody_has_a_chance_nobody_is_listed():
    task = a_task("man old, man old, woman young", "gender man 0 1, gender woman 0 1", 1)

    assert draw(task, Objective.LEXIMIN).never() == []
