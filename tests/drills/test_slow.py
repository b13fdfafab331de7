"""Sixty-four who send and read as slowly as they can, of every kind: nobody else waits, and none of them stays."""

import socket
import time
from contextlib import suppress

import pytest
from tests.counts import count
from tests.running import City
from tests.waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.drill

CONNECTIONS = 64
# Who waited for the slow ones would wait out their limit, 10 s. Held in the long form, on a machine of its own.
LONGEST_WAIT = count(short=PATIENCE_SECONDS, long=5.0)
GONE_AFTER = count(short=PATIENCE_SECONDS, long=60.0)
FORM = (
    b"POST /accounts/demo/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
)
HOME = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
# name -> (what is sent at once, what is sent a sign at a time)
KINDS = {
    "says nothing at all": (b"", b""),
    "headers a sign at a time": (HOME + b"X-Slow: ", b"a" * 1000),
    "a body promised and one sign of it": (FORM + b"Content-Length: 100000\r\n\r\n", b"a"),
    "a body a sign at a time": (FORM + b"Content-Length: 100000\r\n\r\n", b"a" * 1000),
    "pieces without an end": (FORM + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n" * 1000),
    "a large upload that stops": (FORM + b"Content-Length: 60000000\r\n\r\n" + b"a" * 200_000, b""),
    "pages asked for and never read": ((HOME + b"\r\n") * 40, b""),
    "one page asked for and never read": (HOME + b"\r\n", b""),
}


class Slow:
    """One slow connection."""

    def __init__(self, port, at_once, drip):
        self.drip = iter(drip)
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)  # takes next to nothing unread
        self.socket.connect(("127.0.0.1", port))
        self.socket.setblocking(False)
        self._send(at_once)

    def _send(self, text):
        with suppress(OSError):  # full, or let go of
            self.socket.send(text)

    def go_on(self):
        """Send the next sign, if there is one."""
        for sign in self.drip:
            self._send(bytes([sign]))
            break


def held(port):
    """The server's open ends: (the other side's port, ours), from the kernel's own table; closing ones are let go of."""
    found = set()
    with open("/proc/net/tcp") as table:  # noqa: PTH123 -- a file only in name
        for line in list(table)[1:]:
            words = line.split()
            ours, theirs = (int(words[place].partition(":")[2], 16) for place in (1, 2))
            if ours == port and words[3] == "01":  # established
                found.add((theirs, ours))
    return found


@pytest.mark.skipif(
    count(short=True, long=False), reason="in its long form; the short one has all kinds at once"
)
@pytest.mark.parametrize("kind", KINDS)
def test_nobody_waits_for_sixty_four_of_one_kind(open_city, kind):
    at_once, drip = KINDS[kind]
    hold_out(open_city, lambda: [Slow(open_city.port, at_once, drip) for _ in range(CONNECTIONS)], kind)


def test_nobody_waits_for_the_slow_ones_and_none_of_them_stays(open_city):
    few = CONNECTIONS // len(KINDS) * count(short=1, long=5)
    hold_out(
        open_city,
        lambda: [Slow(open_city.port, *kind) for kind in KINDS.values() for _ in range(few)],
        "all kinds",
    )


def hold_out(city, sit_down, kind):
    """Read as anybody does while they sit there, until the last of them is gone: who reads is answered meanwhile."""
    alone = max(wait_of_a_reader(city) for _ in range(10))
    waits, slow, answered_meanwhile = [], sit_down(), 0
    began = time.monotonic()
    ports = {one.socket.getsockname()[1] for one in slow}

    def sitting():
        return {theirs for theirs, _ours in held(city.port)} & ports

    while before := sitting():
        for one in slow:
            one.go_on()
        waits.append(wait_of_a_reader(city))
        answered_meanwhile += sitting() == before
        assert waits[-1] <= LONGEST_WAIT + alone, f"{kind}: a reader waited {waits[-1]:.2f} s"
        assert time.monotonic() - began < GONE_AFTER, f"{kind}: {len(before)} of {len(slow)} still sit there"
        time.sleep(0.1)
    for one in slow:
        one.socket.close()
    assert answered_meanwhile, f"{kind}: nobody was answered before one of them had gone"
    print(
        f"\n{len(slow)} × {kind}: gone after {time.monotonic() - began:.0f} s; "
        f"{len(waits)} readers waited at most {max(waits, default=0):.2f} s (before: {alone:.2f} s)"
    )


def wait_of_a_reader(city):
    asked = time.monotonic()
    assert city.get("/", headers={"Host": "localhost"}).status_code == 200
    return time.monotonic() - asked


@pytest.fixture(scope="module")
def open_city(tmp_path_factory):
    city = City(tmp_path_factory.mktemp("slow"), "--empty", "--no-simulators")
    city.opens()
    wait_of_a_reader(city)  # the first page is slower than all that follow
    yield city
    city.close()
