"""The plan's pages as each kind of reader meets them."""

import re
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiphyeon.contexts.plans.models import Figure, FigureValue, Milestone
from jiphyeon.foundation.accounts.models import Appointment
from jiphyeon.foundation.organisation.models import Post
from jiphyeon.kernel import Words

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

    assert "과제 32개 가운데" in page
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


def test_whoever_enters_a_figure_reads_its_name_in_their_own_language(jiwoo):
    initiative = Milestone.objects.get(code="announce").initiative
    words = {
        "name": Words("남은 일", "Work left"),
        "unit": Words("건", "items"),
        "how": Words("센다", "Counted"),
    }
    figure = Figure.objects.create(initiative=initiative, code="left", is_live=False, **words)
    address = reverse("plans:figure", args=[figure.pk])

    assert "값 적기: 남은 일" in jiwoo.get(address).content.decode()
    assert "Work left" in jiwoo.get(address, headers={"accept-language": "en"}).content.decode()


def test_the_whole_plan_is_open_as_json_and_csv(sejong, client):
    plan = client.get("/open-data/plans/initiatives.json?year=2024").json()
    table = client.get("/open-data/plans/initiatives.csv").content.decode("utf-8-sig").splitlines()

    assert len(plan["rows"]) == 32
    assert plan["rows"][0]["name"]["ko"]
    assert len(table) == 33
    assert client.get("/open-data/plans/initiatives.json?year=2031").json()["rows"] == []


def test_the_plan_of_an_earlier_day_has_the_tasks_done_by_then(sejong, client):
    def done(day):
        rows = client.get(f"/open-data/plans/tasks.json?as_of={day}").json()["rows"]
        return sum(1 for row in rows if row["done_on"])

    assert done("2023-06-01") == 0
    assert done("2024-03-04") > 0


def test_the_addresses_the_data_had_before_lead_on(sejong, client):
    assert client.get("/plans/2024.csv").headers["Location"] == "/open-data/plans/initiatives.csv?year=2024"
    assert client.get("/plans/2024.csv?as_of=zz", follow=True).status_code == 422
    assert client.get("/plans/2024.json?on=9999-12-31", follow=True).status_code == 422


def test_what_is_late_says_for_whom_and_how_long(sejong, client):
    page = client.get(reverse("plans:overdue") + "?on=2025-01-10").content.decode()

    assert "RISE" in page
    assert "10일 지남" in page


@pytest.fixture
def saved(sejong):
    return Figure.objects.get(code="saved", initiative__code="spending-review")


def test_an_owner_enters_a_value_with_a_paper_that_everybody_can_open(jiwoo, client, saved):
    address = reverse("plans:figure", args=[saved.pk])
    fields = {"value": "1,200,000", "on": "2024-03-01", "evidence": "예산서 12쪽"}

    bare = jiwoo.post(address, fields)
    assert bare.status_code == 422
    assert "주소를 적거나 파일을 올려 주세요" in re.sub(r"<[^>]+>", "", bare.content.decode()), bare.context[
        "form"
    ].errors
    response = jiwoo.post(address, {**fields, "paper": SimpleUploadedFile("a.pdf", b"<html>")})
    assert response.status_code == 422
    assert "받을 수 없는 종류" in response.content.decode()
    kept = jiwoo.post(address, {**fields, "paper": SimpleUploadedFile("보고.pdf", b"%PDF-1.7 report\n%%EOF")})
    assert kept.status_code == 302

    jiwoo.logout()
    history = client.get(reverse("plans:figure_history", args=[saved.pk])).content.decode()
    row = FigureValue.objects.get()
    assert "1,200,000" in history
    assert "예산서 12쪽" in history
    assert reverse("plans:figure", args=[saved.pk]) not in history
    paper = client.get(reverse("plans:evidence", args=[row.pk]))
    assert b"".join(paper.streaming_content) == b"%PDF-1.7 report\n%%EOF"
    assert "sandbox" in paper.headers["Content-Security-Policy"]


def test_a_value_is_corrected_from_its_history_and_taken_back(jiwoo, saved):
    address = reverse("plans:figure", args=[saved.pk])
    jiwoo.post(address, {"value": "5", "on": "2024-03-01", "evidence": "가", "link": "example.org/a"})
    history = reverse("plans:figure_history", args=[saved.pk])
    assert f"{address}?of=2024-03-01" in jiwoo.get(history).content.decode()

    form = jiwoo.get(f"{address}?of=2024-03-01").content.decode()
    assert 'value="5"' in form
    assert "https://example.org/a" in form
    back = jiwoo.post(
        reverse("plans:take_back", args=[saved.pk, "2024-03-01"]), {"note": "다른 날의 값"}, follow=True
    )

    assert "값을 거둠" in back.content.decode()
    assert f"{address}?of=2024-03-01" not in back.content.decode()
    assert jiwoo.get(reverse("plans:take_back", args=[saved.pk, "2024-13-01"])).status_code == 404


def test_an_owner_renames_and_removes_a_task_and_the_history_says_so(jiwoo):
    task = Milestone.objects.get(code="announce")
    page = reverse("plans:initiative", args=[2024, "living-plan"])

    jiwoo.post(reverse("plans:rename", args=[task.pk]), {"name": "시민께 알리기", "note": "쉬운 말"})
    assert "시민께 알리기" in jiwoo.get(page).content.decode()
    bare = jiwoo.post(reverse("plans:remove", args=[task.pk]), {"note": ""})
    assert bare.status_code == 422
    gone = jiwoo.post(
        reverse("plans:remove", args=[task.pk]), {"note": "끝난 일"}, follow=True
    ).content.decode()

    assert reverse("plans:remove", args=[task.pk]) not in gone
    assert "이름 바꿈" in gone
    assert "끝난 일" in gone
    assert jiwoo.get(reverse("plans:rename", args=[task.pk])).status_code == 404


def test_an_owner_adds_a_figure_of_their_own(jiwoo):
    fields = {
        "name": "살핀 사업", "name_en": "Projects looked at", "unit": "개", "unit_en": "projects",
        "how": "살핀 것을 셉니다.", "how_en": "Counts those looked at.", "target": "1,000",
    }  # fmt: skip
    page = jiwoo.post(reverse("plans:add_figure", args=[2024, "spending-review"]), fields, follow=True)

    assert "살핀 사업" in page.content.decode()
    assert reverse("imports:intake", args=["plans.figures"]) in page.content.decode()
    assert Figure.objects.get(code="own-1").target == 1_000


def test_one_of_something_is_said_in_the_singular(sejong, client):
    figure = Figure.objects.get(code="at-work")
    FigureValue.objects.create(figure=figure, on=date(2024, 1, 2), value=1, at="2024-01-02T00:00Z")
    page = reverse("plans:initiative", args=[2024, "living-plan"])

    assert "1 initiative<" in client.get(page, headers={"accept-language": "en"}).content.decode()
