"""The pages every room has: each side does its part by them, and nobody else's."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.foundation.casework.example.models import Stall

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.casework import remarks
from jiphyeon.foundation.casework.models import Attachment, HistoryLine
from jiphyeon.foundation.casework.moving import move
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.ledger.models import TrailEntry


@pytest.fixture
def market(as_person, wordings, settings, tmp_path):
    settings.ROOT_URLCONF = "tests.foundation.casework.example.urls"
    settings.DATA_DIR = tmp_path
    return as_person


def begun(client, username="hana"):
    """Begin an application as whoever is signed in."""
    by, on = actor_of(User.objects.get(username=username), on=civil_today()), civil_today()
    return move(Stall(person=by.user, place="조치원시장 3번", opened_on=on), "draft", by=by, on=on).row


def page(client, side, stall, deed=""):
    where = f"/stalls/{side}/{stall.key}/" + (f"deeds/{deed}/" if deed else "")
    return client.get(where)


def press(client, side, stall, deed, **written):
    version = Stall.objects.get(key=stall.key).version
    return client.post(
        f"/stalls/{side}/{stall.key}/deeds/{deed}/", {"version": version, **written}, follow=True
    )


def applied(market):
    stall = begun(market("hana"))
    press(market("hana"), "mine", stall, "submit")
    return stall


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_deed_with_nothing_to_write_is_one_press(market):
    stall = begun(market("hana"))

    answer = press(market("hana"), "mine", stall, "submit")

    assert "신청했습니다." in text_of(answer)
    assert Stall.objects.get(key=stall.key).number == f"{civil_today().year}-000001"


def test_a_deed_that_cannot_be_undone_asks_first_and_says_what_happens(market):
    stall = applied(market)

    asked = text_of(page(market("hana"), "mine", stall, "withdraw"))

    assert "취하하면 심사가 여기서 끝나고, 되돌릴 수 없습니다." in asked
    assert "민원 처리에 관한 법률 제22조 제2항" in asked
    assert Stall.objects.get(key=stall.key).state == "received"


def test_words_left_out_come_back_beside_their_field(market):
    stall = applied(market)
    client = market("seoyeon")

    answer = press(client, "desk", stall, "ask_supplement", comment="", until="")

    assert answer.status_code == 422
    assert Stall.objects.get(key=stall.key).state == "received"


def test_the_whole_walk_by_pages_alone(market):
    stall = applied(market)
    press(market("seoyeon"), "desk", stall, "ask_supplement", comment="도면", until=str(civil_today()))
    asked = page(market("hana"), "mine", stall).content.decode()
    assert "도면" in asked
    assert '<a href="#papers">서류 올리러 가기</a>' in asked
    press(market("hana"), "mine", stall, "supply", comment="올렸습니다")
    press(market("seoyeon"), "desk", stall, "propose")
    press(market("minjae"), "desk", stall, "send_back", comment="면적을 다시 재 주세요")
    assert "면적을 다시 재 주세요" in text_of(page(market("seoyeon"), "desk", stall))
    assert "면적을 다시 재 주세요" not in text_of(page(market("hana"), "mine", stall))
    press(market("seoyeon"), "desk", stall, "propose")
    press(market("minjae"), "desk", stall, "grant")

    assert "자리를 받으셨습니다" in text_of(page(market("hana"), "mine", stall))
    assert Stall.objects.get(key=stall.key).state == "granted"
    assert [line.deed for line in HistoryLine.objects.of(stall)] == [
        "draft", "submit", "ask_supplement", "supply", "propose", "send_back", "propose", "grant",
    ]  # fmt: skip


def test_two_tabs_of_one_officer_do_a_deed_once(market):
    stall = applied(market)
    client, version = market("seoyeon"), Stall.objects.get(key=stall.key).version
    where = f"/stalls/desk/{stall.key}/deeds/propose/"

    client.post(where, {"version": version})
    second = client.post(where, {"version": version}, follow=True)

    assert "상태라서 할 수 없습니다" in text_of(second)
    assert HistoryLine.objects.of(stall).filter(deed="propose").count() == 1


def test_a_button_that_is_not_for_now_says_why(market):
    stall = applied(market)
    signer = actor_of(User.objects.get(username="minjae"), on=civil_today())
    row = Stall.objects.get(key=stall.key)
    press(market("seoyeon"), "desk", stall, "propose")
    HistoryLine.objects.of(row).filter(deed="propose").update(by=signer.user)

    text = text_of(page(market("minjae"), "desk", stall))

    why = "앞서 이 일에 손을 댄 사람(‘결정안을 올렸습니다’)은 할 수 없습니다"
    assert re.search(rf"허가에 서명하기[^·]* · {re.escape(why)}", text)
    assert text.count(why) == 1


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("doyun", "/stalls/mine/{key}/"),
        ("doyun", "/stalls/mine/{key}/deeds/withdraw/"),
        ("seoyeon", "/stalls/desk/{other}/"),
        ("seoyeon", "/stalls/desk/{key}/deeds/nothing/"),
        ("seoyeon", "/stalls/desk/{key}/deeds/withdraw/"),
        ("seoyeon", "/stalls/desk/{key}/papers/{other}/"),
        ("seoyeon", "/stalls/desk/{draft}/"),
    ],
)
def test_what_is_not_ones_own_is_not_there(market, who, where):
    stall, draft = applied(market), begun(market("hana"))

    answer = market(who).get(where.format(key=stall.key, other=uuid4(), draft=draft.key))

    assert answer.status_code == 404


def test_talk_is_read_by_opening_the_page_and_an_auditor_reads_nothing(market):
    stall = applied(market)
    market("hana").post(f"/stalls/mine/{stall.key}/say/", {"body": "언제 되나요?"})

    page(market("garam"), "desk", stall)
    assert remarks.unread_by_office("stalls", [stall.key]) == {stall.key: 1}
    assert "아직 읽지 않음" in text_of(page(market("hana"), "mine", stall))

    page(market("seoyeon"), "desk", stall)
    assert remarks.unread_by_office("stalls", [stall.key]) == {}
    market("seoyeon").post(f"/stalls/desk/{stall.key}/say/", {"body": "메모입니다"})
    market("seoyeon").post(f"/stalls/desk/{stall.key}/say/", {"body": "이번 주에 답합니다", "shared": "1"})
    assert remarks.unread_by_person("stalls", [stall.key]) == {stall.key: 1}
    read = text_of(page(market("hana"), "mine", stall))
    assert "이번 주에 답합니다" in read
    assert "메모입니다" not in read
    assert market("garam").post(f"/stalls/desk/{stall.key}/say/", {"body": "?"}).status_code == 403


def test_a_look_stands_in_the_persons_trail_and_nothing_is_shown_ahead_of_one(market):
    stall = applied(market)
    client = market("seoyeon")

    for ahead in (
        {"Sec-Purpose": "prefetch"},
        {"Purpose": "prefetch"},
        {"Sec-Purpose": "Prefetch;prerender"},
    ):
        given = client.get(f"/stalls/desk/{stall.key}/", headers=ahead)
        assert (given.status_code, given.content) == (503, b"")
    assert not TrailEntry.objects.filter(verb="stalls.viewed").exists()
    page(client, "desk", stall)
    assert TrailEntry.objects.filter(verb="stalls.viewed", person=stall.person).count() == 1


def test_a_paper_is_brought_opened_and_returned_with_words(market):
    stall = applied(market)
    paper = SimpleUploadedFile("도면.pdf", b"%PDF-1.4 a plan\n%%EOF")
    market("hana").post(f"/stalls/mine/{stall.key}/papers/", {"title": "자리 도면", "paper": paper})
    kept = Attachment.objects.get()
    where = f"/stalls/desk/{stall.key}/papers/{kept.key}/"

    assert b"".join(market("seoyeon").get(where).streaming_content) == b"%PDF-1.4 a plan\n%%EOF"
    market("seoyeon").post(f"{where}judge/", {"judgement": "return", "words": "흐려서 읽지 못합니다"})

    assert "흐려서 읽지 못합니다" in text_of(page(market("hana"), "mine", stall))
    assert market("hana").post(f"{where}judge/", {"judgement": "accept"}).status_code == 403


def test_many_at_once_are_previewed_and_sealed(market):
    stalls = [applied(market), applied(market)]
    for stall in stalls:
        press(market("seoyeon"), "desk", stall, "propose")
    chosen = {"selected": [Stall.objects.get(key=stall.key).number for stall in stalls]}
    client = market("minjae")
    shown = client.post("/stalls/desk/together/grant/", chosen)
    seal = re.search(r'name="seen" value="(\w+)"', shown.content.decode())[1]
    assert "2건 · 20,000원" in text_of(shown)

    stale = client.post("/stalls/desk/together/grant/done/", {**chosen, "seen": "0" * 64}, follow=True)
    assert "아무것도 하지 않았습니다" in text_of(stale)
    done = client.post("/stalls/desk/together/grant/done/", {**chosen, "seen": seal}, follow=True)

    assert "2건을 마쳤습니다." in text_of(done)
    assert set(Stall.objects.values_list("state", flat=True)) == {"granted"}
    late = client.post("/stalls/desk/together/grant/", chosen)
    assert "지금 할 수 있는 건이 없습니다" in text_of(late)
    assert "하지 않는 건 2건" in text_of(late)
    assert "/stalls/desk/together/grant/done/" not in late.content.decode()
    assert market("seoyeon").post("/stalls/desk/together/grant/", chosen).status_code == 403


def test_an_item_page_asks_the_database_the_same_number_of_times_whatever_lies_beside_it(
    market, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    stall = applied(market)
    client = market("garam")
    page(client, "desk", stall)
    with CaptureQueriesContext(connection) as few:
        page(client, "desk", stall)
    by = actor_of(User.objects.get(username="hana"), on=civil_today())
    for n in range(20):
        remarks.say(stall, f"{n}", by=by, on=civil_today())

    with CaptureQueriesContext(connection) as many:
        page(client, "desk", stall)

    assert len(many) == len(few)
