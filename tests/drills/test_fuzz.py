"""Nothing anyone sends breaks a page: every form, address and API, found by walking, as everybody who may come."""

import logging

import pytest
from django.db import connection
from tests.contexts.benefits.conftest import silence_mail
from tests.fuzzing import city
from tests.fuzzing.walk import Walk

SEED = 20240314


@pytest.fixture
def quiet():
    """Thousands of refusals are what is wanted here; their log lines are not."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.django_db
def test_fuzz(settings, monkeypatch, count, quiet):
    silence_mail(monkeypatch)
    settings.MYDATA_PROVIDER = "http://127.0.0.1:9"  # nobody answers there
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.fuzzing.walk.Listening"]
    # SQLite is sent most of what is odd; PostgreSQL is shown every page and form by everybody, and sent a part of it.
    short = (2, 250) if connection.vendor == "postgresql" else (4, 600)
    alike, trials = count(short=short, long=(40, 50_000))
    walk = Walk(city.build(), SEED, same_pages=alike)

    walk.explore()
    walk.run(trials)

    print(f"{len(walk.forms)} kinds of forms, {len(walk.routes)} addresses, {walk.sent} requests")
    assert [f"{fault.count} × {fault.what} · {fault.ask}" for fault in walk.faults.values()] == []
    assert sorted(walk.dead) == []
