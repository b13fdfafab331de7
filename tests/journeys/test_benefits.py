"""The main job of the house in a browser: from a question to a decision, and what can go otherwise."""

import re
from datetime import date
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from tests.contexts.benefits.conftest import DUE, silence_mail
from tests.database import laid

from .conftest import no_violations, press, shot, sign_in

CALL_CLOSED = date(2024, 3, 18)


@pytest.fixture
def city(settings, transactional_db, monkeypatch):
    """A demo city without its filler cases, on its first day; letters go nowhere."""
    from jiphyeon.contexts.mydata import api as mydata
    from jiphyeon.contexts.programmes import api as programmes
    from jiphyeon.foundation.accounts import pack as accounts
    from jiphyeon.foundation.clock.now import civil_today
    from jiphyeon.foundation.notices import api as notices
    from jiphyeon.foundation.organisation import pack as organisation

    settings.DEMO = True
    silence_mail(monkeypatch)
    pack = settings.CITY_PACK
    rooms = [(room.load_city, pack) for room in (notices, mydata, programmes)]
    laid((organisation.load_city, pack), (accounts.load_demo, pack, civil_today()), *rooms)
    return settings


@pytest.fixture
def with_provider(city, provider):
    """The simulated holders, allowed as the target of our forms."""
    origin = urlsplit(provider.url)
    city.MYDATA_PROVIDER = provider.url
    policy = {**city.CONTENT_SECURITY_POLICY["DIRECTIVES"]}
    policy["form-action"] = ["'self'", f"{origin.scheme}://{origin.netloc}"]
    city.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
    return provider


def move_to(day):
    from jiphyeon.foundation.clock.now import move_civil_day

    move_civil_day(day)


def answer(page, name_or_value):
    """Give one answer in the finder: a button by its word, or a value and the next button."""
    button = page.locator(".benefits-answers").get_by_role("button", name=name_or_value, exact=True)
    if button.count():
        press(page, button)
    else:
        page.locator(".benefits-question input[type=text]").fill(name_or_value)
        press(page, page.get_by_role("button", name=re.compile("^(다음|Continue|Next)$")))


def questions(page, answers):
    """Answer every question of the finder; what the person does not know is said so. Yields the fact's name before."""
    for _ in range(40):
        asked = page.locator("input[name=fact]")
        if not asked.count():
            later = page.get_by_role("link", name="지금 답하기")
            if not later.count():
                return
            press(page, later)  # what an application would fetch is asked by choice
            continue
        name = asked.first.input_value()
        yield name
        if name in answers:
            answer(page, answers[name])
        else:
            press(page, page.get_by_role("button", name="모르겠어요"))
    raise AssertionError("the finder does not end")


HANA = {
    "birth_date": "1996-08-15", "lives_in_sejong": "예", "household_size": "1", "owns_home": "아니요",
    "deposit": "1000만", "monthly_rent": "45만", "area": "26", "household_income": "2,450,000", "assets": "3100만",
    "registered": "예", "own_name": "예", "public_rental": "아니요", "landlord_is_relative": "아니요",
    "receives_housing_aid": "아니요",
}  # fmt: skip


def test_the_finder_settles_programmes_and_its_bound_only_falls(city, page):
    page.goto("/programmes/find/")
    no_violations(page)
    shot(page, "finder-first")

    bounds = []
    for _name in questions(page, HANA):
        bounds.append(int(re.search(r"\d+", page.locator(".benefits-left").inner_text()).group()))
        if len(bounds) == 4:
            no_violations(page)
            shot(page, "finder-middle")

    # Those of the block that an application would fetch begin to be counted where the person chooses to answer them.
    rises = [place for place, (earlier, later) in enumerate(pairwise(bounds), 1) if later >= earlier]
    assert len(rises) <= 1
    assert len(bounds[: rises[0]] if rises else bounds) <= 10
    rent = page.locator(".benefits-standing", has_text="청년 주거임대료 지원")
    expect(rent).to_contain_text("받을 수 있음")
    expect(rent).to_contain_text("20만 원")
    no_violations(page)
    shot(page, "finder-end")
    rent.get_by_role("link", name="왜?").click()
    expect(page.locator(".jip-clause").first).to_be_visible()
    no_violations(page)
    shot(page, "finder-why")


def test_an_impossible_birth_date_is_said_beside_the_question(city, page):
    page.goto("/programmes/find/")
    for name in questions(page, {}):
        if name == "birth_date":
            break

    page.locator(".benefits-question input[type=text]").fill("2030-01-01")
    page.get_by_role("button", name="다음").click()

    expect(page.get_by_role("alert")).to_be_focused()
    assert page.locator("input[name=fact]").input_value() == "birth_date"
    no_violations(page)
    shot(page, "finder-impossible")


