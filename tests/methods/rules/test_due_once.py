"""Due once: of several people of a household or dwelling one has it, the same whoever asks and in whatever order."""

from datetime import date

import pytest

from jiphyeon.kernel import Refused
from jiphyeon.methods import rules
from jiphyeon.methods.rules import Entity, Result

DAY = date(2024, 3, 4)
HOME = {
    "household_income": 4_500_000, "owns_home": False, "newlywed": True, "deposit": 150_000_000, "lease_kind": "jeonse",
    "loan": 100_000_000, "loan_rate": "4.5%",
}  # fmt: skip
OWN = {"lives_in_sejong": True, "receives_housing_aid": False}
OLDER, YOUNGER = date(1993, 5, 1), date(1994, 6, 1)


def asked(city, own, *others, day=DAY, **more):
    version = city.programme("youth-deposit-interest").version_on(day)
    facts = {**HOME, **OWN, **own, "members": [{**OWN, **one} for one in others], **more}
    return rules.evaluate(version, facts, day)


def claim(outcome):
    return next(one for one in outcome.clauses if one.id == "one-per-dwelling")


def test_the_one_born_first_has_it_and_the_other_is_told_why(city):
    first = asked(city, {"birth_date": OLDER}, {"birth_date": YOUNGER})
    second = asked(city, {"birth_date": YOUNGER}, {"birth_date": OLDER})

    assert (first.result, first.amount) == (Result.PASS, 4_100_000)
    assert (second.result, second.amount) == (Result.FAIL, 0)
    assert [one.id for one in second.failed] == ["one-per-dwelling"]
    assert "somebody else of the home has it" in claim(second).sentence("en")
    assert claim(second).as_json()["sentence"]["ko"].startswith("한 집의 대출에는 한 번만 지급하며")
    assert second.ask == ()


@pytest.mark.parametrize(
    "other",
    [
        {"birth_date": date(1980, 1, 1)},
        {"birth_date": None},
        {"birth_date": OLDER, "receives_housing_aid": True},
        {"birth_date": OLDER, "receives_housing_aid": None},
        {"birth_date": OLDER, "lives_in_sejong": False},
    ],
    ids=["too old", "birth unknown", "aided", "aid unknown", "lives elsewhere"],
)
def test_only_who_is_known_to_be_due_stands_in_the_way(city, other):
    assert asked(city, {"birth_date": YOUNGER}, other).result is Result.PASS


def test_of_two_born_on_one_day_the_ids_decide_and_without_ids_nobody_guesses(city):
    twins = [{"birth_date": OLDER, "person_id": one} for one in ("10", "9")]

    without = asked(city, {"birth_date": OLDER}, {"birth_date": OLDER})
    with_ids = [asked(city, own, other) for own, other in (twins, twins[::-1])]

    assert [one.result for one in with_ids] == [Result.FAIL, Result.PASS]
    assert (without.result, claim(without).result) == (Result.UNKNOWN, Result.UNKNOWN)


def test_exactly_one_of_many_has_it_in_any_order(city):
    people = [{"birth_date": date(1990 + n % 3, 1, 1), "person_id": n} for n in range(6)]

    due = {
        own["person_id"]
        for turn in range(6)
        for own in people
        if asked(city, own, *sorted((one for one in people if one is not own), key=lambda one: (one["person_id"] + turn) % 6))
        .result is Result.PASS
    }  # fmt: skip

    assert due == {0}


def test_claimants_of_another_household_in_the_same_dwelling_count_and_members_elsewhere_do_not(city):
    version = city.programme("youth-deposit-interest").version_on(DAY)
    own = {**HOME, **OWN, "birth_date": YOUNGER, "members": [{**OWN, "birth_date": OLDER}]}
    neighbour = {**HOME, **OWN, "birth_date": OLDER, "household_size": 1}

    alone = rules.evaluate(version, {**own, "claimants": []}, DAY)
    beside = rules.evaluate(version, {**own, "claimants": [neighbour]}, DAY)

    assert (alone.result, beside.result) == (Result.PASS, Result.FAIL)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"claimants": "somebody"}, "claimants_not_a_list"),
        ({"claimants": [3]}, "claimants_not_a_list"),
        ({"claimants": [{"loann": 3}]}, "unknown_fact"),
        ({"person_id": " "}, "not_an_id"),
        ({"person_id": 1.5}, "not_an_id"),
        ({"person_id": "1\u200b2"}, "identifier_invisible"),
    ],
)
def test_who_could_claim_is_told_in_one_form(city, more, code):
    with pytest.raises(Refused) as no:
        asked(city, {"birth_date": OLDER}, **more)

    assert no.value.code == code


def test_every_programme_says_whom_it_is_due_to(city):
    assert {name: {one.per for one in programme.versions} for name, programme in city.programmes.items()} == {
        "youth-rent": {Entity.DWELLING},
        "youth-deposit-interest": {Entity.DWELLING},
        "job-interview-support": {Entity.PERSON},
        "facility-fee-reduction": {Entity.PERSON},
    }


CLAIM = (
    "      - {id: c9, kind: claim, judged: application, citation: law, pass: {ko: 네, en: y}, fail: {ko: 아니요, en: n}, "
    "unknown: {ko: 모름, en: u}}\n"
)


@pytest.mark.parametrize(
    ("per", "message"),
    [
        ("", "version 1 needs 'per'"),
        (
            "    per: dwellng\n",
            "per cannot be 'dwellng'; did you mean 'dwelling'? One of: person, household, dwelling.",
        ),
        ("    per: household\n", "what is due per household has one clause of kind “claim”, not 0"),
        (CLAIM + "    per: person\n", "what is due per person has no clause of kind “claim”, not 1"),
        (
            CLAIM
            + "    per: dwelling\n    claimants: [{by: rent, order: lowest_first, label: {ko: 가, en: a}}]\n",
            "'rent' is no number or day told of a person",
        ),
    ],
)
def test_check_requires_whom_a_programme_is_due_to(town, per, message):
    town.programme(("gate", "rent <= cap"))
    path = town.folder / "programmes" / "aid.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("    per: person\n", per), encoding="utf-8")

    with pytest.raises(Refused) as no:
        rules.load(town.folder)

    assert message in str(no.value)
