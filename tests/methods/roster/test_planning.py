from datetime import date

import pytest
from tests.methods.roster.tiny import ALWAYS, LAW, START, limit, person, portfolio, rulebook, seat, share
from tests.waiting import PATIENCE_SECONDS

from jiphyeon.kernel import Period, Refused
from jiphyeon.methods import roster
from jiphyeon.methods.roster.files import as_json
from jiphyeon.methods.roster.law import Reckoned

FLOOR = share("youth.general", "youth", "2/10", floor=True)
GENDER = share("gender", "each_gender", "6/10", floor=False)
RATCHET = roster.Ratchet(ALWAYS, chair_excepted=True, citation=LAW)


def committee(*seats, months=12, key="c0", **more):
    return roster.Committee(key, key, tuple(seats), months, "f", **more)


def planned(people, rules, *committees, quarters=2):
    case = portfolio(people, *committees)
    calendar = roster.Calendar(START, quarters)
    plan = roster.make_plan(case, rules, calendar, seconds=PATIENCE_SECONDS)
    assert roster.verify(as_json(plan), plan.appointments, case, rules, calendar, plan).problems == ()
    return plan


def given(plan):
    return [(a.seat, a.person, a.quarter, a.renewal) for a in plan.appointments]


def sitting(count, *, age=50, gender="man", first=0):
    return [person(f"old{n + first}", age, gender) for n in range(count)]


def test_a_floor_is_compared_as_the_exact_fraction_and_ex_officio_seats_do_not_count():
    """Two of eleven is less than 2/10; three are needed, and the two ex officio seats change nothing."""
    olds = sitting(9)
    young = [person("young1", 25, "man"), person("young2", 25, "man")]
    held = [seat(f"s{n}", one.key, 12, months=12) for n, one in enumerate([*olds, young[0]])]
    posts = [seat("x1", kind="ex_officio"), seat("x2", kind="ex_officio")]

    plan = planned([*olds, *young], rulebook(FLOOR), committee(*held, seat("s10"), *posts))

    assert given(plan) == [("s10", "young2", 0, False)]
    assert [(s.counted, s.members, s.holds) for s in plan.standings] == [(2, 11, False)] * 2
    assert plan.lawful == ((False, False),)


def test_below_a_floor_with_a_ratchet_a_seat_stays_empty_rather_than_go_to_the_old():
    olds = sitting(2)
    spare = person("old9", 60, "man")
    rules = rulebook(share("youth.general", "youth", "2/10", floor=True, ratchet=RATCHET))
    held = [seat(f"s{n}", one.key, 12, months=12) for n, one in enumerate(olds)]

    ratcheted = planned([*olds, spare], rules, committee(*held, seat("s2")))
    free = planned([*olds, spare], rulebook(FLOOR), committee(*held, seat("s2")))

    assert given(ratcheted) == []
    assert given(free) == [("s2", "old9", 0, False)]


def test_the_ratchet_bars_re_appointment_of_the_old_too_but_not_the_chairs_successor():
    olds = sitting(2)
    rules = rulebook(share("youth.general", "youth", "2/10", floor=True, ratchet=RATCHET))
    seats = (seat("s0", "old0", 0, months=12, chair=True), seat("s1", "old1", 0, months=12))

    plan = planned(olds, rules, committee(*seats))

    assert given(plan) == [("s0", "old0", 0, True)]


def test_the_judge_finds_a_ratchet_broken():
    olds = sitting(2)
    rules = rulebook(share("youth.general", "youth", "2/10", floor=True, ratchet=RATCHET))
    case = portfolio(olds, committee(seat("s0", "old0", 12, months=12), seat("s1")))
    bad = roster.Appointment(0, "c0", "s1", "old1", START, date(2027, 6, 30), renewal=False)

    verdict = roster.check([bad], case, rules, roster.Calendar(START, 2))

    assert [finding.code for finding in verdict.findings] == ["ratchet"]


def test_somebody_who_turns_forty_is_young_until_the_next_first_of_january():
    ageing, young = person("turns40", 39 + 11 / 12, "man"), person("young", 25, "man")
    half = share("youth.general", "youth", "1/2", floor=True)
    held = (seat("s0", "turns40", 12, months=12), seat("s1", "old0", 12, months=12))
    case = [ageing, young, *sitting(1)]

    yearly = planned(case, rulebook(half, reckoned=Reckoned.YEAR), committee(*held), quarters=4)
    quarterly = planned(case, rulebook(half), committee(*held), quarters=4)
    once = planned(case, rulebook(half, reckoned=Reckoned.APPOINTMENT), committee(*held), quarters=4)

    assert yearly.lawful == ((True, True, False, False),)
    assert quarterly.lawful == ((False, False, False, False),)
    assert once.lawful == ((True, True, True, True),)


def test_of_two_young_people_the_one_who_stays_young_is_appointed():
    ageing, young = person("a-turns40", 39.5, "man"), person("b-young", 25, "man")
    half = share("youth.general", "youth", "1/2", floor=True)

    plan = planned([ageing, young], rulebook(half), committee(seat("s0")), quarters=4)

    assert given(plan) == [("s0", "b-young", 0, False)]
    assert plan.lawful == ((True,) * 4,)


