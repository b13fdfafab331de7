"""In a city that is no demo: how a person becomes a citizen who can apply, by each of the ways there are."""

import json
import re
from datetime import date
from hashlib import sha256
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings as city
from django.core import mail
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from jiphyeon.contexts.benefits.actions import applying
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import evidence
from jiphyeon.contexts.programmes.queries import person_facts
from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.actors import Actor, actor_of
from jiphyeon.foundation.accounts.assurance import Assurance
from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.foundation.accounts.registering import (
    Identity,
    alike,
    linking_hash,
    make_citizen,
    register_at_counter,
    welcome,
)
from jiphyeon.foundation.notices import api as notices
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db
TODAY = date(2024, 3, 4)
PHRASE = "a phrase of their own"
OFFICER = Actor(user=uuid4(), name="박서연", roles=frozenset({CASE_OFFICER}), post="p")


@pytest.fixture(autouse=True)
def real(settings):
    settings.DEMO = False
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def signs_up(client, **more):
    form = {
        "username": "bora",
        "email": "bora@city.example",
        "password1": PHRASE,
        "password2": PHRASE,
        **more,
    }
    return client.post("/account/signup/", form)


def confirms(client):
    address = re.search(r"/account/confirm-email/\S+", mail.outbox[-1].body).group()
    return client.post(address)


def test_signing_up_makes_a_citizen_of_whom_the_name_is_their_own_word(client):
    assert signs_up(client, name=" 윤보라 ").status_code == 302

    citizen = Citizen.objects.get()
    assert (citizen.legal_name, citizen.birth_date, citizen.assurance) == ("윤보라", None, Assurance.STATED)
    assert str(citizen.user) == "윤보라"
    assert actor_of(citizen.user, on=TODAY).is_citizen


def test_signing_up_without_a_name_leaves_it_unknown(client):
    signs_up(client)

    citizen = Citizen.objects.get()
    assert (citizen.legal_name, str(citizen.user)) == (None, "bora")


def test_a_city_that_is_no_demo_takes_an_application_from_sign_up_to_its_number(
    client, run_jobs, monkeypatch
):
    notices.load_city(city.CITY_PACK)
    signs_up(client, name="윤보라")
    confirms(client)
    client.post("/account/login/", {"login": "bora", "password": PHRASE})
    user = User.objects.get()
    by = actor_of(user, on=TODAY)

    assert client.get("/benefits/mine/").status_code == 200
    key = applying.start(person=user.key, programme="youth-rent", token=uuid4(), by=by, on=TODAY)
    number = applying.submit(key=key, declared=True, by=by, on=TODAY)
    run_jobs()

    assert number == f"2024-{Case.objects.get().pk:06d}"
    assert "birth_date" not in evidence.for_decision(Case.objects.get(), TODAY)  # nobody vouched for any


def test_only_a_birth_date_that_somebody_vouched_for_is_the_citys_own_record(db):
    born = date(1996, 8, 15)
    users = {}
    for assurance in Assurance:
        users[assurance] = User.objects.create_user(assurance.value)
        make_citizen(users[assurance], Identity("김하나", born, assurance=assurance), on=TODAY)

    held = {
        assurance: [fact.value for fact in person_facts.register_facts(user.key)]
        for assurance, user in users.items()
    }
    assert held == {
        Assurance.STATED: [],
        Assurance.PROVIDER: ["1996-08-15"],
        Assurance.COUNTER: ["1996-08-15"],
    }


def test_whoever_signed_up_before_becomes_a_citizen_when_they_come_in_again(client):
    user = User.objects.create_user("old", "old@city.example", PHRASE)
    EmailAddress.objects.create(user=user, email="old@city.example", verified=True, primary=True)

    client.post("/account/login/", {"login": "old", "password": PHRASE})

    assert (Citizen.objects.get().user, Citizen.objects.get().assurance) == (user, Assurance.STATED)
    assert actor_of(user, on=TODAY).is_citizen


def test_nobody_of_the_demo_and_no_officer_is_made_a_citizen_by_coming_in(settings):
    from jiphyeon.foundation.accounts.pack import load_demo

    settings.DEMO = True
    load_demo(city.CITY_PACK, TODAY)
    before = Citizen.objects.count()

    for user in User.objects.all():
        welcome(user, on=TODAY)

    assert Citizen.objects.count() == before


