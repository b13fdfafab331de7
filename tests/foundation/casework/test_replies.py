"""Saved answers: kept by whoever handles a room's matters, filled for one, and begun with in both boxes."""

import re

import pytest
from tests.foundation.casework.test_pages import applied, market, page, text_of  # noqa: F401 -- the market

from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.casework.models import Remark
from jiphyeon.foundation.replies.models import Reply

KEPT = "/stalls/desk/replies/"
ASKED = {
    "title": "도면",
    "body": "{이름} 님, {번호}의 도면을 보내 주세요.",
    "english": "Please send the plan for {number}.",
}


@pytest.fixture
def kept(market):  # noqa: F811 -- the fixture of that name
    market("seoyeon").post(KEPT, ASKED)
    return Reply.objects.get()


def test_a_colleague_finds_changes_and_throws_away_what_one_saved(market, kept):  # noqa: F811
    client = market("jihun")
    assert "도면을 보내 주세요" in text_of(client.get(KEPT))

    changed = {**ASKED, "body": "도면 {번호}", "version": kept.version}
    client.post(f"{KEPT}{kept.key}/", changed)
    kept.refresh_from_db()
    assert (kept.body, kept.changed_name, kept.version) == ("도면 {번호}", "배지훈", 2)

    stale = client.post(f"{KEPT}{kept.key}/", {**changed, "body": "늦은 글"})
    assert stale.status_code == 422
    assert "그사이 배지훈 담당이 이 문구를 고쳤습니다" in text_of(stale)
    assert "늦은 글" in stale.content.decode()  # what was written is kept
    client.post(f"{KEPT}{kept.key}/", {"drop": "1"})
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"body": "{없는 것}"}, "채울 수 없는 빈칸이 있습니다: {없는 것}"),
        ({"english": "{nothing}"}, "채울 수 없는 빈칸이 있습니다: {nothing}"),
        ({"title": ""}, "제목"),
        ({}, "같은 제목의 문구가 있습니다"),
    ],
)
def test_what_cannot_be_saved_says_why_beside_what_was_written(market, kept, fields, why):  # noqa: F811
    answer = market("seoyeon").post(KEPT, {**ASKED, **fields})

    assert answer.status_code == 422
    assert why in text_of(answer)
    assert Reply.objects.count() == 1


def test_an_answer_is_filled_for_a_matter_in_the_language_of_whom_it_is_for(market, kept):  # noqa: F811
    stall = applied(market)
    text = f"김하나 님, {stall_number(stall)}의 도면을 보내 주세요."

    shown = page(market("seoyeon"), "desk", stall).content.decode()
    assert f'data-reply="{text}"' in shown
    begun = market("seoyeon").get(f"/stalls/desk/{stall.key}/", {"reply": str(kept.key)}).content.decode()
    assert re.search(rf"<textarea[^>]*>{re.escape(text)}</textarea>", begun)
    assert 'reply="' not in page(market("hana"), "mine", stall).content.decode()

    client = market("seoyeon")
    User.objects.filter(username="hana").update(language="en")
    shown = page(client, "desk", stall).content.decode()
    assert f'data-reply="Please send the plan for {stall_number(stall)}."' in shown


def stall_number(stall):
    stall.refresh_from_db()
    return stall.number


def test_a_message_with_an_open_gap_is_not_sent_and_a_note_may_have_one(market, kept):  # noqa: F811
    stall, client = applied(market), market("seoyeon")
    where = f"/stalls/desk/{stall.key}/say/"

    refused = client.post(where, {"body": "{기한}까지 보내 주세요.", "shared": "1"}, follow=True)
    assert "채우지 않은 빈칸이 있습니다: {기한}" in text_of(refused)
    assert not Remark.objects.exists()
    client.post(where, {"body": "{기한} 확인"})
    assert Remark.objects.get().shared is False
    asked = client.post(
        f"/stalls/desk/{stall.key}/deeds/ask_supplement/",
        {"version": stall.version, "comment": "{number}의 도면", "until": "2099-01-01"},
    )
    assert asked.status_code == 422


def test_only_whoever_handles_the_matters_keeps_answers(market, kept):  # noqa: F811
    for username in ("hana", "garam", "jiho", "taeo"):
        assert market(username).get(KEPT).status_code == 403, username
        assert market(username).post(f"{KEPT}{kept.key}/", {"drop": "1"}).status_code == 403
    assert market("minjae").get(KEPT).status_code == 200
    assert market("seoyeon").get(f"{KEPT}00000000-0000-0000-0000-000000000000/").status_code == 404
    assert Reply.objects.exists()
