"""A service in a browser: registered, given a key, made live by a second person; a program sends, and its use is seen."""

import json

import httpx
import pytest
from django.conf import settings as configured
from playwright.sync_api import expect
from tests.contexts.senders.conftest import Office, Program
from tests.database import laid

from .conftest import no_violations, shot, sign_in_as


@pytest.fixture
def city(settings, transactional_db):
    """The units and the cast."""
    from jiphyeon.foundation.accounts import pack as accounts
    from jiphyeon.foundation.clock.now import civil_today
    from jiphyeon.foundation.organisation import pack as organisation

    settings.DEMO = True
    pack = configured.CITY_PACK
    laid((organisation.load_city, pack), (accounts.load_demo, pack, civil_today()))
    return Office()


def test_a_program_is_let_in_and_sends(city, live_server, new_page):
    text = city.text()
    manager = new_page()
    sign_in_as(manager, "sarang")
    manager.goto("/senders/")
    no_violations(manager)
    manager.get_by_role("link", name="보내는 곳 등록하기").click()
    manager.get_by_label("이름", exact=True).fill("예약 알림")
    manager.get_by_label("부서").select_option("innovation-division")
    manager.get_by_label("결과를 알릴 주소").fill("https://reservations.city.example/told")
    no_violations(manager)
    shot(manager, "senders-write")
    manager.get_by_role("button", name="등록하기").click()

    manager.get_by_label("열쇠 이름").fill("예약 서버")
    manager.get_by_text("실제 발송", exact=True).click()
    manager.get_by_role("button", name="열쇠 만들기").click()
    key = manager.locator(".sender-made .sender-key").inner_text()
    no_violations(manager)
    shot(manager, "senders-key")
    service = manager.url.partition("/keys/")[0]

    approver = new_page()
    sign_in_as(approver, "dongha")
    approver.goto(service)
    approver.get_by_role("link", name="실제 발송 허용하기").click()
    approver.get_by_role("button", name="실제 발송 허용하기").click()
    expect(approver.locator(".jip-main .jip-badge").first).to_have_text("보내는 중")
    no_violations(approver)

    document = {
        "phone_number": "010-2345-6789",
        "template_id": str(text),
        "personalisation": {"name": "하나"},
    }
    headers = {"Authorization": f"Bearer {Program(key).token()}", "Content-Type": "application/json"}
    sent = httpx.post(
        f"{live_server.url}/v2/notifications/sms",
        content=json.dumps(document),
        headers=headers,
        trust_env=False,
    )
    assert sent.status_code == 201, sent.text

    manager.goto(service)
    expect(manager.locator(".sender-made")).to_have_count(0)
    expect(manager.get_by_role("table", name="날마다 보낸 수").locator("tbody tr")).to_have_count(1)
    shot(manager, "senders-item")
    manager.get_by_role("link", name="알린 것 보기").click()
    no_violations(manager)
    manager.goto(service)
    manager.get_by_role("button", name="‘예약 서버’ 없애기").click()
    expect(manager.get_by_role("main")).to_contain_text("열쇠를 없앴습니다")
