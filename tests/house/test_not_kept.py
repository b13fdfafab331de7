"""What is answered to somebody signed in is kept by no browser and no proxy, at any address, also those of others' making."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from tests.house.test_doors import addresses, filled

from jiphyeon.foundation.accounts import pack
from jiphyeon.foundation.accounts.models import User

EVERY = sorted({where for where, _entry in addresses() if "(" not in where})


@pytest.fixture
def cast(db):
    pack.load_demo(settings.CITY_PACK, date(2024, 3, 4))
    return {user.username: user for user in User.objects.filter(is_demo=True)}


def is_kept(answer):
    return not {"no-store", "private"} <= set(answer.get("Cache-Control", "").replace(" ", "").split(","))


@pytest.mark.parametrize("who", ["hana", "taeo"])
def test_no_answer_to_somebody_signed_in_is_kept(cast, who):
    assert {"mydata/", "notices/", "benefits/api/cases", "account/email/", "my/"} <= set(EVERY)
    kept, seen = [], []
    for where in EVERY:
        client = Client(raise_request_exception=False)
        client.force_login(cast[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        for ask in (client.get, client.post):
            answer = ask(filled(where))
            seen.append(answer.status_code)
            if is_kept(answer):
                kept.append(f"{ask.__name__} /{where}: {answer.get('Cache-Control')}")

    assert kept == []
    assert {200, 302, 403, 404, 405} <= set(seen)


@pytest.mark.django_db
def test_what_nobody_in_particular_asked_for_may_be_kept_and_a_form_of_theirs_may_not():
    client = Client()

    assert client.get("/benefits/api/openapi.json").get("Cache-Control") is None
    assert not is_kept(client.get("/account/login/"))  # it sets the cookie of its form
    assert not is_kept(client.post("/account/password/reset/", {"email": "hana@example.org"}))
    assert not is_kept(client.get("/benefits/api/cases", headers={"Authorization": "Bearer none"}))
