"""Seats become names without changing anybody's chance, and equal panels cost what they say."""

from __future__ import annotations

import numpy as np
import pytest
from tests.methods.sortition.pools import a_task, dice, lawful_panels, random_task

from jiphyeon.kernel import Refused, Verdict
from jiphyeon.methods.sortition import Objective, check, draw, legacy_draw
from jiphyeon.methods.sortition.drawing import chances_of
from jiphyeon.methods.sortition.lottery.seats import named_panels, share, whole_lengths


def test_people_of_a_profile_share_its_seats_evenly_and_never_sit_twice():
    members = [range(5), range(5, 8), range(8, 9)]
    panels = np.array([[3, 1, 0], [1, 3, 0], [5, 0, 1], [2, 2, 1]])
    weights = np.array([0.4, 0.25, 0.2, 0.15])

    named, lengths = named_panels(members, panels, weights)

    expected = (weights @ panels) / np.array([5, 3, 1])
    assert sum(lengths) == pytest.approx(1.0, abs=1e-12)
    assert all(len(set(panel)) == len(panel) for panel in named)
    assert chances_of(named, lengths, 9) == pytest.approx(
        [expected[0]] * 5 + [expected[1]] * 3 + [expected[2]], abs=1e-9
    )


def test_sharing_cuts_the_line_at_most_once_a_person():
    members = [range(40), range(40, 60)]
    panels = np.array([[7, 3], [4, 6]])

    named = share(members, panels, [611, 389])

    assert len(named) <= 2 + 60 - 2
    assert sum(length for _, length in named) == 1000


def test_largest_remainders_sum_exactly():
    assert whole_lengths(np.array([1 / 3, 1 / 3, 1 / 3]), 100) == [34, 33, 33]
    assert whole_lengths(np.array([0.5, 0.25, 0.25]), 4) == [2, 1, 1]


@pytest.mark.parametrize("number", [1, 7, 100])
def test_equal_panels_are_lawful_and_their_loss_is_what_is_stated(number: int):
    thrown = dice(11)
    for _ in range(25):
        task = random_task(thrown)
        lawful = set(lawful_panels(task))
        if not lawful:
            continue
        exact, rounded = draw(task, Objective.LEXIMIN), draw(task, Objective.LEXIMIN, equal=number)

        assert len(rounded.panels) == number
        assert {tuple(row - 1 for row in panel) for panel in rounded.panels} <= lawful
        assert rounded.rounding is not None
        worst = max(abs(a - b) for a, b in zip(exact.probabilities, rounded.probabilities, strict=True))
        assert rounded.rounding["largest_change"] == pytest.approx(worst, abs=1e-12)
        assert check(rounded.plain()).passed


def test_a_thousand_panels_lose_little():
    people = ", ".join(["man old"] * 11 + ["woman old"] * 7 + ["woman young"] * 9 + ["man young"] * 6)
    task = a_task(people, "gender man 3 3, gender woman 3 4, age old 2 4, age young 3 4", 7)

    lost = draw(task, Objective.LEXIMIN, equal=1000).rounding

    assert lost is not None
    assert lost["largest_change"] < 0.003


def test_no_panel_at_all_is_refused():
    with pytest.raises(Refused, match="At least one panel"):
        draw(a_task("man old, man old", "gender man 0 2", 1), Objective.LEXIMIN, equal=0)


def test_the_legacy_draw_is_lawful_and_claims_nothing():
    people = ", ".join(["man old"] * 5 + ["woman old"] * 3 + ["woman young"] * 4 + ["man young"] * 2)
    task = a_task(people, "gender man 2 2, gender woman 2 2, age old 1 2, age young 2 3", 4)

    result = legacy_draw(task, number=50, dice=dice(1))

    assert {tuple(row - 1 for row in panel) for panel in result.panels} <= set(lawful_panels(task))
    assert result.certificate["optimal"] is None
    assert check(result.plain()).checked.verdict is Verdict.NOT_PROVEN
    assert result.probabilities != draw(task, Objective.LEXIMIN).probabilities


def test_a_legacy_draw_that_gets_stuck_says_so():
    task = a_task("man old, man old, woman young", "gender man 1 1, gender woman 1 1, age old 2 2", 2)

    with pytest.raises(Refused, match="found no panel in 200 starts"):
        legacy_draw(task, number=1, dice=dice(1))
