"""A call to the outside ends when its time is over, whatever the other side does."""

from types import SimpleNamespace

import httpcore
import httpx
import pytest
from tests.foundation.mail.servers import Dripping, listening, silent
from tests.waiting import PATIENCE_SECONDS

from jiphyeon.foundation.network import web

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"


@pytest.mark.parametrize(
    "first", [b"", b"HTTP/1.1 200 OK\r\nX-Long: ", HEAD], ids=["a status", "a header", "a body"]
)
def test_a_call_that_drips_has_its_end(first):
    """Between two signs passes less than any wait for one: only the end of the whole ends it."""
    drips = Dripping(first, b"a")
    with listening(drips) as port, web.client(trust_env=False) as http:
        with pytest.raises((httpx.TimeoutException, httpx.RemoteProtocolError)):
            web.ask(http, "GET", f"http://127.0.0.1:{port}/", longest=0.5, largest=2_000_000)
        http.close()
        assert drips.left.wait(PATIENCE_SECONDS)


def test_a_call_to_one_who_says_nothing_has_its_end():
    with (
        listening(silent) as port,
        web.client(trust_env=False) as http,
        pytest.raises(httpx.TimeoutException),
    ):
        web.ask(http, "GET", f"http://127.0.0.1:{port}/", longest=0.5, largest=2_000_000)


def test_several_calls_share_the_deadline_of_the_whole(monkeypatch):
    moment = [0.0]
    monkeypatch.setattr(web, "time", SimpleNamespace(monotonic=lambda: moment[0]))
    waits = []

    class Silent(httpcore.MockStream):
        def read(self, _max_bytes, timeout=None):
            waits.append(timeout)
            moment[0] += timeout
            raise httpcore.ReadTimeout

    class Backend(httpcore.MockBackend):
        def connect_tcp(self, *_given, **_more):
            return Silent([])

    with web.client(trust_env=False) as http, web.within(0.75):
        http._transport._pool._network_backend._inner = Backend([])
        for _ in range(3):
            with pytest.raises(httpx.TimeoutException):
                web.ask(http, "GET", "http://nowhere.example/", longest=0.5, largest=100)

    assert waits == [0.5, 0.25]  # and for the third nothing is left


def test_an_answer_beyond_its_greatest_size_is_not_read_on():
    def endless(connection):
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 100_000)

    with listening(endless) as port, web.client(trust_env=False) as http, pytest.raises(httpx.DecodingError):
        web.ask(http, "GET", f"http://127.0.0.1:{port}/", longest=5, largest=1000)
