"""Coming in by an identity provider, over real HTTP: whom it makes a citizen, with what, and what is not believed."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from tests.foundation.mail.servers import listening, silent

from jiphyeon.foundation.accounts import openid
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.assurance import Assurance
from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.foundation.accounts.registering import Identity, linking_hash, make_citizen

pytestmark = pytest.mark.django_db
LOGIN = "/account/oidc/city/login/"
TODAY = date(2024, 3, 4)
HANA = {
    "name": "김하나",
    "birthdate": "1996-08-15",
    "phone_number": "010-1234-5678",
    "phone_number_verified": True,
    "address": {"formatted": "세종특별자치시 한누리대로 2130"},
    "email": "hana@mail.example",
    "email_verified": True,
    "ci": "linking-value-of-hana",
    "acr": "urn:example:seen-with-document",
    "locale": "ko-KR",
}


def walk(client, identities, person="hana", *, login=LOGIN):
    """Walk to the provider and back; returns the city's answer."""
    out = client.post(login)
    assert out.status_code == 302, out.content.decode()
    back = urlsplit(identities.agrees(out["Location"], person))
    return client.get(f"{back.path}?{back.query}")


def signed_in(client):
    return "_auth_user_id" in client.session


def test_whoever_a_trusted_provider_knows_is_a_citizen_with_what_it_told(client, identities):
    identities.knows(hana=HANA)

    answer = walk(client, identities)

    assert answer.status_code == 302
    assert signed_in(client)
    citizen = Citizen.objects.get()
    assert (citizen.legal_name, citizen.birth_date, citizen.phone, citizen.address) == (
        "김하나", date(1996, 8, 15), "010-1234-5678", "세종특별자치시 한누리대로 2130",
    )  # fmt: skip
    assert (citizen.assurance, citizen.assured_by) == (
        Assurance.PROVIDER, "city: urn:example:seen-with-document",
    )  # fmt: skip
    assert citizen.ci_hash == linking_hash("linking-value-of-hana")
    assert actor_of(citizen.user, on=TODAY).is_citizen
    assert str(citizen.user) == "김하나"
    assert EmailAddress.objects.get().verified


def test_what_it_does_not_tell_stays_unknown(client, identities):
    identities.knows(anon={"birthdate": "1990", "email": "not@seen.example", "address": "Sejong", "acr": 4})

    walk(client, identities, "anon")

    citizen = Citizen.objects.get()
    assert signed_in(client)
    assert (citizen.legal_name, citizen.birth_date, citizen.phone, citizen.address, citizen.ci_hash) == (
        None,
    ) * 5
    assert (citizen.assurance, citizen.assured_on, citizen.user.email) == (Assurance.STATED, None, "")
    assert not EmailAddress.objects.exists()


def test_a_level_the_city_did_not_name_is_the_persons_own_word(client, identities):
    identities.knows(hana={**HANA, "acr": "urn:example:by-mail"})

    walk(client, identities)

    citizen = Citizen.objects.get()
    assert (citizen.birth_date, citizen.assurance, citizen.ci_hash) == (
        date(1996, 8, 15),
        Assurance.STATED,
        None,
    )


def test_coming_again_is_the_same_person_and_brings_what_has_changed(client, identities):
    identities.knows(hana=HANA)
    walk(client, identities)
    client.post("/account/logout/")
    identities.knows(hana={**HANA, "phone_number": "010-8765-4321", "name": "김하나나"})

    walk(Client(), identities)

    citizen = Citizen.objects.get()
    assert (citizen.phone, citizen.legal_name) == ("010-8765-4321", "김하나나")
    assert User.objects.count() == 1


def test_whom_the_counter_made_is_found_by_the_linking_value_a_trusted_level_gives(client, identities):
    known = User.objects.create_user("counter-1")
    identity = Identity(name="김하나", linking="linking-value-of-hana", assurance=Assurance.COUNTER)
    make_citizen(known, identity, on=TODAY)
    identities.knows(stranger={**HANA, "acr": ""}, hana=HANA)

    walk(Client(), identities, "stranger")
    assert SocialAccount.objects.get(uid="stranger").user != known
    User.objects.exclude(pk=known.pk).delete()
    walk(client, identities)

    assert SocialAccount.objects.get(uid="hana").user == known
    assert Citizen.objects.get().legal_name == "김하나"


def test_the_provider_tells_nothing_that_allauth_keeps_in_the_clear(client, identities):
    identities.knows(hana=HANA)

    walk(client, identities)

    account = SocialAccount.objects.get()
    assert (account.extra_data, account.uid) == ({}, "hana")
    assert account.user.username.startswith("id-")


@pytest.mark.parametrize(
    "fault",
    [
        "wrong_nonce", "no_nonce", "wrong_issuer", "wrong_audience", "expired", "future_nbf", "future_iat", "old",
        "no_times", "wrong_key", "unknown_key", "unsigned", "shared_secret", "no_token", "other_person", "error",
    ],
)  # fmt: skip
def test_a_token_that_does_not_prove_what_it_says_lets_nobody_in(client, identities, fault):
    identities.knows(hana=HANA)
    identities.errs(fault)

    answer = walk(client, identities)

    assert answer.status_code == 401
    assert not signed_in(client)
    assert not User.objects.exists()


def test_each_way_out_asks_with_its_own_nonce_state_and_challenge(client, identities):
    asked = [parse_qs(urlsplit(client.post(LOGIN)["Location"]).query) for _ in range(2)]

    for name in ("nonce", "state", "code_challenge"):
        assert asked[0][name] != asked[1][name]
    assert asked[0]["code_challenge_method"] == ["S256"]


def test_nothing_in_the_address_changes_what_is_asked(client, identities):
    out = client.post(f"{LOGIN}?scope=admin&auth_params=nonce%3Dmine%26prompt%3Dnone")

    asked = parse_qs(urlsplit(out["Location"]).query)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["nonce"] != ["mine"]
    assert "prompt" not in asked


def test_the_way_back_is_good_once_and_only_where_it_began(client, identities):
    identities.knows(hana=HANA)
    back = urlsplit(identities.agrees(client.post(LOGIN)["Location"], "hana"))
    there = f"{back.path}?{back.query}"

    elsewhere = Client()
    assert elsewhere.get(there).status_code == 401
    assert not signed_in(elsewhere)
    assert client.get(there).status_code == 302
    again = Client()
    again.cookies = client.cookies.copy()
    assert again.get(there).status_code == 401


@pytest.mark.parametrize("away", ["silent", "refusing", "another issuer"])
def test_a_provider_that_is_away_is_said_so(client, identities, settings, monkeypatch, away):
    if away == "silent":  # what an answer may take is all that ends the wait
        monkeypatch.setattr(openid, "LONGEST", 0.5)
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    with listening(silent) as port:
        app["settings"]["server_url"] = {
            "silent": f"http://127.0.0.1:{port}",
            "refusing": "http://127.0.0.1:9",
            "another issuer": identities.url.replace("127.0.0.1", "localhost"),
        }[away]
        answer = client.post(LOGIN)

    assert answer.status_code == 401
