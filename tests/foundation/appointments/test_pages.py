"""The officers' page: found, appointed, ended; in both languages; and what it says to wrong input."""

from datetime import date, timedelta

import pytest

from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.appointments.models import Act
from jiphyeon.foundation.ledger import trail

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def today():
    from jiphyeon.foundation.clock.now import civil_today

    return civil_today()


@pytest.fixture
def newcomer(db):
    return User.objects.create_user("newcomer", "newcomer@city.example", "a long pass phrase")


def wanted(today, **more):
    return {
        "post": "case-officer-1",
        "roles": ["case_officer"],
        "first": today.isoformat(),
        "last": "",
        "reason": "인사발령 2024-12호",
        **more,
    }


@pytest.mark.parametrize(
    ("who", "reads", "appoints"),
    [
        (None, 302, 302),
        ("hana", 403, 403),
        ("seoyeon", 403, 403),
        ("minjae", 403, 403),
        ("yujin", 403, 403),
        ("haeun", 403, 403),
        ("jiwoo", 403, 403),
        ("garam", 200, 403),
        ("taeo", 200, 422),
    ],
)
def test_administrators_appoint_and_auditors_read_and_nobody_else_does_either(
    as_person, newcomer, who, reads, appoints
):
    client = as_person(who)
    person = f"/appointments/person/{newcomer.key}/"

    assert client.get("/appointments/").status_code == reads
    assert client.get(person).status_code == reads
    assert client.post("/appointments/find/", {}).status_code == appoints
    assert client.post(f"{person}appoint/", {}).status_code == appoints
    assert not newcomer.appointments.exists()


def test_from_the_search_to_the_appointment_and_its_end(as_person, newcomer, today):
    client = as_person("taeo")

    found = client.post("/appointments/find/", {"account": "newcomer@city.example"})
    person = f"/appointments/person/{newcomer.key}/"
    assert found["Location"] == person

    done = client.post(f"{person}appoint/", wanted(today), follow=True)
    assert "맡겼습니다. 공개 기록에 남았습니다." in done.content.decode()
    assert "인사발령 2024-12호" in done.content.decode()

    held = newcomer.appointments.get()
    client.post(f"/appointments/{held.pk}/end/", {"when": "today", "reason": "인사발령 2024-13호"})
    held.refresh_from_db()
    assert held.last == today
    assert [act.reason for act in Act.objects.all()] == ["인사발령 2024-13호", "인사발령 2024-12호"]


def test_an_english_reader_sees_names_duties_and_deeds_in_english(as_person, newcomer, today):
    client = as_person("taeo")
    client.post(f"/appointments/person/{newcomer.key}/appoint/", wanted(today, reason="Order 12"))

    listed = client.get("/appointments/", headers=ENGLISH).content.decode()
    page = client.get(f"/appointments/person/{newcomer.key}/", headers=ENGLISH).content.decode()

    assert "Jeong Minjae" in listed
    assert "signs decisions" in listed
    assert "정민재" not in listed
    assert "Appointed: Youth Housing Officer (prepares benefit cases)" in page
    assert "Seo Taeo" in page


@pytest.mark.parametrize(
    ("language", "faulty", "message"),
    [
        ("ko", {"post": ""}, "자리를 골라 주세요."),
        ("en", {"post": ""}, "Choose a post."),
        ("ko", {"roles": []}, "맡길 역할을 하나 이상 골라 주세요."),
        ("en", {"roles": ["king"]}, "king"),
        ("ko", {"first": "어제"}, "날짜를 2024-03-04처럼 적어 주세요."),
        ("en", {"first": "2000-01-01"}, "Nobody can be appointed in the past."),
        ("ko", {"last": "2000-01-01"}, "기간의 끝(2000. 1. 1.(토))이 시작"),
        ("en", {"reason": ""}, "Write the ground."),
        ("ko", {"roles": ["auditor", "plan_owner"]}, "감사는 다른 역할과 함께 맡을 수 없습니다."),
        ("en", {"reason": "x" * 201}, "200"),
    ],
)
def test_a_wrong_form_says_what_to_mend_and_keeps_what_was_written(
    as_person, newcomer, today, language, faulty, message
):
    page = as_person("taeo").post(
        f"/appointments/person/{newcomer.key}/appoint/",
        wanted(today, **faulty),
        headers={"accept-language": language},
    )

    assert page.status_code == 422
    assert message in page.content.decode()
    assert not newcomer.appointments.exists()


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"when": "", "reason": "x"}, "언제까지 맡는지 골라 주세요."),
        ({"when": "day", "reason": "x"}, "마지막 날을 적어 주세요."),
        ({"when": "day", "last": "1999-01-01", "reason": "x"}, "지난 날로 거슬러 끝낼 수 없습니다."),
        ({"when": "today", "reason": ""}, "근거를 적어 주세요."),
    ],
)
def test_a_wrong_end_says_what_to_mend(as_person, form, message):
    client = as_person("taeo")
    held = Appointment.objects.get(user__username="minjae")

    page = client.post(f"/appointments/{held.pk}/end/", form)

    assert page.status_code == 422
    assert message in page.content.decode()
    held.refresh_from_db()
    assert held.last is None


def test_the_last_administrator_is_told_what_to_do_first(as_person):
    client = as_person("taeo")
    held = Appointment.objects.get(user__username="taeo")

    page = client.post(f"/appointments/{held.pk}/end/", {"when": "now", "reason": "x"}, headers=ENGLISH)

    assert page.status_code == 422
    assert "Appoint another administrator first." in page.content.decode()


def test_on_their_own_page_an_administrator_finds_no_form_to_raise_themselves(as_person):
    client = as_person("taeo")
    me = User.objects.get(username="taeo")

    page = client.get(f"/appointments/person/{me.key}/").content.decode()

    assert "스스로에게 일을 맡길 수 없습니다" in page
    assert f"/appointments/person/{me.key}/appoint/" not in page


def test_whoever_is_looked_up_can_read_who_looked(as_person, newcomer):
    as_person("taeo").get(f"/appointments/person/{newcomer.key}/")

    assert [(look.by, look.verb) for look in trail.looks_at(newcomer.key)] == [
        ("서태오", "appointments.viewed")
    ]


def test_someone_who_does_not_exist_is_not_found(as_person):
    client = as_person("taeo")
    nobody = "7f3b1c9e-0000-4000-8000-000000000000"

    assert client.get(f"/appointments/person/{nobody}/").status_code == 404
    assert client.post(f"/appointments/person/{nobody}/appoint/", wanted(date(2030, 1, 1))).status_code == 404
    assert client.get("/appointments/999999/end/").status_code == 404


def test_past_appointments_are_kept_one_press_away(as_person, today):
    client = as_person("taeo")
    Appointment.objects.filter(user__username="minjae").update(last=today - timedelta(days=1))

    page = client.get("/appointments/").content.decode()

    assert "1건 보기" in page
    assert "정민재" in page