@pytest.mark.parametrize("script", [True, False])
def test_back_reload_and_another_language_keep_place_and_answers(city, new_page, script):
    page = new_page(script=script)
    page.goto("/programmes/find/")
    answer(page, "1998년 5월 5일")
    answer(page, "예")
    third = page.get_by_role("heading", level=1).inner_text()

    page.go_back()
    expect(page.locator(".benefits-answers [aria-current]")).to_have_text("예")
    page.go_back()
    expect(page.locator(".benefits-question input[type=text]")).to_have_value("1998-05-05")
    page.go_forward()
    page.go_forward()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(third)
    assert page.title().startswith(third)
    press(page, page.get_by_role("link", name="왜?").first)
    press(page, page.get_by_role("button", name="English"))
    assert page.locator(".jip-clause").count()
    press(page, page.get_by_role("link", name="Back to the questions"))
    expect(page.locator(".benefits-left")).to_contain_text("At most")
    press(page, page.get_by_role("button", name="한국어"))
    expect(page.get_by_role("heading", level=1)).to_have_text(third)
    if script:
        expect(page.get_by_role("heading", level=1)).to_be_focused()


def apply_online(page, *, consent):
    page.goto("/programmes/youth-rent/")
    no_violations(page)
    shot(page, "programme")
    page.get_by_role("link", name="신청하기").click()
    shot(page, "start")
    page.get_by_role("button", name="시작하기").click()
    no_violations(page)
    shot(page, "step-1")
    page.locator("label", has_text=re.compile("^아니요$")).click()
    page.get_by_role("button", name="저장하고 다음").click()
    no_violations(page)
    shot(page, "step-2")
    if consent:
        page.get_by_role("button", name="동의하고 받아 오기").click()
        page.get_by_role("button", name="동의하고 본인확인하러 가기").click()
        page.get_by_role("button", name=re.compile("김하나")).click()
        page.locator("button[name=decision][value=all]").click()
        page.get_by_role("link", name="계속하기").click()
        shot(page, "step-2-came")
        page.get_by_role("button", name="다음", exact=True).click()
    else:
        page.get_by_role("button", name="동의 없이 서류로 내기").click()
    no_violations(page)
    shot(page, "step-3")
    page.get_by_role("button", name="다음", exact=True).click()
    no_violations(page)
    page.locator("label", has_text="사실임을 확인합니다").click()
    shot(page, "step-4")
    page.get_by_role("button", name="제출하기").click()
    no_violations(page)
    shot(page, "receipt")


def decides(page, run_jobs):
    """Let the call be ranked, the case proposed by keys alone, and the decision signed in bulk."""
    move_to(CALL_CLOSED)
    sign_in(page, "박서연")
    page.goto("/benefits/desk/")
    no_violations(page)
    shot(page, "desk")
    page.get_by_role("link", name=re.compile("순위:")).first.click()
    page.goto("/benefits/desk/calls/youth-rent/2024-1/")
    no_violations(page)
    shot(page, "call")
    page.get_by_role("button", name="이 순서로 정하기").click()
    page.goto("/benefits/desk/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("김하나")
    no_violations(page)
    shot(page, "desk-case")
    page.keyboard.press("a")
    expect(page.locator(".jip-toast")).to_contain_text("지원으로 올렸습니다")
    shot(page, "desk-case-proposed")

    sign_in(page, "정민재")
    page.goto("/benefits/desk/?view=sign")
    page.locator("input[name=selected]").first.check()
    page.get_by_role("button", name="고른 것 서명 미리보기").click()
    no_violations(page)
    shot(page, "bulk")
    page.get_by_role("button", name="고른 것에 서명하기").click()
    expect(page.locator(".jip-toast")).to_contain_text("1건을 마쳤습니다")
    run_jobs()


def receipt_is_checked(page, folder):
    """Take the receipt of the decision home; a stranger has it checked, and a forged one too."""
    from jiphyeon.foundation.ledger.order import put_in_order

    put_in_order()
    page.locator("summary", has_text="이 결정이 바뀌지 않았는지 확인하기").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="결정 확인서 내려받기").click()
    receipt, forged = folder / started.value.suggested_filename, folder / "forged.json"
    started.value.save_as(receipt)
    text = receipt.read_text(encoding="utf-8")
    forged.write_text(text.replace('"amount": 200000', '"amount": 900000'), encoding="utf-8")
    assert forged.read_text(encoding="utf-8") != text

    page.context.clear_cookies(name="sessionid")  # whoever checks needs no account
    for file, answer, name in (
        (receipt, "진짜입니다.", "check-genuine"),
        (forged, "진짜가 아닙니다.", "check-forged"),
    ):
        page.goto("/ledger/")
        page.get_by_label("확인서 파일").set_input_files(file)
        press(page, page.get_by_role("button", name="확인하기").last)
        expect(page.locator("#result")).to_contain_text(answer)
        no_violations(page)
        shot(page, name)
    sign_in(page, "김하나")


