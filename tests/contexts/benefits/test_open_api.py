"""The open interface: described, explained, bounded; nothing stored and nobody else's cases."""

from datetime import date

import pytest
from django.core.cache import cache

from jiphyeon.contexts.benefits.models import Assessment, Case

from .conftest import DUE, SAID

ME = {**DUE, **SAID, "birth_date": "1996-08-15"}


@pytest.fixture(autouse=True)
def fresh_limit():
    cache.clear()


def explain(client, facts, **more):
    return client.post(
        "/benefits/api/programmes/youth-rent/explain",
        {"facts": facts, **more},
        content_type="application/json",
    )


def test_it_is_described_as_openapi_3_1(client, db):
    described = client.get("/benefits/api/openapi.json").json()

    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {
        "/benefits/api/programmes",
        "/benefits/api/programmes/{programme_id}",
        "/benefits/api/programmes/{programme_id}/explain",
        "/benefits/api/cases",
    }


def test_facts_are_explained_clause_by_clause_and_nothing_is_stored(client, db):
    said = explain(client, ME, as_of="2024-03-04").json()

    assert (said["result"], said["amount"], said["version"]) == ("pass", 200_000, "2024")
    assert [c["id"] for c in said["clauses"]][:3] == ["age", "residence", "one-person"]
    assert (Case.objects.count(), Assessment.objects.count()) == (0, 0)


def test_what_is_not_told_is_unknown_and_asked_for(client, db):
    said = explain(client, {}, as_of="2024-03-04").json()

    assert said["result"] == "unknown"
    assert "birth_date" in said["ask"]


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
    assert client.get("/benefits/api/programmes/nothing").status_code == 404
    assert (
        client.post(
            "/benefits/api/programmes/nothing/explain", {}, content_type="application/json"
        ).status_code
        == 404
    )


def test_hangul_is_written_as_it_is(client, db):
    assert "청년 주거임대료 지원" in client.get("/benefits/api/programmes").content.decode()


def test_it_can_be_asked_so_often_a_minute_and_no_more(client, db, monkeypatch):
    monkeypatch.setattr("jiphyeon.contexts.benefits.views.open_api.EXPLANATIONS_A_MINUTE", 2)

    statuses = [explain(client, {}, as_of="2024-03-04").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


def test_own_cases_are_only_ones_own(client, office, run_jobs):
    office.applies(office.hana)
    run_jobs()
    assert client.get("/benefits/api/cases").status_code == 401

    client.force_login(office.hana)
    mine = client.get("/benefits/api/cases").json()
    client.force_login(office.doyun)
    others = client.get("/benefits/api/cases").json()

    assert [case["due_on"] for case in mine] == [date(2024, 4, 15).isoformat()]
    assert others == []
