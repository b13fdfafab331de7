"""What is answered to somebody signed in is kept by no browser and no proxy, also at addresses of others' making.

At our own it is looked at where their doors are tried: test_doors.py.
"""

import pytest
from django.test import Client
from tests.house.test_doors import ALONE, OURS, THEIR_OWN, addresses, cast, filled, is_kept

__all__ = ["cast"]

THEIRS = sorted(where for where, _entry in addresses() if where.startswith(THEIR_OWN) and "(" not in where)


@pytest.mark.parametrize("who", ["hana", "taeo"])
def test_no_answer_of_others_making_to_somebody_signed_in_is_kept(cast, who):
    assert "account/email/" in THEIRS
    kept, seen = [], []
    for where in THEIRS:
        client = Client(raise_request_exception=False)
        client.force_login(cast[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        for ask in (client.get, client.post):
            answer = ask(filled(where))
            seen.append(answer.status_code)
            if is_kept(answer):
                kept.append(f"{ask.__name__} /{where}: {answer.get('Cache-Control')}")

    assert kept == []
    assert {200, 302, 404, 405} <= set(seen)


def test_every_room_is_among_the_doors_that_are_tried():
    tried = {where for where, _entry in OURS}

    assert ALONE or {"mydata/", "notices/", "benefits/api/cases", "my/"} <= tried


@pytest.mark.django_db
def test_what_nobody_in_particular_asked_for_may_be_kept_and_a_form_of_theirs_may_not():
    client = Client()

    assert client.get("/benefits/api/openapi.json").get("Cache-Control") is None
    assert not is_kept(client.get("/account/login/"))  # it sets the cookie of its form
    assert not is_kept(client.post("/account/password/reset/", {"email": "hana@example.org"}))
    assert not is_kept(client.get("/benefits/api/cases", headers={"Authorization": "Bearer none"}))
