"""A list and a file handed in, as every room has them: by mouse, by keys, on a phone, in both languages."""

from datetime import timedelta

import pytest
from tests.errands.models import Errand, Price
from tests.foundation.queues.conftest import TODAY, desk, errands  # noqa: F401 -- the cast, and errands by the handful
from tests.journeys.conftest import no_violations, press, shot, sign_in

GOOD = "번호,종류,값,언제부터\nA-1,소포,3000,2024-03-02\nA-2,서류,500,\n"
WRONG = "번호,종류,값\nA-1,소포,3000\nA-2,짐,삼천\n"


@pytest.fixture
def office(desk, tmp_path, settings):  # noqa: F811 -- the fixture above
    settings.DATA_DIR = tmp_path
    desk.fill(60, state="open")
    desk.fill(3, begin=100, person="doyun", state="open", due_on=TODAY - timedelta(days=9))
    return desk


def test_an_officer_works_through_a_list_by_keys_and_in_bulk(page, office):
    sign_in(page, "박서연")
    page.goto("/errands/")
    no_violations(page)
    shot(page, "list")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-chosen]").inner_text() == "1건 고름"
    page.keyboard.press("Enter")
    page.wait_for_url("**/errands/*/?**")
    assert "2 / 63" in page.locator(".queue-walk").inner_text()
    no_violations(page)
    page.keyboard.press("j")
    page.wait_for_function("document.querySelector('.queue-walk').innerText.includes('3 / 63')")
    page.keyboard.press("u")
    page.wait_for_url("**/errands/?**")

    page.keyboard.press("/")
    page.keyboard.type("이도윤")
    page.keyboard.press("Enter")
    page.wait_for_url("**who=**")
    assert page.locator("tbody tr").count() == 3
    page.get_by_label("이 쪽 모두").check()
    press(page, page.get_by_role("button", name="고른 것 끝내기"))
    assert Errand.objects.filter(state="done").count() == 3

    page.goto("/errands/?view=open&kind=paper")
    page.locator("summary", has_text="이 보기 저장").click()
    page.get_by_label("보기 이름").fill("서류만")
    no_violations(page)
    page.get_by_role("button", name="저장", exact=True).click()
    page.get_by_role("link", name="서류만").wait_for()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_list_is_read_on_a_phone_in_the_dark_and_without_script(new_page, office, language):
    page = new_page(width=390, language=language, look="dark.large", script=True)
    sign_in(page, "박서연")
    for address in ("/errands/", "/errands/?view=late", "/my/", "/queues/absence/"):
        page.goto(address)
        no_violations(page)
        shot(page, f"list-phone-{language}-{address.strip('/').partition('/')[0]}")
    plain = new_page(width=390, language=language, script=False)
    sign_in(plain, "박서연")
    plain.goto("/errands/")
    press(plain, plain.get_by_role("link", name="뒤쪽" if language == "ko" else "Next"))
    assert "51–63" in plain.locator(".jip-pages-total").inner_text()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_file_is_mended_and_then_taken(new_page, office, language):
    page = new_page(language=language)
    sign_in(page, "박서연")
    page.goto("/imports/errands.prices/")
    no_violations(page)
    shot(page, f"intake-{language}")
    hand_in = "올려서 살펴보기" if language == "ko" else "Hand it in and see"

    page.locator("input[type=file]").set_input_files(
        {"name": "값.csv", "mimeType": "text/csv", "buffer": WRONG.encode("cp949")}
    )
    page.get_by_role("button", name=hand_in).click()
    page.get_by_role("heading", name="고칠 곳" if language == "ko" else "What to mend", exact=True).wait_for()
    no_violations(page)
    shot(page, f"intake-wrong-{language}")

    page.goto("/imports/errands.prices/")
    page.locator("input[type=file]").set_input_files(
        {"name": "값.csv", "mimeType": "text/csv", "buffer": GOOD.encode()}
    )
    page.get_by_role("button", name=hand_in).click()
    page.get_by_role("button", name="2줄 모두 들이기" if language == "ko" else "Take all 2 rows").click()
    page.get_by_text("모두 들였습니다." if language == "ko" else "Everything was taken.").wait_for()
    no_violations(page)
    assert Price.objects.count() == 2
