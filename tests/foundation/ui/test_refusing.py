"""A resident registration number is refused wherever it is typed, and nothing of it is kept."""

import html
import json
import re
import uuid
from datetime import date
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from jiphyeon.contexts.plans import api
from jiphyeon.contexts.plans.models import MilestoneChange
from jiphyeon.foundation.accounts import pack


@pytest.fixture
def jiwoo(db, client):
    pack.load_demo(settings.CITY_PACK, date(2024, 3, 4))
    api.load_city(settings.CITY_PACK)
    user = get_user_model().objects.get(username="jiwoo")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


ADD = "/plans/2024/youth-rent/add/"


def test_a_form_with_a_number_is_refused_before_anything_is_kept(jiwoo):
    answer = jiwoo.post(ADD, {"name": "홍길동 900101-2123451 상담"})

    assert answer.status_code == 422
    assert "주민등록번호는 받지 않습니다" in answer.content.decode()
    assert "900101" not in answer.content.decode()
    assert "_not_a_resident_number" not in answer.content.decode()
    assert not MilestoneChange.objects.exists()


def test_of_what_might_be_a_number_it_is_asked_and_one_press_sends_it_on(jiwoo):
    form = {"name": "계약 9001012123456 & <상담>", "due": "2024-12-01"}

    asked = jiwoo.post(ADD, form)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "주민등록번호일 수 있는 숫자가 있습니다" in page
    assert not MilestoneChange.objects.exists()
    sent = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.split("<main", 1)[1])
    )
    again = jiwoo.post(ADD, {name: html.unescape(value) for name, value in sent.items()})

    assert again.status_code == 302
    assert MilestoneChange.objects.get().milestone.name_ko == "계약 9001012123456 & <상담>"


def test_the_answer_holds_for_those_digits_and_no_others_and_never_for_a_number(jiwoo):
    page = jiwoo.post(ADD, {"name": "9001012123456"}).content.decode()
    token = re.search(r'name="_not_a_resident_number" value="([^"]+)"', page).group(1)

    for name in ("9001012123457", "900101-2123451", "9001012123456 9001012123457"):
        answer = jiwoo.post(ADD, {"name": name, "_not_a_resident_number": token})
        assert answer.status_code == 422
    for made_up in ("x", token[:-1] + ("a" if token[-1] != "a" else "b"), ""):
        assert (
            jiwoo.post(ADD, {"name": "9001012123456", "_not_a_resident_number": made_up}).status_code == 422
        )
    assert not MilestoneChange.objects.exists()


@pytest.mark.parametrize(
    "form",
    [
        {"name": "900101-", "due": "2123451"},
        {"900101-2123451": "x"},
        {"name": "９００１０１-２１２３４５１"},
        {"name": "900101\u200b2123451"},
        {"name": "\\u0039\\u0030\\u0030101-2123451"},
    ],
)
def test_a_number_cut_up_or_dressed_up_is_refused_as_well(jiwoo, form):
    assert jiwoo.post(ADD, form).status_code == 422
    assert not MilestoneChange.objects.exists()


def test_an_uploads_name_and_text_are_read_and_of_what_is_doubtful_it_is_asked(jiwoo):
    def uploads(name, content=b"%PDF-1.7", **more):
        return jiwoo.post("/ledger/", {"file": SimpleUploadedFile(name, content), **more})

    assert uploads("900101-2123451.pdf").status_code == 422
    assert "지워 주세요" in uploads("a.json", b'{"note": "900101-2123451"}').content.decode()
    asked = uploads("9001012123456.json", b"{}").content.decode()
    token = re.search(r'name="_not_a_resident_number" value="([^"]+)"', asked).group(1)

    response = jiwoo.post("/ledger/", {"_not_a_resident_number": token})
    assert "다시 올려 주세요" in response.content.decode()
    assert "주민등록번호인가요" not in uploads("9001012123456.json", b"{}").content.decode()
    assert "주민등록번호인가요" in uploads("9001012123457.json", b"{}").content.decode()


