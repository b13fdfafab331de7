"""Whoever waits for applications to open is told once, can take it back, and nothing of it stays."""

from datetime import date

import pytest
from django.db import connection

from jiphyeon.contexts.programmes import tasks
from jiphyeon.contexts.programmes.actions import wishing
from jiphyeon.contexts.programmes.models import Wish
from jiphyeon.contexts.programmes.queries import wishes
from jiphyeon.foundation.accounts.actors import NOBODY
from jiphyeon.foundation.notices import api as notices
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db


CLOSED, EVE, OPENS = date(2024, 5, 2), date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
def hana(office):
    return office.actor(office.hana, CLOSED)


def notices_of(office):
    """Return what a person was told of programmes."""
    return [card.title.ko for card in notices.inbox(office.hana.key) if card.about.startswith("programme:")]


def test_a_person_is_told_on_the_day_it_opens_once_and_the_wish_is_gone(office, hana, run_jobs):
    wishing.wish(programme="youth-rent", by=hana, on=CLOSED)
    wishing.wish(programme="youth-rent", by=hana, on=date(2024, 6, 1))
    assert [(one.programme, one.on) for one in wishes.of_person(office.hana.key, CLOSED)] == [
        ("youth-rent", CLOSED)
    ]

    assert tasks.tell_what_opened.call(EVE.isoformat()) == 0
    run_jobs()
    assert notices_of(office) == []
    assert tasks.tell_what_opened.call(OPENS.isoformat()) == 1
    wish = Wish.objects.get().pk
    run_jobs()

    assert notices_of(office) == ["기다리시던 지원의 접수가 열렸습니다"]
    assert Wish.objects.count() == 0
    assert wishing.tell(wish=wish, on=OPENS) is False
    assert tasks.tell_what_opened.call(OPENS.isoformat()) == 0
    assert len(notices_of(office)) == 1


def test_what_somebody_waits_for_is_sealed(office, hana):
    wishing.wish(programme="youth-rent", by=hana, on=CLOSED)

    with connection.cursor() as cursor:
        cursor.execute("SELECT programme, mark FROM programmes_wish")
        (kept,) = cursor.fetchall()
    assert "youth-rent" not in "".join(kept)


def test_a_wish_is_kept_no_longer_than_its_rule_says(office, hana):
    wishing.wish(programme="youth-deposit-interest", by=hana, on=CLOSED)

    assert wishes.over(date(2026, 5, 2)) == []
    assert len(wishes.over(date(2026, 5, 3))) == 1
    tasks.tell_what_opened.call("2026-05-03")
    assert Wish.objects.count() == 0


@pytest.mark.parametrize(
    ("programme", "on", "code"),
    [
        ("youth-rent", date(2024, 3, 4), "nothing_to_wait_for"),
        ("job-interview-support", CLOSED, "nothing_to_wait_for"),
        ("nothing", CLOSED, "no_such_programme"),
    ],
)
def test_nobody_waits_for_what_is_open_or_does_not_exist(hana, programme, on, code):
    with pytest.raises(Refused) as no:
        wishing.wish(programme=programme, by=hana, on=on)

    assert no.value.code == code


def test_an_officer_and_nobody_wish_for_nothing(office):
    for by in (NOBODY, office.actor(office.seoyeon)):
        with pytest.raises(Refused):
            wishing.wish(programme="youth-rent", by=by, on=CLOSED)


@pytest.mark.parametrize(
    ("today", "opens"),
    [(CLOSED, "날짜는 아직 정해지지 않았습니다."), (date(2025, 5, 2), "여는 날: 2026. 3. 3.(화)")],
)
def test_the_page_takes_a_wish_shows_it_on_my_page_and_lets_it_go(office, client, monkeypatch, today, opens):
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: today)
    page, korean = "/programmes/youth-rent/", {"accept-language": "ko"}
    assert "로그인하고 알림 부탁하기" in client.get(page, headers=korean).content.decode()
    assert client.post(f"{page}wish/").status_code == 302
    assert Wish.objects.count() == 0
    client.force_login(office.hana)
    assert "열리면 알려 주세요" in client.get(page, headers=korean).content.decode()

    asked = client.post(f"{page}wish/", headers=korean, follow=True).content.decode()
    mine = client.get("/my/", headers=korean).content.decode()
    off = client.post(f"{page}wish/", {"off": "1"}, headers=korean, follow=True).content.decode()

    assert "알리지 않아도 됩니다" in asked
    assert f"접수가 열리면 알려 드립니다. {opens}" in mine
    assert "열리면 알려 주세요" in off
    assert Wish.objects.count() == 0
