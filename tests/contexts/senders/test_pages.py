"""Pages for officers: registered, keys shown once, use, letters to post."""

import base64

import pytest
from tests.contexts.senders.conftest import UNIT
from tests.contexts.senders.test_contract import PDF
from tests.lists import assert_counts_are_the_rows, assert_queries_do_not_grow

from jiphyeon.contexts.senders.models import ApiKey, Notification, Service
from jiphyeon.contexts.senders.tables import SERVICES
from jiphyeon.foundation.ledger.models import Entry

WRITTEN = {"name": "예약 알림", "unit": UNIT, "guests": "010-2345-6789\nguest@mail.example"}


def text_of(answer):
    return answer.content.decode()


def test_a_service_is_registered_and_its_key_is_shown_once(office):
    client = office.browser("sarang")
    answer = client.post("/senders/new/", WRITTEN, follow=True)
    service = Service.objects.get()
    assert "시험 열쇠를 만들어" in text_of(answer)
    assert service.guests == ["01023456789", "guest@mail.example"]

    made = client.post(f"/senders/{service.key}/keys/", {"name": "예약 서버", "kind": "test"})
    secret = ApiKey.objects.get().secret

    assert f"예약 서버-{service.key}-{secret}" in text_of(made)
    assert secret not in text_of(client.get(f"/senders/{service.key}/"))
    assert "이 이름의 열쇠가 이미" in text_of(
        client.post(f"/senders/{service.key}/keys/", {"name": "예약 서버", "kind": "test"})
    )
    kinds = set(Entry.objects.filter(subject=str(service.key)).values_list("kind", flat=True))
    assert kinds == {"senders.registered", "senders.key_made"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "이름을 적어 주세요"),
        ({"guests": "이웃"}, "휴대전화 번호나 이메일 주소가 아닙니다: 이웃"),
        ({"guests": "\n".join(f"g{n}@mail.example" for n in range(51))}, "50명까지"),
        ({"callback_url": "ftp://x.example"}, "https://로 시작하는 주소를"),
        ({"number_for_answers": "044-0"}, "숫자만 8자리부터"),
        ({"reply_to": "x"}, "reply_to"),
    ],
)
def test_what_is_written_wrong_is_said_beside_its_field(office, change, words):
    answer = office.browser("sarang").post("/senders/new/", WRITTEN | change)

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Service.objects.exists()


def test_a_change_on_top_of_anothers_is_refused(office):
    service = office.registered()
    seen = service.version
    office.change(service, name="다른 이름")

    answer = office.browser("sarang").post(f"/senders/{service.key}/edit/", WRITTEN | {"version": seen})

    assert answer.status_code == 422
    assert Service.objects.get().name == "다른 이름"


def test_the_token_to_be_told_with_stays_where_none_is_written(office):
    service = office.registered()
    client = office.browser("sarang")
    for token, kept in (("let-me-in-1", "let-me-in-1"), ("", "let-me-in-1"), ("let-me-in-2", "let-me-in-2")):
        service.refresh_from_db()
        written = WRITTEN | {
            "version": service.version,
            "callback_url": "https://x.example/",
            "callback_token": token,
        }
        assert client.post(f"/senders/{service.key}/edit/", written).status_code == 302
        service.refresh_from_db()
        assert service.callback_token == kept
        assert kept not in text_of(client.get(f"/senders/{service.key}/edit/"))


def test_what_was_sent_stands_on_the_page_by_day(office):
    service = office.live()
    office.key(service).sms(office.text())

    page = text_of(office.browser("garam").get(f"/senders/{service.key}/"))

    assert "날마다 보낸 수" in page
    assert "열쇠 만들기" not in page


def test_a_letter_that_came_as_a_file_is_opened_and_posted(office):
    service = office.live()
    program = office.key(service)
    document = {"reference": "x", "content": base64.b64encode(PDF).decode()}
    key = program.post("/v2/notifications/letter", document).json()["id"]
    client = office.browser("sarang")

    opened = client.get(f"/senders/{service.key}/letters/{key}.pdf")
    assert b"".join(opened.streaming_content) == PDF
    client.post(f"/senders/{service.key}/letters/{key}/posted/")
    again = client.post(f"/senders/{service.key}/letters/{key}/posted/", follow=True)

    assert "이미 부쳤거나" in text_of(again)
    assert Notification.objects.get().state == "handed_over"
    assert program.get(f"/v2/notifications/{key}").json()["status"] == "received"
    assert client.get(f"/senders/{office.live().key}/letters/{key}.pdf").status_code == 404


@pytest.mark.parametrize("who", ["hana", "seoyeon"])
def test_whoever_holds_no_role_here_sees_nothing(office, who):
    service = office.registered()
    client = office.browser(who)

    for where in ("", "new/", f"{service.key}/", f"{service.key}/edit/", f"{service.key}/events/"):
        assert client.get(f"/senders/{where}").status_code == 403


def test_whoever_only_reads_is_offered_nothing_and_can_do_nothing(office):
    service = office.registered()
    office.key(service)
    client = office.browser("garam")

    assert "없애기" not in text_of(client.get(f"/senders/{service.key}/"))
    revoke = f"/senders/{service.key}/keys/{ApiKey.objects.get().key}/revoke/"
    assert client.post(revoke).status_code == 403
    assert ApiKey.objects.get().revoked_at is None


def test_the_list_counts_its_rows_and_asks_no_more_for_more(office):
    service = office.registered()
    client = office.browser("sarang")

    assert_counts_are_the_rows(SERVICES, office.actor("sarang"), office.today)
    assert_queries_do_not_grow(
        lambda: client.get("/senders/?view=all"), lambda: [office.registered() for _ in range(5)]
    )
    assert_queries_do_not_grow(
        lambda: client.get(f"/senders/{service.key}/"), lambda: [office.key(service) for _ in range(5)]
    )


def test_programs_lists_ask_no_more_for_more(office):
    program, text = office.key(office.live()), office.text()
    program.sms(text)

    for where in ("/v2/notifications", "/v2/templates"):
        assert_queries_do_not_grow(
            lambda where=where: program.get(where),
            lambda: [(program.sms(text), office.text()) for _ in range(3)],
        )
