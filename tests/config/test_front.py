"""The web process takes requests in whole, within limits, and lets answers leave by themselves: granian as it is run."""

import asyncio
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from tests.simulated import PLAIN, free_port
from tests.waiting import PATIENCE_SECONDS, wait_until

from jiphyeon.config.front import Front, Limits, _Body, _Unacceptable

ROOT = Path(__file__).resolve().parents[2]

# A page that says what reached it, and the front with shorter patience around it.
APPLICATION = """
import json, time
from jiphyeon.config.front import Front, Limits

def pages(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/fails":
        raise ZeroDivisionError
    body = environ["wsgi.input"].read()
    given = {key: value for key, value in environ.items() if isinstance(value, str)}
    start_response("200 OK", [("Content-Type", "application/json"), ("X-Two", "1"), ("X-Two", "2")])
    if path == "/large":
        return (bytes([65 + n % 26]) * 100_000 for n in range(100))
    return [json.dumps({"environ": given, "body": len(body)}).encode()]

application = Front(pages, Limits(body=3_000_000, in_memory=100_000, on_disk=4_000_000, patience=1.0, pace=100_000, threads=2))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("front")
    (folder / "fronted.py").write_text(APPLICATION, encoding="utf-8")
    port = free_port()
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "rsgi", "--port", str(port), "--http", "1"),
            *("--http1-header-read-timeout", "1000", "--http1-buffer-size", "65536", "--no-ws"),
            *("--log-level", "critical", "fronted:application"),
        ],
        env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT / 'src'}"},
        cwd=folder,
    )

    def answers():
        with suppress(httpx.TransportError):
            return httpx.get(
                f"http://127.0.0.1:{port}/", trust_env=False, verify=PLAIN, timeout=PATIENCE_SECONDS
            )

    wait_until(answers)
    yield port
    running.send_signal(signal.SIGKILL)
    running.wait()
    wait_until(lambda: not is_listening(port))  # its child holds the port no longer than it lives


def is_listening(port):
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def ask(server, method, where, **more):
    with httpx.Client(trust_env=False, timeout=PATIENCE_SECONDS) as client:
        return client.request(method, f"http://127.0.0.1:{server}{where}", **more)


def test_a_page_is_told_what_wsgi_promises(server):
    given = ask(
        server, "POST", "/a%20b/%ED%95%9C?q=%ED%95%9C&x=1", content=b"abc",
        headers={"Cookie": "a=1; b=2", "X-Forwarded-For": "192.0.2.1", "Content-Type": "text/plain"},
    ).json()  # fmt: skip

    assert given["body"] == 3
    assert {key: given["environ"][key] for key in WANTED} == WANTED
    assert given["environ"]["SERVER_PORT"] == str(server)


WANTED = {
    "REQUEST_METHOD": "POST",
    "PATH_INFO": "/a b/한".encode().decode("latin-1"),
    "QUERY_STRING": "q=%ED%95%9C&x=1",
    "CONTENT_LENGTH": "3",
    "CONTENT_TYPE": "text/plain",
    "HTTP_COOKIE": "a=1; b=2",
    "HTTP_X_FORWARDED_FOR": "192.0.2.1",
    "REMOTE_ADDR": "127.0.0.1",
    "SERVER_NAME": "127.0.0.1",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "wsgi.url_scheme": "http",
}


def test_headers_that_two_servers_read_differently_do_not_reach_a_page(server):
    raw = (
        b"GET / HTTP/1.1\r\nHost: x\r\nX_Forwarded_Proto: https\r\nProxy: evil\r\nCookie: a=1\r\nCookie: b=2\r\n"
        b"X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http\r\nConnection: close\r\n\r\n"
    )
    response = talk(server, raw)

    assert b'"HTTP_X_FORWARDED_PROTO": "https, http"' in response
    assert b'"HTTP_COOKIE": "a=1; b=2"' in response
    assert b"HTTP_PROXY" not in response


@pytest.mark.parametrize(
    ("raw", "status", "words"),
    [
        (b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\n\r\n", 414, "The address is too long."),
        (b"GET /?" + b"q" * 8_192 + b" HTTP/1.1\r\n\r\n", 414, "The address is too long."),
        (b"OPTIONS * HTTP/1.1\r\n\r\n", 400, "This is not an address."),
        (b"POST / HTTP/1.1\r\nContent-Length: 3000001\r\n\r\n", 413, "What was sent is too large."),
        (b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc", 408, "did not arrive in time"),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", 408, "did not arrive in time"),
        (b"GET /fails HTTP/1.1\r\n\r\n", 500, "Something went wrong here."),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", 431, ""),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 500_000 + b"\r\n\r\n", 431, ""),
    ],
)
def test_what_is_too_long_too_large_or_too_slow_is_answered_and_let_go(server, raw, status, words):
    first, _, rest = raw.partition(b"\r\n")
    response = talk(server, first + b"\r\nHost: localhost\r\n" + rest)

    assert response.startswith(f"HTTP/1.1 {status} ".encode())
    assert words.encode() in response
    assert b"connection: close" in response


def test_headers_that_do_not_come_are_not_waited_for(server):
    assert talk(server, b"GET / HTTP/1.1\r\nHost: loc") == b""


def test_a_burst_earns_no_silence_and_a_steady_sender_is_not_cut():
    """The front's own clock, moved by hand: patience of 10 s, and a pace of 100 bytes a second."""

    def answer_to(*pieces):
        return taken_in(Limits(patience=10.0, pace=100), *pieces)

    assert answer_to((0, b"a" * 900), (9, b"a" * 100)) == 1_000
    assert answer_to((0, b"a" * 900), (11, b"a" * 100)) == "too_slow"  # the burst would have earned nine more
    assert answer_to(*[(9, b"a" * 1_000)] * 20) == 20_000  # eighteen times the patience in all
    assert answer_to(*[(9, b"a" * 100)] * 20) == "too_slow"  # each in time, and not at its pace


