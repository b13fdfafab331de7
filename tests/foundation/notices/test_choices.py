"""How people want to be told: by topic, one e-mail a day, never silent about what the law has told; consents, with their history."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as city
from django.core import signing
from django.test import Client
from tests.database import laid

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.pack import load_demo
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.messages.models import Message
from jiphyeon.foundation.notices import api, choosing, leaving, telling
from jiphyeon.foundation.notices.enums import MailState, Topic, Urgency, Way
from jiphyeon.foundation.notices.models import Choice, Consent, Mail, Notice, TemplateVersion
from jiphyeon.foundation.notices.rules import way_of
from jiphyeon.foundation.organisation.pack import load_city as load_organisation
from jiphyeon.kernel import Refused

TODAY = date(2024, 3, 4)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
EVENING = datetime(2024, 3, 4, 9, 0, tzinfo=UTC)  # 18:00 in Seoul
pytestmark = pytest.mark.django_db


@pytest.fixture
def hana():
    pack = city.CITY_PACK
    laid((load_organisation, pack), (load_demo, pack, TODAY), (api.load_city, pack))
    return User.objects.get(username="hana")


@pytest.fixture
def browser(hana):
    client = Client()
    client.force_login(hana, backend=BACKEND)
    return client


FILLED = {"text": "가", "number": 1, "won": 1, "day": "2024-03-04"}


def told(person, template, dedupe, run_jobs):
    asked = TemplateVersion.objects.filter(code=template).last().template().placeholders
    values = {name: FILLED[kind] for name, kind in asked.items()}
    key = api.send(to=person.key, template=template, values=values, about="x:1", dedupe=dedupe, on=TODAY)
    run_jobs()
    return Mail.objects.get(notice__key=key)


def paid(person, run_jobs, number=1):
    return told(person, "payment-made", f"paid:{number}", run_jobs)


def decided(person, run_jobs):
    return told(person, "benefit-granted", "granted", run_jobs)


def choose(person, **ways):
    chosen = {Topic(topic): Way(way) for topic, way in ways.items()}
    choosing.choose(ways=chosen, by=actor_of(person, on=TODAY), at=EVENING)


@pytest.mark.parametrize("chosen", [None, *Way])
@pytest.mark.parametrize("urgency", list(Urgency))
def test_what_the_law_has_told_is_never_silent_and_urgent_is_at_once(urgency, chosen):
    assert way_of(urgency, is_legal=True, chosen=chosen) is not Way.INBOX
    assert way_of(Urgency.URGENT, is_legal=False, chosen=chosen) is Way.AT_ONCE
    if chosen is not None and urgency is not Urgency.URGENT:
        assert way_of(urgency, is_legal=False, chosen=chosen) is chosen
    assert way_of(Urgency.DAILY, is_legal=False, chosen=None) is Way.DAILY


def test_ten_that_are_not_urgent_are_one_letter_a_day(hana, run_jobs):
    mails = [paid(hana, run_jobs, number) for number in range(10)]
    assert {mail.state for mail in mails} == {MailState.HELD}

    assert telling.tell_of_the_day(at=EVENING - timedelta(minutes=1)) == 0
    assert telling.tell_of_the_day(at=EVENING) == 1
    assert telling.tell_of_the_day(at=EVENING + timedelta(hours=1)) == 0
    late = paid(hana, run_jobs, 11)
    assert telling.tell_of_the_day(at=EVENING + timedelta(hours=2)) == 0
    assert telling.tell_of_the_day(at=EVENING + timedelta(days=1)) == 1

    first, second = Message.objects.order_by("pk")
    assert (first.values["count"], second.values["count"]) == (10, 1)
    assert first.values["numbers"] == [mail.notice.number for mail in mails]
    late.refresh_from_db()
    assert (late.state, late.message) == (MailState.WAITING, second.key)


def test_what_was_read_before_is_left_out_of_the_letter(hana, run_jobs):
    read, unread = paid(hana, run_jobs, 1), paid(hana, run_jobs, 2)
    Notice.objects.filter(pk=read.notice_id).update(opened_at=EVENING)

    telling.tell_of_the_day(at=EVENING)

    read.refresh_from_db()
    assert read.state == MailState.OPENED
    assert Message.objects.get().values["numbers"] == [unread.notice.number]


def test_a_topic_that_is_not_wanted_stays_in_the_inbox_but_for_what_the_law_has_told(hana, run_jobs):
    choose(hana, money="inbox", cases="inbox")

    assert paid(hana, run_jobs).state == MailState.NOT_WANTED
    assert decided(hana, run_jobs).message is not None
    assert api.unread_count(hana.key) == 2


def test_a_choice_is_made_on_a_page_and_made_again(hana, browser):
    page = browser.get("/notices/choices/").content.decode()
    assert "결정처럼 법에 따라 알리는 것은 끌 수 없습니다" in page

    browser.post(
        "/notices/choices/", {"cases": "daily", "money": "inbox", "offers": "inbox", "data": "daily"}
    )
    answer = browser.post(
        "/notices/choices/", {"cases": "daily", "money": "at_once", "offers": "inbox", "data": "daily"}
    )
    wrong = browser.post("/notices/choices/", {"cases": "pigeon"})

    assert (answer.status_code, wrong.status_code) == (302, 422)
    assert dict(Choice.objects.filter(person=hana.key).values_list("topic", "way")) == {
        "cases": "daily",
        "money": "at_once",
        "offers": "inbox",
        "data": "daily",
    }


def test_a_consent_is_kept_with_its_history_and_its_leaf(hana, browser):
    for agreed in ("1", "1", "0", "1"):
        browser.post("/notices/choices/consents/fine-notices/", {"agreed": agreed})

    assert [row.agreed for row in Consent.objects.of(hana.key)] == [True, False, True]
    assert Entry.objects.filter(kind="notices.consent").count() == 3
    assert api.has_consented(hana.key, "fine-notices")
    assert not api.has_consented(hana.key, "administrative-documents")
    assert "제3조" in browser.get("/notices/choices/").content.decode()
    with pytest.raises(Refused):
        choosing.consent(basis="other", agreed=True, by=actor_of(hana, on=TODAY), on=TODAY, at=EVENING)


def test_one_click_stops_a_topic_and_twice_is_well(hana, settings, run_jobs):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["city.example"], True
    mail = told(hana, "payee-needed", "payee", run_jobs)
    leave = Message.objects.get(key=mail.message).headers["unsubscribe"]
    assert leave.startswith("https://city.example/notices/leave/")
    path, client = leave.removeprefix("https://city.example"), Client(headers={"host": "city.example"})

    looked = client.get(path, secure=True)
    assert (looked.status_code, Choice.objects.count()) == (200, 0)
    answers = [client.post(path, {"List-Unsubscribe": "One-Click"}, secure=True) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert Choice.objects.get(person=hana.key).way == Way.INBOX
    assert client.post(path[:-2] + "x/", secure=True).status_code == 404
    assert Message.objects.get(key=decided(hana, run_jobs).message).headers is None


def test_an_address_is_good_for_a_year(hana, settings, monkeypatch):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["city.example"], True
    token = leaving.address(hana.key, [Topic.MONEY]).rstrip("/").rpartition("/")[2]
    began = signing.time.time()
    year = leaving.GOOD_FOR.total_seconds()

    monkeypatch.setattr(signing.time, "time", lambda: began + year - 5)
    assert leaving.read(token) == (hana.key, [Topic.MONEY])
    monkeypatch.setattr(signing.time, "time", lambda: began + year + 5)
    assert leaving.read(token) is None
    assert leaving.read("nothing") is None


def test_nobody_is_told_an_address_that_cannot_be_reached(hana):
    assert leaving.address(hana.key, [Topic.MONEY]) == ""


def test_what_a_kind_says_is_taken_in_anew_without_new_words(hana):
    before = TemplateVersion.objects.get(code="payment-made")
    TemplateVersion.objects.filter(pk=before.pk).update(topic=Topic.DATA, legal="다른 법")

    api.load_city(city.CITY_PACK)

    after = TemplateVersion.objects.get(code="payment-made")
    assert (after.topic, after.urgency, after.legal) == (Topic.MONEY, Urgency.DAILY, "")
    assert after.digest == before.digest
