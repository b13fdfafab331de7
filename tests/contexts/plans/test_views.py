"""The plan's pages as each kind of reader meets them."""

import json
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from jiphyeon.contexts.plans.models import Milestone
from jiphyeon.foundation.accounts.models import Appointment
from jiphyeon.foundation.organisation.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def jiwoo(sejong, client):
    user = get_user_model().objects.create_user("jiwoo", display_name="한지우")
    Appointment.objects.create(
        user=user, post=Post.objects.get(code="plan-officer"), roles=["plan_owner"], first=date(2024, 1, 1)
    )
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_home_page_says_how_much_of_the_plan_is_at_work(sejong, client):
    page = client.get("/").content.decode()

    assert "28가지" in page
    assert "청년 주거임대료 지원" in page
    assert "아직 만들지 않음" in page


def test_the_home_page_speaks_english(sejong, client):
    page = client.get("/", headers={"accept-language": "en"}).content.decode()

    assert "Youth rent support" in page
    assert "Not built yet" in page


def test_a_year_without_a_plan_says_so_and_leads_back(sejong, client):
    answer = client.get("/?year=2031")

    assert answer.status_code == 200
    assert "2031년 계획은 아직" in answer.content.decode()


def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(sejong, client):
    assert "오늘 기준으로" in client.get("/?on=2024-13-40").content.decode()


def test_an_initiative_that_does_not_exist_is_not_found(sejong, client):
    assert client.get(reverse("plans:initiative", args=[2024, "nothing"])).status_code == 404


def test_a_reader_sees_no_entry_and_is_sent_to_sign_in(sejong, client):
    milestone = Milestone.objects.get(code="announce")
    address = reverse("plans:finish", args=[milestone.pk])

    assert address not in client.get(reverse("plans:initiative", args=[2024, "living-plan"])).content.decode()
    assert client.get(address).status_code == 302


def test_an_owner_finishes_a_milestone_and_sees_it_in_the_history(jiwoo):
    milestone = Milestone.objects.get(code="announce")
    finish = reverse("plans:finish", args=[milestone.pk])

    refused = jiwoo.post(finish, {"done_on": "2024-01-18"})
    done = jiwoo.post(finish, {"done_on": "2024-01-18", "note": "언론 브리핑을 열었습니다."}, follow=True)

    assert refused.status_code == 422
    assert "증빙 주소나 설명" in refused.content.decode()
    assert "언론 브리핑을 열었습니다." in done.content.decode()


def test_the_whole_plan_is_open_as_json_and_csv(sejong, client):
    plan = json.loads(client.get("/plans/2024.json").content)
    table = client.get("/plans/2024.csv").content.decode("utf-8-sig").splitlines()

    assert sum(len(heading["initiatives"]) for heading in plan["headings"]) == 32
    assert len(table) == 33
    assert client.get("/plans/2031.json").status_code == 404


def test_what_is_late_says_for_whom_and_how_long(sejong, client):
    page = client.get(reverse("plans:overdue") + "?on=2025-01-10").content.decode()

    assert "RISE" in page
    assert "10일 지남" in page
