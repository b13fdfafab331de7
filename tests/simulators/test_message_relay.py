"""The simulated relay: what it tells is signed and told until it is heard, also after a death; its faults; who may set them."""

import hmac
import json
from hashlib import sha256
from uuid import uuid4

import httpx
import pytest
from tests.simulated import Calls, free_port, started, stopped

from jiphyeon.simulators.callbacks import MANY_TIMES, MOST_TRIES, Courier, Store, put


class Office:
    """An office that answers callbacks with the statuses it is told, the last one for ever."""

    def __init__(self, *statuses):
        self.statuses, self.calls = list(statuses) or [200], []
        self.http = httpx.Client(transport=httpx.MockTransport(self._answer))

    def _answer(self, request):
        self.calls.append(request)
        return httpx.Response(self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0])

    def told(self):
        return [one["kind"] for call in self.calls for one in json.loads(call.content)["events"]]


@pytest.fixture
def clock():
    class Clock:
        at = 1_000.0

        def __call__(self):
            return self.at

    return Clock()


def courier(tmp_path, office, clock, *kinds):
    store = Store(tmp_path / "relay.sqlite3", "")
    with store.writing() as rows:
        for kind in kinds:
            put(rows, {"document": str(uuid4()), "kind": kind}, at=clock.at)
    return Courier(store, address="http://office.example/", secret="s", clock=clock, http=office.http)


def test_what_is_told_is_signed_and_told_once(tmp_path, clock):
    office = Office()
    one = courier(tmp_path, office, clock, "delivered", "opened")

    assert (one.step(), one.step()) == (2, 0)

    (call,) = office.calls
    meant = hmac.new(b"s", call.headers["X-Timestamp"].encode() + b"." + call.content, sha256).hexdigest()
    assert call.headers["X-Signature"] == f"sha256={meant}"
    assert office.told() == ["delivered", "opened"]


def test_an_office_that_is_away_hears_it_later(tmp_path, clock):
    office = Office(500, 500, 200)
    one = courier(tmp_path, office, clock, "opened")

    assert one.step() == 1
    assert one.step() == 0  # not before its time
    for _ in range(2):
        clock.at += 60
        assert one.step() == 1
    clock.at += 600
    assert one.step() == 0
    assert office.told() == ["opened"] * 3


def test_a_no_is_taken_for_what_it_is_after_some_tries(tmp_path, clock):
    office = Office(404)
    one = courier(tmp_path, office, clock, "opened")
    for _ in range(MOST_TRIES + 3):
        one.step()
        clock.at += 3_600

    assert len(office.calls) == MOST_TRIES


def test_faults_of_callbacks(tmp_path, clock):
    office = Office()
    one = courier(tmp_path, office, clock, "delivered", "opened")
    one.store.switch_on("held", None)
    assert one.step() == 0
    one.store.switch_on("reversed", None)
    one.store.switch_on("duplicate", 1)
    one.store.switch_on("stranger", 1)
    one.store.switch_off("held")

    assert one.step() == 2

    assert len(office.calls) == MANY_TIMES
    assert office.told()[:3] == ["opened", "delivered", "delivered"]
    assert one.store.faults() == {"reversed": None}


@pytest.mark.parametrize("fault", ["wrong_signature", "clock_off"])
def test_faults_of_one_signature(tmp_path, clock, fault):
    office = Office(401, 200)
    one = courier(tmp_path, office, clock, "opened")
    one.store.switch_on(fault, 1)
    one.step()
    clock.at += 60
    one.step()

    wrong, right = office.calls
    meant = hmac.new(b"s", wrong.headers["X-Timestamp"].encode() + b"." + wrong.content, sha256).hexdigest()
    assert (wrong.headers["X-Signature"] != f"sha256={meant}") == (fault == "wrong_signature")
    assert (int(wrong.headers["X-Timestamp"]) != 1_000) == (fault == "clock_off")
    assert int(right.headers["X-Timestamp"]) == 1_060


def test_killed_and_started_again_it_goes_on(tmp_path):
    calls, port = Calls(), free_port()
    arguments = ["jiphyeon.simulators.message_relay", "--data", tmp_path, "--office", calls.url]
    process, address = started(*arguments, port=port)
    key = str(uuid4())
    with httpx.Client(
        trust_env=False, base_url=address, headers={"Authorization": "Bearer demo-relay-token"}
    ) as http:
        http.put("/admin/faults", json={"fault": "held"})
        document = {
            "id": key, "ci": "demo-linking-value-hana", "title": "문서", "body": "왔습니다.", "digest": "0" * 64,
            "sender": "가온시", "path": "/open/",
        }  # fmt: skip
        answer = http.post("/v1/documents", json={"documents": [document]})
        assert answer.json() == {"documents": [{"id": key, "result": "taken"}]}
        process.kill()
        process.wait()
        stopped(process)
        process, address = started(*arguments, port=port)
        assert (
            http.post("/v1/documents", json={"documents": [document]}).json()["documents"][0]["result"]
            == "again"
        )
        http.delete("/admin/faults")
    path, _headers, body = calls.next()

    assert path == "/relays/callbacks/"
    assert [(one["document"], one["kind"]) for one in json.loads(body)["events"]] == [(key, "delivered")]
    stopped(process)
    calls.close()


def test_only_an_office_it_knows_is_answered(message_relay):
    asked = {"identities": [{"id": "1", "hash": "x"}]}
    http = message_relay.http
    assert http.post(f"{message_relay.url}/v1/identities", json=asked).status_code == 401
    for body in ([], {"identities": 1}, {"identities": ["x"]}, {}):
        answer = http.post(
            f"{message_relay.url}/v1/identities",
            json=body,
            headers={"Authorization": "Bearer demo-relay-token"},
        )
        assert answer.status_code == 400


def test_faults_are_set_from_this_machine_by_its_own_address_alone(message_relay):
    there = {"Host": "relay.example"}
    assert message_relay.http.get(f"{message_relay.url}/admin/faults", headers=there).status_code == 403
    for given in ({"fault": "nothing"}, {"fault": "held", "times": 0}, []):
        assert message_relay.http.put(f"{message_relay.url}/admin/faults", json=given).status_code == 400


@pytest.mark.parametrize(("language", "words"), [("ko", "누구의 앱을 볼까요?"), ("en", "Whose app?")])
def test_the_app_speaks_both_languages(message_relay, language, words):
    assert words in message_relay.http.get(message_relay.url, params={"lang": language}).text
    assert message_relay.http.post(f"{message_relay.url}/enter", data={"number": "0"}).status_code == 422
