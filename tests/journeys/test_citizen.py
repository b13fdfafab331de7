"""A citizen by keyboard alone, and the pages they keep coming back to in every look."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from .conftest import no_violations, settled, shot, sign_in
from .test_benefits import apply_online, city, move_to  # noqa: F401 -- a fixture

pytestmark = pytest.mark.usefixtures("city")

LOOKS = [("ko", "", 390), ("ko", "dark.normal", 1280), ("en", "light.large", 390)]


def reach(page, name, kind="a, button, summary, label"):
    """Press Tab until what is focused is called so; a reader of the screen would get there the same way."""
    for _ in range(120):
        page.keyboard.press("Tab")
        called = page.evaluate(
            """() => {
              const at = document.activeElement;
              const label = at.labels && at.labels.length ? at.labels[0].innerText : "";
              return (at.type === "radio" && at.closest("fieldset") ? at.closest("fieldset").innerText : "") + "|" +
                (label || at.innerText || at.getAttribute("aria-label") || "");
            }"""
        )
        if re.search(name, called):
            return
    raise AssertionError(f"no way to {name} by Tab")


def press(page, name, key="Enter"):
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press(key)
    settled(page)


def test_an_application_is_sent_by_keyboard_alone(new_page):
    page = new_page(width=390)
    sign_in(page, "김하나")
    page.goto("/programmes/youth-rent/")

    press(page, "^\\|신청하기$")
    press(page, "시작하기")
    reach(page, "가족|친척|집주인")
    page.keyboard.press("ArrowDown")
    for _ in range(3):
        if page.evaluate("document.activeElement.labels[0].innerText").strip() == "아니요":
            break
        page.keyboard.press("ArrowDown")
    press(page, "저장하고 다음")
    press(page, "동의 없이 서류로 내기")
    press(page, "^\\|다음$")
    reach(page, "사실임을 확인합니다")
    page.keyboard.press("Space")
    press(page, "제출하기")

    expect(page.get_by_role("heading", name="신청을 받았습니다")).to_be_visible()


@pytest.mark.parametrize(("language", "look", "width"), LOOKS)
def test_what_a_citizen_comes_back_to_is_accessible_in_every_look(new_page, run_jobs, language, look, width):
    page = new_page()
    sign_in(page, "김하나")
    apply_online(page, consent=False)
    run_jobs()
    move_to(date(2024, 2, 12))  # before the other call opens
    page = new_page(width=width, language=language, look=look)
    sign_in(page, "김하나")

    page.goto("/programmes/youth-deposit-interest/")
    page.locator("form[action$='/wish/'] button").click()
    no_violations(page)
    shot(page, f"wished-{language}")
    page.goto("/my/")
    page.locator(".my-days summary").click()
    page.locator("form[action='/my/days/'] button").first.click()
    expect(
        page.get_by_role("textbox", name=re.compile("나만의 달력 주소|Your private calendar address"))
    ).to_be_visible()
    no_violations(page)
    shot(page, f"my-days-{language}")
    page.goto("/benefits/mine/")
    page.locator("main h3 a").first.click()
    no_violations(page)
    shot(page, f"mine-sent-{language}")
    page.locator("aside a[href$='/why/']").click()
    no_violations(page)
    page.goto("/search/")
    page.locator("#q-again").fill("월세")
    page.locator(".find-again button").click()
    no_violations(page)
    shot(page, f"search-{language}")
    assert "q=" not in page.url
