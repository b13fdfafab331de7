"""The living plan in a browser: another day, another year, from an initiative through its door, a milestone finished."""

import re

import pytest
from playwright.sync_api import expect
from tests.database import laid

from .conftest import no_violations, shot, sign_in


@pytest.fixture
def city(settings, transactional_db):
    """The plan, the programmes and the cast, on the demo city's first day."""
    from jiphyeon.contexts.mydata import api as mydata
    from jiphyeon.contexts.plans import api as plans
    from jiphyeon.contexts.programmes import api as programmes
    from jiphyeon.foundation.accounts import pack as accounts
    from jiphyeon.foundation.clock.now import civil_today
    from jiphyeon.foundation.notices import api as notices
    from jiphyeon.foundation.organisation import pack as organisation

    settings.DEMO = True
    pack = settings.CITY_PACK
    rooms = [(room.load_city, pack) for room in (notices, mydata, plans, programmes)]
    laid((organisation.load_city, pack), (accounts.load_demo, pack, civil_today()), *rooms)


def test_the_plan_is_seen_as_of_another_day(city, page):
    page.goto("/")
    expect(page.get_by_label("기준일")).to_have_value("2024-03-04")
    before = page.locator(".plan-waiting").count()
    no_violations(page)
    shot(page, "home")

    page.get_by_label("기준일").fill("2027-12-31")
    page.get_by_role("button", name="보기", exact=True).click()

    expect(page.get_by_label("기준일")).to_have_value("2027-12-31")
    assert page.locator(".plan-waiting").count() > before
    expect(page.locator(".plan-called_off").first).to_be_visible()
    no_violations(page)
    shot(page, "home-later")


def test_a_year_without_a_plan_says_so_and_leads_back(city, page):
    page.goto("/?year=2031")

    expect(page.get_by_text("2031년 계획은 아직 도시 꾸러미에 없습니다.")).to_be_visible()
    no_violations(page)
    shot(page, "home-no-plan")
    page.get_by_role("link", name="있는 계획 보기").click()
    expect(page.locator(".plan-row").first).to_be_visible()


def test_an_initiative_opens_the_door_to_what_carries_it_out(city, page):
    page.goto("/")
    page.locator(".plan-name", has_text="청년 주거임대료 지원").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("청년 주거임대료 지원")
    no_violations(page)
    shot(page, "initiative")
    page.locator("a[href='/programmes/youth-rent/']").first.click()

    expect(page).to_have_url(re.compile("/programmes/youth-rent/$"))


def test_on_a_phone_in_english_the_directions_fold_and_nothing_scrolls_sideways(city, new_page):
    page = new_page(width=390, language="en")
    page.goto("/")
    expect(page.locator(".plan-count")).to_contain_text("are at work today")
    no_violations(page)
    shot(page, "home-en")

    first = page.locator("details.plan-heading").first
    was = first.get_attribute("open")
    first.locator("summary").click()
    assert first.get_attribute("open") != was


def test_an_owner_finishes_a_milestone_and_everyone_sees_the_history(city, page):
    sign_in(page, "한지우")
    page.goto("/plans/mine/")
    no_violations(page)
    shot(page, "plans-mine")
    page.goto("/plans/2024/youth-rent/")
    page.get_by_role("link", name="마침").first.click()
    no_violations(page)
    shot(page, "plans-finish")
    page.get_by_label("설명").fill("공고로 규모를 늘렸습니다.")
    page.locator("main form").get_by_role("button").first.click()

    expect(page.locator(".jip-toast")).to_contain_text("마친 것으로 적었습니다.")
    page.context.clear_cookies(name="sessionid")
    page.goto("/plans/2024/youth-rent/")
    expect(page.locator("main")).to_contain_text("한지우")
    no_violations(page)
    shot(page, "initiative-finished")


@pytest.mark.parametrize("look", ["dark", "dark.large", "light.large"])
def test_the_plan_and_my_page_hold_in_dark_and_in_large_text(city, new_page, look):
    page = new_page(look=look)
    sign_in(page, "한지우")
    for name, address in [("home", "/"), ("initiative", "/plans/2024/youth-rent/"), ("my", "/my/")]:
        page.goto(address)
        no_violations(page)
        shot(page, f"{name}-{look.replace('.', '-')}")


@pytest.mark.parametrize(
    ("who", "language"), [("김하나", "ko"), ("박서연", "ko"), ("한지우", "en"), ("서태오", "en")]
)
def test_everybody_finds_their_own_page(city, new_page, who, language):
    page = new_page(language=language)
    sign_in(page, who)
    page.goto("/my/")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    no_violations(page)
    shot(page, f"my-{who}-{language}")


def test_what_is_looked_for_is_found_or_said_not_to_be(city, page):
    page.goto("/search/?q=임대료")
    expect(page.locator(".find-hits li").first).to_be_visible()
    no_violations(page)
    shot(page, "search")
    page.goto("/search/?q=없는말뭉치")
    expect(page.get_by_text("찾은 것이 없습니다.")).to_be_visible()
    no_violations(page)
