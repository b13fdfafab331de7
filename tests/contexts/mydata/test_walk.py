"""A consent from question to answers, against the provider as a real process."""

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.conf import settings as city
from tests.database import laid
from tests.simulated import walks

from jiphyeon.contexts.mydata import api, queries, tables
from jiphyeon.contexts.mydata.actions import provider as provider_calls
from jiphyeon.contexts.mydata.models import Consent, StoredAnswer
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.pack import load_demo
from jiphyeon.foundation.ledger.trail import looks_at
from jiphyeon.foundation.organisation.pack import load_city as load_organisation
from jiphyeon.kernel import Words

TODAY = date(2024, 3, 4)
ABOUT = "benefits:2024-000007"
WHY = Words("기준을 보려고", "to check the condition")
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    laid((load_organisation, city.CITY_PACK), (load_demo, city.CITY_PACK, TODAY))
    return {user.username: user for user in User.objects.all()}


@pytest.fixture
def hana(client, cast):
    client.force_login(cast["hana"], backend="allauth.account.auth_backends.AuthenticationBackend")
    return cast["hana"].key


def asked(person, *codes, **more):
    items = [api.ItemRequest(code, WHY) for code in codes]
    return api.ask_consent(
        person=person,
        purpose="benefit-application",
        about=ABOUT,
        items=items,
        return_to="/back/",
        on=TODAY,
        **more,
    )


def known(person, on=TODAY):
    return {answer.fact: answer for answer in api.answers(person=person, about=ABOUT, on=on)}


def states(person, on=TODAY):
    return {fact: answer.state for fact, answer in known(person, on).items()}


def test_what_the_person_allowed_arrives_signed_and_with_its_evidence(client, provider, hana):
    key = asked(hana, "income", "home_ownership")

    answer = walks(client, provider, api.consent_url(key), "hana", agreed=["income", "home_ownership"])

    assert answer["Location"] == api.consent_url(key)
    facts = known(hana)
    assert facts["household_income"].value == 2_450_000
    assert facts["owns_home"].value is False
    assert facts["owns_home"].valid_until == date(2024, 4, 3)
    assert len(facts["owns_home"].evidence) == 64
    assert api.is_fresh(person=hana, about=ABOUT, on=TODAY)


def test_an_item_not_agreed_to_is_never_asked_of_its_holder(client, provider, hana):
    key = asked(hana, "income", "assets")
    before = len(asked_of_holders(provider, "assets"))

    walks(client, provider, api.consent_url(key), "hana", agreed=["income"])

    assert states(hana) == {"monthly_income": "answered", "household_income": "answered", "assets": "refused"}
    assert len(asked_of_holders(provider, "assets")) == before


def test_of_an_item_only_the_facts_asked_for_leave_the_holder(client, provider, hana):
    key = api.ask_consent(
        person=hana,
        purpose="benefit-application",
        about=ABOUT,
        items=[api.ItemRequest("lease", WHY, ("deposit", "area"))],
        return_to="/back/",
        on=TODAY,
    )
    page = client.get(api.consent_url(key)).content.decode()

    walks(client, provider, api.consent_url(key), "hana", agreed=["lease"])

    assert "임차보증금" in page
    assert "공공임대주택" not in page
    assert states(hana) == {"deposit": "answered", "area": "answered"}
    with closing(sqlite3.connect(provider.data / "provider.sqlite3")) as rows:
        (sent,) = rows.execute(
            "SELECT compact FROM answered WHERE item = 'lease' ORDER BY at DESC"
        ).fetchone()
    assert set(jwt.decode(sent, options={"verify_signature": False})["facts"]) == {"deposit", "area"}


def test_a_rate_is_read_as_people_write_it():
    rate = next(fact for fact in queries.catalogue().item("loan").facts if fact.name == "loan_rate")

    assert tables.shown(rate, "0.041") == "4.1%"
    assert tables.shown(rate, "0.05") == "5%"


def asked_of_holders(provider, item):
    with closing(sqlite3.connect(provider.data / "provider.sqlite3")) as rows:
        return rows.execute("SELECT jti FROM answered WHERE item = ?", [item]).fetchall()


def test_an_item_unticked_on_the_providers_page_counts_as_not_agreed(client, provider, hana):
    key = asked(hana, "income", "assets")

    walks(client, provider, api.consent_url(key), "hana", agreed=["income", "assets"], granted=["assets"])

    assert states(hana) == {"monthly_income": "refused", "household_income": "refused", "assets": "answered"}


def test_sending_nothing_at_the_provider_brings_nothing_and_accuses_nobody(client, provider, hana):
    key = asked(hana, "income")

    answer = walks(client, provider, api.consent_url(key), "hana", agreed=["income"], granted=[])

    assert answer["Location"] == api.consent_url(key)
    refused = known(hana)["household_income"]
    assert (refused.state, refused.value) == ("refused", None)
    assert refused.paper.ko.startswith("소득금액증명")


