"""A value of the law says until when it is known; a later day is not known, in every reader, with that reason."""

import json
import re
from datetime import date

import pytest
from sqlglot import exp

from jiphyeon.kernel import Refused
from jiphyeon.methods import rules
from jiphyeon.methods.rules.model.programme import carried_on
from jiphyeon.methods.rules.sql import Column, Layout, Sources, compile_version, judging_query

from .sql.backends import DuckDB, PostgreSQL

DAY, LATER = date(2026, 12, 31), date(2042, 3, 4)
KNOWN = "cap: {type: won, known_until: open,"
UNTIL = "cap: {type: won, known_until: 2026-12-31,"


def limited(town, *clauses):
    text = (town.folder / "parameters.yaml").read_text(encoding="utf-8")
    town.write("parameters.yaml", text.replace(KNOWN, UNTIL))
    return town.programme(*clauses).programme("aid")


def test_the_last_day_is_known_and_the_day_after_is_not(town):
    programme = limited(town, ("gate", "rent <= cap"), ("amount", "least(rent, cap)"))

    answers = {}
    for day in (DAY, date(2027, 1, 1), LATER):
        outcome = rules.evaluate(programme.version_on(day), {"rent": 1}, day)
        answers[day.year] = (outcome.result, outcome.amount, outcome.ask)

    assert answers == {2026: ("pass", 1, ()), 2027: ("unknown", None, ()), 2042: ("unknown", None, ())}


def test_explain_says_that_reason_and_what_is_told_is_not_asked_again(city):
    version = city.programme("youth-rent").version_on(LATER)
    facts = {"household_size": 1, "household_income": 2_000_000, "birth_date": "2015-05-01"}

    income = next(one for one in rules.evaluate(version, facts, LATER).clauses if one.id == "income")

    assert income.result == "unknown"
    assert income.sentence("ko") == (
        "가구 소득이 기준 중위소득의 아직 모름 이하여야 합니다. "
        "중위소득 대비 소득 기준 값은 2026. 12. 31.까지만 정해져 있어 아직 알 수 없습니다. "
        "기준 중위소득(월) 값은 2026. 12. 31.까지만 정해져 있어 아직 알 수 없습니다."
    )
    assert "Median income (month) is known until 31 December 2026 only" in income.sentence("en")
    assert income.as_json()["thresholds"]["median_income"] == {
        "value": None, "from": "2026-01-01", "known_until": "2026-12-31", "verified": False,
    }  # fmt: skip


def test_what_else_is_known_still_decides(town):
    programme = limited(town, ("gate", "owns and rent <= cap"))

    refused = rules.evaluate(programme.version_on(LATER), {"owns": False}, LATER)
    asked = rules.evaluate(programme.version_on(LATER), {"rent": 1}, LATER)

    assert refused.result == "fail"
    assert (asked.result, asked.ask) == ("unknown", ("owns",))


@pytest.mark.parametrize(
    "expression",
    [
        "bonus[size] > 1",
        "band[rent] > 1",
        "rate[work] > 10%",
        "half_up(rent * rate[work], 1) > 1",
        "if(owns, cap, rent) > 1",
    ],
)
def test_tables_brackets_and_whatever_is_reckoned_from_them_are_not_known_either(town, expression):
    text = (town.folder / "parameters.yaml").read_text(encoding="utf-8")
    town.write("parameters.yaml", text.replace("known_until: open", "known_until: 2026-12-31"))
    version = town.programme(("gate", expression)).programme("aid").version_on(LATER)
    facts = {"size": 2, "rent": 2, "work": "full", "owns": True}

    assert rules.evaluate(version, facts, DAY).result != "unknown"
    assert rules.evaluate(version, facts, LATER).result == "unknown"
    assert rules.evaluate(version, facts, LATER).ask == ()
    assert (
        rules.evaluate(carried_on(version), facts, LATER).result == rules.evaluate(version, facts, DAY).result
    )


@pytest.mark.parametrize("backend", [DuckDB, PostgreSQL])
def test_databases_know_no_more_than_the_walk(town, backend):
    programme = limited(town, ("gate", "rent <= cap"), ("amount", "least(rent, cap)"))
    layout = Layout({"rent": Column("rent", nullable=False, low=0, high=3)}, "none", 1)
    at = backend()
    at.fill({"person_id": "BIGINT", "rent": "BIGINT"}, [{"person_id": 1, "rent": 1}])
    found = {}
    for day in (DAY, LATER):
        compiled = compile_version(programme.version_on(day), day, layout)
        sources = Sources(exp.to_table("people"), None, None, {"rent": "people"})
        found[day.year] = at.ask(
            exp.select("result", "amount").from_(judging_query(compiled, sources, layout).subquery("j"))
        )
    at.close()

    assert found == {2026: [("pass", 1)], 2042: [("unknown", None)]}


def test_a_value_supposed_is_known(town):
    programme = limited(town, ("gate", "rent <= cap"))

    reformed = rules.reform(programme, {"cap": (2, date(2027, 1, 1))})

    assert rules.evaluate(reformed.version_on(LATER), {"rent": 2}, LATER).result == "pass"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            KNOWN,
            "cap: {type: won,",
            "line 1: parameter cap does not say until when its last value is known: write “known_until: 2026-12-31”, or “known_until: open”",
        ),
        (KNOWN, "cap: {type: won, known_until: soon,", "'soon' is not a day; write it as 2024-03-04."),
        (
            KNOWN,
            "cap: {type: won, known_until: 2024-06-30,",
            "line 1: parameter cap: the value from 2024-07-01 cannot be known until 2024-06-30 only",
        ),
    ],
)
def test_a_parameter_that_does_not_say_is_refused(town, old, new, message):
    text = (town.folder / "parameters.yaml").read_text(encoding="utf-8")
    assert old in text
    town.write("parameters.yaml", text.replace(old, new))

    with pytest.raises(Refused, match=re.escape(message)):
        town.programme(("gate", "rent <= cap"))


def test_the_last_day_of_the_calendar_has_no_morrow(town):
    text = (town.folder / "parameters.yaml").read_text(encoding="utf-8")
    town.write("parameters.yaml", text.replace(KNOWN, "cap: {type: won, known_until: 9999-12-31,"))
    version = town.programme(("gate", "rent <= cap")).programme("aid").version_on(LATER)

    assert json.dumps(rules.evaluate(version, {"rent": 1}, date(9999, 12, 31)).as_json())
