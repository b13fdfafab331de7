"""Search across rooms, and whether the house lives and can serve."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiphyeon.desk import health


def test_plan_and_programmes_are_found_by_one_word(reader):
    page = reader().get("/search/", {"q": "임대료"}).content.decode()

    assert 'href="/plans/2024/youth-rent/"' in page
    assert 'href="/programmes/youth-rent/"' in page


def test_what_is_not_there_is_said_with_what_to_try(reader):
    page = reader(language="en").get("/search/", {"q": "zyxwv"}).content.decode()

    assert "Nothing was found." in page
    assert "Try fewer words or other ones" in page


def test_nothing_asked_is_no_search_and_no_empty_answer(reader):
    client = reader(language="en")
    client.get("/search/")
    with CaptureQueriesContext(connection) as nothing:
        page = client.get("/search/", {"q": "   "}).content.decode()

    assert "Searches by kind: " in page
    assert "initiative" in page
    assert "Nothing was found." not in page
    assert [one for one in nothing.captured_queries if "search_" in one["sql"]] == []


def test_what_was_asked_is_shown_back_unharmed_and_cut_at_a_hundred(reader):
    page = reader().get("/search/", {"q": "<script>" + "가" * 200}).content.decode()

    assert "<script>가" not in page
    assert "&lt;script&gt;" + "가" * 92 in page
    assert "가" * 93 not in page


def test_a_migrated_database_that_answers_is_ready(db):
    answer = Client().get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": True, "migrations_waiting": 0}


def test_a_database_that_does_not_answer_is_said_with_its_reason(db, monkeypatch):
    def broken(_connection):
        raise DatabaseError("no answer")

    monkeypatch.setattr(health, "MigrationExecutor", broken)

    answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": False, "reason": "DatabaseError"}
    assert Client().get("/healthz").json() == {"alive": True}


@pytest.mark.parametrize("waiting", [1, 7])
def test_migrations_that_wait_are_not_ready(db, monkeypatch, waiting):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda _self, _targets: ["one"] * waiting)

    answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["migrations_waiting"] == waiting
