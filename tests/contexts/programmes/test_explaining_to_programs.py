"""The interface of the programmes: described, explained, bounded, and nothing stored."""

import pytest
from django.core.cache import cache
from django.test import Client

from jiphyeon.contexts.benefits.models import Assessment, Case
from jiphyeon.foundation.open_data.limits import QUESTIONS

from .conftest import DUE, SAID

ME = {**DUE, **SAID, "birth_date": "1996-08-15"}


@pytest.fixture(autouse=True)
def fresh_limit():
    cache.clear()


def explain(client, facts, **more):
    return client.post(
        "/programmes/api/programmes/youth-rent/explain",
        {"facts": facts, **more},
        content_type="application/json",
    )


def test_facts_are_explained_clause_by_clause_and_nothing_is_stored(client, db):
    document = explain(client, ME, as_of="2024-03-04").json()

    assert (document["result"], document["amount"], document["version"]) == ("pass", 200_000, "2024")
    assert [c["id"] for c in document["clauses"]][:3] == ["age", "residence", "one-person"]
    assert (Case.objects.count(), Assessment.objects.count()) == (0, 0)


def test_what_is_not_told_is_unknown_and_asked_for(client, db):
    document = explain(client, {}, as_of="2024-03-04").json()

    assert document["result"] == "unknown"
    assert "birth_date" in document["ask"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"monthly_rent": 450_000.5}, "fact_won_not_whole"),
        ({"birth_date": "1996-13-40"}, "fact_not_a_day"),
        ({"rent_monthly": 1}, "unknown_fact"),
        ({"household_size": 0}, "fact_too_low"),
    ],
)
def test_an_impossible_fact_is_refused_in_both_languages(client, db, facts, code):
    answer = explain(client, facts, as_of="2024-03-04")

    assert answer.status_code == 422
    assert answer.json()["code"] == code
    assert set(answer.json()["message"]) == {"ko", "en"}


def test_a_day_before_any_rules_and_an_unknown_programme_are_said_so(client, db):
    assert explain(client, {}, as_of="2010-01-01").status_code == 422
    assert client.get("/programmes/api/programmes/nothing").status_code == 404
    assert (
        client.post(
            "/programmes/api/programmes/nothing/explain", {}, content_type="application/json"
        ).status_code
        == 404
    )


def test_hangul_is_written_as_it_is(client, db):
    assert "청년 주거임대료 지원" in client.get("/programmes/api/programmes").content.decode()


def test_it_can_be_asked_so_often_a_minute_and_no_more(client, db, monkeypatch, one_minute):
    monkeypatch.setattr(QUESTIONS, "a_minute", 2)

    statuses = [explain(client, {}, as_of="2024-03-04").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"facts": {"monthly_rent": %d}}' % 2**64, 422, "fact_too_large"),
        (b'{"facts": {"monthly_rent": -%d}}' % 2**64, 422, "fact_too_large"),
        (b'{"facts": {"monthly_rent": %d}}' % 10**18, 422, "fact_too_large"),
        (b'{"facts": {"household_size": %d}}' % 10**300, 422, "fact_too_large"),
        (b'{"facts": {}, "as_of": "9999-12-31"}', 422, "day_out_of_range"),
        (b'{"facts": {}, "as_of": "0001-01-01"}', 422, "day_out_of_range"),
    ],
)
def test_what_no_program_could_read_back_is_refused_in_words(client, db, body, status, code):
    answer = client.post(
        "/programmes/api/programmes/youth-rent/explain", body, content_type="application/json"
    )

    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "body",
    [
        b'{"facts": {"lease_kind": "\\ud800"}}',
        b'{"facts": {"\\ud800": 1}}',
        b'{"facts": {"monthly_rent": 1, "monthly_rent": 2}}',
        b'{"facts": {"monthly_rent": NaN}}',
        b"[" * 5000,
        b'{"facts": ',
        b"\xff",
    ],
)
def test_what_is_no_json_in_one_meaning_is_no_question(client, db, body):
    answer = client.post(
        "/programmes/api/programmes/youth-rent/explain", body, content_type="application/json"
    )

    assert answer.status_code == 400


def test_the_largest_number_there_is_is_taken(client, db):
    document = explain(client, {"monthly_rent": 10**18 - 1}, as_of="2024-03-04").json()

    assert document["result"] == "fail"


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("/benefits/api/programmes", "/programmes/api/programmes"),
        ("/benefits/api/programmes/youth-rent", "/programmes/api/programmes/youth-rent"),
        ("/benefits/api/openapi.json", "/open-data/openapi.json"),
    ],
)
def test_what_stood_with_the_applications_until_0_3_0_is_found(client, db, before, now):
    answer = client.get(before)

    assert (answer.status_code, answer["Location"]) == (308, now)
    assert client.get(now).status_code == 200


def test_a_question_sent_to_the_old_address_is_answered_without_a_token_of_a_page(db):
    asked = Client(enforce_csrf_checks=True).post(
        "/benefits/api/programmes/youth-rent/explain", {"facts": {}}, "application/json", follow=True
    )

    assert asked.json()["result"] == "unknown"
