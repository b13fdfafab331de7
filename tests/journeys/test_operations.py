"""The rooms behind the counter: who is in office, what stopped, the public log; in both languages, under axe."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import no_violations, shot
from .test_benefits import city, press, sign_in  # noqa: F401 -- `city` is a fixture

WORDS = {
    "ko": {
        "find": "아이디 또는 전자우편",
        "look": "찾기",
        "appoint": "맡기기",
        "post": "자리",
        "role": "결재",
        "ground": "근거",
        "nobody": "그런 계정이 없습니다",
        "wrong": "3곳을 고쳐 주세요",
        "done": "맡겼습니다",
        "end": "끝내기",
        "now": "지금 바로 거둡니다",
        "ended": "끝냈습니다",
    },
    "en": {
        "find": "User name or e-mail address",
        "look": "Search",
        "appoint": "Appoint",
        "post": "Post",
        "role": "signs decisions",
        "ground": "Ground",
        "nobody": "There is no such account",
        "wrong": "Please correct 3 things",
        "done": "Appointed. It stands",
        "end": "End",
        "now": "It ends at once",
        "ended": "Ended. It stands",
    },
}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_officer_is_appointed_and_the_appointment_ended(city, new_page, language):  # noqa: F811
    page, words = new_page(language=language), WORDS[language]
    main = page.locator("main")
    sign_in(page, "서태오")
    page.goto("/appointments/")
    main.get_by_label(words["find"]).fill("nobody")
    press(page, main.get_by_role("button", name=words["look"], exact=True))
    expect(main.get_by_role("alert")).to_contain_text(words["nobody"])
    no_violations(page)
    shot(page, f"officers-wrong-{language}")

    main.get_by_label(words["find"]).fill("jiwoo")
    press(page, main.get_by_role("button", name=words["look"], exact=True))
    press(page, main.get_by_role("button", name=words["appoint"], exact=True))
    expect(main.get_by_role("alert")).to_contain_text(words["wrong"])
    no_violations(page)
    shot(page, f"officer-wrong-{language}")

    main.get_by_label(words["post"], exact=True).select_option("team-lead-1")
    main.locator("label").get_by_text(words["role"], exact=True).click()
    main.get_by_label(words["ground"]).fill("2024-12")
    press(page, main.get_by_role("button", name=words["appoint"], exact=True))
    expect(page.locator(".jip-toast")).to_contain_text(words["done"])
    no_violations(page)
    shot(page, f"officer-{language}")

    press(page, main.get_by_role("link", name=words["end"]).last)
    press(page, main.get_by_role("button", name=words["end"]))
    no_violations(page)
    shot(page, f"officer-end-wrong-{language}")
    main.locator("label").get_by_text(words["now"], exact=True).click()
    main.get_by_label(words["ground"]).fill("2024-13")
    press(page, main.get_by_role("button", name=words["end"]))
    expect(page.locator(".jip-toast")).to_contain_text(words["ended"])
    page.goto("/appointments/")
    no_violations(page)
    shot(page, f"officers-{language}")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_machine_room_and_the_log_are_for_everyones_eyes(city, new_page, run_jobs, language):  # noqa: F811
    from tests.foundation.jobs import deeds

    from jiphyeon.foundation.jobs.models import Job
    from jiphyeon.foundation.ledger.order import put_in_order
    from jiphyeon.foundation.ledger.record import append

    deeds.refuse.enqueue()
    Job.objects.update(failures=7)
    run_jobs(failing=True)
    page = new_page(language=language)
    sign_in(page, "서태오")
    page.goto("/jobs/")
    expect(page.locator(".job-stopped")).to_have_count(1)
    no_violations(page)
    shot(page, f"jobs-{language}")

    page.goto("/ledger/")
    no_violations(page)
    shot(page, f"ledger-empty-{language}")
    from jiphyeon.foundation.clock.now import civil_today

    made = append(kind="benefits.decided", subject="x", facts={"amount": 1}, on=civil_today())
    put_in_order()
    page.goto(f"/ledger/?q={made.number}")
    page.locator("summary", has_text=re.compile("증명 보기|proof", re.IGNORECASE)).first.click()
    no_violations(page)
    shot(page, f"ledger-proof-{language}")
    for faulty in ("/ledger/?q=", "/ledger/?q=%EC%97%86%EC%9D%8C"):
        page.goto(faulty)
        no_violations(page)
    shot(page, f"ledger-unknown-{language}")