def taken_in(limits, *pieces):
    """Let a front take in a body, each piece so many seconds after the one before; return its length, or why not."""

    class Passing(selectors.DefaultSelector):
        """Nobody waits: the clock says that the time has passed."""

        def select(self, timeout=None):
            moment[0] += timeout or 0
            return super().select(0)

    class Sender:
        async def __aiter__(self):
            for seconds, piece in pieces:
                await asyncio.sleep(seconds)
                yield piece

    async def take_in():
        scope = SimpleNamespace(path="/", query_string="", headers={"transfer-encoding": "chunked"})
        body = _Body(limits.in_memory)
        try:
            await Front(None, limits)._take_in(scope, Sender(), body)
        except _Unacceptable as no:
            return str(no)
        finally:
            body.file.close()
        return body.size

    moment = [0.0]

    def run():
        with closing(asyncio.SelectorEventLoop(Passing())) as loop:
            loop.time = lambda: moment[0]
            return loop.run_until_complete(take_in())

    with ThreadPoolExecutor(
        1
    ) as apart:  # a browser of another test may have a loop of its own going in this thread
        return apart.submit(run).result()


def test_bodies_share_the_disk(server):
    """Two of three megabytes at once are more than the four there are; one after the other they are not."""
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\nConnection: close\r\n\r\n"

    def refused():
        with socket.create_connection(("127.0.0.1", server), timeout=PATIENCE_SECONDS) as first:
            first.sendall(head + b"a" * 2_500_000)
            time.sleep(0.3)  # a busy machine may not have read it by then, and is asked again
            response = talk(server, head + b"a" * 2_500_000)
        return (
            response.startswith(b"HTTP/1.1 503 ")
            and b"There is no room for what was sent just now." in response
        )

    def taken():
        answer = ask(server, "POST", "/", content=b"a" * 3_000_000)
        return answer.status_code == 200 and answer.json()["body"] == 3_000_000

    wait_until(refused)
    wait_until(taken)  # the first has gone, and its bytes a moment later


def test_a_large_answer_arrives_whole_and_holds_no_thread_while_nobody_reads_it(server):
    silent = [socket.create_connection(("127.0.0.1", server)) for _ in range(8)]
    for one in silent:
        one.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")

    answer = ask(server, "GET", "/large")

    assert len(answer.content) == 10_000_000
    assert answer.content[::100_000] == bytes(65 + n % 26 for n in range(100))
    assert answer.headers.get_list("x-two") == ["1", "2"]
    for one in silent:
        one.close()


def test_head_has_no_body(server):
    answer = ask(server, "HEAD", "/")

    assert (answer.status_code, answer.content) == (200, b"")


def talk(port, raw):
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(raw)
        return read(connection)


def read(connection):
    received = b""
    try:
        while piece := connection.recv(65_536):
            received += piece
    except ConnectionResetError:
        pass
    return received
