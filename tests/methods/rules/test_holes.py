"""Tables that lack a row, days without a value, and numbers that cannot be: found by the check, not by a citizen."""

import re
from datetime import date

import pytest

from jiphyeon.kernel import Refused
from jiphyeon.methods import rules

TABLE = "{1: 1, 2: 3}, beyond: last_difference"
RATES = "rows: {none: 0%, some: 50%, full: 100%}"


def changed(town, old, new, *clauses, more=""):
    text = (town.folder / "parameters.yaml").read_text(encoding="utf-8")
    assert old in text
    town.write("parameters.yaml", text.replace(old, new, 1))
    return town.programme(*clauses, more=more)


@pytest.mark.parametrize(
    ("old", "new", "expression", "message"),
    [
        (TABLE, "{1: 1, 2: 3}", "bonus[size] > 1",
         "parameters.yaml, line 2: bonus from 2000-01-01 ends with row 2 and says no “beyond”, but clause c0 can ask for 3: it would stay open whatever is told."),
        (TABLE, "{2: 1, 3: 3}", "bonus[size] > 1", "line 2: bonus from 2000-01-01 begins with row 2, but clause c0 can ask for 1"),
        (TABLE, "{1: 1, 2: 3}", "bonus[size + 1] > 1", "can ask for 4"),
        (TABLE, "{1: 1, 2: 3}", "bonus[years] > 1", "begins with row 1, but clause c0 can ask for 0"),
        (RATES, "rows: {none: 0%, full: 100%}", "rate[work] > 10%",
         "line 3: rate from 2000-01-01 has no row some, but clause c0 can ask for some"),
        (RATES, "rows: {none: 0%, some: 50%}", "rate[if(owns, work, 'some')] > 10%", "has no row full"),
        (RATES + ", citation: law}", RATES + ", citation: law}, {from: 2024-01-01, rows: {none: 0%, some: 60%}, citation: law}", "rate['full'] > 10%",
         "rate from 2024-01-01 has no row full, but clause c0 can ask for full"),
        ("{value: 0}]", "{up_to: 2, value: 0}]", "band[rent] > 1", "must rise; only the last has no end."),
        (", {value: 0}]", "]", "band[rent] > 1",
         "line 4: band from 2000-01-01 reaches 2 only, but clause c0 can ask for 3"),
        (", {value: 0}]", "]", "band[pays] > 1", "reaches 2 only, but clause c0 can ask for 9"),
        ("{1: 1, 2: 3}", "{1: 1, 01: 2, 2: 3}", "bonus[size] > 1", "line 2: parameter bonus has the row 1 twice."),
        ("{from: 2000-01-01, value: 2,", "{from: 2000-01-01, to: 2023-12-31, value: 2,", "rent <= cap",
         "line 1: cap has no value on 2024-01-01, while version 1 is in force."),
        ("{from: 2000-01-01, value: 2,", "{from: 2000-01-01, to: 2024-12-31, value: 2,", "rent <= cap",
         "line 1: cap: the value to 2024-12-31 and the one from 2024-07-01 both hold; end one."),
        ("{from: 2024-07-01, value: 1,", "{from: 2024-07-01, to: 2025-12-31, value: 1,", "rent <= cap",
         "line 1: cap has no value on 2026-01-01"),
    ],
)  # fmt: skip
def test_a_hole_is_refused_where_the_table_stands(town, old, new, expression, message):
    with pytest.raises(Refused, match=re.escape(message)):
        changed(town, old, new, ("gate", expression))


def test_a_table_nobody_can_miss_is_taken(town):
    pack = changed(
        town, TABLE, "{0: 0, 1: 1, 2: 3, 3: 5}", ("gate", "bonus[size] > 1 or bonus[least(size, 2)] > 1")
    )

    assert (
        rules.evaluate(
            pack.programme("aid").version_on(date(2024, 3, 4)), {"size": 3}, date(2024, 3, 4)
        ).result
        == "pass"
    )


SEATS = "seats: {{type: integer, known_until: open, label: {{ko: 자리, en: Seats}}, values: [{{from: 2000-01-01, value: {}, citation: law}}]}}\n"


@pytest.mark.parametrize(
    ("value", "more", "expression", "message"),
    [
        (-5, "    places: seats\n", "owns", "parameters.yaml, line 1: seats is the number of places; it cannot be -5."),
        (0, "", "as_of within seats months after born",
         "parameters.yaml, line 1: seats is the length of a period; it cannot be 0."),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_is_refused(town, value, more, expression, message):
    text = (town.folder / "parameters.yaml").read_text(encoding="utf-8")
    town.write("parameters.yaml", SEATS.format(value) + text)
    town.programme(("gate", expression.replace("seats", "2")))
    path = town.folder / "programmes" / "aid.yaml"
    written = path.read_text(encoding="utf-8").replace("within 2 months", "within seats months")

    path.write_text(written.replace("    clauses:", f"{more}    clauses:"), encoding="utf-8")

    with pytest.raises(Refused, match=re.escape(message)):
        rules.load(town.folder)


def test_a_change_that_would_leave_a_hole_is_refused_too(city):
    with pytest.raises(Refused, match="places is the number of places; it cannot be -1") as no:
        rules.reform(city, {"youth-rent.places": (-1, date(2024, 3, 4))})

    assert no.value.text("ko") == "모집 인원 값은 -1일 수 없습니다. 0 이상으로 적어 주세요."
