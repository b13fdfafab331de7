"""The pages on which heads, auditors and officers read across rooms, and answers they keep together: under axe, at both widths."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from .conftest import no_violations, shot, sign_in_as
from .test_benefits import city, press  # noqa: F401 -- `city` is a fixture


@pytest.fixture
def application(city):  # noqa: F811
    """One application that an officer looks at."""
    from jiphyeon.contexts.benefits.models import Case
    from jiphyeon.foundation.accounts.models import User
    from jiphyeon.foundation.clock.now import civil_today

    today = civil_today()
    return Case.objects.create(
        person=User.objects.get(username="hana").key, programme="youth-rent", call="2024-1", state="prepared",
        token=uuid4(), opened_on=today, applied_on=today, due_on=today, number="2024-000901", proposal="check",
    )  # fmt: skip


LOOKS = [("ko", ""), ("en", "dark.large")]


@pytest.mark.parametrize(("language", "look"), LOOKS)
@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("jiho", "/board/"),
        ("seoyeon", "/my/calendar/"),
        ("garam", "/audit/looks/?view=all"),
        ("garam", "/audit/deeds/?since=2024-01-01"),
        ("seoyeon", "/benefits/desk/replies/"),
        ("seoyeon", "/benefits/desk/calls/youth-rent/2024-1/"),
        ("seoyeon", "/benefits/desk/?state=prepared"),
    ],
)
def test_a_page_across_rooms_reads_well_in_both_languages_and_looks(
    application,
    new_page,
    username,
    address,
    language,
    look,
):
    page = new_page(language=language, look=look)
    sign_in_as(page, username)
    page.goto(address)
    no_violations(page)
    page.set_viewport_size({"width": 390, "height": 900})
    no_violations(page)
    shot(page, f"across-{username}-{address.split('/')[-2]}-{language}")


def test_a_lists_filters_are_folded_on_a_phone_alone(city, new_page):  # noqa: F811
    page = new_page(width=390)
    sign_in_as(page, "garam")
    page.goto("/audit/looks/")
    filters, fold = page.locator("[name=role]"), page.get_by_text("거르기·파일·저장")
    expect(filters).to_be_hidden()
    press_open(fold)
    expect(filters).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/audit/looks/")
    expect(filters).to_be_visible()
    expect(fold).to_be_hidden()


def press_open(summary):
    """Open what a summary folds, by the keyboard."""
    summary.focus()
    summary.press("Enter")


@pytest.mark.parametrize("script", [True, False])
def test_an_answer_is_saved_once_and_begins_a_message(application, new_page, script):
    page = new_page(script=script)
    sign_in_as(page, "seoyeon")
    page.goto("/benefits/desk/replies/")
    main = page.locator("main")
    main.get_by_label("제목").fill(f"계약서 {script}")
    main.get_by_label("문구").fill("{번호}의 계약서를 올려 주세요.")
    press(page, main.get_by_role("button", name="저장", exact=True))
    page.goto(f"/benefits/desk/{application.key}/")
    page.locator("details:has(a[data-into=say-body]) > summary").first.click()
    page.locator("a[data-into=say-body]").get_by_text(f"계약서 {script}").first.click()
    expect(page.locator("#say-body")).to_have_value(f"{application.number}의 계약서를 올려 주세요.")
