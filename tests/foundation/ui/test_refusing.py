"""A resident registration number is refused wherever it is typed, and nothing of it is kept."""

import json
import uuid
from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.contexts.plans import api
from jiphyeon.contexts.plans.models import MilestoneChange
from jiphyeon.foundation.accounts import pack
from jiphyeon.foundation.secrets.resident_numbers import holds_resident_number


@pytest.mark.parametrize(
    "text",
    [
        "900101-2123456",
        "9001012123456",
        "번호 050315-3123456 입니다",
        "850228 - 5123456",
        "a: 000229-4123456.",
    ],
)
def test_numbers_of_people_are_recognised_in_every_spelling(text):
    assert holds_resident_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,200,000원",
        "2024-000123",
        "901332-1123456",
        "010-1234-5678",
        "900101-9123456",
        "12900101-2123456",
        "x9001012123456",
    ],
)
def test_what_cannot_be_anybodys_number_passes(text):
    assert not holds_resident_number(text)


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.sampled_from("1256"), st.integers(0, 999_999))
def test_every_birthday_of_the_last_century_is_recognised(born, kind, rest):
    assert holds_resident_number(f"{born:%y%m%d}-{kind}{rest:06}")


@pytest.fixture
def jiwoo(db, client):
    pack.load_demo(settings.CITY_PACK, date(2024, 3, 4))
    api.load_city(settings.CITY_PACK)
    user = get_user_model().objects.get(username="jiwoo")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_form_with_a_number_is_refused_before_anything_is_kept(jiwoo):
    answer = jiwoo.post("/plans/2024/youth-rent/add/", {"name": "홍길동 900101-2123456 상담"})

    assert answer.status_code == 422
    assert "주민등록번호는 받지 않습니다" in answer.content.decode()
    assert "900101" not in answer.content.decode()
    assert not MilestoneChange.objects.exists()


def test_a_program_is_told_in_its_own_way(client, db):
    answer = client.post(
        "/benefits/api/programmes/youth-rent/explain",
        json.dumps({"note": "900101-2123456"}),
        content_type="application/json",
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "resident_number"


def test_the_same_form_without_the_number_goes_through(jiwoo):
    answer = jiwoo.post("/plans/2024/youth-rent/add/", {"name": f"상담 {uuid.UUID(int=7)}"})

    assert answer.status_code == 302


@pytest.mark.django_db
def test_the_sign_nul_is_answered_with_400_in_both_languages_and_never_reaches_a_database(client):
    asked = client.get("/search/", {"q": "청년\x00"})
    sent = client.post("/ledger/", {"q": "a\x00b"})

    assert (asked.status_code, sent.status_code) == (400, 400)
    assert "보낸 것을 읽지 못했습니다" in asked.content.decode()
    assert "We could not read what was sent" in asked.content.decode()
