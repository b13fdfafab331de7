"""Changing terms and telling people, in a browser: built, tried, proposed, approved by another; sent and measured."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from .conftest import no_violations, shot
from .test_benefits import answer, city, move_to, press, questions, sign_in, with_provider  # noqa: F401

TODAY = date(2024, 3, 4)


@pytest.fixture
def people(city, tmp_path):  # noqa: F811
    from jiphyeon.contexts.reforms.actions import demo_population

    city.DATA_DIR = tmp_path
    demo_population.PEOPLE, kept = 5000, demo_population.PEOPLE
    demo_population.fill(city.CITY_PACK, TODAY)
    demo_population.PEOPLE = kept
    return city


def labelled(page, label):
    """The field called so, and not the one beside it that sets a single programme apart."""
    return page.get_by_label(re.compile(f"^{re.escape(label)}( \\(|$)"))


def unfold(page, summary):
    page.locator("summary", has_text=summary).first.click()


def draft(page, name, fields):
    page.goto("/reforms/rules/youth-rent/")
    page.get_by_role("link", name="개정안 만들기").click()
    page.get_by_label("개정안 이름").fill(name)
    page.get_by_label("시행일").fill("2024-07-01")
    for label, value in fields.items():
        labelled(page, label).fill(value)
    return page.get_by_role("button", name="적어 두기")


def test_a_change_is_built_tried_proposed_and_approved_by_another(people, page, run_jobs):
    sign_in(page, "최유진")
    page.goto("/reforms/")
    no_violations(page)
    shot(page, "rules")
    page.get_by_role("link", name="청년 주거임대료 지원").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("청년 주거임대료 지원 기준")
    page.locator("summary", has_text="값 2개 보기").first.click()
    no_violations(page)
    shot(page, "rules-programme")

    press(page, draft(page, "월세 70만, 2인 가구까지", {"월세 상한": "칠십만"}))
    expect(page.get_by_role("alert")).to_be_focused()
    no_violations(page)
    shot(page, "reform-new-wrong")
    labelled(page, "월세 상한").fill("70만")
    unfold(page, "이 지원에서만 다르게")
    page.get_by_label("청년 나이 상한, 이 지원만").fill("34")
    unfold(page, "조건을 다시 적거나 없애기")
    group = page.locator("fieldset", has_text="조건 1")
    group.get_by_label("바꿀 조건").select_option(label="가구원 수: 1명")
    group.get_by_label("무엇을").select_option(label="가구원 수")
    group.get_by_label("어떻게").select_option(label="이하")
    group.get_by_label(re.compile("^값")).fill("2")
    shot(page, "reform-new")
    press(page, page.get_by_role("button", name="적어 두기"))
    expect(page.locator(".rules-part")).to_have_count(1)
    expect(page.locator(".rules-part")).to_contain_text("청년 나이 상한: 39세 → 34세, 2024. 7. 1.(월)부터")
    expect(page.locator(".rules-later")).to_be_visible()
    first = page.url
    press(page, draft(page, "보증금 1억 2천", {"보증금 상한": "1억 2000만"}))
    expect(page.locator(".rules-part")).to_contain_text("100,000,000원 → 120,000,000원")

    page.goto("/reforms/rules/youth-rent/runs/new/")
    for box in page.get_by_role("checkbox").all():
        box.check(force=True)
    page.get_by_label("값을 조금씩 바꿔 볼 기준").select_option(label="청년 나이 상한")
    page.get_by_label("바꿔 볼 값").fill("29, 34, 39, 45")
    no_violations(page)
    shot(page, "run-new")
    press(page, page.get_by_role("button", name="계산하기"))
    expect(page.get_by_text("순서를 기다림")).to_be_visible()
    no_violations(page)
    shot(page, "run-waiting")
    run_jobs()
    page.reload()
    expect(page.get_by_text("결과 있음")).to_be_visible()
    open_all = "open => document.querySelectorAll('main details').forEach(one => { one.open = open; })"
    page.evaluate(open_all, True)
    no_violations(page)
    page.evaluate(open_all, False)
    shot(page, "run-result")
    press(page, page.get_by_role("button", name="보고서 만들고 서명하기"))
    with page.expect_download() as download:
        page.get_by_role("link", name="서명한 보고서 (PDF)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")

    page.goto(first)
    page.get_by_label("근거").fill("세종특별자치시 청년 기본 조례 제3조")
    page.get_by_label("이유").fill("법의 청년 나이에 맞춥니다.")
    press(page, page.get_by_role("button", name="승인 요청하기"))
    expect(page.get_by_role("button", name="승인하기")).to_have_count(0)
    no_violations(page)
    shot(page, "reform-proposed")

    sign_in(page, "강하은")
    page.goto(first)
    page.locator("label", has_text="원문을 직접 확인했습니다").click()
    no_violations(page)
    shot(page, "reform-to-approve")
    press(page, page.get_by_role("button", name="승인하기", exact=True))
    expect(page.locator(".jip-badge", has_text="승인됨")).to_be_visible()
    no_violations(page)
    shot(page, "reform-approved")
    page.goto("/reforms/rules/youth-rent/?as_of=2024-07-01")
    expect(page.locator(".jip-lead")).to_contain_text("2024+R1")
    expect(page.locator(".rules-line", has_text="청년 나이 상한")).to_contain_text("34세")
    page.goto("/reforms/rules/youth-rent/?as_of=2024-07-01&known_on=2024-03-03")
    expect(page.locator(".rules-line", has_text="청년 나이 상한")).to_contain_text("39세")
    no_violations(page)
    shot(page, "rules-known-on")


def test_one_change_spans_every_programme_that_shares_a_value(people, page, run_jobs):
    sign_in(page, "최유진")
    page.goto("/reforms/")
    page.get_by_role("link", name="개정안 만들기").click()
    no_violations(page)
    page.get_by_label("개정안 이름").fill("청년은 34세까지, 이자지원은 한도도")
    page.get_by_label("시행일").fill("2024-07-01")
    labelled(page, "청년 나이 상한").fill("34")
    page.get_by_label("청년 임차보증금 이자지원").check(force=True)
    press(page, page.get_by_role("button", name="고른 지원의 값과 조건 보기"))
    expect(labelled(page, "청년 나이 상한")).to_have_value("34")
    labelled(page, "대출 한도").fill("1억 2000만")
    unfold(page, "표에서 바꾸기")
    page.get_by_label("기준 중위소득(월) 2인").fill("-1")
    press(page, page.get_by_role("button", name="적어 두기"))
    expect(page.get_by_role("alert")).to_contain_text("기준 중위소득(월) 2인")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("기준 중위소득(월) 2인").fill("370만")
    no_violations(page)
    shot(page, "spanning-new")
    press(page, page.get_by_role("button", name="적어 두기"))
    expect(page.locator(".rules-part")).to_have_count(4)
    expect(page.get_by_text("청년 나이 상한: 39세 → 34세, 2024. 7. 1.(월)부터")).to_have_count(4)
    expect(
        page.get_by_text("기준 중위소득(월) 2인: 3,682,609원 → 3,700,000원, 2024. 7. 1.(월)부터")
    ).to_have_count(1)
    expect(page.get_by_text("대출 한도: 100,000,000원 → 120,000,000원, 2024. 7. 1.(월)부터")).to_have_count(1)
    no_violations(page)
    change = page.url

    page.get_by_role("link", name="시험해 보기").click()
    press(page, page.get_by_role("button", name="계산하기"))
    run_jobs()
    page.reload()
    expect(page.get_by_role("heading", name="지원을 모두 더하면")).to_be_visible()
    rows = page.get_by_role("table").first.get_by_role("row")
    expect(rows).to_have_count(6)
    expect(rows.last).to_contain_text("모두 (건)")
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    no_violations(page)
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = false; })")
    shot(page, "spanning-result")

    page.goto(change)
    expect(page.locator(".rules-text")).to_contain_text("지원 4가지를 더하면")
    page.get_by_label("근거").fill("세종특별자치시 청년 기본 조례 제3조")
    page.get_by_label("이유").fill("법의 청년 나이에 맞춥니다.")
    press(page, page.get_by_role("button", name="승인 요청하기"))
    sign_in(page, "강하은")
    page.goto("/my/")
    page.get_by_role("link", name="승인 기다림 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("개정안")
    no_violations(page)
    shot(page, "spanning-waiting")
    page.get_by_role("link", name="청년은 34세까지").first.click()
    expect(page.get_by_text("지원 4가지의 기준을 2024. 7. 1.(월)부터 한꺼번에 바꿉니다.")).to_be_visible()
    no_violations(page)
    shot(page, "spanning-to-approve")
    press(page, page.get_by_role("button", name="승인하기", exact=True))
    for programme in (
        "youth-rent",
        "youth-deposit-interest",
        "job-interview-support",
        "facility-fee-reduction",
    ):
        line = page.locator(".rules-line", has_text="청년 나이 상한")
        page.goto(f"/reforms/rules/{programme}/?as_of=2024-07-01")
        expect(page.locator(".jip-lead")).to_contain_text("+R1")
        expect(line).to_contain_text("34세")
        page.goto(f"/reforms/rules/{programme}/?as_of=2024-06-30")
        expect(line).to_contain_text("39세")
        page.goto(f"/reforms/rules/{programme}/?as_of=2024-07-01&known_on=2024-03-03")
        expect(line).to_contain_text("39세")


def test_a_change_is_built_by_keyboard_and_without_script(people, new_page):
    page = new_page(script=False)
    sign_in(page, "최유진")
    page.goto("/reforms/new/?")
    page.get_by_label("개정안 이름").focus()
    page.keyboard.type("면접 다섯 번")
    page.get_by_label("시행일").fill("2024-07-01")
    page.get_by_label("청년 면접 지원").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="고른 지원의 값과 조건 보기").focus()
    page.keyboard.press("Enter")
    labelled(page, "한 해 지원 횟수").focus()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    # Enter in a field keeps the change: the first button of the form is not the one that only shows more fields.
    expect(page.locator(".rules-part")).to_contain_text("한 해 지원 횟수: 4번 → 5번, 2024. 7. 1.(월)부터")
    page.get_by_role("link", name="고쳐서 새로 만들기").click()
    expect(labelled(page, "한 해 지원 횟수")).to_have_value("5")


def test_people_who_asked_are_told_and_what_came_of_it_is_counted(with_provider, page, run_jobs):  # noqa: F811
    sign_in(page, "김하나")
    page.goto("/outreach/tell-me/")
    no_violations(page)
    shot(page, "tell-me")
    page.get_by_role("button", name="자료에 동의하고 알림 받기").click()
    page.get_by_role("button", name="동의하고 본인확인하러 가기").click()
    page.get_by_role("button", name=re.compile("김하나")).click()
    page.locator("button[name=decision][value=all]").click()
    page.get_by_role("link", name="계속하기").click()
    expect(page.get_by_text("지금: 알림을 받습니다.")).to_be_visible()

    programme = "youth-rent"
    sign_in(page, "박서연")
    page.goto("/outreach/")
    no_violations(page)
    shot(page, "outreach")
    page.goto(f"/outreach/{programme}/")
    expect(page.get_by_role("table")).to_contain_text("김하나")
    expect(page.get_by_role("table")).to_contain_text("임대인이 가족")
    no_violations(page)
    shot(page, "outreach-preview")
    press(page, page.get_by_role("button", name="1명에게 알리기"))
    run_jobs()

    sign_in(page, "김하나")
    page.goto("/notices/")
    page.get_by_role("link", name=re.compile("받으실 수 있을 것 같은 지원")).first.click()
    sign_in(page, "박서연")
    page.goto(f"/outreach/{programme}/")
    expect(page.get_by_role("table").first).to_contain_text("얼마 전에 알림")
    no_violations(page)
    shot(page, "outreach-measured")
    page.get_by_role("link", name="보낸 안내: 모두 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("보낸 안내")
    told_opened_applied_granted = page.get_by_role("row").last.get_by_role("cell").all_inner_texts()[1:5]
    assert told_opened_applied_granted == ["1", "1", "0", "0"]
    no_violations(page)
    shot(page, "outreach-rounds")
    sign_in(page, "김하나")
    page.goto("/ledger/looks/")
    expect(page.get_by_role("table")).to_contain_text("받을 수 있는 지원 안내")


def test_the_officers_pages_in_english_on_a_phone(people, new_page, run_jobs):
    page = new_page(width=390, language="en")
    sign_in(page, "최유진")
    page.goto("/reforms/rules/youth-rent/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Youth rent support: terms")
    no_violations(page)
    shot(page, "en-rules-programme")
    page.goto("/reforms/rules/youth-rent/new/")
    page.get_by_label("Name of the change").fill("Up to 34")
    page.get_by_label("First day").fill("2024-07-01")
    labelled(page, "Youth age limit").fill("34")
    no_violations(page)
    shot(page, "en-reform-new")
    press(page, page.get_by_role("button", name="Keep it"))
    expect(page.get_by_text("Youth age limit: 39 years → 34 years, from Mon 1 July 2024")).to_have_count(4)
    shot(page, "en-reform")
    page.get_by_role("link", name="Try it out").click()
    press(page, page.get_by_role("button", name="Work it out"))
    run_jobs()
    page.reload()
    expect(page.get_by_text("Result ready")).to_be_visible()
    no_violations(page)
    shot(page, "en-run-result")