def test_neither_gender_goes_beyond_six_tenths():
    people = [*sitting(3), person("w1", 50, "woman"), person("w2", 50, "woman"), person("m9", 50, "man")]
    held = [seat(f"s{n}", f"old{n}", 12, months=12) for n in range(3)]

    plan = planned(people, rulebook(GENDER), committee(*held, seat("s3"), seat("s4")))

    assert {a.person for a in plan.appointments} == {"w1", "w2"}
    assert plan.lawful == ((True, True),)


def test_officials_are_reckoned_on_all_members():
    official, citizen = person("o1", 50, "man", official=True), person("p1", 50, "man")
    quarter = share("officials", "official", "1/4", floor=False, of_all=True)
    held = [seat(f"s{n}", f"old{n}", 12, months=12) for n in range(2)]

    plan = planned(
        [official, citizen, *sitting(2)],
        rulebook(quarter),
        committee(*held, seat("s2"), seat("x", kind="ex_officio")),
    )

    assert given(plan) == [("s2", "p1", 0, False)]
    assert plan.lawful == ((True, True),)


def test_nobody_gets_more_seats_than_the_limit_and_the_fewest_get_two():
    people = [person("a", 30, "man"), person("b", 30, "man")]
    three = [committee(seat("s0"), key=f"c{n}") for n in range(3)]

    one_each = planned(people, rulebook(limits=(limit("memberships", 1),)), *three)
    two_each = planned(people, rulebook(limits=(limit("memberships", 2),)), *three)

    assert len(one_each.appointments) == 2
    assert len(two_each.appointments) == 3
    assert [aim.attained for aim in two_each.aims if aim.key == "repeats"] == [1]
    assert two_each.proven


def test_re_appointment_ends_with_the_limit_of_renewals_or_of_years():
    old, new = sitting(1)[0], person("new", 50, "man")
    seats = (seat("s0", "old0", 0, months=12, renewed=1),)

    renewed = planned([old, new], rulebook(), committee(*seats))
    once_only = planned([old, new], rulebook(limits=(limit("renewals", 1),)), committee(*seats))
    two_years = planned([old, new], rulebook(limits=(limit("years", 2),)), committee(*seats))

    assert given(renewed) == [("s0", "old0", 0, True)]
    assert given(once_only) == given(two_years) == [("s0", "new", 0, False)]


def held(first, last):
    return roster.Seat("s0", roster.Kind.APPOINTED, False, "old0", Period(first, last), 0)


def test_a_term_runs_through_the_last_day_of_a_month_that_lacks_its_day():
    """민법 160③: six months from 31 August end with February, not the day before."""
    people = [*sitting(1), person("new", 30, "man")]
    before = held(date(2026, 3, 1), date(2026, 8, 30))

    plan = planned(people, rulebook(limits=(limit("renewals", 0),)), committee(before, months=6))

    only = plan.appointments[0]
    assert (only.person, only.start, only.end) == ("new", date(2026, 8, 31), date(2027, 2, 28))


def test_a_term_that_ends_with_a_shorter_month_counts_no_month_more():
    """18 months from 31 August end with February; with 18 more they are three years, and lawful."""
    people = [*sitting(1), person("new", 30, "man")]
    before = held(date(2025, 8, 31), date(2027, 2, 28))

    plan = planned(people, rulebook(limits=(limit("years", 3),)), committee(before, months=18), quarters=4)

    only = plan.appointments[0]
    assert (only.person, only.renewal, only.start, only.end) == (
        "old0",
        True,
        date(2027, 3, 1),
        date(2028, 8, 31),
    )


def test_conflicts_fields_and_wishes_decide_who_may_sit():
    people = [
        person("conflicted", 30, "man", conflicts=("c0",)),
        person("elsewhere", 30, "man", fields=("g",)),
        person("wishing", 30, "man", fields=("g",), wishes=("c0",)),
    ]

    plan = planned(people, rulebook(), committee(seat("s0"), seat("s1")))

    assert [a.person for a in plan.appointments] == ["wishing"]


def test_a_successor_starts_the_day_after_the_term_ends():
    people = [*sitting(1), person("new", 30, "man")]

    plan = planned(
        people,
        rulebook(limits=(limit("renewals", 0),)),
        committee(seat("s0", "old0", 4, months=12)),
        quarters=3,
    )

    only = plan.appointments[0]
    assert (only.person, only.quarter, only.start, only.end) == (
        "new",
        1,
        date(2026, 11, 1),
        date(2027, 10, 31),
    )


def test_earlier_service_counts_towards_the_years():
    served = roster.Membership("c0", Period(date(2021, 1, 1), date(2025, 12, 31)))
    people = [person("served", 30, "man", memberships=(served,)), person("new", 30, "man")]

    plan = planned(people, rulebook(limits=(limit("years", 5),)), committee(seat("s0")))

    assert [a.person for a in plan.appointments] == ["new"]


def test_a_term_longer_than_the_law_allows_is_refused():
    with pytest.raises(Refused, match="committee c0: a term of 48 months exceeds 36"):
        planned([], rulebook(limits=(limit("term_months", 36),)), committee(seat("s0"), months=48))


def test_a_plan_starts_on_the_first_of_a_month():
    with pytest.raises(Refused, match="first day of a month, not Thu 2 July 2026"):
        roster.Calendar(date(2026, 7, 2), 4)
