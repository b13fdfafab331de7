"""Tables and brackets can be supposed otherwise: a row, a step, or the whole of them."""

from datetime import date
from fractions import Fraction

import pytest

from jiphyeon.kernel import Refused
from jiphyeon.methods import rules
from jiphyeon.methods.rules.judging.evaluation import evaluate
from jiphyeon.methods.rules.model.tree import Rows, Steps
from jiphyeon.methods.rules.population import Files, compare_scenarios, from_settings, read_scenarios
from jiphyeon.methods.rules.population.scenarios.reading import scenario_version

from .conftest import DAY, written


@pytest.fixture
def income(city):
    """The rows of median income in force on the day."""
    return city.parameters["median_income"].on(DAY).content


@pytest.fixture
def town(town):
    """A programme of a small pack with a table by number, one by word, and a bracket."""
    pack = town.programme(("gate", "bonus[size] <= 5 and band[pay] <= 3 and rate[work] <= 100%"))
    return pack.programme("aid")


def set_in(programme, *settings):
    return from_settings("x", settings, programme.versions[0], on=DAY).parameters


def test_one_row_changes_and_the_others_stay(city, income):
    scenario = set_in(city.programme("youth-rent"), "median_income[2]=3_700_000")

    assert scenario["median_income"].rows == {**income.rows, 2: 3_700_000}
    assert scenario["median_income"].beyond == income.beyond


def test_what_further_rows_add_follows_the_last_two(city, income):
    programme = city.programme("youth-rent")

    moved = set_in(programme, "median_income[7]=9_000_000")["median_income"]
    fixed = set_in(programme, "median_income[7]=9_000_000", "median_income[beyond]=1_000_000")[
        "median_income"
    ]
    back = set_in(programme, "median_income[beyond]=1", "median_income[beyond]=last_difference")[
        "median_income"
    ]

    assert moved.beyond == 9_000_000 - income.rows[6]
    assert (fixed.rows[7], fixed.beyond) == (9_000_000, 1_000_000)
    assert back == income


def test_several_rows_of_one_table_are_one_supposition(city):
    scenario = set_in(
        city.programme("youth-rent"), "median_income[1]=1", "age_limit=34", "median_income[2]=2"
    )

    assert (scenario["median_income"].rows[1], scenario["median_income"].rows[2], scenario["age_limit"]) == (
        1,
        2,
        34,
    )


def test_the_rows_are_those_of_the_scenarios_own_day(city):
    version = city.programme("youth-rent").version_on(DAY)

    scenario = from_settings("x", ["median_income[2]=1"], version, date(2025, 1, 1)).parameters[
        "median_income"
    ]

    assert scenario.rows[1] == city.parameters["median_income"].on(date(2025, 1, 1)).content.rows[1]


def test_a_word_row_and_a_step_are_named_by_their_key(town):
    scenario = set_in(town, "rate[some]=75%", "band[2]=1", "band[above]=5")

    assert scenario["rate"].rows == {"none": 0, "some": Fraction(3, 4), "full": 1}
    assert scenario["band"] == Steps(((1, 3), (2, 1), (None, 5)))


def test_a_whole_table_and_bracket_stand_in_a_file_of_scenarios(town, tmp_path):
    file = tmp_path / "scenarios.yaml"
    file.write_text(
        "more:\n  set:\n    bonus: {1: 2, 2: 4, 3: 7}\n    band: {5: 1, above: 0}\n    rate[full]: 90%\n"
        "fixed:\n  set: {bonus: {1: 2, 2: 4, beyond: 9}}\n",
        encoding="utf-8",
    )

    more, fixed = (one.parameters for one in read_scenarios(file, town.versions[0], on=DAY))

    assert more["bonus"] == Rows({1: 2, 2: 4, 3: 7}, beyond=3)
    assert more["band"] == Steps(((5, 1), (None, 0)))
    assert more["rate"].rows["full"] == Fraction(9, 10)
    assert fixed["bonus"] == Rows({1: 2, 2: 4}, beyond=9)


def test_the_supposed_rows_are_what_a_person_is_judged_by(town):
    scenario = from_settings("x", ["bonus[2]=6"], town.versions[0], on=DAY)
    facts = {"size": 2, "pay": 1, "work": "some"}

    now = evaluate(town.version_on(DAY), facts, DAY).result.value
    then = evaluate(scenario_version(town, scenario, DAY), facts, DAY).result.value

    assert (now, then) == ("pass", "fail")


