"""The inbox: one's own notices only; opening is recorded once, with the real moment."""

from datetime import date

import pytest
from django.conf import settings as city
from tests.database import laid

from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.pack import load_demo
from jiphyeon.foundation.ledger.trail import lines_about
from jiphyeon.foundation.notices import api
from jiphyeon.foundation.notices.models import Notice
from jiphyeon.foundation.organisation.pack import load_city as load_organisation

TODAY = date(2024, 3, 4)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    pack = city.CITY_PACK
    laid((load_organisation, pack), (load_demo, pack, TODAY), (api.load_city, pack))
    return {user.username: user for user in User.objects.all()}


def received(person):
    return api.send(
        to=person.key,
        template="application-received",
        values={"programme_ko": "청년 주거임대료 지원", "programme_en": "Youth rent support", "case": "2024-000007",
                "due": "2024-03-18"},
        about="benefits:7", dedupe=f"{person.username}:received", on=TODAY, link="/benefits/7/",
    )  # fmt: skip


def test_my_inbox_shows_my_notices_and_counts_what_is_unread(client, cast):
    received(cast["hana"])
    received(cast["doyun"])
    client.force_login(cast["hana"], backend=BACKEND)

    page = client.get("/notices/").content.decode()

    assert "읽지 않은 알림이 1건 있습니다." in page
    assert page.count("신청을 받았습니다") == 1


def test_opening_is_recorded_once_with_the_real_moment(client, cast):
    key = received(cast["hana"])
    client.force_login(cast["hana"], backend=BACKEND)

    first = client.get(f"/notices/{key}/")
    opened = Notice.objects.get(key=key).opened_at
    client.get(f"/notices/{key}/")

    assert "2024. 3. 18.(월)까지 결과를 알려 드립니다." in first.content.decode()
    assert opened.year > 2024
    assert Notice.objects.get(key=key).opened_at == opened
    assert [line.verb for line in lines_about(f"notice:{key}")] == ["notices.opened"]
    assert api.unread_count(cast["hana"].key) == 0


def test_a_browser_that_looks_ahead_opens_nothing(client, cast):
    key = received(cast["hana"])
    client.force_login(cast["hana"], backend=BACKEND)

    given = client.get(f"/notices/{key}/", headers={"Sec-Purpose": "prefetch"})

    assert (given.status_code, given.content) == (503, b"")
    assert api.unread_count(cast["hana"].key) == 1


def test_nobody_opens_anothers_notice(client, cast):
    key = received(cast["hana"])
    client.force_login(cast["doyun"], backend=BACKEND)

    assert client.get(f"/notices/{key}/").status_code == 404
    assert Notice.objects.get(key=key).opened_at is None


def test_an_officer_has_no_inbox_here(client, cast):
    client.force_login(cast["seoyeon"], backend=BACKEND)

    assert client.get("/notices/").status_code == 403


def test_an_english_reader_reads_english(client, cast):
    key = received(cast["maria"])
    client.force_login(cast["maria"], backend=BACKEND)

    page = client.get(f"/notices/{key}/", headers={"Accept-Language": "en"}).content.decode()

    assert "You will hear from us by Monday, 18 March 2024." in page