class Passkey:
    """An authenticator as software: it keeps one key and signs what it is shown."""

    def __init__(self):
        self.key, self.number, self.handle = generate_private_key(SECP256R1()), b"credential-number", b""

    def made(self, options):
        options = options["publicKey"]
        self.handle = websafe_decode(options["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.number, public)
        data = AuthenticatorData.create(self._site(options["rp"]["id"]), 0x45, 1, credential)
        given = self._answer_to("webauthn.create", options)
        return self._answer(
            {"clientDataJSON": given, "attestationObject": bytes(AttestationObject.create("none", data, {}))}
        )

    def signed(self, options):
        options = options["publicKey"]
        data = bytes(AuthenticatorData.create(self._site(options["rpId"]), 0x05, 2))
        given = self._answer_to("webauthn.get", options)
        signature = self.key.sign(data + sha256(given).digest(), ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": given,
                "authenticatorData": data,
                "signature": signature,
                "userHandle": self.handle,
            }
        )

    def _site(self, name):
        return sha256(name.encode()).digest()

    def _answer_to(self, kind, options):
        return json.dumps(
            {"type": kind, "challenge": options["challenge"], "origin": "http://testserver"}
        ).encode()

    def _answer(self, response):
        number = websafe_encode(self.number)
        return {
            "id": number, "rawId": number, "type": "public-key", "clientExtensionResults": {},
            "response": {name: websafe_encode(value) for name, value in response.items()},
        }  # fmt: skip


def test_whoever_comes_in_by_passkey_is_a_citizen(client):
    signs_up(client, name="윤보라")
    confirms(client)
    client.post("/account/login/", {"login": "bora", "password": PHRASE})
    answer = client.post("/account/reauthenticate/", {"password": PHRASE})
    assert answer.status_code == 302, answer.content.decode()
    passkey = Passkey()
    page = client.get("/account/2fa/webauthn/add/")
    assert page.status_code == 200, page.headers
    made = passkey.made(page.context["js_data"]["creation_options"])
    answer = client.post(
        "/account/2fa/webauthn/add/", {"name": "key", "credential": json.dumps(made), "passwordless": "on"}
    )
    assert answer.status_code == 302, answer.content.decode()
    client.post("/account/logout/")
    Citizen.objects.all().delete()

    asked = client.get("/account/2fa/webauthn/login/", headers={"x-requested-with": "XMLHttpRequest"}).json()
    signed = passkey.signed(asked["request_options"])
    answer = client.post("/account/2fa/webauthn/login/", {"credential": json.dumps(signed)})

    assert answer.status_code == 302
    assert "_auth_user_id" in client.session
    assert Citizen.objects.get().user.username == "bora"
    assert "known_device" in answer.cookies


def test_the_counter_makes_a_citizen_of_a_person_without_an_account():
    key = register_at_counter(
        name=" 이순자 ",
        birth_date=date(1952, 7, 1),
        document="주민등록증",
        phone="044-300-1234",
        by=OFFICER,
        on=TODAY,
    )

    citizen = Citizen.objects.get(user__key=key)
    assert (citizen.legal_name, citizen.birth_date, citizen.phone, citizen.address) == (
        "이순자", date(1952, 7, 1), "044-300-1234", None,
    )  # fmt: skip
    assert (citizen.assurance, citizen.assured_on, citizen.assured_by) == (
        Assurance.COUNTER, TODAY, f"{OFFICER.user}: 주민등록증",
    )  # fmt: skip
    assert not citizen.user.has_usable_password()
    assert citizen.user.email == ""


def test_the_counter_is_told_of_whoever_is_known_by_that_name_and_birth_date():
    fields = {
        "name": "이순자",
        "birth_date": date(1952, 7, 1),
        "document": "주민등록증",
        "by": OFFICER,
        "on": TODAY,
    }
    first = register_at_counter(**fields)

    with pytest.raises(Refused, match="counter-") as no:
        register_at_counter(**{**fields, "name": "이 순자"})
    assert no.value.code == "known_already"
    assert [user.key for user in alike("이순자", date(1952, 7, 1))] == [first]
    assert alike("이순자", None) == []
    second = register_at_counter(**fields, although_alike=True)
    assert second != first


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"by": Actor(user=uuid4(), roles=frozenset({CASE_SIGNER}))}, "not_your_duty"),
        ({"by": Actor(is_citizen=True, user=uuid4())}, "not_your_duty"),
        ({"name": "  "}, "name_needed"),
        ({"document": ""}, "name_needed"),
        ({"birth_date": date(2024, 3, 5)}, "born_later"),
    ],
)
def test_the_counter_refuses_what_cannot_be(changed, code):
    fields = {"name": "이순자", "birth_date": None, "document": "주민등록증", "by": OFFICER, "on": TODAY}

    with pytest.raises(Refused) as no:
        register_at_counter(**{**fields, **changed})

    assert no.value.code == code
    assert not User.objects.exists()


