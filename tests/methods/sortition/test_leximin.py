"""The lottery is the best there is: against every panel there is, on pools with and without integer gaps."""

from __future__ import annotations

import pytest
from tests.methods.sortition.brute_force import brute_force_leximin
from tests.methods.sortition.pools import a_task, dice, lawful_panels, random_task, tied_task

from jiphyeon.kernel import Refused
from jiphyeon.methods.sortition import Objective, Relation, Task, check, draw

POOLS = 1100


def test_leximin_equals_brute_force_on_eleven_hundred_random_pools():
    thrown = dice(20260302)
    impossible = cut = 0

    for number in range(POOLS):
        task = random_task(thrown)
        expected = brute_force_leximin(task)
        if expected is None:
            impossible += 1
            with pytest.raises(Refused, match="cannot hold together"):
                draw(task, Objective.LEXIMIN)
            continue
        result = draw(task, Objective.LEXIMIN)
        assert result.probabilities == pytest.approx(expected, abs=1e-6), f"pool {number}"
        assert check(result.plain()).passed
        cut += bool(result.certificate["cuts"])

    assert 100 < impossible < POOLS // 4
    assert cut > 5  # the pools reach the ground where fractions promise what no panel keeps


def test_where_all_can_be_equal_all_are():
    task = a_task("man young, man old, woman young, woman old", "gender man 1 1, gender woman 1 1", 2)

    result = draw(task, Objective.LEXIMIN)

    assert result.probabilities == pytest.approx([0.5] * 4, abs=1e-9)
    assert result.gini == pytest.approx(0.0, abs=1e-9)
    assert result.geometric_mean == pytest.approx(0.5, abs=1e-9)


def test_the_scarce_are_drawn_more_often_because_the_quota_says_so():
    task = a_task("man old, man old, man old, woman old", "gender man 1 1, gender woman 1 1", 2)

    result = draw(task, Objective.LEXIMIN)

    assert result.probabilities == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1.0], abs=1e-9)


def test_people_who_are_alike_have_exactly_alike_chances():
    people = ", ".join(["man old"] * 7 + ["woman young"] * 4 + ["man young"] * 3)
    task = a_task(people, "gender man 2 3, gender woman 1 2, age old 1 2, age young 1 3", 4)

    result = draw(task, Objective.LEXIMIN)

    for rows in (range(7), range(7, 11), range(11, 14)):
        assert max(result.probabilities[row] for row in rows) == pytest.approx(
            min(result.probabilities[row] for row in rows), abs=1e-10
        )


def test_a_fractional_promise_is_cut_off_and_the_cut_is_proved():
    # Three people, each pair tied: fractions would seat each of them half the time, panels a third.
    ties = tuple(
        Relation("declared", name, pair) for name, pair in (("a", (0, 1)), ("b", (1, 2)), ("c", (0, 2)))
    )
    task = a_task("man old, man old, man old, woman old", "gender man 0 2, gender woman 0 1", 2, ties)

    result = draw(task, Objective.LEXIMIN)

    assert result.probabilities == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1.0], abs=1e-9)
    assert check(result.plain()).passed


def test_someone_on_no_lawful_panel_has_no_chance_and_the_others_stay_fair():
    task = a_task("man old, man old, woman young", "gender man 1 1, gender woman 0 0", 1)

    result = draw(task, Objective.LEXIMIN)

    assert result.probabilities == pytest.approx([0.5, 0.5, 0.0], abs=1e-9)
    assert result.geometric_mean == 0.0


def test_the_lottery_is_the_same_every_time():
    task = random_task(dice(5))

    once, again = (draw(task, Objective.LEXIMIN) for _ in range(2))

    assert once.plain() == again.plain()


@pytest.mark.parametrize("objective", list(Objective))
def test_every_objective_is_certified_on_random_pools(objective: Objective):
    thrown = dice(7)
    certified = 0

    for _ in range(60):
        task = random_task(thrown)
        if lawful_panels(task):
            findings = check(draw(task, objective).plain())
            assert findings.passed
            assert findings.residual < 1e-6
            certified += 1

    assert certified > 40


def test_maximin_has_the_minimum_of_leximin():
    thrown = dice(8)

    for _ in range(40):
        task = random_task(thrown)
        if lawful_panels(task):
            best = draw(task, Objective.LEXIMIN).minimum
            assert draw(task, Objective.MAXIMIN).minimum == pytest.approx(best, abs=1e-7)


def test_nash_has_the_largest_product_and_goldilocks_the_least_spread():
    task: Task = a_task(
        ", ".join(["man old"] * 6 + ["woman old"] * 2 + ["woman young"] * 5 + ["man young"]),
        "gender man 2 2, gender woman 2 2, age old 1 2, age young 2 3",
        4,
    )
    results = {objective: draw(task, objective) for objective in Objective}

    for result in results.values():
        assert results[Objective.NASH].geometric_mean >= result.geometric_mean - 1e-7
        assert spread(results[Objective.GOLDILOCKS]) <= spread(result) + 1e-6


def spread(result) -> float:
    fair = result.task.seats / len(result.task.pool)
    return result.maximum / fair + fair / result.minimum


def test_pools_full_of_ties_are_certified_cut_by_cut():
    thrown = dice(1)
    deepest = 0

    for _ in range(70):
        task = tied_task(thrown)
        expected = brute_force_leximin(task)
        result = draw(task, Objective.LEXIMIN)
        assert result.probabilities == pytest.approx(expected, abs=1e-6)
        for objective in (Objective.LEXIMIN, Objective.NASH):
            statement = draw(task, objective)
            assert check(statement.plain()).passed
            deepest = max(deepest, len(statement.certificate["cuts"]))

    assert deepest >= 3
