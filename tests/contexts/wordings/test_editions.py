"""Texts through their pages and deeds: written, tried, sent for approval, approved by another, replaced, put away."""

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from tests.contexts.wordings.conftest import REMINDER, changed
from tests.lists import assert_counts_are_the_rows, assert_queries_do_not_grow

from jiphyeon.contexts.wordings import actions, api, queries
from jiphyeon.contexts.wordings.enums import Purpose, Stage
from jiphyeon.contexts.wordings.events import WordingApproved
from jiphyeon.contexts.wordings.models import Edition
from jiphyeon.contexts.wordings.tables import EDITIONS
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.casework import moving
from jiphyeon.foundation.casework.awaiting import waits_for_whom
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.messages import api as messages
from jiphyeon.foundation.messages.models import Message, Text
from jiphyeon.kernel import Refused
from jiphyeon.methods.wording import Channel

WRITTEN = {
    "name": "납부 안내",
    "channel": "text",
    "purpose": "guidance",
    "unit": "innovation-division",
    "body": REMINDER.body,
}


def fields(page):
    return page.content.decode()


def press(client, row, deed, **written):
    row.refresh_from_db()
    return client.post(f"/wordings/{row.key}/deeds/{deed}/", {"version": row.version, **written}, follow=True)


def test_a_text_is_written_and_its_writer_cannot_approve_it(office):
    row = office.begin()
    office.do(row, "propose")

    with pytest.raises(Refused, match="Only somebody in charge"):
        office.approve(row, by="narae")
    office.approve(row)

    assert row.stage is Stage.APPROVED
    assert api.in_use(row.text) == (1, REMINDER)
    assert Entry.objects.filter(kind="wordings.approved", subject=str(row.key)).count() == 1


def test_what_is_approved_is_what_messages_are_sent_with(office):
    first = office.approved(
        changed(easy_body="((이름)) 님, 돈을 내 주세요.", english_body="((이름)), please pay.")
    )

    sent = messages.put(
        text=api.text_version(first.text),
        to=messages.Addressee("010-0000-0001", {"이름": "하나", "기한": "2024-03-02", "과태료": 32_000}),
        owner="tests",
    )
    texts = {
        variant: Text.objects.get(key=known.key, version=known.version)
        for variant in api.Variant
        if (known := api.text_version(first.text, variant))
    }

    assert Message.objects.get(key=sent).text == texts[api.Variant.STANDARD]
    assert {one.body for one in texts.values()} == {first.body, first.easy_body, first.english_body}
    assert {variant: one.language for variant, one in texts.items()} == {
        "standard": "ko",
        "easy": "ko",
        "english": "en",
    }
    assert {one.sender for one in texts.values()} == {messages.office().number}


def test_the_next_edition_is_sent_with_from_its_approval_on_and_the_last_one_stays(office):
    relay = changed(channel=Channel.RELAY, buttons=("열기",))
    first = office.approved(relay)
    before = api.text_version(first.text)
    key = actions.begin_next(key=first.key, by=office.actor("narae"), on=office.today)
    assert api.text_version(first.text) == before

    office.do(Edition.objects.get(key=key), "propose")
    office.approve(Edition.objects.get(key=key))

    after = api.text_version(first.text)
    assert (before.key, before.version, after.version) == (after.key, 1, 2)
    assert [one.buttons for one in Text.objects.filter(key=after.key)] == [["열기"], ["열기"]]


def test_a_text_that_is_not_in_use_or_not_written_so_is_not_sent(office):
    row = office.begin()
    with pytest.raises(Refused, match="No edition of this text is in use"):
        api.text_version(row.text)

    office.do(row, "propose")
    office.approve(row)
    with pytest.raises(Refused, match="no easy Korean words"):
        api.text_version(row.text, api.Variant.EASY)


def test_whoever_wrote_it_and_may_approve_as_well_still_cannot(office):
    row = office.begin()
    office.do(row, "propose")
    held = Appointment.objects.get(user__username="narae")
    held.roles = [*held.roles, "wording_approver"]
    held.save()

    with pytest.raises(Refused, match="had a hand in this"):
        office.approve(row, by="narae")
    row.refresh_from_db()
    assert waits_for_whom(row, held.first, "ko").ko == "문구 승인 담당자 노태경"
    waiting = {
        name: EDITIONS.view("waiting").work_of(
            actor_of(User.objects.get(username=name), on=held.first), held.first
        )
        for name in ("narae", "taegyeong")
    }
    assert [Edition.objects.filter(row).count() for row in waiting.values()] == [0, 1]


