"""Alternates are the people who would mend what drop-outs break."""

from __future__ import annotations

import pytest
from tests.methods.sortition.pools import a_task, dice

from jiphyeon.kernel import Refused
from jiphyeon.methods.sortition import Relation, alternates

PEOPLE = ", ".join(["man old"] * 6 + ["woman young"] * 6)
QUOTAS = "gender man 2 2, gender woman 2 2, age old 2 2, age young 2 2"


def test_alternates_mend_the_quota_whose_members_drop_out():
    task = a_task(PEOPLE, QUOTAS, 4)
    rates = [0.0] * 6 + [0.6] * 6

    spare = alternates(task, [1, 2, 7, 8], rates, 2, dice(1))

    assert set(spare.rows) <= {9, 10, 11, 12}
    assert spare.breach_with < spare.breach_without


def test_one_alternate_of_each_kind_where_both_kinds_drop_out():
    task = a_task(PEOPLE, QUOTAS, 4)

    spare = alternates(task, [1, 2, 7, 8], [0.3] * 12, 2, dice(2))

    assert sum(row <= 6 for row in spare.rows) == 1
    assert spare.samples == 400


def test_where_nobody_drops_out_nothing_breaks():
    task = a_task(PEOPLE, QUOTAS, 4)

    spare = alternates(task, [1, 2, 7, 8], [0.0] * 12, 1, dice(3))

    assert (spare.breach_without, spare.breach_with) == (0.0, 0.0)


def test_nobody_tied_to_the_panel_or_to_an_earlier_alternate_is_taken():
    ties = (Relation("same address", "a", (0, 2, 8)), Relation("same address", "b", (3, 4, 5)))
    task = a_task(PEOPLE, QUOTAS, 4, ties)

    spare = alternates(task, [1, 2, 7, 8], [0.5] * 12, 4, dice(4))

    assert {3, 9}.isdisjoint(spare.rows)
    assert sum(row in (4, 5, 6) for row in spare.rows) <= 1


def test_the_same_dice_choose_the_same_alternates():
    task = a_task(PEOPLE, QUOTAS, 4)

    assert alternates(task, [1, 2, 7, 8], [0.3] * 12, 3, dice(5)) == alternates(
        task, [1, 2, 7, 8], [0.3] * 12, 3, dice(5)
    )


def test_more_alternates_than_people_are_refused():
    with pytest.raises(Refused, match="Only 8 people can be alternates; 9 are wanted"):
        alternates(a_task(PEOPLE, QUOTAS, 4), [1, 2, 7, 8], [0.1] * 12, 9, dice(6))


def test_a_rate_of_one_is_refused():
    with pytest.raises(Refused, match="The drop-out rate of row 2 must lie from 0 to below 1"):
        alternates(a_task(PEOPLE, QUOTAS, 4), [1, 2, 7, 8], [0.1, 1.0] + [0.1] * 10, 1, dice(7))
