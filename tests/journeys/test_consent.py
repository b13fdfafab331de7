"""A citizen lets facts be fetched: item by item, seen before they go and after they came, taken back at will."""

from datetime import date

import pytest
from django.conf import settings as city
from tests.database import laid

from jiphyeon.contexts.mydata import api
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.pack import load_demo
from jiphyeon.foundation.notices import api as notices
from jiphyeon.foundation.organisation.pack import load_city as load_organisation
from jiphyeon.kernel import Words

from .conftest import no_violations, press, shot, sign_in

TODAY = date(2024, 3, 4)


@pytest.fixture
def hana():
    pack = city.CITY_PACK
    laid((load_organisation, pack), (load_demo, pack, TODAY), (notices.load_city, pack))
    return User.objects.get(username="hana").key


def asked(person):
    return api.consent_url(
        api.ask_consent(
            person=person,
            purpose="benefit-application",
            about="benefits:7",
            items=[
                api.ItemRequest("income", Words("소득 기준을 보려고", "to check the income limit")),
                api.ItemRequest("assets", Words("자산 기준을 보려고", "to check the asset limit")),
            ],
            return_to="/notices/",
            on=TODAY,
        )
    )


def test_facts_come_with_consent_are_seen_and_taken_back(new_page, provider, hana):
    page = new_page()
    sign_in(page, "김하나")
    page.goto(asked(hana))
    no_violations(page)
    shot(page, "mydata-consent")
    assert page.locator("input[name=item]:checked").count() == 0
    page.get_by_text("소득", exact=True).click()
    press(page, page.get_by_role("button", name="고른 것만 동의하고 가기"))
    no_violations(page)
    press(page, page.get_by_role("button", name="김하나"))
    assert "2,450,000원" in page.get_by_role("listitem").first.inner_text()
    no_violations(page)
    press(page, page.get_by_role("button", name="모두 보내기"))

    assert page.get_by_text("일부만").count() == 0
    assert page.get_by_role("heading", name="소득").inner_text().endswith("확인됨")
    assert "동의하지 않으신 항목입니다." in page.inner_text("main")
    assert page.get_by_role("button", name="다시 가져오기").count() == 0
    no_violations(page)
    shot(page, "mydata-came")
    press(page, page.get_by_role("button", name="동의 거두기"))
    assert "가져온 자료는 지웠습니다." in page.inner_text("body")
    assert {a.state for a in api.answers(person=hana, about="benefits:7", on=TODAY)} == {"refused"}


def test_a_fault_is_said_plainly_on_a_phone_without_script_and_tried_again(new_page, provider, hana):
    provider.fails("unsigned", item="income", times=1)
    page = new_page(width=390, language="en", script=False)
    sign_in(page, "김하나")
    page.goto(asked(hana))
    press(page, page.get_by_role("button", name="Agree to all and confirm who I am"))
    press(page, page.get_by_role("button", name="Kim Hana"))
    press(page, page.get_by_role("button", name="Send all of it"))

    text = page.inner_text("main")
    assert "Nothing has been refused." in text
    assert "The answer that came bears no signature." in text
    assert "a certificate of income" in text
    press(page, page.get_by_role("button", name="Fetch again"))
    press(page, page.get_by_role("button", name="Kim Hana"))
    press(page, page.get_by_role("button", name="Send all of it"))
    assert "Everything is confirmed" in page.inner_text("main")
    press(page, page.get_by_role("link", name="Continue"))
    assert page.url.endswith("/notices/")