def test_an_approved_edition_is_never_changed_again(office):
    row = office.approved()

    with pytest.raises(Refused, match="In use"):
        actions.write(
            key=row.key,
            content=changed(body="다른 말"),
            seen=row.version,
            by=office.actor("narae"),
            on=office.today,
        )
    answer = office.browser("narae").get(f"/wordings/{row.key}/edit/")

    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.content == REMINDER


def test_a_new_edition_takes_the_place_of_the_last_when_it_is_approved(office):
    first = office.approved()
    second = Edition.objects.get(
        key=actions.begin_next(key=first.key, by=office.actor("narae"), on=office.today)
    )
    actions.write(
        key=second.key,
        content=changed(body="((이름)) 님, 새 안내입니다."),
        seen=second.version,
        by=office.actor("narae"),
        on=office.today,
    )
    assert api.in_use(first.text) == (1, REMINDER)

    office.do(second, "propose")
    office.approve(second)

    first.refresh_from_db()
    assert (second.edition, first.stage) == (2, Stage.REPLACED)
    assert api.in_use(first.text) == (2, second.content)
    assert [one.field for one in queries.changed_since_the_last(second)] == ["body"]


def test_one_edition_is_written_and_one_is_in_use_at_a_time(office):
    first = office.approved()
    actions.begin_next(key=first.key, by=office.actor("narae"), on=office.today)

    with pytest.raises(Refused, match="being written already"):
        actions.begin_next(key=first.key, by=office.actor("narae"), on=office.today)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(edition=2).update(state=Stage.APPROVED)


def test_what_is_sent_back_says_why_and_is_sent_again(office):
    row = office.begin()
    office.do(row, "propose")
    answer = press(office.browser("taegyeong"), row, "send_back", comment="전화번호를 넣어 주세요.")
    row.refresh_from_db()

    assert row.stage is Stage.DRAFT
    assert "전화번호를 넣어 주세요." in fields(answer)
    office.do(row, "propose")
    assert office.approve(row).stage is Stage.APPROVED  # who only judged judges again


def test_what_is_put_away_is_not_in_use_and_begins_again(office):
    row = office.approved()
    press(office.browser("taegyeong"), row, "archive", comment="제도가 끝났습니다.")

    assert api.in_use(row.text) is None
    again = actions.begin_next(key=row.key, by=office.actor("narae"), on=office.today)
    assert Edition.objects.get(key=again).edition == 2


def test_a_text_with_something_wrong_is_not_sent_for_approval(office):
    row = office.begin(changed(purpose=Purpose.LEGAL))

    with pytest.raises(Refused, match="names its law and article"):
        office.do(row, "propose")
    assert "법적 고지에는 근거 법령과 조를" in fields(office.browser("narae").get(f"/wordings/{row.key}/"))


def test_a_form_keeps_what_is_wrong_and_says_it_beside_the_field(office):
    client = office.browser("narae")

    answer = client.post("/wordings/new/", {**WRITTEN, "body": "((주민등록번호))", "name": ""})
    refused = client.post("/wordings/new/", {**WRITTEN, "body": "((주민등록번호))"})

    assert (answer.status_code, refused.status_code, Edition.objects.count()) == (422, 422, 0)
    assert "무슨 문구인지 알 수 있게" in fields(answer)
    assert "제24조의2" in fields(refused)


def test_a_text_is_looked_at_before_it_is_kept(office):
    client = office.browser("narae")

    shown = client.post("/wordings/new/", {**WRITTEN, "show": "1"})
    assert Edition.objects.count() == 0
    assert "[이름] 님" in fields(shown)
    kept = client.post("/wordings/new/", WRITTEN, follow=True)

    row = Edition.objects.get()
    assert kept.redirect_chain == [(f"/wordings/{row.key}/", 302)]


