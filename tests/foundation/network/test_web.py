"""A call to the outside ends when its time is over, whatever the other side does."""

import threading
import time

import httpx
import pytest
from tests.foundation.mail.servers import listening, silent

from jiphyeon.foundation.network import web

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"


def drips(first):
    def behave(connection):
        connection.recv(4096)
        connection.sendall(first)
        while not threading.Event().wait(0.05):
            connection.sendall(b"a")

    return behave


@pytest.mark.parametrize(
    "behave", [silent, drips(b""), drips(b"HTTP/1.1 200 OK\r\nX-Long: "), drips(HEAD)],
    ids=["says nothing", "drips a status", "drips a header", "drips a body"],
)  # fmt: skip
def test_the_whole_call_has_its_end(behave):
    with listening(behave) as port, web.client(trust_env=False) as http:
        began = time.monotonic()
        with pytest.raises((httpx.TimeoutException, httpx.RemoteProtocolError)):
            web.ask(http, "GET", f"http://127.0.0.1:{port}/", longest=0.5, largest=2_000_000)
        assert time.monotonic() - began < 1.5


def test_several_calls_share_the_deadline_of_the_whole():
    with listening(silent) as port, web.client(trust_env=False) as http, web.within(0.6):
        began = time.monotonic()
        for _ in range(3):
            with pytest.raises(httpx.TimeoutException):
                web.ask(http, "GET", f"http://127.0.0.1:{port}/", longest=0.5, largest=100)
        assert time.monotonic() - began < 1.2


def test_an_answer_beyond_its_greatest_size_is_not_read_on():
    def endless(connection):
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 100_000)

    with listening(endless) as port, web.client(trust_env=False) as http, pytest.raises(httpx.DecodingError):
        web.ask(http, "GET", f"http://127.0.0.1:{port}/", longest=5, largest=1000)
