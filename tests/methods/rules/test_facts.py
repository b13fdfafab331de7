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
    ("given", "message"),
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
            "birth_date: Thu 1 January 2150 is impossible; it cannot be after Mon 4 March 2024.",
        ),
        (
            {"birth_date": "1850-01-01"},
            "birth_date: Tue 1 January 1850 is impossible; it cannot be before Mon 1 January 1900.",
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
        ({"area": "1_000"}, "area: a number is needed, not '1_000'."),
        ({"area": "８５"}, "area: a number is needed, not '８５'."),
        ({"area": 10**30}, "area: the number is too large; at most 18 digits can be written."),
        ({"deposit": 10**18}, "deposit: the number is too large; at most 18 digits can be written."),
        ({"deposit": 10**4000}, "deposit: the number is too large; at most 18 digits can be written."),
        (
            {"birth_date": "1997-W18-4"},
            "birth_date: a day that exists, written 2024-03-04, is needed, not '1997-W18-4'.",
        ),
        (
            {"birth_date": "19970501"},
            "birth_date: a day that exists, written 2024-03-04, is needed, not '19970501'.",
        ),
        ({"loan_rate": 0.9}, 'loan_rate: a percentage is written with its sign, such as "4.1%", not 0.9.'),
        (
            {"loan_rate": Decimal("0.9")},
            'loan_rate: a percentage is written with its sign, such as "4.1%", not 0.9.',
        ),
        (
            {"loan_rate": "0.9"},
            "loan_rate: a percentage is written with its sign, such as \"4.1%\", not '0.9'.",
        ),
        ({"loan_rate": 4}, 'loan_rate: a percentage is written with its sign, such as "4.1%", not 4.'),
        ({"loan_rate": "400%"}, "loan_rate: 4 is impossible; it cannot be above 1."),
        ({"lease_kind": "jeonse\u200bmixed"}, "holds a sign nobody can see (U+200B)"),
        ({"\ud800": 1}, "There is no fact called '\\ud800'."),
        ({"deposit": 1, "deposit ": 2}, "There is no fact called 'deposit '; did you mean 'deposit'?"),
        ({"lease_kind": "loan"}, "lease_kind: one of jeonse, mixed, rent_only is needed, not 'loan'."),
        ({"members": 3}, "“members” must be a list of the household's other members."),
        ({"members": [3]}, "Member 1 is not an object of facts."),
        ({"members": [{"deposit": 3}]}, "'deposit' is not a fact of one member (member 1)."),
        ({"members": [{"monthly_income": -5}]}, "monthly_income: -5 is impossible; it cannot be below 0."),
        ({"members": [{}], "household_size": 3}, "The household is said to have 3 members, but 2 are listed"),
    ],
)
def test_an_impossible_fact_is_refused_with_its_reason(city, given, message):
    with pytest.raises(Refused, match=re.escape(message)) as no:
        city.facts.know(given, DAY)

    assert no.value.text("ko") != no.value.text("en")


def test_a_day_that_is_no_day_is_refused(city):
    with pytest.raises(Refused, match="must be a date"):
        city.facts.know({}, "2024-03-04")


@pytest.mark.parametrize(
    ("name", "given", "known"),
    [
        ("deposit", Won(5), 5),
        ("area", 84.98, Fraction(8498, 100)),
        ("area", Decimal("84.98"), Fraction(8498, 100)),
        ("area", "84.98", Fraction(8498, 100)),
        ("area", "849/10", Fraction(849, 10)),
        ("deposit", 10**18 - 1, 10**18 - 1),
        ("loan_rate", "0.9%", Fraction(9, 1000)),
        ("loan_rate", Fraction(41, 1000), Fraction(41, 1000)),
        ("loan_rate", 0, 0),
        ("loan_rate", "0", 0),
        ("lease_kind", "\ufeffjeonse ", "jeonse"),
        ("birth_date", "1997-05-01", date(1997, 5, 1)),
        ("owns_home", False, False),
    ],
)
def test_a_fact_is_taken_exactly_as_told(city, name, given, known):
    assert city.facts.know({name: given}, DAY).own[name] == known


def test_a_percentage_kept_as_a_share_of_one_is_read_where_it_was_kept(city):
    kept = {"loan_rate": "0.041", "area": "84.9", "deposit": 5, "nobody": "0.1"}

    assert city.facts.from_ratios(kept) == {**kept, "loan_rate": Fraction(41, 1000)}
    assert city.facts.from_ratios({"loan_rate": "4.1%"}) == {"loan_rate": "4.1%"}
    assert city.facts.from_ratios({"loan_rate": None}) == {"loan_rate": None}


def test_what_is_larger_than_64_bits_travels_as_text(town):
    version = (
        town.programme(("amount", "rent * 100_000_000_000_000_000_000")).programme("aid").version_on(DAY)
    )

    answer = rules.evaluate(version, {"rent": 1}, DAY).as_json()

    assert answer["amount"] == "100000000000000000000"


def test_none_is_not_known(city):
    assert "deposit" not in city.facts.know({"deposit": None}, DAY).own


def test_listed_members_count_the_household(city):
    known = city.facts.know({"members": [{"monthly_income": 1}, {}]}, DAY)

    assert known.own["household_size"] == 3


def test_a_clause_says_who_told_each_fact(city):
    version = city.programme("youth-rent").version_on(DAY)
    values = {"deposit": rules.Given(5, "mydata:lease"), "birth_date": "1997-05-01"}

    outcome = rules.evaluate(version, values, DAY)

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

    with pytest.raises(
        Refused, match="Fri 1 March 2024 is impossible; it cannot be after Thu 1 February 2024"
    ):
        rules.evaluate(city.programme("youth-rent").version_on(DAY), known, date(2024, 2, 1))