def test_two_who_change_one_draft_are_told(office):
    row = office.begin()
    client = office.browser("narae")
    client.post(f"/wordings/{row.key}/edit/", {**WRITTEN, "version": row.version, "body": "첫 번째"})

    late = client.post(f"/wordings/{row.key}/edit/", {**WRITTEN, "version": row.version, "body": "두 번째"})

    row.refresh_from_db()
    assert row.body == "첫 번째"
    assert "이 건이 바뀌었습니다" in fields(late)
    assert "두 번째" in fields(late)


def test_values_are_tried_on_the_page_and_kept_nowhere(office):
    row = office.begin(
        changed(channel=Channel.PAPER, subject="안내", english_subject="Notice", english_body="Dear ((이름))")
    )
    client = office.browser("taegyeong")

    page = client.post(f"/wordings/{row.key}/", {"value0": "이도윤", "value1": "2024-03-02"})
    response = client.post(f"/wordings/{row.key}/", {"value1": "내일"})
    odd = client.post(f"/wordings/{row.key}/", {"variant": "klingon"})

    assert "이도윤 님, 2024. 3. 2.(토)까지" in fields(page)
    assert "날짜를 2024-03-02처럼" in fields(response)
    assert (page.status_code, response.status_code, odd.status_code) == (200, 200, 200)


def test_a_letter_is_a_pdf_and_its_large_print_is_longer(office):
    row = office.begin(
        changed(channel=Channel.PAPER, subject="안내", body="# 제목\n* 하나\n\n" + "긴 글입니다. " * 300)
    )
    client = office.browser("narae")

    plain = client.post(f"/wordings/{row.key}/letter.pdf", {})
    large = client.post(f"/wordings/{row.key}/letter.pdf", {"large": "on"})

    assert plain.headers["Content-Type"] == "application/pdf"
    assert plain.content[:5] == large.content[:5] == b"%PDF-"
    assert pages_of(large.content) > pages_of(plain.content)
    text = office.begin(changed(name="문자"))
    assert client.post(f"/wordings/{text.key}/letter.pdf", {}).status_code == 404


def pages_of(content):
    import io

    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)


def test_an_approval_is_told_to_whoever_wants_to_know(office, monkeypatch):
    found = []
    monkeypatch.setattr(moving, "publish", found.append)

    row = office.approved()

    assert WordingApproved(text=str(row.text), edition=str(row.key)) in found


@pytest.mark.parametrize(("who", "deed"), [("taegyeong", "replace"), ("narae", "write")])
def test_a_deed_that_no_page_offers_is_not_there_by_its_address(office, who, deed):
    row = office.approved() if deed == "replace" else Edition.objects.get(key=office.begin(REMINDER).key)
    before = row.history.count()

    answer = office.browser(who).post(f"/wordings/{row.key}/deeds/{deed}/", {"version": row.version})

    assert answer.status_code == 404
    assert row.history.count() == before


def test_the_list_counts_its_rows_in_a_fixed_number_of_queries(office):
    client = office.browser("narae")
    office.approved()
    office.begin(changed(name="다른 문구"))

    assert_counts_are_the_rows(EDITIONS, office.actor("narae"), office.today)
    assert_queries_do_not_grow(
        lambda: client.get("/wordings/?view=all"),
        lambda: [office.begin(changed(name=f"문구 {at}")) for at in range(12)],
    )


def test_a_page_of_a_text_asks_a_fixed_number_of_queries(office):
    first = office.approved()
    client = office.browser("narae")

    def grow():
        key = first.key
        for _ in range(4):
            key = actions.begin_next(key=key, by=office.actor("narae"), on=office.today)
            office.approve(office.do(Edition.objects.get(key=key), "propose"))

    assert_queries_do_not_grow(lambda: client.get(f"/wordings/{first.key}/"), grow)


def test_the_demo_city_has_texts_at_every_stage_with_nothing_wrong(office):
    from jiphyeon.contexts.wordings.rules.texts import problems

    api.load_demo(settings.CITY_PACK, office.today)
    api.load_demo(settings.CITY_PACK, office.today)

    rows = list(Edition.objects.all())
    assert {row.stage for row in rows} == {Stage.DRAFT, Stage.PROPOSED, Stage.APPROVED}
    assert {row.channel for row in rows} == set(Channel)
    assert [problems(row.content, messages.office().domains) for row in rows] == [()] * len(rows)
    assert all(row.english_body for row in rows)