def test_refusing_everything_leads_back_to_where_one_came_from(client, provider, hana):
    key = asked(hana, "income")

    answer = client.post(api.consent_url(key), {"decision": "refuse"})

    assert answer["Location"] == "/back/"
    assert states(hana) == {"monthly_income": "refused", "household_income": "refused"}


def test_agreeing_to_nothing_by_mistake_is_asked_again(client, provider, hana):
    key = asked(hana, "income")

    answer = client.post(api.consent_url(key), {"decision": "agree"}, follow=True)

    assert "고른 항목이 없습니다" in answer.content.decode()
    assert Consent.objects.get(key=key).state == "asked"


def test_what_a_holder_keeps_nothing_on_is_unknown_and_names_a_paper(client, provider, cast):
    maria = cast["maria"]
    client.force_login(maria, backend="allauth.account.auth_backends.AuthenticationBackend")
    key = asked(maria.key, "household", "income")

    walks(client, provider, api.consent_url(key), "maria", agreed=["household", "income"])

    assert states(maria.key) == {
        "household_size": "unknown",
        "newlywed": "unknown",
        "monthly_income": "answered",
        "household_income": "answered",
    }
    assert known(maria.key)["household_size"].paper.en.startswith("a copy of the resident register")


def test_the_address_of_the_way_there_says_nothing_of_person_or_matter(client, provider, hana):
    key = asked(hana, "income")

    address = client.post(api.consent_url(key), {"decision": "agree", "item": ["income"]})["Location"]

    assert set(parse_qs(urlsplit(address).query)) == {"client_id", "request_uri"}


def test_somebody_elses_data_is_not_taken_in(client, provider, hana):
    key = asked(hana, "income")

    walks(client, provider, api.consent_url(key), "doyun", agreed=["income"])

    answer = known(hana)["household_income"]
    assert (answer.state, answer.value) == ("holder_error", None)
    assert answer.problem.ko == "다른 분의 자료가 왔습니다."
    assert not StoredAnswer.objects.filter(value__isnull=False).exists()


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("unsigned", "서명이 없는 답이 왔습니다."),
        ("wrong_key", "보유 기관의 서명이 맞지 않습니다."),
        ("stale", "오래된 답이 왔습니다."),
        ("replay", "다른 요청에 대한 답이 왔습니다."),
        ("holder_error", "보유 기관에서 오류가 났습니다."),
    ],
)
def test_a_holder_that_misbehaves_is_not_believed_and_the_person_is_not_refused(
    client, provider, hana, fault, message
):
    provider.fails(fault, item="income")
    key = asked(hana, "income", "home_ownership")

    walks(client, provider, api.consent_url(key), "hana", agreed=["income", "home_ownership"])

    assert states(hana) == {
        "monthly_income": "holder_error",
        "household_income": "holder_error",
        "owns_home": "answered",
    }
    assert known(hana)["household_income"].problem.ko == message
    page = client.get(api.consent_url(key)).content.decode()
    assert "거절된 것이 아닙니다" in page
    assert "소득금액증명" in page
    assert "다시 가져오기" in page


def test_trying_again_after_a_fault_completes_the_answers(client, provider, hana):
    provider.fails("holder_error", item="income", times=1)
    key = asked(hana, "income")
    walks(client, provider, api.consent_url(key), "hana", agreed=["income"])

    walks(client, provider, api.consent_url(key), "hana", agreed=["income"])

    assert states(hana) == {"monthly_income": "answered", "household_income": "answered"}


def test_fetching_again_asks_only_for_what_was_agreed(client, provider, hana):
    provider.fails("holder_error", item="income", times=1)
    key = asked(hana, "income", "assets")
    walks(client, provider, api.consent_url(key), "hana", agreed=["income"])

    page = client.get(api.consent_url(key)).content.decode()

    assert re.findall(r'type="hidden" name="item" value="(\w+)"', page) == ["income"]
    again = client.get(f"{api.consent_url(key)}?choose").content.decode()
    assert re.findall(r'name="item" value="(\w+)"[^>]* checked', again) == ["income"]


def test_a_slow_holder_is_waited_for(client, provider, hana):
    provider.fails("slow", item="income", times=1)
    key = asked(hana, "income")

    walks(client, provider, api.consent_url(key), "hana", agreed=["income"])

    assert states(hana) == {"monthly_income": "answered", "household_income": "answered"}