def test_the_supposed_rows_are_what_everybody_is_judged_by(city, tmp_path, renters):
    programme = city.programme("youth-rent")
    people = written(renters, city.facts, tmp_path / "people.parquet")
    scenario = from_settings("half", ["median_income[1]=1_000_000"], programme.version_on(DAY), on=DAY)

    found, _ = compare_scenarios(programme, DAY, Files(people), [scenario])

    changes = {"median_income": (scenario.parameters["median_income"], DAY)}
    reformed = rules.reform(programme, changes).version_on(DAY)
    facts = [{name: value for name, value in row.items() if name in city.facts} for row in renters]
    each = [rules.evaluate(reformed, {**one, "household_size": 1, "members": []}, DAY) for one in facts]
    assert found.scenarios[0].whole.due_after == sum(one.result.value == "pass" for one in each) == 1
    assert found.scenarios[0].whole.losers == 2
    assert (
        found.as_json()["scenarios"][0]["scenario"]["parameters"]["median_income"]["rows"]["1"] == 1_000_000
    )


@pytest.mark.parametrize(
    ("setting", "code", "message"),
    [
        ("median_income[9]=1", "unknown_row", r"^--set median_income\[9\]: median_income has no row 9; the nearest is 7. It has: 1, 2, 3, 4, 5, 6, 7, beyond."),
        ("median_income[two]=1", "unknown_row", "median_income has no row two"),
        ("median_income[]=1", "unknown_row", "median_income has no row ''"),
        ("median_income[2=1", "setting_form", "close the bracket"),
        ("median_income[2]=1.5", "money_not_whole", "Money is whole won"),
        ("median_income[2]=much", "not_whole", "'much' is not a whole number of won"),
        ("median_income=3", "setting_a_table", r"median_income is a table: set one row as median_income\[1\]=…"),
        ("median_incom[2]=3", "unknown_parameter", "did you mean 'median_income'"),
        ("age_limit[1]=34", "setting_not_a_table", r"age_limit is one value; write it without \[1\]"),
        ("=3", "setting_form", "write NAME=VALUE"),
    ],
)  # fmt: skip
def test_a_row_that_is_not_there_is_refused_with_the_nearest(city, setting, code, message):
    with pytest.raises(Refused, match=message) as no:
        set_in(city.programme("youth-rent"), setting)

    assert no.value.code == code


@pytest.mark.parametrize(
    ("setting", "code", "message"),
    [
        ("rate[ful]=1%", "unknown_row", "rate has no row ful; did you mean 'full'"),
        ("rate[beyond]=1%", "unknown_row", "rate has no row beyond. It has: none, some, full."),
        ("band[3]=1", "unknown_step", "band has no step 3; the nearest is 2. It has: 1, 2, above."),
        ("band[abov]=1", "unknown_step", "did you mean 'above'"),
    ],
)
def test_a_word_or_step_that_is_not_there_is_refused_with_the_nearest(town, setting, code, message):
    with pytest.raises(Refused, match=message) as no:
        set_in(town, setting)

    assert no.value.code == code


@pytest.mark.parametrize(
    ("lines", "code", "message"),
    [
        ("bonus: {1: 2}", "rows_left_out", r"line 2: A whole table says every row; bonus lacks 2. .*bonus\[2\]: value"),
        ("bonus: {1: 2, 2: 3, 4: 5}", "rows_with_gaps", "without a gap"),
        ("bonus: {1: 2, 2: 3.5}", "money_not_whole", "line 2"),
        ("bonus: {1: 2, 2: 3, two: 4}", "unknown_row", "bonus has no row two"),
        ("bonus: {1: 2, 2: 3, 01: 4}", "repeated_key", "'01' stands here twice"),
        ("bonus: [1, 2]", "not_one_value", "or a block of key: value"),
        ("bonus: {1: [2]}", "not_one_value", "A row of bonus must be one value"),
        ("rate: {none: 0%, some: 1%, ful: 2%}", "unknown_row", "did you mean 'full'"),
        ("band: {1: 3, 2: 2}", "step_left_out", "say it as above: value"),
        ("band: {1: 3, 1_0: 2, 10: 4, above: 2}", "repeated_key", "'10' stands here twice"),
        ("cap: {1: 2}", "not_one_value", "cap takes one value"),
        ("'bonus[1]': {1: 2}", "not_one_value", "takes one value"),
        ("bonu: 3", "unknown_parameter", "line 2: There is no parameter called 'bonu'"),
    ],
)  # fmt: skip
def test_a_whole_table_that_cannot_be_is_refused_with_its_line(town, tmp_path, lines, code, message):
    file = tmp_path / "scenarios.yaml"
    file.write_text(f"more:\n  set: {{{lines}}}\n", encoding="utf-8")

    with pytest.raises(Refused, match=message) as no:
        read_scenarios(file, town.versions[0], on=DAY)

    assert no.value.code == code


def test_a_curve_over_one_row_is_refused(city, tmp_path, renters):
    people = written(renters, city.facts, tmp_path / "people.parquet")

    with pytest.raises(Refused, match="A curve follows a parameter of one value") as no:
        compare_scenarios(city.programme("youth-rent"), DAY, Files(people), [], curve="median_income[2]=1,2")

    assert no.value.code == "curve_of_a_row"