def gives_an_account(page):
    """Tell the city where money is to be sent; the bank says at once that it is one's own."""
    page.goto("/payees/")
    page.get_by_label("은행").select_option(label="국민은행")
    page.get_by_label("계좌번호").fill("900102-00-030004")  # in demo/accounts.yaml
    press(page, page.get_by_role("button", name="계좌 알리기"))
    expect(page.locator(".jip-toast")).to_contain_text("본인임을 은행에서 확인했습니다")
    no_violations(page)
    shot(page, "account")


def test_the_whole_story_from_an_application_to_the_first_payment(
    with_provider, account_names, page, run_jobs, tmp_path
):
    sign_in(page, "김하나")
    apply_online(page, consent=True)
    expect(page.locator(".benefits-number")).to_contain_text("2024-")
    run_jobs()
    gives_an_account(page)

    decides(page, run_jobs)

    move_to(date(2024, 3, 25))
    from jiphyeon.contexts.benefits import tasks

    tasks.pay_what_is_due.enqueue(day="2024-03-25")
    run_jobs()
    sign_in(page, "김하나")
    page.goto("/benefits/mine/")
    no_violations(page)
    shot(page, "mine")
    page.get_by_role("link", name="청년 주거임대료 지원").first.click()
    expect(page.get_by_text("지원하기로 했습니다")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("200,000원")).first).to_contain_text("지급함")
    no_violations(page)
    shot(page, "mine-case")
    receipt_is_checked(page, tmp_path)
    page.goto("/ledger/looks/")
    expect(page.get_by_role("table")).to_contain_text("박서연")
    no_violations(page)
    shot(page, "mine-looks")
    page.goto("/benefits/mine/payments/")
    no_violations(page)
    shot(page, "mine-payments")


def test_without_consent_nothing_is_refused_and_an_officer_asks(city, page, run_jobs):
    sign_in(page, "김하나")
    apply_online(page, consent=False)
    run_jobs()

    sign_in(page, "박서연")
    page.goto("/benefits/desk/?view=check")
    page.locator(".jip-table a.jip-row-link").first.click()
    shot(page, "desk-case-check")
    no_violations(page)
    page.locator("summary", has_text="보완 요청").click()
    page.get_by_label("필요한 것").fill("임대차계약서 사본")
    page.get_by_role("button", name="요청하기").click()
    expect(page.locator(".jip-toast")).to_contain_text("보완을 요청했습니다")

    sign_in(page, "김하나")
    page.goto("/benefits/mine/")
    page.get_by_role("link", name="청년 주거임대료 지원").first.click()
    expect(page.get_by_text("임대차계약서 사본").first).to_be_visible()
    no_violations(page)
    shot(page, "mine-supplement")


def test_the_36_year_old_sees_the_age_limit_change_with_the_day(city, page, tmp_path):
    """One line in the pack: 39 becomes 34 from a day; his answer changes from that day and not before."""
    import shutil

    pack = tmp_path / "sejong"
    shutil.copytree(city.CITY_PACK, pack)
    parameters = pack / "parameters.yaml"
    text = parameters.read_text(encoding="utf-8")
    line = "    - {from: 2022-11-14, value: 39, citation: youth-ordinance}\n"
    assert line in text
    parameters.write_text(
        text.replace(line, line + "    - {from: 2024-07-01, value: 34, citation: youth-ordinance}\n"),
        encoding="utf-8",
    )
    city.CITY_PACK = pack
    answers = {**HANA, "birth_date": "1987-06-02"}

    def result():
        page.goto("/programmes/find/")
        for _name in questions(page, answers):
            pass
        return page.locator(".benefits-standing", has_text="청년 주거임대료 지원").inner_text()

    assert "받을 수 있음" in result()
    move_to(date(2024, 6, 30))
    assert "받을 수 있음" in result()
    move_to(date(2024, 7, 1))
    assert "해당되지 않음" in result()


