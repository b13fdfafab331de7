"""Each clause is judged at its own moment: once at the application, at each payment, or both."""

from datetime import date

import pytest

from jiphyeon.methods import rules
from jiphyeon.methods.rules import Judged, Moment, Result, Standing

from .conftest import CITY

DAY, PAY_DAY = date(2024, 3, 4), date(2024, 9, 25)
SEEKER = {
    "birth_date": "1999-07-01",
    "lives_in_sejong": True,
    "employment": "seeking",
    "interview_date": "2024-02-20",
    "interviews_supported": 0,
}


def at(version, facts, day, moment, standing=None):
    return rules.evaluate(version, facts, day, moment=moment, standing=standing)


@pytest.mark.parametrize(
    ("judged", "application", "payment"),
    [
        ("application", "fail", "pass"),
        ("payment", "pass", "fail"),
        ("always", "fail", "fail"),
    ],
)
@pytest.mark.parametrize("kind", ["gate", "exclusion"])
def test_a_clause_is_judged_at_its_moment_alone(town, judged, application, payment, kind):
    unmet = "not owns" if kind == "gate" else "owns"
    version = town.programme((kind, unmet, judged)).programme("aid").version_on(DAY)

    answers = [at(version, {"owns": True}, DAY, moment).result for moment in Moment]

    assert answers == [application, payment]


def test_what_is_not_judged_now_asks_for_nothing_and_gives_no_reason_of_today(town):
    pack = town.programme(("gate", "not owns", "application"), ("gate", "not ill", "payment"))
    version = pack.programme("aid").version_on(DAY)

    paid = at(version, {"owns": True, "ill": True}, DAY, Moment.PAYMENT)

    assert [(one.id, one.judged, one.result, len(one.facts)) for one in paid.clauses] == [
        ("c0", False, "pass", 0),
        ("c1", True, "fail", 1),
    ]
    assert [one.sentence("en") for one in paid.clauses] == [
        "not known This was judged at the application and stands.",
        "no",
    ]
    assert [one.clause for one in paid.counterfactuals] == ["c1"]
    assert at(version, {}, DAY, Moment.PAYMENT).ask == ("ill",)
    assert at(version, {}, DAY, Moment.APPLICATION).ask == ("owns",)


def test_a_payment_keeps_what_was_decided_at_the_application(town):
    pack = town.programme(
        ("gate", "not owns", "application"), ("gate", "not ill"), ("amount", "rent", "application")
    )
    version = pack.programme("aid").version_on(DAY)
    values = {"owns": False, "ill": False, "rent": 3}
    granted = Standing.of(at(version, values, DAY, Moment.APPLICATION).as_json())

    paid = at(version, {**values, "owns": True, "rent": 1}, PAY_DAY, Moment.PAYMENT, granted)
    refused = Standing({"c0": Result.FAIL}, 3)

    assert (paid.result, paid.amount, paid.amount_between) == ("pass", 3, (3, 3))
    assert at(version, values, PAY_DAY, Moment.PAYMENT, refused).result == "fail"
    assert at(version, values, PAY_DAY, Moment.PAYMENT).amount is None


def test_what_an_officer_settled_stands_as_met(town):
    decided = {"clauses": [{"id": "c0", "result": "unknown"}, {"id": "c1", "result": "fail"}], "amount": None}

    assert Standing.of(decided) == Standing({"c0": Result.PASS, "c1": Result.FAIL}, None)


def test_an_allowance_applied_for_in_time_is_paid_after_the_time_to_apply(city):
    version = city.programme("job-interview-support").version_on(DAY)
    applied = at(version, SEEKER, DAY, Moment.APPLICATION)
    granted = rules.evaluate(version, SEEKER, DAY, decided={"proof": True})

    late = at(version, SEEKER, PAY_DAY, Moment.APPLICATION)
    paid = at(
        version, {**SEEKER, "employment": "employed"}, PAY_DAY, Moment.PAYMENT, Standing.of(granted.as_json())
    )

    assert (applied.result, granted.result, granted.amount) == ("unknown", "pass", 50_000)
    assert [one.id for one in late.failed] == ["interview"]
    assert (paid.result, paid.amount) == ("pass", 50_000)


def test_a_tenant_who_turned_forty_is_still_paid_and_one_who_moved_away_is_not(city):
    version = city.programme("youth-rent").version_on(DAY)
    day = date(2024, 12, 26)
    tenant = {"birth_date": "1984-12-25", "lives_in_sejong": True, "household_size": 1}

    paid = at(version, tenant, day, Moment.PAYMENT)
    gone = at(version, {**tenant, "lives_in_sejong": False}, day, Moment.PAYMENT)

    assert [one.id for one in paid.failed] == []
    assert [one.id for one in gone.failed] == ["residence"]
    assert [one.id for one in at(version, tenant, day, Moment.APPLICATION).failed] == ["age"]


def test_every_clause_of_the_city_says_when_it_is_judged_and_the_law_it_says_so_by_was_read(city):
    clauses = [
        (f"{programme.id}.{clause.id}", clause)
        for programme in city.programmes.values()
        for version in programme.versions
        for clause in version.clauses
    ]
    once = {name for name, clause in clauses if clause.judged is Judged.APPLICATION}

    assert once == {
        "youth-rent.age", "youth-rent.income", "youth-rent.assets", "youth-rent.once", "youth-rent.one-per-dwelling",
        "youth-deposit-interest.one-per-dwelling",
        "youth-deposit-interest.age", "youth-deposit-interest.couple-income", "youth-deposit-interest.single-income",
        "job-interview-support.age", "job-interview-support.residence", "job-interview-support.seeking",
        "job-interview-support.interview", "job-interview-support.yearly-number", "job-interview-support.proof",
        "job-interview-support.amount",
    }  # fmt: skip
    assert {clause.judged for _, clause in clauses} == {Judged.APPLICATION, Judged.ALWAYS}
    assert all(clause.judged_by.verified for _, clause in clauses if clause.judged_by is not None)
    assert (CITY / "citations.yaml").read_text(encoding="utf-8").count("benefit-changes:") == 1
