"""The reason given is the one that binds; what cannot be judged is not called lawful; order decides nothing."""

import random
from dataclasses import replace

import pytest
from tests.methods.roster.test_planning import FLOOR, GENDER, committee, planned
from tests.methods.roster.tiny import (
    ALWAYS,
    limit,
    person,
    portfolio,
    random_case,
    rulebook,
    seat,
    share,
)
from tests.waiting import PATIENCE_SECONDS

from jiphyeon.methods import roster

ELSEWHERE = tuple(roster.Membership(f"X{n}", ALWAYS) for n in (7, 8, 9))


def reasons(plan):
    return [[one.key for one in conflict.conditions] for conflict in plan.conflicts]


def test_people_who_sit_on_as_many_committees_as_one_may_are_the_reason():
    people = [person(f"y{n}", 30, ("man", "woman")[n % 2], memberships=ELSEWHERE) for n in range(8)]
    seats = [seat(f"s{n}") for n in range(4)]

    bound = planned(people, rulebook(FLOOR, GENDER, limits=(limit("memberships", 3),)), committee(*seats))
    free = planned(people, rulebook(FLOOR, GENDER, limits=(limit("memberships", 4),)), committee(*seats))

    assert reasons(bound) == [["constituted", "memberships", "pool"]]
    given = bound.conflicts[0].conditions[1]
    assert given.words.en == "test: at the limit on Thu 31 December 2026 are y0, y1, y2, y3, y4, y5 + 2"
    assert str(given.citation) == "시험법 제1조"
    assert free.conflicts == ()
    assert free.aims[0].attained == 2


def test_declared_conflicts_are_the_reason_where_nobody_else_is_left():
    people = [person(f"y{n}", 30, "man", conflicts=("c0",)) for n in range(2)]

    plan = planned(people, rulebook(FLOOR), committee(seat("s0")))

    assert reasons(plan) == [["constituted", "conflicts", "pool"]]
    assert plan.conflicts[0].conditions[1].words.en == "people with a conflict of interest there: y0, y1"


def test_years_served_are_the_reason_where_everybody_has_served_them():
    served = (roster.Membership("c0", ALWAYS),)
    people = [person("y0", 30, "man", memberships=served)]

    plan = planned(people, rulebook(FLOOR, limits=(limit("years", 6),)), committee(seat("s0")))

    assert reasons(plan) == [["constituted", "years", "pool"]]


def test_a_seat_the_plan_gives_elsewhere_counts_where_one_person_may_hold_but_one():
    one = [person("y0", 30, "man")]
    rules = rulebook(FLOOR, limits=(limit("memberships", 1),))

    plan = planned(one, rules, committee(seat("s0"), key="c0"), committee(seat("s0"), key="c1"))

    assert reasons(plan) == [["constituted", "memberships", "pool"]]


def test_a_committee_of_posts_alone_has_nothing_to_judge():
    posts = [seat(f"x{n}", kind="ex_officio") for n in range(3)]

    plan = planned([person("y0", 30, "man")], rulebook(FLOOR, GENDER), committee(*posts))

    assert plan.lawful == ((None, None),)
    assert (plan.aims[0].attained, plan.aims[0].bound, plan.today) == (0, 0, (0, 0))
    assert plan.conflicts == ()
    assert "  c0  ––" in roster.report(plan)


def test_posts_alone_are_judged_by_a_rule_over_all_members():
    quarter = share("officials", "official", "1/4", floor=False, of_all=True)

    plan = planned([], rulebook(quarter), committee(seat("x0", kind="ex_officio")))

    assert plan.lawful == ((False, False),)
    assert reasons(plan) == [["officials"]]


def without(rules, key):
    """The same rules without one: a share, or a limit."""
    return replace(
        rules,
        shares=tuple(rule for rule in rules.shares if rule.key != key),
        limits=tuple(one for one in rules.limits if one.key != key),
    )


@pytest.mark.parametrize("seed", range(60))
def test_each_reason_from_the_law_removed_alone_lets_some_quarter_become_lawful(seed):
    """One committee, so that no other competes: leaving the named rule out must better the plan."""
    case = random_case(seed)
    alone = replace(case.portfolio, committees=case.portfolio.committees[:1])
    plan = roster.make_plan(alone, case.rules, case.calendar, seconds=PATIENCE_SECONDS)
    laws = {rule.key for rule in case.rules.shares} | {one.key for one in case.rules.limits}
    for conflict in plan.conflicts:
        for one in conflict.conditions:
            if one.key in laws:
                freed = roster.make_plan(
                    alone, without(case.rules, one.key), case.calendar, seconds=PATIENCE_SECONDS
                )
                better = freed.aims[0].attained > plan.aims[0].attained
                assert better or not one.alone, (seed, one.key)


@pytest.mark.parametrize("seed", range(40))
def test_the_order_of_committees_and_people_never_changes_what_a_plan_attains(seed):
    case = random_case(seed)
    dice = random.Random(seed)  # noqa: S311 -- a shuffle

    def shuffled(items):
        return dice.sample(list(items), len(items))

    turned = portfolio(
        shuffled(case.portfolio.people.values()),
        *shuffled([replace(one, seats=tuple(shuffled(one.seats))) for one in case.portfolio.committees]),
    )
    plans = [
        roster.make_plan(one, case.rules, case.calendar, seconds=PATIENCE_SECONDS)
        for one in (case.portfolio, turned)
    ]

    first, second = ([(aim.key, aim.attained, aim.bound) for aim in plan.aims] for plan in plans)
    assert first == second
