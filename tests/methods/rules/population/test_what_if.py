"""What a change would do: the same as judging everybody under each set of terms and comparing."""

from datetime import date

import pytest

from jiphyeon.kernel import Refused
from jiphyeon.methods import rules
from jiphyeon.methods.rules.population import Files, Scenario, compare_scenarios, from_settings

from .conftest import DAY, city_of, written
from .test_city_programmes import one_by_one

SCENARIOS = [
    Scenario("to 34", {"age_limit": 34}),
    Scenario("more deposit", {"deposit_cap": 100_000_001}),
    Scenario("less paid", {"monthly_cap": 150_000}),
    Scenario("anybody who rents", clauses={"age": None, "income": None, "assets": "assets <= asset_cap * 2"}),
]


def due(version, rows):
    return {
        who: one["amount"] if one["result"] == "pass" else None
        for who, one in one_by_one(version, rows).items()
    }


def test_winners_losers_and_cost_are_those_of_judging_everybody_twice(city, tmp_path, renters):
    programme = city.programme("youth-rent")
    rows = renters + [row | {"person_id": 100 + row["person_id"], "household_id": 100 + row["household_id"]} for row in
                      city_of(city.facts, 3, unknown=0.05, households=60)]  # fmt: skip
    names = set(renters[0])
    rows = [{name: value for name, value in row.items() if name in names} for row in rows]
    people = written(rows, city.facts, tmp_path / "people.parquet")

    found, _ = compare_scenarios(programme, DAY, Files(people), SCENARIOS[:3])

    before = due(programme.version_on(DAY), rows)
    for scenario, result in zip(SCENARIOS, found.scenarios, strict=False):
        changes = {name: (value, DAY) for name, value in scenario.parameters.items()}
        after = due(rules.reform(programme, changes).version_on(DAY), rows)
        pairs = [(before[who] or 0, after[who] or 0) for who in before]
        assert result.whole.winners == sum(b > a for a, b in pairs)
        assert result.whole.losers == sum(b < a for a, b in pairs)
        assert result.whole.net_cost == sum(b - a for a, b in pairs)
        for shares in result.spread.values():
            assert sum(one.net_cost for one in shares) == result.whole.net_cost
            assert sum(one.due_after for one in shares) == result.whole.due_after


def test_a_clause_can_be_rewritten_or_left_out(city, tmp_path, renters):
    people = written(renters, city.facts, tmp_path / "people.parquet")
    scenario = Scenario("any deposit", clauses={"deposit": None, "age": "age <= 37"})

    found, _ = compare_scenarios(city.programme("youth-rent"), DAY, Files(people), [scenario])

    assert [one.id for one in found.scenarios[0].figures.clauses].count("deposit") == 0
    assert (found.scenarios[0].whole.winners, found.scenarios[0].whole.losers) == (1, 1)


def test_places_go_to_the_lowest_income_and_those_who_tie_are_named(city, tmp_path, renters):
    people = written(renters, city.facts, tmp_path / "people.parquet")
    renters[1]["monthly_rent"] = 450_000
    same = written(renters, city.facts, tmp_path / "same.parquet")
    two = Scenario("two places", {"places": 2})

    parted, _ = compare_scenarios(city.programme("youth-rent"), DAY, Files(people), [two])
    tied, _ = compare_scenarios(city.programme("youth-rent"), DAY, Files(same), [two])

    places = parted.scenarios[0].places
    assert (places.filled, places.tied, places.cost) == (2, (), (400_000, 400_000))
    places = tied.scenarios[0].places
    assert (places.tied, places.tied_places, places.last_keys[0]) == ((1, 2), 1, 2_500_000)


def test_a_curve_follows_one_parameter(city, tmp_path, renters):
    people = written(renters, city.facts, tmp_path / "people.parquet")

    _, curve = compare_scenarios(
        city.programme("youth-rent"), DAY, Files(people), [], curve="age_limit=35,37,38,39"
    )

    assert (curve.now, [point.due for point in curve.points]) == (39, [0, 2, 3, 3])


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("agelimit=34", "unknown_parameter"),
        ("age_limit", "setting_form"),
        ("median_income=3", "setting_a_table"),
    ],
)
def test_a_setting_that_means_nothing_is_refused(city, setting, code):
    with pytest.raises(Refused) as no:
        from_settings("x", [setting], city.programme("youth-rent").version_on(date(2024, 3, 4)))

    assert no.value.code == code