def test_less_never_overwrites_more_and_unknown_never_overwrites_known():
    user = User.objects.create_user("kim")
    make_citizen(user, Identity("김하나", date(1996, 8, 15), assurance=Assurance.COUNTER), on=TODAY)

    make_citizen(
        user, Identity("김두리", date(1990, 1, 1), phone="010-1", assurance=Assurance.PROVIDER), on=TODAY
    )
    make_citizen(user, Identity("누구", address="한누리대로"), on=TODAY)

    citizen = Citizen.objects.get()
    assert (citizen.legal_name, citizen.birth_date, citizen.assurance) == (
        "김하나", date(1996, 8, 15), Assurance.COUNTER,
    )  # fmt: skip
    assert (citizen.phone, citizen.address) == ("010-1", "한누리대로")


def test_a_linking_value_of_somebody_else_is_never_taken_over():
    one, other = User.objects.create_user("one"), User.objects.create_user("other")
    make_citizen(one, Identity(linking="ci-1", assurance=Assurance.PROVIDER), on=TODAY)

    make_citizen(other, Identity(linking="ci-1", assurance=Assurance.PROVIDER), on=TODAY)
    make_citizen(other, Identity(linking="ci-2"), on=TODAY)

    assert [c.ci_hash for c in Citizen.objects.order_by("id")] == [linking_hash("ci-1"), None]


def test_the_counters_page_registers_asks_about_somebody_alike_and_leads_back(as_person, settings):
    settings.DEMO = True
    client = as_person("seoyeon")
    form = {"name": "이순자", "birth_date": "1952-07-01", "document": "주민등록증", "next": "/benefits/desk/"}

    first = client.post("/accounts/counter/", form)
    again = client.post("/accounts/counter/", form)

    made = User.objects.get(username__startswith="counter-")
    assert first["Location"] == f"/benefits/desk/?account={made.username}"
    assert again.status_code == 422
    assert made.username in again.content.decode()
    assert client.post("/accounts/counter/", {**form, "although_alike": "on"}).status_code == 302
    assert (
        client.post("/accounts/counter/", {**form, "name": "다른분", "next": "https://evil.example/"})[
            "Location"
        ]
        == "/accounts/counter/"
    )
    assert as_person("minjae").get("/accounts/counter/").status_code == 403


@pytest.mark.parametrize(
    "onward", ["18446744073709551616", "나나나", "plans:home", "https://evil.example/", "//evil.example/"]
)
def test_the_counters_page_leads_nowhere_but_into_the_city(as_person, settings, onward):
    settings.DEMO = True
    client = as_person("seoyeon")
    form = {"name": "이순자", "birth_date": "1952-07-01", "document": "주민등록증", "next": onward}

    answer = client.post("/accounts/counter/", form)

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/counter/")


@pytest.mark.parametrize("name", ["a\u200bdmin", "m\u0430llory", "bo ra", "보라\u2060"])
def test_signs_nobody_can_see_or_tell_apart_are_no_username(client, name):
    page = signs_up(client, username=name)

    assert "아이디는 한글, 영문자, 숫자와" in page.text
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("there", "name"),
    [
        ("mallory", "ｍallory"),
        ("mallory", "ma1lory"),
        ("mallory", "maIl0ry"),
        ("Ida", "lda"),
        ("보라", "보라"),
    ],
)
def test_a_username_that_looks_like_one_there_is_is_refused(client, there, name):
    User.objects.create_user(there)

    assert signs_up(client, username=name).status_code == 200
    assert User.objects.count() == 1


def test_a_username_is_kept_as_it_is_compared(client):
    signs_up(client, username="ｂｏｒａ윤")

    assert User.objects.get().username == "bora윤"


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["520701", "19520701", "1952. 7. 1.", "1952년 7월 1일", "1 July 1952"])
def test_the_counter_takes_a_birth_date_as_people_write_it(as_person, settings, written):
    settings.DEMO = True
    form = {"name": "박말순", "birth_date": written, "document": "주민등록증"}

    assert as_person("seoyeon").post("/accounts/counter/", form).status_code == 302
    assert Citizen.objects.latest("pk").birth_date == date(1952, 7, 1)