@pytest.mark.slow
def test_a_holder_that_never_answers_is_given_up_after_a_few_seconds(client, provider, hana, monkeypatch):
    monkeypatch.setattr(provider_calls, "LONGEST", 5.0)
    provider.fails("timeout", item="income", times=1)  # it would answer in half a minute
    key = asked(hana, "income", "assets")

    walks(client, provider, api.consent_url(key), "hana", agreed=["income", "assets"])

    assert states(hana) == {
        "monthly_income": "holder_error",
        "household_income": "holder_error",
        "assets": "answered",
    }
    assert known(hana)["household_income"].problem.en == "The holder did not answer in time."


def test_a_provider_that_is_not_there_leaves_the_person_where_they_were(client, settings, hana):
    settings.MYDATA_PROVIDER = "http://127.0.0.1:9"
    key = asked(hana, "income")

    answer = client.post(api.consent_url(key), {"decision": "agree", "item": ["income"]}, follow=True)

    assert answer.redirect_chain == [(api.consent_url(key), 302)]
    assert "보유 기관에 연결되지 않습니다" in answer.content.decode()


def test_coming_back_twice_with_the_same_code_fetches_once(client, provider, hana):
    key = asked(hana, "income")
    address = client.post(api.consent_url(key), {"decision": "agree", "item": ["income"]})["Location"]
    back = provider.agrees(address, "hana").replace("http://testserver", "")

    first, second = client.get(back), client.get(back)

    assert first["Location"] == second["Location"] == api.consent_url(key)
    assert StoredAnswer.objects.values("code").distinct().count() == 1


def test_a_way_back_is_good_only_for_the_person_who_began_it(client, provider, hana, cast):
    key = asked(hana, "income")
    address = client.post(api.consent_url(key), {"decision": "agree", "item": ["income"]})["Location"]
    back = provider.agrees(address, "hana").replace("http://testserver", "")
    client.force_login(cast["doyun"], backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.get(back, follow=True)

    assert "시작하신 동의를 찾지 못했습니다" in answer.content.decode()
    assert StoredAnswer.objects.count() == 0


def test_a_way_back_from_another_provider_is_not_followed(client, provider, hana):
    key = asked(hana, "income")
    address = client.post(api.consent_url(key), {"decision": "agree", "item": ["income"]})["Location"]
    back = provider.agrees(address, "hana").replace("http://testserver", "")

    client.get(back.partition("&iss=")[0] + "&iss=http://127.0.0.1:1")

    assert StoredAnswer.objects.count() == 0


def test_nobody_reads_withdraws_or_decides_anothers_consent(client, provider, hana, cast):
    key = asked(cast["doyun"].key, "income")
    url = api.consent_url(key)

    statuses = [
        client.get(url).status_code,
        client.post(url, {"decision": "agree", "item": ["income"]}).status_code,
        client.post(f"{url}withdraw/").status_code,
    ]

    assert statuses == [404, 404, 404]
    assert Consent.objects.get(key=key).state == "asked"


def test_a_withdrawn_consent_keeps_no_value_and_fetches_no_more(client, provider, hana):
    key = asked(hana, "income")
    walks(client, provider, api.consent_url(key), "hana", agreed=["income"])

    client.post(f"{api.consent_url(key)}withdraw/")

    assert states(hana) == {"monthly_income": "refused", "household_income": "refused"}
    assert not StoredAnswer.objects.filter(value__isnull=False).exists()
    answer = client.post(api.consent_url(key), {"decision": "agree", "item": ["income"]}, follow=True)
    assert "동의를 거두셨습니다" in answer.content.decode()


def test_an_answer_past_its_day_has_expired_and_says_nothing_any_more(client, provider, hana):
    key = asked(hana, "home_ownership")
    walks(client, provider, api.consent_url(key), "hana", agreed=["home_ownership"])

    later = known(hana, on=TODAY + timedelta(days=31))["owns_home"]

    assert (later.state, later.value) == ("expired", None)
    assert not api.is_fresh(person=hana, about=ABOUT, on=TODAY + timedelta(days=31))


def test_the_person_sees_that_the_city_looked_and_why(client, provider, hana):
    key = asked(hana, "income")
    walks(client, provider, api.consent_url(key), "hana", agreed=["income"])

    (look,) = looks_at(hana)

    assert (look.by, look.verb, look.reason) == ("집현", "mydata.looked_up", "지원 신청을 심사하기 위해")
    shown = client.get("/mydata/", headers={"Accept-Language": "en"}).content.decode()
    assert "Who looked, and why" in shown
    assert shown.count("to decide on an application for support") == 2


def test_the_same_question_is_asked_once(hana):
    assert asked(hana, "income") == asked(hana, "income")


def test_the_stored_value_is_sealed(client, provider, hana):
    from django.db import connection

    key = asked(hana, "income")
    walks(client, provider, api.consent_url(key), "hana", agreed=["income"])

    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM mydata_storedanswer")
        (raw,) = cursor.fetchone()
    assert "2450000" not in raw
