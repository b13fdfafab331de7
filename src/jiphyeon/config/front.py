"""The web process, as granian serves it: a request is taken in whole before a thread sees it, an answer leaves by itself.

`granian --interface rsgi --http 1 jiphyeon.config.front:application`. Whoever sends or reads slowly keeps an event loop
waiting, which can wait for thousands at once, and never one of the threads that draw pages. Waiting has an end.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

from jiphyeon.config.lifeline import die_with_the_server
from jiphyeon.config.wsgi import application as pages

_LOG = logging.getLogger(__name__)
_MIB = 1024 * 1024
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost before a page is drawn, and its answer afterwards."""

    target: int = 8_192  # signs of path and query
    body: int = 64 * _MIB  # beyond an upload that is too large, which is refused in better words by the page
    in_memory: int = _MIB  # of one body; more lies in an unnamed temporary file
    on_disk: int = 1024 * _MIB  # of all bodies on their way at once
    patience: float = 10.0  # seconds until the next piece of a body comes, or one of an answer is taken
    pace: int = 16_384  # bytes a second that a body keeps up
    piece: int = 256 * 1024  # of an answer, handed over at once
    threads: int = 16


# Said without a page, for nothing of the request has reached one: status, Korean, English.
_PLAIN_ANSWERS = {
    "not_an_address": (400, "주소가 아닙니다.", "This is not an address."),
    "cut_off": (
        400,
        "보내신 내용이 다 도착하지 않았습니다. 다시 보내 주세요.",
        "What was sent did not arrive whole. Please send it again.",
    ),
    "too_slow": (
        408,
        "보내신 내용이 제때 도착하지 않았습니다. 다시 보내 주세요.",
        "What was sent did not arrive in time. Please send it again.",
    ),
    "too_large": (413, "보내신 내용이 너무 큽니다.", "What was sent is too large."),
    "too_long": (414, "주소가 너무 깁니다.", "The address is too long."),
    "failed": (
        500,
        "처리하다가 오류가 났습니다. 잠시 뒤 다시 해 주세요.",
        "Something went wrong here. Please try again later.",
    ),
    "no_room": (
        503,
        "지금은 보내신 내용을 받을 자리가 없습니다. 잠시 뒤 다시 보내 주세요.",
        "There is no room for what was sent just now. Please send it again later.",
    ),
}


class _Unacceptable(Exception):  # noqa: N818 -- an answer, no fault of ours
    """A request that no page is drawn for; `code` is one of _PLAIN_ANSWERS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.status, korean, english = _PLAIN_ANSWERS[code]
        self.words = f"{korean}\n{english}\n"


class _Body:
    """What a request carries: in memory while it is small, in an unnamed temporary file beyond."""

    def __init__(self, in_memory: int) -> None:
        self.file = SpooledTemporaryFile(in_memory)  # noqa: SIM115 -- closed when the request is over
        self.in_memory = in_memory
        self.size = 0

    def write(self, piece: bytes) -> None:
        self.size += len(piece)
        self.file.write(piece)

    @property
    def on_disk(self) -> int:
        return self.size if self.size > self.in_memory else 0


class Front:
    """Stands between granian's event loop and the pages, which are drawn by threads."""

    def __init__(self, application: Callable[..., Iterable[bytes]], limits: Limits) -> None:
        self._application = application
        self._limits = limits
        self._threads = ThreadPoolExecutor(limits.threads, thread_name_prefix="page")
        self._bodies: set[_Body] = set()

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by granian in each of its processes before the first request."""
        die_with_the_server()
        loop.call_later(0.1, _end_silent_readers, loop, self._limits.patience)

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        body = _Body(self._limits.in_memory)
        self._bodies.add(body)
        try:
            await self._take_in(scope, protocol, body)
            await self._answer(protocol, _environ(scope, body))
        except _Unacceptable as no:
            about = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
            protocol.response_bytes(no.status, about, no.words.encode())
        finally:
            self._bodies.discard(body)
            body.file.close()

    async def _take_in(self, scope: Any, protocol: Any, body: _Body) -> None:
        """Wait until a request's body is there. Raises _Unacceptable."""
        limits, headers = self._limits, scope.headers
        if len(scope.path) + len(scope.query_string) > limits.target:
            raise _Unacceptable("too_long")
        if not scope.path.startswith("/"):
            raise _Unacceptable("not_an_address")
        announced = headers.get("content-length")
        if announced is None and "transfer-encoding" not in headers:
            return
        if announced is not None and int(announced) > limits.body:
            raise _Unacceptable("too_large")
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout_at(began + limits.patience) as clock:
                async for piece in protocol:
                    self._keep(body, piece)
                    # The next piece comes soon, and the whole keeps its pace: a burst earns nobody a long silence.
                    earned = began + body.size / limits.pace
                    clock.reschedule(min(earned, loop.time()) + limits.patience)
        except TimeoutError:
            raise _Unacceptable("too_slow") from None
        if announced is not None and body.size != int(announced):
            raise _Unacceptable("cut_off")
        body.file.seek(0)

    def _keep(self, body: _Body, piece: bytes) -> None:
        try:
            body.write(piece)
        except OSError as error:
            _LOG.error("A body could not be kept: %s", error.strerror)
            raise _Unacceptable("no_room") from None
        if body.size > self._limits.body:
            raise _Unacceptable("too_large")
        if body.on_disk and sum(one.on_disk for one in self._bodies) > self._limits.on_disk:
            raise _Unacceptable("no_room")

    async def _answer(self, protocol: Any, environ: dict[str, Any]) -> None:
        loop, limits = asyncio.get_running_loop(), self._limits
        try:
            answer = await loop.run_in_executor(self._threads, self._draw, environ)
        except Exception:  # noqa: BLE001 -- whatever it was, the reader is told
            _LOG.exception("A page could not be drawn.")
            raise _Unacceptable("failed") from None
        if answer.rest is None:
            protocol.response_bytes(answer.status, answer.headers, answer.piece)
            return
        try:
            transport = protocol.response_stream(answer.status, answer.headers)
            while answer.piece:
                async with asyncio.timeout(limits.patience + len(answer.piece) / limits.pace):
                    await transport.send_bytes(answer.piece)
                await loop.run_in_executor(self._threads, answer.go_on, limits.piece)
        finally:
            await loop.run_in_executor(self._threads, answer.close)

    def _draw(self, environ: dict[str, Any]) -> _Answer:
        """Let a page be drawn, and take the first piece of it; in most cases that is all."""
        answer = _Answer()
        answer.begin(self._application(environ, answer.start), self._limits.piece)
        return answer


