"""An invented city opens and carries the main journey with no code changed: only its pack is another (tests/cities/gaon)."""

import re
from datetime import date
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
import yaml
from playwright.sync_api import expect
from tests.running import City
from tests.waiting import PATIENCE_SECONDS, wait_until

from .conftest import PATIENCE, SAYS_IT_LEAVES, press, settled, waits_before_it_leaves

PACK = Path(__file__).resolve().parents[1] / "cities" / "gaon"
SEJONG = re.compile("세종|sejong", re.IGNORECASE)
CALL_RANKED, FIRST_PAID = date(2025, 5, 20), date(2025, 6, 10)  # the 19th is a holiday of this city alone


@pytest.fixture(scope="module")
def gaon(tmp_path_factory):
    """The invented city, as a person starts it."""
    city = City(tmp_path_factory.mktemp("gaon"), JIPHYEON_CITY=str(PACK))
    city.opens()
    yield city
    city.close()


@pytest.fixture
def page(gaon, browser):
    """A reader in Korean, in that city."""
    context = browser.new_context(base_url=gaon.url, locale="ko-KR", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(SAYS_IT_LEAVES)
    made = context.new_page()
    waits_before_it_leaves(made)
    yield made
    context.close()


def signs_in(page, name):
    settled(page)
    page.context.clear_cookies(name="sessionid")
    page.goto("/accounts/demo/")
    press(page, page.get_by_role("button", name=re.compile(name)).first)


def live_on(city, day):
    """Move the city's day; what each civil day brings is done by its own worker."""
    client = city.signs_in("narae")
    action = re.search(r'class="jip-demo".*?action="([^"]+)"', client.get("/").text, re.DOTALL)[1]
    token = client.cookies["csrftoken"]
    moved = client.post(action, data={"csrfmiddlewaretoken": token, "day": day.isoformat(), "next": "/"})
    assert f'value="{day.isoformat()}"' in moved.text


def until(true, page):
    """Open a page again until something is true of it: a worker does it, not the request."""

    def is_so():
        found = true()
        if not found:
            page.reload()
        return found

    wait_until(is_so, lambda: page.inner_text("main"), every=0.3)


def agrees(page):
    """Walk to the simulated holder and back."""
    page.get_by_role("button", name="동의하고 본인확인하러 가기").click()
    page.get_by_role("button", name=re.compile("여이슬")).click()
    page.locator("button[name=decision][value=all]").click()
    press(page, page.get_by_role("link", name="계속하기"))


def applies(page):
    page.goto("/plans/2025/settling-in/")
    page.locator(".initiative-doors a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("첫살림 월세 지원")
    expect(page.locator("main")).to_contain_text("18세부터 45세까지")
    page.get_by_role("link", name="신청하기").click()
    page.get_by_role("button", name="시작하기").click()
    page.locator("label", has_text=re.compile("^아니요$")).click()
    page.get_by_role("button", name="저장하고 다음").click()
    page.get_by_role("button", name="동의하고 받아 오기").click()
    agrees(page)
    page.get_by_role("button", name="다음", exact=True).click()
    page.get_by_role("button", name="다음", exact=True).click()
    page.locator("label", has_text="사실임을 확인합니다").click()
    page.get_by_role("button", name="제출하기").click()
    expect(page.locator(".benefits-number")).to_contain_text("2025-")


def is_decided(page):
    """One officer ranks the call and proposes; another signs."""
    signs_in(page, "노나래")
    page.goto("/benefits/desk/")
    hers = page.locator("tr", has_text="여이슬").locator("a")
    until(lambda: hers.count() > 0, page)
    page.goto("/benefits/desk/calls/first-rent/spring/")
    rank = page.get_by_role("button", name="이 순서로 정하기")
    until(lambda: rank.count() > 0, page)  # the machine has prepared it
    rank.click()
    page.goto("/benefits/desk/")
    hers.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("여이슬")
    page.keyboard.press("a")
    expect(page.locator(".jip-toast")).to_contain_text("지원으로 올렸습니다")

    signs_in(page, "도바다")
    page.goto("/benefits/desk/?view=sign")
    page.locator("tr", has_text="여이슬").locator("input[name=selected]").check()
    page.get_by_role("button", name="고른 것 서명 미리보기").click()
    page.get_by_role("button", name="고른 것에 서명하기").click()
    expect(page.locator(".jip-toast")).to_contain_text("1건을 마쳤습니다")


def figures(page, initiative):
    page.goto(f"/plans/2025/{initiative}/")
    rows = page.locator(".figures > div").all()
    return {row.locator("dt").inner_text(): row.locator("dd b").inner_text() for row in rows}


def test_from_an_application_to_money_on_the_citys_own_pay_day(gaon, page):
    signs_in(page, "여이슬")
    applies(page)
    live_on(gaon, CALL_RANKED)

    is_decided(page)

    signs_in(page, "여이슬")
    page.goto("/notices/")
    page.get_by_role("link", name="가온시가 함께합니다").click()
    expect(page.locator("main")).to_contain_text(
        "2025. 6. 10.(화)부터 달마다 135,000원씩 6번"
    )  # half of 270,000
    live_on(gaon, FIRST_PAID)
    page.goto("/benefits/mine/")
    page.get_by_role("link", name="첫살림 월세 지원").first.click()
    first = page.get_by_role("row", name=re.compile("135,000원")).first
    until(lambda: "지급함" in first.inner_text(), page)
    assert figures(page, "settling-in") == {
        "신청": "3건",
        "지원 결정": "3명",
        "지급하기로 한 금액": page.locator(".figures b").nth(2).inner_text(),
    }
    counted = figures(page, "open-plan")
    assert counted["움직이는 과제"] == "4개"
    assert counted["찾아온 사람"] == "아직 값이 없음"


def test_a_fee_is_lowered_for_reasons_of_this_city_alone(page):
    signs_in(page, "여이슬")
    page.goto("/plans/2025/open-facilities/")
    page.locator(".initiative-doors a").first.click()
    expect(page.locator("main")).to_contain_text("헌혈자")
    page.get_by_role("link", name="달맞이 전망대").click()
    expect(page.locator("main")).to_contain_text("5,000원")

    page.locator("button[name=ask]").click()
    agrees(page)
    page.locator("button", has_text=re.compile("요금|영수증|확인")).last.click()

    expect(page.locator("main")).to_contain_text("1,500원")  # 70 % off for giving blood
    expect(page.locator("main")).to_contain_text("헌혈자")


def test_the_finder_asks_in_the_words_of_this_city(page):
    answers = {
        "birth_date": "1983-10-02", "lives_in_gaon": "예", "household_size": "1", "home_owner": "아니요",
        "monthly_rent": "27만", "household_income": "170만", "housemates": "아니요",
    }  # fmt: skip
    page.goto("/plans/2025/learning-all-life/")
    page.locator(".initiative-doors a").last.click()
    press(page, page.get_by_role("link", name="받을 수 있는 것 찾기", exact=True))
    for _ in range(25):
        asked = page.locator("input[name=fact]")
        if not asked.count():
            later = page.get_by_role("link", name="지금 답하기")
            if not later.count():
                break
            press(page, later)
            continue
        answer_given = answers.get(asked.first.input_value(), "모르겠어요")
        button = page.locator("main").get_by_role("button", name=answer_given, exact=True)
        if button.count():
            press(page, button.first)
        else:
            page.locator(".benefits-question input[type=text]").fill(answer_given)
            press(page, page.get_by_role("button", name=re.compile("^다음$")))

    rent = page.locator(".benefits-standing", has_text="첫살림 월세 지원")
    expect(rent).to_contain_text("받을 수 있음")
    expect(rent).to_contain_text("13만 5,000원")


def test_its_pages_read_in_english_too(gaon):
    client = gaon.signs_in("noah")

    home = client.get("/", headers={"accept-language": "en"}).text

    assert "Gaon" in home
    assert "A city where anyone can set up home" in home


WHO = [
    None,
    *(
        one["username"]
        for kind in yaml.safe_load((PACK / "demo" / "people.yaml").read_text("utf-8")).values()
        for one in kind
    ),
]


def test_no_page_of_it_speaks_of_sejong(gaon):
    """Every link that anybody of the cast finds is opened once; addresses that differ in a number or a key are one."""
    opened, alike = 0, set()
    for who in WHO:
        client = (
            gaon.signs_in(who)
            if who
            else httpx.Client(base_url=gaon.url, trust_env=False, timeout=PATIENCE_SECONDS)
        )
        to_open, seen = ["/"], set()
        while to_open:
            where = to_open.pop()
            answer = client.get(where, follow_redirects=True)
            opened += 1
            assert answer.status_code < 500, (who, where)
            kind = answer.headers.get("content-type", "")
            if not kind.startswith(("text/html", "application/json", "text/csv", "text/plain")):
                continue
            found = SEJONG.search(answer.text)
            assert found is None, (who, where, answer.text[max(0, found.start() - 80) : found.end() + 80])
            if not kind.startswith("text/html"):
                continue
            for link in re.findall(r'href="([^"#]+)', answer.text):
                to = urlsplit(urljoin(str(answer.url), link.replace("&amp;", "&")))
                if to.netloc != urlsplit(gaon.url).netloc or to.path.startswith(
                    ("/static/", "/accounts/logout")
                ):
                    continue
                shape = (who, re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", to.path))
                if shape not in seen and (shape[1] not in alike or who in {None, "narae"}):
                    seen.add(shape)
                    alike.add(shape[1])
                    to_open.append(to.path + (f"?{to.query}" if to.query else ""))
    assert opened > 60
