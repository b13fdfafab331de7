"""The least that the web process as it is shipped can answer: our front, and nothing behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiphyeon.config.front import Front, Limits


def hello(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Say it."""
    del environ
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


application = Front(hello, Limits())
