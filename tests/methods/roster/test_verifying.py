"""A plan's document says what is so, or the answer is not true: each claim forged, one at a time."""

import copy

import pytest
from tests.methods.roster.test_planning import FLOOR, GENDER, committee
from tests.methods.roster.tiny import START, person, portfolio, rulebook, seat
from tests.waiting import PATIENCE_SECONDS

from jiphyeon.kernel import Verdict
from jiphyeon.methods import roster
from jiphyeon.methods.roster.files import as_json

PEOPLE = [
    person("old0", 60, "man"), person("old1", 60, "woman"), person("y0", 30, "man", wishes=("c0",)),
    person("y1", 31, "woman"), person("y2", 32, "man"),
]  # fmt: skip
COMMITTEES = (
    committee(seat("s0", "old0", 3), seat("s1"), seat("s2"), key="c0"),
    committee(seat("s0", "old1", 12, months=12), key="c1"),
    committee(seat("x0", kind="ex_officio"), key="c2"),
)
RULES = rulebook(FLOOR, GENDER)
CALENDAR = roster.Calendar(START, 2)
CASE = portfolio(PEOPLE, *COMMITTEES)


@pytest.fixture(scope="module")
def plan():
    return roster.make_plan(CASE, RULES, CALENDAR, seconds=PATIENCE_SECONDS)


def judged(plan, document, best=None):
    return roster.verify(document, plan.appointments, CASE, RULES, CALENDAR, best).verdict


def test_an_honest_plan_is_true_where_it_was_planned_anew(plan):
    assert judged(plan, as_json(plan), plan) is Verdict.TRUE


def test_that_nothing_better_exists_is_not_proven_where_nobody_planned_anew(plan):
    assert judged(plan, as_json(plan)) is Verdict.NOT_PROVEN


def test_appointments_alone_claim_nothing_more(plan):
    assert judged(plan, {"appointments": as_json(plan)["appointments"]}) is Verdict.TRUE


def leaves(value, path=()):
    """Every single value of a document, by its path."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from leaves(one, (*path, number))
    else:
        yield path, value


def forged(value):
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return True if value is None else value + "x"


def test_no_claim_can_be_changed_and_stay_true(plan):
    document = as_json(plan)
    tried = 0
    for path, value in leaves({key: one for key, one in document.items() if key != "appointments"}):
        forgery = copy.deepcopy(document)
        place = forgery
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = forged(value)
        assert judged(plan, forgery, plan) is not Verdict.TRUE, path
        tried += 1
    assert tried > 100


@pytest.mark.parametrize("key", ["lawful", "lawful_today", "days", "standings", "conflicts", "aims"])
def test_no_claim_can_be_emptied_or_said_twice(plan, key):
    document = as_json(plan)
    for other in (type(document[key])(), [document[key], document[key]]):
        if other != document[key]:
            assert judged(plan, {**document, key: other}, plan) is Verdict.FALSE


def test_a_claim_nobody_here_knows_is_not_called_true(plan):
    assert judged(plan, {**as_json(plan), "approved_by": "mayor"}, plan) is Verdict.FALSE


@pytest.mark.parametrize("change", [{"renewal": True}, {"seat": "s9"}, {"person": "nobody"}, {"quarter": 1}])
def test_an_appointment_that_breaks_a_condition_makes_the_plan_false(plan, change):
    one = next(one for one in plan.appointments if not one.renewal)
    broken = [roster.Appointment(**{**{k: getattr(one, k) for k in one.__slots__}, **change})]
    document = {"appointments": []}
    assert roster.verify(document, broken, CASE, RULES, CALENDAR).verdict is Verdict.FALSE
