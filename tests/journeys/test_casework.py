"""The pages of casework in a real browser, on the example room: both sides of the counter, wide and narrow, in both languages."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.foundation.casework.example.models import Stall
from tests.journeys.conftest import no_violations, shot, sign_in

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.casework.moving import move
from jiphyeon.foundation.clock.now import civil_today

EXAMPLE = Path(__file__).parents[1] / "foundation" / "casework" / "example"


@pytest.fixture
def stall(settings, tmp_path):
    from jiphyeon.foundation.accounts.pack import load_demo
    from jiphyeon.foundation.notices.actions import publish_wordings

    settings.ROOT_URLCONF = "tests.foundation.casework.example.urls"
    settings.DATA_DIR = tmp_path
    publish_wordings(EXAMPLE)
    load_demo(settings.CITY_PACK, civil_today())
    by, on = actor_of(User.objects.get(username="hana"), on=civil_today()), civil_today()
    return move(Stall(person=by.user, place="조치원시장 3번", opened_on=on), "draft", by=by, on=on).row


def test_a_stall_is_asked_for_looked_at_and_granted(page, stall, tmp_path):
    mine, desk = f"/stalls/mine/{stall.key}/", f"/stalls/desk/{stall.key}/"
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(b"%PDF-1.4 a plan\n%%EOF")
    sign_in(page, "김하나")
    page.goto(mine)
    page.get_by_role("button", name="신청하기").click()
    page.get_by_label("무슨 서류인가요?").fill("자리 도면")
    page.get_by_label("파일").set_input_files(str(plan))
    page.get_by_role("button", name="올리기").click()
    page.get_by_label("담당자에게 쓰기").fill("언제 되나요?")
    page.get_by_role("button", name="보내기").click()
    no_violations(page)
    shot(page, "casework-mine")

    sign_in(page, "박서연")
    page.goto(desk)
    no_violations(page)
    shot(page, "casework-desk")
    page.get_by_role("button", name="확인함").click()
    page.get_by_role("link", name="결재 올리기").click()
    no_violations(page)
    shot(page, "casework-confirm")
    page.get_by_role("button", name="결재 올리기").click()

    sign_in(page, "정민재")
    page.goto("/stalls/desk/")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="고른 것 미리보기").click()
    no_violations(page)
    shot(page, "casework-bulk")
    page.get_by_role("button", name="고른 것 허가에 서명하기").click()
    page.get_by_text("1건을 마쳤습니다.").wait_for()

    sign_in(page, "김하나")
    page.goto(mine)
    page.get_by_text("자리를 받으셨습니다").first.wait_for()


def test_the_pages_read_in_english(new_page, stall):
    page = new_page(language="en", width=390)
    sign_in(page, "김하나")
    page.goto(f"/stalls/mine/{stall.key}/")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("link", name="Withdraw").click()
    no_violations(page)
    shot(page, "casework-confirm-en")

    assert re.search("Cannot be undone here", page.inner_text("main"))


def test_what_somebody_began_to_write_outlives_another_language_and_another_look(new_page, stall):
    page = new_page()
    sign_in(page, "김하나")
    page.goto(f"/stalls/mine/{stall.key}/")
    written = page.locator("textarea[name=body]")
    written.fill("언제 되나요?\n궁금합니다.")
    page.get_by_label("무슨 서류인가요?").fill("도면")

    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Write to the officer")).to_have_value("언제 되나요?\n궁금합니다.")
    page.locator("summary:visible", has_text="Display").click()
    page.locator("input[value=dark]:visible").check()
    page.get_by_role("button", name="Show it so").click()

    expect(page.locator("html")).to_have_attribute("data-krds-mode", "high-contrast")
    expect(written).to_have_value("언제 되나요?\n궁금합니다.")
    expect(page.locator("input[name=title]")).to_have_value("도면")
    assert page.evaluate("sessionStorage.getItem('jip-written')") is None
    page.goto(f"/stalls/mine/{stall.key}/")
    expect(written).to_have_value("")
