"""What every room publishes, walked: the description is true, no table names a person, figures say how they are counted."""

import re

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from jiphyeon.config.wsgi import application
from jiphyeon.foundation.open_data import limits
from jiphyeon.foundation.open_data.datasets import rooms

EVERY = [(room.name, dataset) for room in rooms().values() for dataset in room.datasets.values()]
PERSONAL = re.compile(r"person|birth|phone|email|address_of|resident|citizen_key|account")


@pytest.mark.parametrize(("room", "dataset"), EVERY, ids=[f"{room}/{one.name}" for room, one in EVERY])
def test_a_table_is_described_in_both_languages_and_knows_no_person(room, dataset):
    found = [dataset.title, dataset.summary, dataset.how, *(one.title for one in dataset.fields)]

    assert all(words.ko and words.en and not re.search("[가-힣]", words.en) for words in found)
    assert not [one.name for one in dataset.fields if PERSONAL.search(one.name)]
    assert len({one.name for one in dataset.fields}) == len(dataset.fields)
    assert set(dataset.key) <= {one.name for one in dataset.fields}


@pytest.fixture
def described(db, monkeypatch):
    cache.clear()
    for limit in (limits.READS, limits.QUESTIONS):
        monkeypatch.setattr(limit, "a_minute", 10**6)
    # As Django's own test client does: the test's transaction lives in the connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/open-data/openapi.json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", GenerationMode)
def test_every_answer_is_one_that_is_described(described, mode):
    asked = set()
    for found in described.get_all_operations():
        operation = found.ok()

        @given(operation.as_strategy(generation_mode=mode))
        @settings(max_examples=25, suppress_health_check=list(HealthCheck), derandomize=True)
        def hold(case):
            # A description says that a day is a day; which days there are, the calendar and today say.
            case.call_and_validate(
                headers={"Accept-Encoding": "identity"}, excluded_checks=[positive_data_acceptance]
            )

        try:
            hold()
        except Unsatisfiable:
            continue  # what takes nothing cannot be sent anything wrong
        asked.add(operation.label)

    assert "GET /open-data/plans/initiatives.json" in asked
    assert "GET /ledger/proof/{index}.json" in asked


@pytest.mark.django_db
def test_the_description_is_openapi_3_1_and_names_each_operation_once(client):
    document = client.get("/open-data/openapi.json").json()
    names = [one["operationId"] for path in document["paths"].values() for one in path.values()]

    assert document["openapi"] == "3.1.0"
    assert len(names) == len(set(names))
    for path in document["paths"].values():
        for one in path.values():
            assert {"400", "405", "429"} <= set(one["responses"])
