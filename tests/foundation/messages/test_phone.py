"""The channel of text messages: one POST for each, and what each answer means."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.foundation.mail.servers import refusing_port
from tests.foundation.messages.conftest import published, put, row, sender

from jiphyeon.foundation.messages.enums import Channel, State
from jiphyeon.foundation.messages.models import ChannelStatus
from jiphyeon.foundation.messages.phone import Phone

pytestmark = pytest.mark.django_db


@contextmanager
def gateway(status):
    """Run a gateway that answers so; give its address and what it was told."""
    found = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.append((self.path, self.headers["Authorization"], json.loads(body)))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", found
        server.shutdown()


def text_to_a_phone():
    return put(published(Channel.TEXT, subject=""), channel=Channel.TEXT)


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        (201, State.HANDED_OVER, ""),
        (409, State.HANDED_OVER, ""),
        (400, State.PERMANENT_FAILURE, "text-400"),
        (429, State.CREATED, "text-429"),
    ],
)
def test_what_a_gateway_answers_is_of_that_message(clock, status, state, reason):
    key = text_to_a_phone()

    with gateway(status) as (address, given):
        sender(Phone(address, token="t"), clock).drain()

    body = {"id": str(key), "to": "01000000001", "from": "가온시", "text": "안녕하세요, 하나 님."}
    assert given == [("/texts", "Bearer t", body)]
    assert (row(key).state, row(key).reason, row(key).completed_at is None) == (
        state, reason, state in {State.HANDED_OVER, State.CREATED},
    )  # fmt: skip


@pytest.mark.parametrize(("status", "reason"), [(500, "text-500"), (401, "text-401"), (None, "text-away")])
def test_a_gateway_that_is_away_or_does_not_know_us_costs_no_message_an_attempt(clock, status, reason):
    key = text_to_a_phone()

    if status is None:
        sender(Phone(f"http://127.0.0.1:{refusing_port()}", token="t"), clock).drain()
    else:
        with gateway(status) as (address, _told):
            sender(Phone(address, token="t"), clock).drain()

    assert (row(key).state, row(key).attempt) == (State.CREATED, 0)
    assert ChannelStatus.objects.get().reason == reason
