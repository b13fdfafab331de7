"""The pages: who may see what, a code that says nothing of anybody, a token that opens once, the record of service."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from jiphyeon.contexts.e_notices.actions import paying
from jiphyeon.contexts.e_notices.enums import Step
from jiphyeon.contexts.e_notices.rules.codes import SIGNS, code_of, read, shown
from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.dues import api as dues
from jiphyeon.foundation.dues.events import DuePaid
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.open_data import limits
from jiphyeon.foundation.relays import api as relays
from jiphyeon.kernel import Refused

SENDER, APPROVER = "sebin", "dalho"


def asked(office, code, **more):
    return office.browser().post("/e-notices/check/", {"code": code, **more}).content.decode()


def test_a_code_is_read_however_it_is_typed_and_a_wrong_sign_is_told():
    code = code_of(b"example")

    assert read(f" {shown(code).lower()} ") == code
    for at, sign in enumerate(code):
        for other in SIGNS:
            if other != sign:
                assert read(code[:at] + other + code[at + 1 :]) is None


def test_a_stranger_learns_that_it_is_real_and_nothing_of_whom(office):
    office.approved()
    row = office.notice(1)

    said = asked(office, shown(row.code))

    assert "우리 시가 보낸 알림이 맞습니다" in said
    assert not [word for word in ("김하나", row.number, "12가3456", "40,000") if word in said]


def test_a_code_that_the_city_never_sent_is_told_so(office):
    office.begun()
    draft = office.notice(1)

    assert "우리 시가 보낸 알림이 아닙니다" in asked(office, code_of(b"another"))
    assert "우리 시가 보낸 알림이 아닙니다" in asked(office, draft.code)
    assert "한 글자가 다릅니다" in asked(office, "ABC")


def test_codes_are_not_to_be_guessed_one_after_another(office, monkeypatch):
    moment = now()
    monkeypatch.setattr(limits, "now", lambda: moment)
    client = office.browser()
    answers = [client.post("/e-notices/check/", {"code": "22222222"}).status_code for _ in range(22)]

    assert answers[-1] == 429


@pytest.fixture
def opening(office, monkeypatch):
    """A notice that is on its way, and a relay that opens it once."""
    office.sent()
    row = office.notice(1)
    tokens = {"once"}

    def redeem(token):
        if token not in tokens:
            raise Refused("token_used", ko="이 주소는 한 번 쓰였습니다.", en="This address was used already.")
        tokens.remove(token)
        moment = now()
        hashed = Citizen.objects.get(user__username="hana").ci_hash
        return relays.Opening(row.message, "e_notices", str(row.key), moment, moment, moment, hashed)

    monkeypatch.setattr(relays, "redeem", redeem)
    return row


def test_whoever_comes_from_their_app_reads_is_served_and_finds_it_on_their_page(office, opening):
    client = office.browser()

    said = client.get("/e-notices/open/?token=once", follow=True).content.decode()

    row = office.notice(1)
    assert "32,000원" in said
    assert (row.step, row.reader) == (Step.SERVED, User.objects.get(username="hana").key)
    assert str(row.key) in office.browser("hana").get("/my/").content.decode()
    assert office.browser("hana").get(f"/e-notices/mine/{row.key}/").status_code == 200
    assert office.browser("doyun").get(f"/e-notices/mine/{row.key}/").status_code == 404


def test_a_token_opens_once_and_a_page_fetched_ahead_uses_none(office, opening):
    ahead = office.browser().get("/e-notices/open/?token=once", headers={"Sec-Purpose": "prefetch"})
    assert ahead.status_code == 503
    office.browser().get("/e-notices/open/?token=once")

    again = office.browser().get("/e-notices/open/?token=once")

    assert again.status_code == 410
    assert "한 번 쓰였습니다" in again.content.decode()


def test_without_a_token_nothing_is_read(office, opening):
    assert office.browser().get("/e-notices/read/").status_code == 410


def test_an_opinion_is_written_on_the_phone(office, opening):
    client = office.browser()
    client.get("/e-notices/open/?token=once")

    assert client.post("/e-notices/read/", {"words": ""}).status_code == 422
    client.post("/e-notices/read/", {"words": "구급차였습니다."})

    assert office.notice(1).step is Step.OBJECTED
    desk = office.browser(SENDER).get(f"/e-notices/addressees/{office.notice(1).key}/").content.decode()
    assert "구급차였습니다." in desk


@pytest.mark.parametrize("page", ["desk/", "addressees/"])
@pytest.mark.parametrize(("who", "status"), [(SENDER, 200), (APPROVER, 200), ("hana", 403), (None, 302)])
def test_the_desk_is_open_to_those_who_send(office, page, who, status):
    assert office.browser(who).get(f"/e-notices/{page}").status_code == status


def test_the_record_of_service_says_each_step_and_that_it_is_no_certificate(office):
    office.sent()
    office.relay("opened", office.notice(1))
    row = office.notice(1)

    answer = office.browser(SENDER).get(f"/e-notices/addressees/{row.key}/letters/record.pdf")

    said = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "유통증명서가 아닙니다" in said
    assert row.document[:16] in said.replace("\n", "")
    assert "열람하여전자송달되었습니다" in "".join(said.split())


def test_deeds_that_cannot_be_done_are_not_offered(office):
    office.sent()
    row = office.notice(1)

    client = office.browser(SENDER)
    assert client.get(f"/e-notices/addressees/{row.key}/deeds/expire/").status_code == 404
    page = client.get(f"/e-notices/addressees/{row.key}/deeds/return/")
    assert page.status_code == 200


@pytest.fixture
def house(monkeypatch):
    """A payment house that is there, and where it leads."""
    monkeypatch.setattr(dues, "is_set_up", lambda: True)
    monkeypatch.setattr(dues, "pay_address", lambda key, *, back: f"/paid/{key}?back={back}")


def test_whoever_opened_it_pays_less_in_time_and_once(office, opening, house):
    client = office.browser()
    page = client.get("/e-notices/open/?token=once", follow=True).content.decode()
    assert "32,000원 내기" in page

    client.post("/e-notices/read/pay/")
    client.post("/e-notices/read/pay/")
    due = dues.of(paying.due_of(opening.key))
    assert due.amount == 32_000
    for _ in range(2):
        publish(DuePaid("e_notices", str(opening.key), due.key, 32_000, now(), is_late=False))
        office.run_jobs()

    assert office.notice(1).step is Step.PAID
    assert office.notice(1).history.filter(deed="pay").count() == 1
    assert "내실 금액이 없습니다" in client.post("/e-notices/read/pay/", follow=True).content.decode()


def test_anothers_notice_is_not_paid_and_nothing_is_owed_before_it_is_opened(office, opening, house):
    client = office.browser()

    assert client.post("/e-notices/read/pay/", follow=True).status_code == 410
    assert office.browser("doyun").post(f"/e-notices/mine/{opening.key}/pay/").status_code == 404


def test_an_opinion_that_is_followed_lets_go_what_was_owed(office, opening, house):
    client = office.browser()
    client.get("/e-notices/open/?token=once")
    client.post("/e-notices/read/pay/")
    client.post("/e-notices/read/", {"words": "구급차였습니다."})

    row = office.notice(1)
    paying.waive(key=row.key, reason="확인", seen=row.version, by=office.actor(SENDER), on=office.today)

    assert office.notice(1).step is Step.WAIVED
    assert dues.of(paying.due_of(row.key)).state == "cancelled"
