"""What every simulator answers by over HTTP: endpoints by their routes, a no as OAuth names it, nothing logged of who asked."""

from __future__ import annotations

import json
import logging
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any, ClassVar

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from jiphyeon.simulators.administration import only_by_own_name

MOST_TIMES = 999_999
"""How often a simulator can be told to err."""

log = logging.getLogger(__name__)


class ProtocolError(Exception):
    """What was asked cannot be answered; `error` as RFC 6749 section 5.2 names it."""

    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.status = error, status


class Site:
    """A WSGI application: the endpoint `token` of its `routes` is its method `_token`.

    Clock and pauses are arguments, so that tests need not wait.
    """

    routes: ClassVar[Map]
    policy: ClassVar[str] = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
    largest: ClassVar[int] = 64 * 1024  # bytes of a request

    def __init__(
        self, *, clock: Callable[[], float] = time.time, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.clock, self.pause = clock, pause

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer one request."""
        request = Request(environ)
        request.max_content_length = self.largest
        try:
            only_by_own_name(request)
            endpoint, values = self.routes.bind_to_environ(environ).match()
            answer = getattr(self, f"_{endpoint}")(request, **values)
        except ProtocolError as no:
            answer = as_json({"error": no.error}, no.status)
        except HTTPException as no:
            answer = no.get_response()
        except Exception:
            log.exception("the simulator itself failed")
            answer = as_json({"error": "server_error"}, 500)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Content-Security-Policy"] = self.policy
        # Not `no-referrer`: under it a browser calls the origin of a page's own form `null`.
        answer.headers["Referrer-Policy"] = "same-origin"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer(environ, start_response)

    def _healthz(self, request: Request) -> Response:
        del request
        return as_json({"alive": True})


def as_json(value: Any, status: int = 200) -> Response:
    """Return the answer that says a value as JSON."""
    return Response(json.dumps(value, ensure_ascii=False), status, mimetype="application/json")


def object_in(request: Request) -> dict[str, Any]:
    """Return the JSON object that was sent. Refused (400) where it is none."""
    given = request.get_json(force=True)
    if not isinstance(given, dict):
        raise ProtocolError("invalid_request")
    return given


class _Quiet(WSGIRequestHandler):
    """Logs no addresses: they may say which person's which item was asked for."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del code, size


def listens(host: str, port: int, handed: int | None = None) -> socket.socket:
    """Return the socket to serve at: one that whoever starts this process holds and hands over by its number, else a new one."""
    if handed is not None:
        return socket.socket(fileno=handed)
    try:
        return socket.create_server((host, port))
    except OSError as no:
        sys.exit(f"Nobody can listen at port {port} of {host}: {no.strerror}.")


def port_of(at: socket.socket) -> int:
    """Return the port a socket listens at."""
    return int(at.getsockname()[1])


def serve(site: Any, at: socket.socket, name: str) -> None:
    """Serve a WSGI application until stopped; `name` is what is said of it at the start."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    host, port = at.getsockname()[:2]
    server = make_server(host, port, site, threaded=True, request_handler=_Quiet, fd=at.fileno())
    print(f"simulated {name} at http://{host}:{port}", file=sys.stderr, flush=True)
    server.serve_forever()


def language_of(request: Request) -> str:
    """Return the language somebody chose, by the address or before: ko or en."""
    chosen = request.args.get("lang") or request.cookies.get("lang", "ko")
    return "en" if chosen.startswith("en") else "ko"


def see_other(address: str) -> Response:
    """Return the answer that leads on."""
    return Response(status=303, headers={"Location": address})
