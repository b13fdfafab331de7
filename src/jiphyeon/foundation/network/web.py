"""HTTP to the outside. A wait between two bytes says nothing about the whole: here the whole has its end.

`ask` gives every connect, handshake, read and write of one call what is left of its time, so that a server which sends
one byte every few seconds cannot hold anybody longer than one that sends none.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

_until: ContextVar[float | None] = ContextVar("until", default=None)


def client(*, trust_env: bool = True) -> httpx.Client:
    """Return connections whose every wait ends with the call it belongs to. Redirects are not followed."""
    made = httpx.Client(timeout=5.0, trust_env=trust_env)
    for transport in (made._transport, *made._mounts.values()):  # noqa: SLF001 -- httpx has no other way in
        if isinstance(transport, httpx.HTTPTransport):
            pool = transport._pool  # noqa: SLF001
            pool._network_backend = _Backend(pool._network_backend)  # noqa: SLF001
    return made


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let every call made inside end within so many seconds in all; an outer deadline that is nearer stays."""
    outer = _until.get()
    mine = time.monotonic() + seconds
    token = _until.set(mine if outer is None else min(mine, outer))
    try:
        yield
    finally:
        _until.reset(token)


def ask(
    http: httpx.Client, method: str, url: str, *, longest: float, largest: int, **more: Any
) -> tuple[int, bytes]:
    """Return status and body of one call. Raises httpx.HTTPError: TimeoutException after `longest` seconds, however
    slowly it drips, DecodingError beyond `largest` bytes.
    """
    with within(longest):
        body = bytearray()
        with http.stream(method, url, timeout=_left(longest), **more) as response:
            for piece in response.iter_bytes():
                body += piece
                if len(body) > largest:
                    raise httpx.DecodingError(f"more than {largest} bytes", request=response.request)
                if _left(longest) <= 0:
                    raise httpx.ReadTimeout("the answer drips", request=response.request)
        return response.status_code, bytes(body)


def _left(timeout: float | None) -> float:
    """Return the seconds a single wait may take: at most its own, never beyond the deadline of the whole."""
    until = _until.get()
    left = float("inf") if until is None else until - time.monotonic()
    return max(0.0, left if timeout is None else min(timeout, left))


class _Stream(httpcore.NetworkStream):
    """A connection that asks for the time left before each wait."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _positive(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _positive(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = _positive(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, limit))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Opens such connections."""

    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        limit = _positive(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.connect_tcp(host, port, limit, local_address, socket_options))

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        limit = _positive(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.connect_unix_socket(path, limit, socket_options))

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(_left(seconds))


def _positive(timeout: float | None, late: type[Exception]) -> float | None:
    left = _left(timeout)
    if left <= 0:
        raise late("the time for the whole call is over")
    return None if left == float("inf") else left
