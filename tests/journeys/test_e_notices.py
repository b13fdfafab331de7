"""Notices in a browser: sent by two officers, opened on a phone, checked by a stranger, turned to paper in time."""

import re

import pytest
from playwright.sync_api import expect
from tests.contexts.e_notices.conftest import APPROVER, PRINTER, SENDER, Office

from jiphyeon.contexts.e_notices.enums import Step
from jiphyeon.contexts.e_notices.models import Sending
from jiphyeon.contexts.e_notices.rules.codes import shown
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.relays import api as relays

from .conftest import no_violations, shot, sign_in_as


@pytest.fixture
def office(settings, transactional_db, run_jobs):
    """The cast, the wordings, the terms, and a sending with its addressees."""
    from jiphyeon.contexts.e_notices import api
    from jiphyeon.contexts.wordings import api as wordings
    from jiphyeon.foundation.accounts import pack as accounts
    from jiphyeon.foundation.clock.now import civil_today
    from jiphyeon.foundation.organisation import pack as organisation

    settings.DEMO = True
    api.load_city(settings.CITY_PACK)
    organisation.load_city(settings.CITY_PACK)
    accounts.load_demo(settings.CITY_PACK, civil_today())
    wordings.load_demo(settings.CITY_PACK, civil_today())
    return Office(run_jobs)


def test_officers_send_a_citizen_opens_on_the_phone_a_stranger_checks_and_the_unread_turn_to_paper(
    office, new_page, monkeypatch
):
    office.begun()
    writer = new_page()
    sign_in_as(writer, SENDER)
    writer.goto("/e-notices/desk/?view=drafts")
    no_violations(writer)
    writer.locator("tbody").get_by_role("link").first.click()
    no_violations(writer)
    writer.get_by_role("button", name="적어 두기").click()
    writer.get_by_role("button", name="승인 요청하기").click()
    shot(writer, "e_notices-proposed")

    approver = new_page()
    sign_in_as(approver, APPROVER)
    approver.goto("/e-notices/desk/?view=waiting")
    approver.locator("tbody").get_by_role("link").first.click()
    approver.get_by_role("link", name="승인하고 보내기").click()
    no_violations(approver)
    approver.get_by_role("button", name="승인하고 보내기").click()
    expect(approver.get_by_text("승인했습니다").first).to_be_visible()
    office.run_jobs()
    office.hand_over(Channel.RELAY)
    shot(approver, "e_notices-going")

    hana = office.notice(1)
    moment = now()
    opening = relays.Opening(hana.message, "e_notices", str(hana.key), moment, moment, moment, "0" * 64)
    monkeypatch.setattr(relays, "redeem", lambda _token: opening)
    phone = new_page(width=390)
    phone.goto("/e-notices/open/?token=once")
    expect(phone).to_have_url(re.compile("/e-notices/read/"))
    expect(phone.get_by_text("32,000원").first).to_be_visible()
    no_violations(phone)
    shot(phone, "e_notices-letter")
    assert office.notice(1).step is Step.SERVED
    phone.get_by_label("의견").fill("구급차에 자리를 내주느라 세웠습니다.")
    phone.get_by_role("button", name="의견 내기").click()
    assert office.notice(1).step is Step.OBJECTED

    stranger = new_page(width=390)
    stranger.goto("/e-notices/check/")
    no_violations(stranger)
    stranger.get_by_label("확인번호").fill(shown(office.notice(2).code).lower())
    stranger.get_by_role("button", name="확인하기").click()
    expect(stranger.get_by_text("우리 시가 보낸 알림이 맞습니다")).to_be_visible()
    expect(stranger.get_by_text("이도윤")).to_have_count(0)
    no_violations(stranger)
    shot(stranger, "e_notices-check")

    office.day(4)
    assert office.notice(2).step is Step.PAPER
    writer.goto(f"/e-notices/addressees/{office.notice(2).key}/")
    writer.locator("summary", has_text="있었던 일").click()
    expect(writer.get_by_text("열람하지 않아 우편으로 바꿉니다").first).to_be_visible()
    no_violations(writer)
    shot(writer, "e_notices-paper")
    assert Sending.objects.get().sent_on == office.today

    office.gathered()
    printer = new_page()
    sign_in_as(printer, PRINTER)
    printer.goto("/printing/")
    no_violations(printer)
    printer.get_by_role("button", name="묶어서 인쇄 파일 만들기").click()
    office.run_jobs()
    printer.reload()
    no_violations(printer)
    shot(printer, "printing-run")
    printer.get_by_role("link", name="우체국에 부침").click()
    printer.get_by_label("접수증 번호").fill("R-12")
    printer.get_by_role("button", name="우체국에 부침").click()
    expect(printer.get_by_text("부쳤습니다").first).to_be_visible()
    office.run_jobs()
    assert office.notice(2).step is Step.POSTED
