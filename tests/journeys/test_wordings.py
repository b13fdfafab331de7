"""A text in a browser: written, tried, sent for approval, approved by a second person, and its next edition."""

import pytest
from django.conf import settings as configured
from playwright.sync_api import expect
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


def test_a_text_is_written_tried_approved_by_another_and_written_anew(city, new_page):
    writer = new_page()
    sign_in_as(writer, "narae")
    writer.goto("/wordings/")
    no_violations(writer)
    writer.get_by_role("link", name="새 문구 쓰기").click()
    writer.get_by_label("이름").fill("납부 안내")
    writer.get_by_label("본문", exact=True).fill("((이름))은(는) ((기한:날짜))까지 내 주세요.")
    writer.get_by_role("button", name="미리 보기").click()
    expect(writer.locator(".wording-bubble")).to_contain_text("[이름]은")
    no_violations(writer)
    shot(writer, "wordings-write")
    writer.get_by_role("button", name="적어 두기").click()

    writer.locator("#try").get_by_label("이름").fill("김하나")
    writer.get_by_role("button", name="이 값으로 보기").click()
    expect(writer.locator(".wording-bubble")).to_contain_text("김하나는")
    no_violations(writer)
    shot(writer, "wordings-item")
    writer.get_by_role("button", name="승인 요청하기").click()

    approver = new_page()
    sign_in_as(approver, "taegyeong")
    approver.goto("/wordings/?view=waiting")
    approver.locator("tbody").get_by_role("link").first.click()
    approver.get_by_role("link", name="승인하기").click()
    no_violations(approver)
    approver.get_by_role("button", name="승인하기").click()
    expect(approver.locator(".jip-main .jip-badge").first).to_have_text("사용 중")

    writer.reload()
    writer.get_by_role("button", name="이 판에서 새 판 시작하기").click()
    writer.get_by_label("본문", exact=True).fill("((이름))은(는) ((기한:날짜))까지 내시면 됩니다.")
    writer.get_by_role("button", name="적어 두기").click()
    expect(writer.get_by_role("heading", level=1)).to_contain_text("2판")
    expect(writer.get_by_role("table", name="앞 판과 다른 곳")).to_contain_text("내시면 됩니다")
    no_violations(writer)
