"""What a program may ask of applications: a person's own, by their own sign-in."""

from datetime import date

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_limit():
    cache.clear()


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


def test_an_account_that_is_no_citizens_is_refused_in_the_described_shape(client, django_user_model, db):
    client.force_login(django_user_model.objects.create_user("officer", "officer@example.org"))
    refused = client.get("/benefits/api/cases")

    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")
