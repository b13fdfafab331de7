"""The door the relay calls at: signed, in time, once; whatever the order; and what the machine room sees of it."""

import hmac
import json
import logging
from hashlib import sha256
from uuid import uuid4

import pytest

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.relays.enums import Standing
from jiphyeon.foundation.relays.models import Document, ReceivedCallback, RefusedCallback

pytestmark = pytest.mark.django_db
DOOR = "/relays/callbacks/"
EARLY = "2026-03-02T10:00:00+09:00"


@pytest.fixture
def connected(settings):
    settings.RELAY = "http://127.0.0.1:9"


@pytest.fixture
def document(db):
    return Document.objects.create(
        key=uuid4(), owner="tests", owner_key="7", standing=Standing.MATCHED, created_at=now()
    )


def event(of, kind="delivered", **more):
    return {"id": str(uuid4()), "document": str(of.key), "kind": kind, "at": EARLY, **more}


SECRET = "demo-relay-secret"


def call(client, *events, secret=SECRET, late=0, body=None, signature=None):
    body = json.dumps({"events": events}).encode() if body is None else body
    stamp = str(int(now().timestamp()) + late)
    signed = hmac.new(secret.encode(), stamp.encode() + b"." + body, sha256).hexdigest()
    return client.post(
        DOOR,
        body,
        content_type="application/json",
        headers={"X-Timestamp": stamp, "X-Signature": signature or f"sha256={signed}"},
    )


def heard(post, run_jobs):
    run_jobs()
    return [kind for _key, kind in post.heard]


def test_the_same_callback_fifty_times_is_one(client, connected, document, post, run_jobs):
    one = event(document)

    answers = [call(client, one) for _ in range(50)]

    assert {answer.status_code for answer in answers} == {200}
    assert answers[0].json() == {"events": [{"id": one["id"], "result": "recorded"}]}
    assert answers[-1].json()["events"][0]["result"] == "again"
    assert ReceivedCallback.objects.count() == 1
    assert heard(post, run_jobs) == ["delivered"]


def test_the_same_news_under_another_id_is_told_once(client, connected, document, post, run_jobs):
    call(client, event(document), event(document))
    call(client, event(document))

    assert ReceivedCallback.objects.count() == 3
    assert heard(post, run_jobs) == ["delivered"]


def test_a_callback_out_of_order_is_kept_and_settles(client, connected, document, post, run_jobs):
    call(client, event(document, "opened"))
    call(client, event(document, "closed_unread"))
    call(client, event(document, "consented"), event(document, "delivered"))

    document.refresh_from_db()
    assert document.opened_at
    assert document.consented_at
    assert document.closed_at is None
    assert heard(post, run_jobs) == ["opened", "consented", "delivered"]


def test_a_document_we_never_sent_is_not_found_and_is_remembered(client, connected, document, caplog):
    caplog.set_level(logging.WARNING)
    stranger = event(document, document=str(uuid4()))

    answer = call(client, stranger)

    assert answer.status_code == 404
    assert answer.json()["message"]["ko"] == "우리가 보낸 문서가 아닙니다."
    assert stranger["id"] in caplog.text
    mixed = call(client, stranger, event(document))
    assert [one["result"] for one in mixed.json()["events"]] == ["unknown", "recorded"]


@pytest.mark.parametrize(
    "given", [{"secret": "another"}, {"signature": "sha256="}, {"signature": "nonsense"}]
)
def test_a_wrong_signature_is_401_and_leaves_nothing_but_a_count(client, connected, document, given):
    answer = call(client, event(document), **given)

    assert answer.status_code == 401
    assert answer.json()["code"] == "signature"
    assert not ReceivedCallback.objects.exists()
    assert RefusedCallback.objects.get().count == 1


@pytest.mark.parametrize("late", [600, -600])
def test_a_clock_that_is_far_off_is_told_both_times(client, connected, document, late):
    answer = call(client, event(document), late=late)

    assert answer.status_code == 400
    assert answer.json()["code"] == "clock"
    assert "ours says" in answer.json()["message"]["en"]
    assert call(client, event(document), late=late // 2 - late // 60).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"events": []}',
        b'{"events": ["x"]}',
        b'{"events": [{"id": "1"}]}',
        b"\xff\xfe",
        b'{"events": 1}',
    ],
)
def test_what_cannot_be_read_is_400_with_the_place(client, connected, body):
    answer = call(client, body=body)

    assert answer.status_code == 400
    assert answer.json()["code"] == "malformed"


@pytest.mark.parametrize(
    "wrong", [{"kind": "eaten"}, {"at": "yesterday"}, {"at": "2026-03-02T10:00:00"}, {"id": "1"}]
)
def test_an_event_that_is_none_is_refused_whole(client, connected, document, wrong):
    assert call(client, event(document), event(document, **wrong)).status_code == 400
    assert not ReceivedCallback.objects.exists()


def test_a_call_that_is_too_large_is_413(client, connected):
    assert call(client, body=b" " * (64 * 1024 + 1)).status_code == 413


def test_a_city_without_a_relay_takes_no_callback(client, settings, document):
    settings.RELAY = "http://127.0.0.1:9"
    settings.RELAY_SECRET = ""

    assert call(client, event(document), secret="").status_code == 401
    assert client.get(DOOR).status_code == 405


@pytest.mark.parametrize(
    ("who", "status"), [(None, 302), ("hana", 403), ("seoyeon", 403), ("garam", 200), ("taeo", 200)]
)
def test_only_operators_and_auditors_see_what_came(as_person, who, status):
    assert as_person(who).get("/relays/").status_code == status


@pytest.mark.parametrize("who", ["garam", "seoyeon", "hana"])
def test_nobody_else_plays_again(as_person, who):
    assert as_person(who).post("/relays/play/").status_code == 403


def test_an_event_of_a_document_we_did_not_know_is_settled_when_played_again(
    as_person, client, connected, document, post, run_jobs
):
    key = uuid4()
    one = event(document, "opened", document=str(key))
    call(client, one)
    operator = as_person("taeo")
    page = operator.get("/relays/").content.decode()
    assert "모르는 문서" in page
    assert (
        "아직 모르는 문서라"
        in operator.post("/relays/play/", {"selected": one["id"]}, follow=True).content.decode()
    )

    Document.objects.create(
        key=key, owner="tests", owner_key="9", standing=Standing.MATCHED, created_at=now()
    )
    page = operator.post("/relays/play/", {"selected": one["id"]}, follow=True).content.decode()

    assert "1건을 다시 알렸습니다" in page
    assert "모르는 문서" not in page.split("최근에 온 것")[0].split("살펴볼 것")[1]
    assert heard(post, run_jobs) == ["opened"]
    assert "골라 주세요" in operator.post("/relays/play/", {"selected": "x"}, follow=True).content.decode()
