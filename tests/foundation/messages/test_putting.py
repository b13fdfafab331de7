"""What comes in: held against its text, sealed, once; many as one, on both databases."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from tests.foundation.messages.conftest import ADDRESS, AT, batch_of, published, put, row, rows

from jiphyeon.foundation.messages import batches, putting
from jiphyeon.foundation.messages.enums import BatchState, Channel, State, Urgency
from jiphyeon.foundation.messages.models import Batch, Message
from jiphyeon.foundation.messages.putting import Addressee
from jiphyeon.foundation.secrets.rotation import columns
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db


def test_a_message_is_kept_as_it_was_put(text):
    key = put(text, owner_key="7", reference="우리-7", urgency=Urgency.URGENT)

    kept = row(key)
    assert (kept.state, kept.urgency, kept.channel) == (State.CREATED, Urgency.URGENT, Channel.EMAIL)
    assert (kept.address, kept.values) == (ADDRESS[Channel.EMAIL], {"name": "하나"})
    assert (kept.owner, kept.owner_key, kept.reference, kept.next_at) == ("tests", "7", "우리-7", AT)


def test_one_key_twice_is_one_message(text):
    key = uuid4()

    assert put(text, key=key) == put(text, key=key) == key
    assert Message.objects.count() == 1


def test_what_is_rolled_back_with_its_caller_is_not_sent(text):
    with transaction.atomic():
        put(text)
        transaction.set_rollback(True)

    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("channel", "address", "code"),
    [
        (Channel.EMAIL, "no address", "no_email_address"),
        (Channel.EMAIL, "a@b.kr\r\nBcc: c@d.kr", "no_email_address"),
        (Channel.EMAIL, "<a@b.kr>", "no_email_address"),
        (Channel.EMAIL, f"{'a' * 250}@b.kr", "no_email_address"),
        (Channel.TEXT, "010-12", "no_phone_number"),
        (Channel.TEXT, "전화", "no_phone_number"),
        (Channel.RELAY, "빈 칸", "no_relay_address"),
        (Channel.PAPER, "김하나\n한누리대로 1", "no_postal_address"),
        (Channel.PAPER, "김하나\n한누리대로 1\n3010", "no_postal_address"),
    ],
)
def test_an_address_that_is_none_is_refused(channel, address, code):
    with pytest.raises(Refused) as no:
        put(published(channel), channel=channel, address=address)

    assert no.value.code == code


@pytest.mark.parametrize("written", ["010-1234-5678", "010 1234 5678", "(010)12345678", "+82 10-1234-5678"])
def test_a_number_is_kept_without_what_people_put_between(written):
    kept = row(put(published(Channel.TEXT), address=written)).address

    assert kept in {"01012345678", "+821012345678"}


def test_a_missing_value_is_named_and_one_too_many_is_not_kept(text):
    with pytest.raises(Refused) as no:
        put(text, values={"other": "x"})

    assert "name" in no.value.words.en
    assert row(put(text, values={"name": "하나", "other": "x"})).values == {"name": "하나"}


def test_a_sign_that_no_phone_shows_is_named():
    with pytest.raises(Refused) as no:
        put(published(Channel.TEXT, subject=""), channel=Channel.TEXT, values={"name": "👍"})

    assert (no.value.code, "👍" in no.value.words.ko) == ("message_signs", True)


def test_a_text_message_is_counted_in_bytes():
    text = published(Channel.TEXT, subject="", body="((name))")

    put(text, channel=Channel.TEXT, values={"name": "가" * 1_000})
    with pytest.raises(Refused) as no:
        put(text, channel=Channel.TEXT, values={"name": "가" * 1_001})

    assert no.value.code == "message_too_long"


@pytest.mark.parametrize("channel", [Channel.TEXT, Channel.RELAY])
def test_a_value_brings_no_link_to_a_phone(channel):
    text = published(channel, subject="", body="((name)) 님")

    for name in ("evil.example", "http://1.2.3.4", "ev\u200bil．com"):
        with pytest.raises(Refused) as no:
            put(text, channel=channel, values={"name": name})
        assert no.value.code in {"message_link", "message_signs"}
    put(text, channel=channel, values={"name": "2024. 3. 2.(토) 홍길동"})
    put(published(), values={"name": "Booking.com"})


def test_many_are_kept_as_one_each_would_be(text):
    odd = [
        Addressee("a@mail.example", {"name": "탭\t줄\n끝\\"}, owner_key="탭\t\\n", reference="줄\n바꿈\r\\."),
        Addressee(
            "b@mail.example", {"name": "둘"}, unsubscribe="https://city.example/1", reply_to="c@mail.example"
        ),
    ]
    batch = batch_of(text, 3, release=False)
    putting.put_many(batch=batch, rows=[*rows(3), *odd], at=AT)
    single = row(put(text, values={"name": "사람0"}, address="person0@mail.example", owner_key="0"))

    kept = list(Message.objects.filter(batch__key=batch).order_by("pk"))
    assert [one.values["name"] for one in kept] == ["사람0", "사람1", "사람2", odd[0].values["name"], "둘"]
    assert (kept[3].owner_key, kept[3].reference) == (odd[0].owner_key, odd[0].reference)
    alike = ("channel", "state", "text_id", "address", "mark", "values", "headers", "digest", "owner", "owner_key", "reference",
             "attempt", "next_at", "tried_at", "lease_until", "lease_owner", "reason", "created_at", "handed_over_at",
             "completed_at")  # fmt: skip
    assert {name: getattr(kept[0], name) for name in alike} == {name: getattr(single, name) for name in alike}
    assert [one.headers for one in kept[2:]] == [
        None,
        None,
        {"unsubscribe": "https://city.example/1", "reply_to": "c@mail.example"},
    ]
    assert Batch.objects.get(key=batch).total == 5


@pytest.mark.parametrize(
    ("channel", "more"),
    [
        (Channel.TEXT, {"reply_to": "a@mail.example"}),
        (Channel.EMAIL, {"unsubscribe": "http://city.example/1"}),
        (Channel.EMAIL, {"unsubscribe": "https://city.example/1>\r\nBcc: x@mail.example"}),
        (Channel.EMAIL, {"reply_to": "a@mail.example\r\nBcc: x@mail.example"}),
    ],
)
def test_what_no_header_holds_is_refused(channel, more):
    text = published(channel, subject="", body="((name))")

    with pytest.raises(Refused):
        putting.put(text=text, to=Addressee(ADDRESS[channel], {"name": "x"}, **more), owner="tests", at=AT)


def test_filling_begun_again_goes_on_behind_what_is_stored(text, monkeypatch):
    monkeypatch.setattr(putting, "BLOCK", 4)
    batch = putting.begin_batch(text=text, owner="tests", at=AT)

    def dies():
        yield from rows(6)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        putting.put_many(batch=batch, rows=dies(), at=AT)
    assert putting.put_many(batch=batch, rows=rows(9), at=AT) == 5

    kept = Message.objects.filter(batch__key=batch).order_by("pk").values_list("owner_key", flat=True)
    assert list(kept) == [f"{n}" for n in range(9)]


def test_a_row_that_does_not_fit_is_named_by_its_number(text):
    batch = putting.begin_batch(text=text, owner="tests", at=AT)

    with pytest.raises(Refused) as no:
        putting.put_many(batch=batch, rows=[*rows(2), Addressee("{nobody}", {"name": "x"})], at=AT)

    assert no.value.code == "no_email_address"
    assert "3" in no.value.words.en


def test_a_batch_that_was_released_takes_nothing_more(text):
    batch = batch_of(text, 1)

    with pytest.raises(Refused) as no:
        putting.put_many(batch=batch, rows=rows(2), at=AT)

    assert no.value.code == "batch_closed"


def test_an_empty_batch_is_done_when_it_is_released(text):
    assert batches.progress(batch_of(text, 0)).state == BatchState.DONE


def test_nothing_of_a_person_lies_in_the_clear(text):
    put(text)
    batch_of(text, 2)

    with connection.cursor() as cursor:
        cursor.execute('SELECT address, "values", mark FROM outbox_message')
        lying = repr(cursor.fetchall())
    assert "mail.example" not in lying
    assert "하나" not in lying
    assert "사람" not in lying


def test_rotation_knows_what_is_sealed():
    assert {one.purpose for one in columns() if one.table == "outbox_message"} == {
        "outbox_message.address",
        "outbox_message.values",
        "outbox_message.headers",
    }


def test_new_keys_are_keys_of_version_7_and_never_the_same():
    from uuid import UUID

    keys = putting.fresh_keys(5_000, AT)

    assert len(set(keys)) == 5_000
    assert {(UUID(key).version, UUID(key).variant) for key in keys} == {(7, "specified in RFC 4122")}


def test_a_published_version_keeps_its_words():
    key = uuid4()
    published(key=key)
    published(key=key)

    with pytest.raises(Refused) as no:
        published(key=key, body="다른 말")

    assert no.value.code == "text_altered"
