"""The face itself, in a browser: every part, every look, by keyboard, without script."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import no_violations, shot

LOOKS = [("ko", ""), ("ko", "dark.normal"), ("ko", "light.large"), ("en", "dark.large")]


@pytest.mark.parametrize(("language", "look"), LOOKS)
def test_every_part_is_accessible_in_every_look(new_page, language, look):
    page = new_page(look=look, language=language)

    page.goto("/ui/")
    for summary in page.locator("figure summary").all():
        summary.click()

    no_violations(page)
    shot(page, f"parts-{language}-{look or 'auto.normal'}")


@pytest.mark.parametrize("frame", ["narrow", "desk"])
def test_the_other_frames_are_accessible_on_a_phone(new_page, frame):
    page = new_page(width=390)

    page.goto(f"/ui/?frame={frame}")

    no_violations(page)
    shot(page, f"frame-{frame}")


def test_mistakes_are_said_at_the_top_and_the_summary_leads_to_each_field(page):
    page.goto("/ui/")
    page.get_by_label("이름", exact=True).fill("김하나")

    page.get_by_role("button", name="다음").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("4곳을 고쳐 주세요")
    summary.get_by_role("link", name="사는 곳").click()
    expect(page.get_by_label("사는 곳")).to_be_focused()
    expect(page.get_by_label("이름", exact=True)).to_have_value("김하나")
    no_violations(page)
    shot(page, "mistakes")


def test_a_modal_takes_the_focus_holds_it_and_gives_it_back(page):
    page.goto("/ui/")
    opener = page.get_by_role("link", name="준비할 것 보기")

    opener.focus()
    page.keyboard.press("Enter")
    modal = page.get_by_role("dialog", name="준비할 것")
    expect(modal).to_be_visible()
    no_violations(page)
    for _ in range(4):
        page.keyboard.press("Tab")
    inside = page.evaluate(
        "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
    )
    page.keyboard.press("Escape")

    assert inside
    expect(modal).to_be_hidden()
    expect(opener).to_be_focused()


def test_one_press_moves_the_day_and_the_page_says_so(page):
    page.goto("/ui/?frame=desk")
    page.get_by_text("날짜 옮기기").click()
    no_violations(page, ".jip-demo")

    page.get_by_role("button", name="한 주 뒤").click()

    expect(page.get_by_role("status")).to_contain_text("2024. 3. 11.(월)")
    expect(page.get_by_role("region", name="시연 안내")).to_contain_text("2024. 3. 11.(월)")
    expect(page).to_have_url(re.compile(r"/ui/\?frame=desk$"))


def test_language_and_look_are_chosen_on_a_phone_and_remembered(new_page):
    page = new_page(width=390)
    page.goto("/ui/")
    page.locator(".jip-menu > summary").click()
    no_violations(page, ".jip-header")

    page.get_by_role("button", name="English").click()
    page.locator(".jip-menu > summary").click()
    page.locator(".jip-menu .jip-look > summary").click()
    page.locator(".jip-menu").get_by_label("Large", exact=True).check()
    page.locator(".jip-menu").get_by_label("Dark", exact=True).check()
    page.get_by_role("button", name="Show it so").click()

    page.goto("/ui/?frame=narrow")
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    expect(page.locator("html")).to_have_attribute("data-krds-mode", "high-contrast")
    expect(page.get_by_role("heading", level=1)).to_have_text("Parts of a page")


def test_everything_works_without_script(new_page):
    page = new_page(script=False)
    page.goto("/ui/")

    page.get_by_text("날짜 옮기기").click()
    page.get_by_role("button", name="하루 뒤").click()
    expect(page.get_by_role("status")).to_contain_text("2024. 3. 5.(화)")
    page.get_by_role("link", name="준비할 것 보기").click()
    modal = page.get_by_role("dialog", name="준비할 것")
    expect(modal).to_be_visible()
    modal.get_by_role("link", name="닫기").click()
    expect(modal).to_be_hidden()
    page.get_by_role("button", name="다음").click()

    expect(page.get_by_role("alert")).to_contain_text("곳을 고쳐 주세요")


def test_the_keyboard_finds_the_content_first(page):
    page.goto("/ui/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="본문으로 바로가기")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_what_can_be_pressed_is_large_enough(new_page):
    page = new_page(width=390)
    page.goto("/ui/")

    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input, select')].filter(one => {
            if (one.closest('p, li, dd, td, th, .jip-moment-title, dialog, .jip-drop-box') && one.matches('a')) return false;
            if (one.closest('.krds-form-check, dialog') || one.classList.contains('jip-skip')) return false;
            const box = one.getBoundingClientRect();
            return box.width && (box.width < 24 || box.height < 24);
        }).map(one => one.outerHTML.slice(0, 120))"""
    )

    assert small == []


def test_a_wide_table_hints_that_it_scrolls_and_does(new_page):
    page = new_page(width=390)
    page.goto("/ui/")
    wrap = page.get_by_role("region", name="접수된 신청")

    wrap.focus()
    page.keyboard.press("End")
    for _ in range(20):
        page.keyboard.press("ArrowRight")

    expect(wrap).to_be_focused()
    page.wait_for_function("element => element.scrollLeft > 0", arg=wrap.element_handle())


def test_a_missing_page_is_a_page(new_page):
    for language in ("ko", "en"):
        page = new_page(language=language)

        with page.expect_response("**/nowhere/") as answer:
            page.goto("/nowhere/")

        assert answer.value.status == 404
        no_violations(page)
        shot(page, f"missing-{language}")
