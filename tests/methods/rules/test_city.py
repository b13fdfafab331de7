"""The city's own programmes: their stories, their cases, their dates."""

import re
import shutil
from datetime import date

import pytest

from jiphyeon.kernel import Refused
from jiphyeon.methods import rules
from jiphyeon.methods.rules.cases import run_cases

from .conftest import CITY

DAY = date(2024, 3, 4)
HANA = {
    "birth_date": date(1997, 2, 3),
    "lives_in_sejong": True,
    "household_size": 1,
    "owns_home": False,
    "deposit": 10_000_000,
    "monthly_rent": 450_000,
    "area": 33.5,
    "household_income": 2_500_000,
    "assets": 30_000_000,
    "registered": True,
    "own_name": True,
    "public_rental": False,
    "landlord_is_relative": False,
    "receives_housing_aid": False,
    "received_youth_rent_before": False,
}
DOYUN = {**HANA, "birth_date": date(1987, 11, 20)}


@pytest.mark.parametrize(
    "file", sorted((CITY / "programmes" / "tests").glob("*.yaml")), ids=lambda file: file.stem
)
def test_every_written_and_generated_case_is_as_expected(city, file):
    verdicts = run_cases(city, file, file.name)

    assert [f"{one.name}: {one.differs}" for one in verdicts if one.differs] == []
    assert any(one.generated for one in verdicts)


def test_every_programme_has_cases():
    programmes = {file.name for file in (CITY / "programmes").glob("*.yaml")}

    assert programmes == {file.name for file in (CITY / "programmes" / "tests").glob("*.yaml")}


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_youth_rent_pays_the_single_renter_in_every_year(city, year):
    day = date(year, 3, 6)
    version = city.programme("youth-rent").version_on(day)

    outcome = rules.evaluate(version, HANA, day)

    assert (version.name, outcome.result, outcome.amount, outcome.ask) == (str(year), "pass", 200_000, ())


def test_one_changed_line_changes_the_answer_from_its_day_on_and_not_before(tmp_path):
    shutil.copytree(CITY, tmp_path / "city")
    file = tmp_path / "city" / "parameters.yaml"
    line = "    - {from: 2022-11-14, value: 39, citation: youth-ordinance}\n"
    text = file.read_text(encoding="utf-8")
    assert text.count(line) == 1

    file.write_text(
        text.replace(line, line + "    - {from: 2024-07-01, value: 34, citation: youth-ordinance}\n"),
        encoding="utf-8",
    )

    programme = rules.load(tmp_path / "city").programme("youth-rent")
    answers = {}
    for day in (date(2024, 6, 30), date(2024, 7, 1)):
        answers[day] = rules.evaluate(programme.version_on(day), DOYUN, day)
    assert [one.result for one in answers.values()] == ["pass", "fail"]
    assert [one.id for one in answers[date(2024, 7, 1)].failed] == ["age"]
    assert "from 19 to 34" in answers[date(2024, 7, 1)].failed[0].sentence("en")


def test_the_same_change_as_a_reform_leaves_the_city_as_it_is(city):
    reformed = rules.reform(city, {"age_limit": (34, date(2024, 1, 1))})

    def judged(pack):
        return rules.evaluate(pack.programme("youth-rent").version_on(DAY), DOYUN, DAY).result

    assert (judged(city), judged(reformed), judged(city)) == ("pass", "fail", "pass")
    assert city.parameters["age_limit"].on(DAY).content == 39


def test_a_reform_of_one_programmes_own_threshold_leaves_the_others(city):
    reformed = rules.reform(city, {"youth-rent.deposit_cap": (5_000_000, date(2024, 1, 1))})

    rent = rules.evaluate(reformed.programme("youth-rent").version_on(DAY), HANA, DAY)

    assert [one.id for one in rent.failed] == ["deposit"]
    interest = reformed.programme("youth-deposit-interest").version_on(DAY)
    assert interest.parameters["deposit_cap"].on(DAY).content == 200_000_000


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"age_limt": (34, DAY)}, "There is no parameter called 'age_limt'; did you mean 'age_limit'?"),
        ({"age_limit": (34.0, DAY)}, "age_limit cannot become 34.0; it is 39 now."),
        ({"age_limit": (True, DAY)}, "age_limit cannot become True; it is 39 now."),
    ],
)
def test_a_reform_nobody_can_mean_is_refused(city, changes, message):
    with pytest.raises(Refused, match=re.escape(message)):
        rules.reform(city, changes)


def test_four_missing_facts_are_asked_and_nothing_is_paid(city):
    values = {
        name: value
        for name, value in HANA.items()
        if name not in {"household_income", "owns_home", "deposit", "receives_housing_aid"}
    }

    outcome = rules.evaluate(city.programme("youth-rent").version_on(DAY), values, DAY)

    assert (outcome.result, outcome.amount) == ("unknown", None)
    assert outcome.ask == ("owns_home", "receives_housing_aid", "deposit", "household_income")
    assert outcome.amount_between == (200_000, 200_000)