class _Answer:
    """What the pages answer, a piece at a time; `rest` is None once the piece at hand is the last."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: Headers = []
        self.piece = b""
        self.rest: Iterator[bytes] | None = None
        self._whole: Iterable[bytes] = ()

    def start(self, status: str, headers: Headers, _wrong: object = None) -> None:
        """Take status and headers, as WSGI hands them over."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower(), value) for name, value in headers]

    def begin(self, whole: Iterable[bytes], size: int) -> None:
        """Take the first piece; an answer that is over with it is closed by the thread that drew it."""
        self._whole, self.rest = whole, iter(whole)
        try:
            self.go_on(size)
        except BaseException:
            self.close()
            raise
        if len(self.piece) < size:
            self.rest = None
            self.close()

    def go_on(self, size: int) -> None:
        """Take the next piece, of about `size` bytes; empty at the end."""
        taken: list[bytes] = []
        length = 0
        for part in self.rest or ():
            taken.append(part)
            length += len(part)
            if length >= size:
                break
        self.piece = b"".join(taken)

    def close(self) -> None:
        """Let the pages know that nobody asks for more."""
        close = getattr(self._whole, "close", None)
        if close is not None:
            close()


def _environ(scope: Any, body: _Body) -> dict[str, Any]:
    """Return a request as WSGI describes it."""
    server, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "CONTENT_LENGTH": str(body.size) if body.size else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body.file,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        # A proxy guards X-Forwarded-Proto and lets X_Forwarded_Proto pass: here they would be one.
        if "_" in name or name in {"content-length", "transfer-encoding", "proxy"}:
            continue
        key = "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"
        before = environ.get(key)
        environ[key] = value if before is None else f"{before}{';' if name == 'cookie' else ','} {value}"
    return environ


def _end_silent_readers(loop: asyncio.AbstractEventLoop, seconds: float) -> None:
    """Let the kernel end connections whose reader takes nothing: what is set on the ear, every connection inherits."""
    if sys.platform != "linux":
        return
    heard = False
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            ear = socket.socket(fileno=os.dup(int(descriptor.name)))
        except OSError:
            continue  # a file, or gone by now
        with ear:
            if ear.family in {socket.AF_INET, socket.AF_INET6} and ear.getsockopt(
                socket.SOL_SOCKET, socket.SO_ACCEPTCONN
            ):
                ear.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(seconds * 1000))
                heard = True
    if not heard:
        loop.call_later(0.1, partial(_end_silent_readers, loop, seconds))


application = Front(pages, Limits())