def test_an_address_is_refused_only_with_what_is_a_number(client, db):
    assert client.get("/search/", {"q": "900101-2123451"}).status_code == 422
    assert client.get("/search/", {"q": "9001012123456"}).status_code == 200
    assert client.get("/search/", {"900101": "2123451"}).status_code == 422


EXPLAIN = "/programmes/api/programmes/youth-rent/explain"


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"],
)
@pytest.mark.parametrize(
    "body",
    [
        '{"note": "900101-2123451"}',
        '{"a": "900101", "b": "2123451"}',
        '{"900101-2123451": 1}',
        '{"note": "\\u0039\\u0030\\u0030101-2123451"}',
    ],
)
def test_a_program_is_told_in_its_own_way_whatever_it_says_its_body_is(client, db, body, content_type):
    answer = client.post(EXPLAIN, body, content_type=content_type)

    assert answer.status_code == 422
    assert answer.json()["code"] == "resident_number"
    assert "주민등록번호는 받지 않습니다" in answer.json()["message"]["ko"]
    assert "none" not in answer.json()


def test_a_program_is_asked_too_and_answers_with_a_header(client, db):
    body = json.dumps({"facts": {"contract": "9001012123456"}})

    asked = client.post(EXPLAIN, body, content_type="application/json").json()
    again = client.post(
        EXPLAIN,
        body,
        content_type="application/json",
        headers={asked["none"]["header"]: asked["none"]["value"]},
    )

    assert asked["code"] == "resident_number"
    assert "might be" in asked["message"]["en"]
    assert "resident_number" not in again.content.decode()


def test_the_same_form_without_the_number_goes_through(jiwoo):
    answer = jiwoo.post(ADD, {"name": f"상담 {uuid.UUID(int=7)}"})

    assert answer.status_code == 302


@pytest.mark.django_db
def test_the_sign_nul_is_answered_with_400_in_both_languages_and_never_reaches_a_database(client):
    asked = client.get("/search/", {"q": "청년\x00"})
    sent = client.post("/ledger/", {"q": "a\x00b"})

    assert (asked.status_code, sent.status_code) == (400, 400)
    assert client.get("/account/oidc/a%00b/login/callback/").status_code == 400
    assert "보낸 것을 읽지 못했습니다" in asked.content.decode()
    assert "We could not read what was sent" in asked.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a\x00b", "a\nb", "\x1b"])
def test_a_field_named_by_control_signs_is_answered_with_400(client, name):
    files = {name: SimpleUploadedFile("a.txt", b"a")}

    assert client.post("/ledger/", {name: "a"}).status_code == 400
    assert (
        client.post("/ledger/", urlencode({name: "a"}), "application/x-www-form-urlencoded").status_code
        == 400
    )
    assert client.post("/ledger/", files).status_code == 400


@pytest.mark.django_db
def test_the_sign_nul_in_a_cookie_is_answered_with_400_too(client):
    client.cookies["sessionid"] = "a\x00bcdefghijklmnop"

    assert client.get("/notices/").status_code == 400


@pytest.mark.django_db
def test_more_doubtful_numbers_than_an_answer_can_name_and_longer_texts_than_any_field_takes_are_refused(
    client,
):
    many = client.post("/accounts/sign-in/", {"login": " ".join(f"900101-2{n:06}" for n in range(400, 900))})
    long = client.post("/accounts/sign-in/", {"login": "1-" * 50_000})

    assert (many.status_code, long.status_code) == (422, 413)
    assert "너무 많습니다" in many.content.decode() or "받지 않습니다" in many.content.decode()
    assert "너무 깁니다" in long.content.decode()


@pytest.mark.django_db
def test_a_question_that_is_turned_away_counts_too(client, one_minute):
    body = '{"facts": {"a": "900101-2123451"}}'
    cache.clear()
    answers = [client.post(EXPLAIN, body, content_type="application/json").status_code for _ in range(70)]

    cache.clear()

    assert answers[0] == 422
    assert answers[-1] == 429
