"""What somebody tells: taken exactly, or refused in words."""

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from jiphyeon.kernel import Refused, Won
from jiphyeon.methods import rules

DAY = date(2024, 3, 4)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"depositt": 1}, "There is no fact called 'depositt'; did you mean 'deposit'?"),
        ({"deposit": 1.0}, "deposit: money must be a whole number of won, not 1.0."),
        ({"deposit": "1000"}, "deposit: money must be a whole number of won, not '1000'."),
        ({"deposit": True}, "deposit: money must be a whole number of won, not True."),
        ({"deposit": -1}, "deposit: -1 is impossible; it cannot be below 0."),
        ({"household_size": 2.0}, "household_size: a whole number is needed, not 2.0."),
        ({"household_size": 0}, "household_size: 0 is impossible; it cannot be below 1."),
        (
            {"birth_date": "2150-01-01"},
            "birth_date: 2150-01-01 is impossible; it cannot be above 2024-03-04.",
        ),
        (
            {"birth_date": "1850-01-01"},
            "birth_date: 1850-01-01 is impossible; it cannot be below 1900-01-01.",
        ),
        (
            {"birth_date": "2001-02-29"},
            "birth_date: a day that exists, written 2024-03-04, is needed, not '2001-02-29'.",
        ),
        ({"birth_date": datetime(2001, 1, 1)}, "birth_date: a day that exists"),
        ({"birth_date": 20010101}, "birth_date: a day that exists"),
        ({"owns_home": "no"}, "owns_home: true or false is needed, not 'no'."),
        ({"owns_home": 0}, "owns_home: true or false is needed, not 0."),
        ({"area": "wide"}, "area: a number is needed, not 'wide'."),
        ({"area": float("nan")}, "area: a number is needed, not nan."),
        ({"area": "1e999999999"}, "area: a number is needed, not '1e999999999'."),
        ({"area": "9" * 50}, "area: a number is needed, not '999"),
        ({"lease_kind": "loan"}, "lease_kind: one of jeonse, mixed, rent_only is needed, not 'loan'."),
        ({"members": 3}, "“members” must be a list of the household's other members."),
        ({"members": [3]}, "Member 1 is not an object of facts."),
        ({"members": [{"deposit": 3}]}, "'deposit' is not a fact of one member (member 1)."),
        ({"members": [{"monthly_income": -5}]}, "monthly_income: -5 is impossible; it cannot be below 0."),
        ({"members": [{}], "household_size": 3}, "The household is said to have 3 members, but 2 are listed"),
    ],
)
def test_an_impossible_fact_is_refused_with_its_reason(city, told, message):
    with pytest.raises(Refused, match=re.escape(message)) as no:
        city.facts.know(told, DAY)

    assert no.value.said("ko") != no.value.said("en")


def test_a_day_that_is_no_day_is_refused(city):
    with pytest.raises(Refused, match="must be a date"):
        city.facts.know({}, "2024-03-04")


@pytest.mark.parametrize(
    ("name", "told", "known"),
    [
        ("deposit", Won(5), 5),
        ("area", 84.98, Fraction(8498, 100)),
        ("area", Decimal("84.98"), Fraction(8498, 100)),
        ("area", "84.98", Fraction(8498, 100)),
        ("birth_date", "1997-05-01", date(1997, 5, 1)),
        ("owns_home", False, False),
    ],
)
def test_a_fact_is_taken_exactly_as_told(city, name, told, known):
    assert city.facts.know({name: told}, DAY).own[name] == known


def test_none_is_not_known(city):
    assert "deposit" not in city.facts.know({"deposit": None}, DAY).own


def test_listed_members_count_the_household(city):
    known = city.facts.know({"members": [{"monthly_income": 1}, {}]}, DAY)

    assert known.own["household_size"] == 3


def test_a_clause_says_who_told_each_fact(city):
    version = city.programme("youth-rent").version_on(DAY)
    told = {"deposit": rules.Told(5, "mydata:lease"), "birth_date": "1997-05-01"}

    outcome = rules.evaluate(version, told, DAY)

    used = {one.name: (one.value, one.source) for clause in outcome.clauses for one in clause.facts}
    assert used["deposit"] == (5, "mydata:lease")
    assert used["birth_date"] == (date(1997, 5, 1), "applicant")
    assert used["age"] == (26, "worked_out")
    assert used["area"] == (None, "unknown")


def test_facts_checked_once_serve_every_programme(city):
    known = city.facts.know({"birth_date": "1997-05-01"}, DAY)

    for programme in city.programmes.values():
        assert rules.evaluate(programme.version_on(DAY), known, DAY).known is known


def test_facts_checked_for_another_day_are_checked_again(city):
    known = city.facts.know({"birth_date": "2024-03-01", "members": [{"birth_date": "1990-01-01"}]}, DAY)

    with pytest.raises(Refused, match="2024-03-01 is impossible; it cannot be above 2024-02-01"):
        rules.evaluate(city.programme("youth-rent").version_on(DAY), known, date(2024, 2, 1))
