"""Interfaces that take bodies answer as they describe themselves, whatever they are sent: held by schemathesis."""

import json

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

WHERE = "/programmes/api/programmes/youth-rent/explain"


@pytest.fixture
def described(db, monkeypatch):
    cache.clear()
    for limit in (limits.READS, limits.QUESTIONS):
        monkeypatch.setattr(limit, "a_minute", 1_000_000)
    # As Django's own test client does: the test's transaction lives in the connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/open-data/openapi.json", application).include(
        path_regex="^/(benefits|programmes)/api/"
    )
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", GenerationMode)
def test_every_answer_is_one_that_is_described(described, mode):
    asked = set()
    for found in described.get_all_operations():
        operation = found.ok()

        @given(operation.as_strategy(generation_mode=mode))
        @settings(max_examples=60, suppress_health_check=list(HealthCheck), derandomize=True)
        def hold(case):
            # A description says of facts that they have names; what they may be, the vocabulary says.
            case.call_and_validate(
                headers={"Accept-Encoding": "identity"}, excluded_checks=[positive_data_acceptance]
            )

        try:
            hold()
        except Unsatisfiable:
            continue  # what takes nothing cannot be sent anything wrong
        asked.add(operation.label)

    assert "POST /programmes/api/programmes/{programme_id}/explain" in asked


def problem(answer):
    document = answer.json()
    asks = document["code"] == "resident_number" and "none" in document
    assert set(document) - ({"none"} if asks else set()) == {"code", "message"}
    assert set(document["message"]) == {"ko", "en"}
    assert answer["Content-Type"].startswith("application/json")
    return answer.status_code, document["code"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{", (400, "not_json")),
        (b"\xff\xfe{}", (400, "not_json")),
        (b'{"facts": []}', (422, "not_as_described")),
        (b'{"as_of": "yesterday"}', (422, "not_as_described")),
        (b'{"facts": {"nothing_like_it": 1}}', (422, "unknown_fact")),
        (json.dumps({"facts": {"birth_date": "900101-2123456"}}).encode(), (422, "resident_number")),
    ],
)
def test_a_body_it_cannot_take_is_answered_in_the_described_shape(client, body, expected):
    assert problem(client.post(WHERE, body, content_type="application/json")) == expected


@pytest.mark.django_db
def test_other_refusals_have_the_same_shape(client, django_user_model):
    assert problem(client.get(f"{WHERE}?x=%00")) == (400, "nul_sign")
    assert problem(client.get("/benefits/api/cases")) == (401, "sign_in")
    assert problem(client.get("/programmes/api/programmes/none")) == (404, "unknown_programme")
    refused = client.put("/programmes/api/programmes")
    assert (problem(refused), refused["Allow"]) == ((405, "not_allowed"), "GET, HEAD")

    client.force_login(django_user_model.objects.create_user("officer", "officer@example.org"))

    assert problem(client.get("/benefits/api/cases")) == (403, "not_yours")


@pytest.mark.django_db
def test_the_description_names_them(client):
    paths = client.get("/open-data/openapi.json").json()["paths"]
    named = {
        (path, method): set(operation["responses"])
        for path, methods in paths.items()
        for method, operation in methods.items()
        if "/api/" in path
    }

    always = {"400", "405", "429"}
    assert named == {
        ("/programmes/api/programmes", "get"): {"200", *always},
        ("/programmes/api/programmes/{programme_id}", "get"): {"200", "404", *always},
        ("/programmes/api/programmes/{programme_id}/explain", "post"): {"200", "404", "422", *always},
        ("/benefits/api/cases", "get"): {"200", "401", "403", *always},
    }
