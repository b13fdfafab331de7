"""The days ahead of a citizen, in every room: on their page with what they are about, in their calendar without."""

import re
from datetime import date

import pytest
from tests.contexts.benefits.conftest import *  # noqa: F403 -- the small office
from tests.contexts.benefits.test_pages import decided_case

from jiphyeon.contexts.benefits.actions import handling
from jiphyeon.contexts.programmes.actions import wishing

pytestmark = pytest.mark.django_db

DAY = date(2024, 3, 19)
KO = {"accept-language": "ko"}


@pytest.fixture(autouse=True)
def civil_day(monkeypatch):
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: DAY)


@pytest.fixture
def days_of(client):
    def ahead(user):
        client.force_login(user)
        return [
            (one.day, one.words.ko, str(getattr(one.about, "ko", one.about)))
            for one in client.get("/my/", headers=KO).context["ahead"]
        ]

    return ahead


def test_payments_and_what_was_asked_for_stand_in_order(office, run_jobs, days_of):
    decided_case(office, run_jobs)
    other = office.applies(office.doyun, known={"monthly_rent": None})
    run_jobs()
    handling.ask_supplement(key=other, request="임대차계약서", by=office.actor(office.seoyeon), on=DAY)

    paid, asked = days_of(office.hana), days_of(office.doyun)

    assert paid[0] == (date(2024, 3, 25), "지급일", "청년 주거임대료 지원")
    assert [day for day, _what, _about in paid] == sorted(day for day, _what, _about in paid)
    assert [(what, about.split(" ")[-1][:5]) for _day, what, about in asked] == [
        ("보완하실 마지막 날", "2024-")
    ]


def test_the_day_on_which_applications_open_stands_there_for_whom_it_was_asked(office, days_of, monkeypatch):
    today = date(2025, 5, 2)
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: today)
    wishing.wish(programme="youth-rent", by=office.actor(office.doyun, today), on=today)

    assert days_of(office.doyun) == [(date(2026, 3, 3), "접수가 열리는 날", "청년 주거임대료 지원")]
    assert days_of(office.hana) == []


def test_until_when_one_may_object_stands_there_and_goes_when_it_is_over(
    office, run_jobs, days_of, monkeypatch
):
    from jiphyeon.contexts.benefits.actions import signing
    from jiphyeon.contexts.benefits.enums import Verdict

    key = office.applies(office.hana, known={"monthly_rent": 650_000})
    run_jobs()
    handling.propose(key=key, verdict=Verdict.REFUSE, reason="", by=office.actor(office.seoyeon), on=DAY)
    signing.sign(key=key, by=office.actor(office.minjae), on=DAY)

    (found,) = days_of(office.hana)
    assert found[:2] == (date(2024, 4, 18), "이의를 신청하실 수 있는 마지막 날")
    for later, left in ((date(2024, 4, 18), 1), (date(2024, 4, 19), 0)):
        for place in ("foundation.accounts.middleware", "foundation.clock.now"):
            monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda later=later: later)
        assert len(days_of(office.hana)) == left


def test_the_calendar_says_the_days_and_no_word_of_what_they_are_about(office, run_jobs, client):
    case = decided_case(office, run_jobs)
    client.force_login(office.hana)
    client.post("/my/days/")
    address = client.get("/my/", headers=KO).context["days_file"]
    client.logout()

    answer = client.get(address)
    text = answer.content.decode().replace("\r\n ", "")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART;VALUE=DATE:20240325" in text
    assert "SUMMARY:세종특별자치시: 지급일" in text
    for secret in ("임대료", "youth-rent", case.number, "김하나"):
        assert secret not in text


def test_the_calendar_speaks_its_owners_language(office, run_jobs, client):
    decided_case(office, run_jobs)
    type(office.hana).objects.filter(pk=office.hana.pk).update(language="en")
    client.force_login(office.hana)
    client.post("/my/days/")
    address = client.get("/my/").context["days_file"]
    client.logout()

    text = client.get(address, headers=KO).content.decode().replace("\r\n ", "")

    assert "SUMMARY:Sejong: Day of payment" in text
    assert re.search("[가-힣]", text) is None


def test_whoever_has_objected_is_not_reminded_to(office, run_jobs, days_of):
    from jiphyeon.contexts.benefits.actions import objecting

    case = decided_case(office, run_jobs)
    last = "이의를 신청하실 수 있는 마지막 날"
    assert last in {what for _day, what, _about in days_of(office.hana)}

    objecting.file(key=case.key, body="월세가 다릅니다.", by=office.actor(office.hana), on=DAY)

    assert last not in {what for _day, what, _about in days_of(office.hana)}


def test_an_address_is_its_owners_to_renew_and_to_take_away(office, client):
    client.force_login(office.hana)

    def address():
        return client.get("/my/", headers=KO).context["days_file"]

    assert address() == ""
    client.post("/my/days/")
    first = address()
    client.post("/my/days/")
    second = address()
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]
    client.post("/my/days/", {"off": "1"})
    assert (address(), client.get(second).status_code) == ("", 404)
    assert client.get("/my/days.ics").status_code == 404
    client.logout()
    assert client.post("/my/days/")["Location"].startswith("/account")