@pytest.mark.parametrize("width", [390])
def test_a_foreign_resident_applies_in_english_on_a_phone(city, new_page, run_jobs, width):
    page = new_page(width=width, language="en")
    sign_in(page, "Maria Silva")
    page.goto("/programmes/")
    no_violations(page)
    shot(page, "en-index")
    page.goto("/benefits/programmes/youth-rent/apply/")
    page.get_by_role("button", name="Begin").click()
    page.locator("label", has_text=re.compile("^No$")).click()
    page.get_by_role("button", name="Save and continue").click()
    shot(page, "en-step-2")
    page.get_by_role("button", name="Bring papers instead").click()
    shot(page, "en-step-3")
    page.get_by_role("button", name=re.compile("^(Continue|Next)$")).click()
    page.locator("label", has_text="I confirm").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have your application")
    no_violations(page)
    shot(page, "en-receipt")


def test_a_fee_is_reduced_at_once_and_the_receipt_says_why(with_provider, page):
    sign_in(page, "윤순자")
    page.goto("/fees/")
    no_violations(page)
    shot(page, "fees")
    page.get_by_role("link", name="보람동 수영장").click()
    no_violations(page)
    shot(page, "fee-before")
    page.get_by_role("button", name="확인하기").click()
    page.get_by_role("button", name="동의하고 본인확인하러 가기").click()
    page.get_by_role("button", name=re.compile("윤순자")).click()
    page.locator("button[name=decision][value=all]").click()
    page.get_by_role("link", name="계속하기").click()
    expect(page.locator(".benefits-amount")).to_contain_text("2,000원")
    shot(page, "fee-after")
    page.get_by_role("button", name=re.compile("영수증")).click()
    expect(page.locator(".benefits-receipt")).to_contain_text("국가유공자")
    no_violations(page)
    shot(page, "fee-receipt")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_objection_is_filed_put_off_once_and_answered(city, new_page, run_jobs, language):
    """Refused for the rent; hana objects, another signer takes ten days more, then answers. Wrong input on the way."""
    from uuid import uuid4

    from jiphyeon.contexts.benefits.actions import applying, handling, preparing, signing
    from jiphyeon.contexts.benefits.enums import Verdict
    from jiphyeon.foundation.accounts.actors import actor_of
    from jiphyeon.foundation.accounts.models import User

    first = date(2024, 3, 4)
    hana, seoyeon, minjae = (
        actor_of(User.objects.get(username=name), on=first) for name in ("hana", "seoyeon", "minjae")
    )
    key = applying.start(person=hana.user, programme="youth-rent", token=uuid4(), by=hana, on=first, facts={})
    applying.submit(key=key, declared=True, by=hana, on=first)
    run_jobs()
    preparing.establish(
        key=key, facts={**DUE, "monthly_rent": 650_000}, basis="임대차계약서", by=seoyeon, on=first
    )
    run_jobs()
    handling.propose(
        key=key, verdict=Verdict.REFUSE, reason="월세가 기준을 넘습니다.", by=seoyeon, on=CALL_CLOSED
    )
    signing.sign(key=key, by=minjae, on=CALL_CLOSED)
    move_to(CALL_CLOSED)
    page = new_page(language=language)
    main = page.locator("main")

    sign_in(page, "김하나")
    page.goto(f"/benefits/mine/{key}/deeds/object/")
    press(page, main.locator("button[type=submit]"))
    no_violations(page)
    shot(page, f"object-wrong-{language}")
    main.locator("textarea").fill("월세는 45만 원입니다.")
    press(page, main.locator("button[type=submit]"))
    no_violations(page)

    sign_in(page, "오은채|Oh Eunchae")
    page.goto(f"/benefits/desk/{key}/")
    main.locator("summary", has_text=re.compile("답할 날 미루기|Put the answer off")).click()
    no_violations(page)
    shot(page, f"objection-desk-{language}")
    main.locator("#extend-comment").fill("집주인의 확인을 기다립니다.")
    press(page, main.locator("button", has_text=re.compile("답할 날 미루기|Put the answer off")))
    expect(main.get_by_text(re.compile("2024. 4. 11|11 April 2024")).first).to_be_visible()
    expect(main.locator("#extend-comment")).to_have_count(0)
    no_violations(page)
    shot(page, f"objection-put-off-desk-{language}")

    sign_in(page, "김하나")
    page.goto(f"/benefits/mine/{key}/")
    expect(main.get_by_text("집주인의 확인을 기다립니다.").first).to_be_visible()
    no_violations(page)
    shot(page, f"objection-put-off-{language}")
