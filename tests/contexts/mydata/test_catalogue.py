"""The catalogue of items: what may be asked, and what a slip in its file is answered with."""

from datetime import date
from uuid import uuid4

import pytest
import yaml
from django.conf import settings

from jiphyeon.contexts.mydata import api, queries
from jiphyeon.contexts.mydata.rules.catalogue import read_catalogue
from jiphyeon.kernel import Refused, Words

GOOD = (settings.CITY_PACK / "mydata" / "items.yaml").read_text(encoding="utf-8")


def refusal(text):
    with pytest.raises(Refused) as no:
        read_catalogue(text, file="items.yaml")
    return no.value


def test_every_fact_that_rules_expect_of_a_holder_is_in_the_catalogue_with_its_type():
    expected = {}
    facts = yaml.safe_load((settings.CITY_PACK / "facts.yaml").read_text(encoding="utf-8"))
    for name, fact in facts.items():
        holder, _, item = str(fact.get("source", "")).partition(":")
        if holder == "mydata":
            expected[name] = (item, fact["type"], set(fact.get("options", {})))

    offered = {
        fact.name: (item.code, fact.type, set(fact.options))
        for item in queries.catalogue().items.values()
        for fact in item.facts
    }

    assert offered == expected


def test_the_demo_cast_is_known_by_facts_of_the_catalogue_only():
    people = yaml.safe_load((settings.CITY_PACK / "demo" / "people.yaml").read_text(encoding="utf-8"))
    offered = {item.code: {fact.name for fact in item.facts} for item in queries.catalogue().items.values()}

    known = {
        (person["username"], item): set(facts)
        for person in people["citizens"]
        for item, facts in person["known"].items()
    }

    assert known
    assert {key: facts for key, facts in known.items() if facts != offered[key[1]]} == {}


@pytest.mark.parametrize(
    ("slip", "meant", "code"),
    [
        ("    holder: tax\n", "    holder: taxes\n", "not_a_choice"),
        ("    route: shared_use\n", "    route: shared\n", "not_a_choice"),
        ("type: won}", "type: money}", "not_a_choice"),
        ("    valid_days: 3650\n", "    valid_day: 3650\n", "unknown_key"),
        ("    keep_days: 1\n", "", "missing_key"),
        ("veteran: {ko: 국가유공자, en: Veteran of national merit, type: boolean}",
         "veteran: {ko: 국가유공자, en: Veteran of national merit, type: won}", "catalogue_mode"),
        ("routes:\n", "routes: [\n", "yaml_broken"),
    ],
)  # fmt: skip
def test_a_slip_in_the_file_is_named_with_its_place(slip, meant, code):
    assert slip in GOOD

    no = refusal(GOOD.replace(slip, meant, 1))

    assert no.code == code
    assert str(no.place).startswith("items.yaml")


@pytest.mark.django_db
def test_an_item_nobody_knows_is_refused_with_the_nearest_name():
    with pytest.raises(Refused) as no:
        api.ask_consent(
            person=uuid4(), purpose="benefit-application", about="x",
            items=[api.ItemRequest("incom", Words("", ""))], return_to="/", on=date(2024, 3, 4),
        )  # fmt: skip

    assert no.value.code == "unknown_item"
    assert "'income'" in no.value.words.en
