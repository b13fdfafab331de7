"""What the programmes publish: what is offered, on which conditions, the values of the law; each as on the day asked."""

import csv
import io
import itertools
from datetime import date

import pytest
from django.core.cache import cache

from jiphyeon.contexts.programmes.open_data import datasets
from jiphyeon.foundation.open_data.datasets import Asked

TABLES = {dataset.name: dataset for dataset in datasets}


@pytest.fixture(autouse=True)
def fresh_limit(db):
    cache.clear()


def rows(client, table, query=""):
    return client.get(f"/open-data/programmes/{table}.json{query}").json()["rows"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("day", [date(2022, 11, 13), date(2024, 3, 4), date(2025, 6, 1)])
def test_the_key_tells_every_row_apart(table, day):
    found = [tuple(row[one] for one in TABLES[table].key) for row in TABLES[table].rows(Asked(day))]

    assert len(found) == len(set(found))


def test_a_programme_says_when_it_can_be_applied_for_and_for_how_many(client):
    rent = next(row for row in rows(client, "programmes") if row["programme"] == "youth-rent")

    assert (rent["is_open"], rent["opens_on"], rent["closes_on"]) == (True, "2024-03-04", "2024-03-15")
    assert (rent["version"], rent["places"], rent["per"], rent["times"]) == ("2024", 100, "month", 10)


def test_only_what_was_in_force_on_the_day_is_there(client):
    assert rows(client, "programmes", "?as_of=2010-01-01") == []
    assert "youth-rent" in {row["programme"] for row in rows(client, "programmes", "?as_of=2024-01-01")}


def test_every_condition_says_its_law_and_whether_somebody_read_it(client):
    rows_read = rows(client, "conditions", "?programme=youth-rent")

    age = next(row for row in rows_read if row["clause"] == "age")
    assert (age["kind"], age["citation"], age["verified"]) == (
        "gate",
        {
            "ko": "세종특별자치시 청년기본 조례 제3조 제1호",
            "en": "Sejong City Framework Ordinance on Youth, Article 3, item 1",
        },
        True,
    )
    assert age["values"]["ko"].startswith("청년 나이 하한 19세")
    assert all(row["citation"]["en"] and row["sentence"]["en"] for row in rows_read)


def test_a_value_is_told_for_every_day_from_which_it_held(client):
    ages = [row for row in rows(client, "values", "?programme=youth-rent") if row["value"] == "age_limit"]

    assert [row["holds"] for row in ages] == [*[False] * (len(ages) - 1), True]
    assert all(before["until"] < after["from"] for before, after in itertools.pairwise(ages))


def test_a_spreadsheet_gets_the_same(client):
    answer = client.get("/open-data/programmes/conditions.csv?programme=youth-rent")
    table = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert [row["clause"] for row in table] == [
        row["clause"] for row in rows(client, "conditions", "?programme=youth-rent")
    ]


def test_an_unknown_programme_is_refused_with_those_there_are(client):
    answer = client.get("/open-data/programmes/values.json?programme=youth-rents")

    assert (answer.status_code, answer.json()["code"]) == (422, "choice_unknown")
    assert "youth-rent" in answer.json()["message"]["en"]
