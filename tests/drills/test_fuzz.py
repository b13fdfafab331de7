"""Nothing anyone sends breaks a page: every form, address and API, found by walking, as everybody who may come."""

import logging

import pytest
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
    walk = Walk(city.build(), SEED, same_pages=count(short=6, long=40))

    walk.explore()
    walk.run(count(short=700, long=50_000))

    print(f"{len(walk.forms)} kinds of forms, {len(walk.routes)} addresses, {walk.sent} requests")
    assert [f"{fault.count} × {fault.what} · {fault.ask}" for fault in walk.faults.values()] == []
    assert sorted(walk.dead) == []