def test_a_deposit_one_won_over_is_refused_and_says_what_would_do(city):
    outcome = rules.evaluate(
        city.programme("youth-rent").version_on(DAY), {**HANA, "deposit": 100_000_001}, DAY
    )

    assert (outcome.result, outcome.amount) == ("fail", 0)
    (change,) = outcome.near_miss
    assert (change.fact, change.change, change.value, change.result) == (
        "deposit",
        "at_most",
        100_000_000,
        "pass",
    )
    assert change.words.en == "If the deposit were at most 100,000,000 won."


def test_somebody_too_young_learns_the_day(city):
    young = {**HANA, "birth_date": date(2008, 3, 2)}

    outcome = rules.evaluate(city.programme("youth-rent").version_on(DAY), young, DAY)

    assert [(one.clause, one.change, one.value) for one in outcome.counterfactuals] == [
        ("age", "from", date(2027, 3, 2))
    ]
    assert outcome.counterfactuals[0].words.en == "Met from 2 March 2027, if nothing else changes."


def test_discretion_is_never_a_no_and_names_who_decides(city):
    facts = {
        "birth_date": date(1994, 8, 20),
        "lives_in_sejong": True,
        "owns_home": False,
        "lease_kind": "jeonse",
        "deposit": 150_000_000,
        "loan": 120_000_000,
        "loan_rate": "5.2%",
        "newlywed": False,
        "receives_housing_aid": False,
    }
    version = city.programme("youth-deposit-interest").version_on(DAY)

    outcome = rules.evaluate(version, facts, DAY)
    granted = rules.evaluate(version, facts, DAY, decided={"single-income": True})
    refused = rules.evaluate(version, facts, DAY, decided={"single-income": False})

    assert (outcome.result, outcome.amount, outcome.ask) == ("unknown", None, ())
    assert [one.role.en for one in outcome.awaits] == ["youth policy officer"]
    assert (granted.result, granted.amount) == ("pass", 4_100_000)
    assert (refused.result, refused.amount) == ("fail", 0)
    with pytest.raises(Refused, match="Clause 'age' is not left to anybody's discretion"):
        rules.evaluate(version, facts, DAY, decided={"age": True})


def test_what_nobody_has_read_is_marked_so(city):
    outcome = rules.evaluate(city.programme("youth-rent").version_on(DAY), HANA, DAY)

    marks = {one.id: one.verified for one in outcome.clauses}
    assert (marks["age"], marks["deposit"], marks["income"]) == (True, False, False)
    (cap,) = next(one for one in outcome.clauses if one.id == "deposit").thresholds
    assert (cap.value, cap.verified, cap.note.en) == (100_000_000, False, "Carried forward from 2023.")


def test_a_version_is_known_only_once_it_was_recorded(city):
    programme = city.programme("youth-deposit-interest")

    assert programme.version_on(DAY, known_on=date(2024, 1, 18)).name == "2024"
    with pytest.raises(
        Refused, match="has no version in force on Mon 4 March 2024 as known on Wed 17 January 2024"
    ):
        programme.version_on(DAY, known_on=date(2024, 1, 17))


def test_questions_over_several_programmes_are_asked_once_and_never_grow(city):
    def outcomes(given):
        return [rules.evaluate(one.version_on(DAY), given, DAY) for one in city.programmes.values()]

    values, asked = {}, rules.next_questions(outcomes({}))
    bound = len(asked)
    assert len(set(asked)) == bound
    while asked:
        name = asked[0]
        values[name] = {**HANA, "lease_kind": "mixed", "loan": 1, "loan_rate": 0, "employment": "seeking",
                      "interview_date": DAY, "interviews_supported": 0, "facility_fee": 1000}.get(name, False)  # fmt: skip
        later = rules.next_questions(outcomes(values))
        assert set(later) < set(asked)
        asked = later
    assert len(values) <= bound


def test_applicants_are_ranked_by_income_then_assets_then_rent(city):
    version = city.programme("youth-rent").version_on(DAY)

    def key(**more):
        return rules.rank_keys(rules.evaluate(version, {**HANA, **more}, DAY))

    assert key() == (2_500_000, 30_000_000, -450_000)
    assert key(household_income=1_000_000) < key() < key(monthly_rent=300_000)
    assert key(assets=None) == (2_500_000, None, -450_000)


def test_the_json_has_exactly_the_published_shape(city):
    answer = rules.evaluate(
        city.programme("youth-rent").version_on(DAY), {"deposit": 100_000_001}, DAY
    ).as_json()

    assert list(answer) == [
        "format", "programme", "version", "as_of", "moment", "result", "amount", "clauses", "ask", "counterfactuals",
    ]  # fmt: skip
    deposit = next(one for one in answer["clauses"] if one["id"] == "deposit")
    assert list(deposit) == [
        "id", "kind", "judged", "stands", "result", "citation", "facts", "thresholds", "sentence",
    ]  # fmt: skip
    assert deposit["facts"] == {"deposit": 100_000_001}
    assert deposit["thresholds"] == {
        "deposit_cap": {
            "value": 100_000_000,
            "from": "2024-01-01",
            "known_until": "2026-12-31",
            "verified": False,
        }
    }
    assert deposit["sentence"]["ko"] == "보증금 100,000,001원이 상한 100,000,000원을 넘습니다."
    assert answer["counterfactuals"][0]["sentence"]["en"] == "If the deposit were at most 100,000,000 won."
