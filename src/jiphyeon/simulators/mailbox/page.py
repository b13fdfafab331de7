"""The page that shows what came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from jiphyeon.simulators.mailbox.letters import Letter, Letters
from jiphyeon.simulators.web import Site, as_json

STYLE = """\
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1.25rem 4rem; font: 1.0625rem/1.6 system-ui, "Noto Sans KR", sans-serif; color: #1d2630; background: #f6f8f7; }
.banner { padding: .6rem 1rem; background: #ffe9a8; color: #3d2c00; font-weight: 600; }
article { margin: 1.25rem 0; padding: 1rem 1.25rem; background: #fff; border: 1px solid #c9d2cd; }
h1 { font-size: 1.5rem; } h2 { margin: 0; font-size: 1.1rem; }
.quiet { margin: 0; color: #4c5a53; } pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: .75rem 0 0; }
"""


_ROUTES = Map(
    [
        Rule("/", endpoint="page", methods=["GET"]),
        Rule("/letters.json", endpoint="letters", methods=["GET"]),
        Rule("/healthz", endpoint="healthz", methods=["GET"]),
        Rule("/style.css", endpoint="style", methods=["GET"]),
    ]
)


class Page(Site):
    """The WSGI application: the page, the same as JSON, and whether it lives."""

    routes = _ROUTES
    policy = "default-src 'none'; style-src 'self'; frame-ancestors 'none'"

    def __init__(self, letters: Letters, **given: Any) -> None:
        super().__init__(**given)
        self.letters = letters

    def _page(self, request: Request) -> Response:
        del request
        return Response(shown(self.letters.all()), mimetype="text/html")

    def _letters(self, request: Request) -> Response:
        del request
        return as_json([asdict(letter) for letter in self.letters.all()])

    def _style(self, request: Request) -> Response:
        del request
        return Response(STYLE, mimetype="text/css")


def shown(letters: Iterable[Letter]) -> str:
    """Return the page; every word of a letter is escaped."""
    rows = Markup("").join(
        Markup(
            '<article><h2>{}</h2><p class="quiet">{} → {} · {:%Y-%m-%d %H:%M:%S} UTC{}</p><pre>{}</pre></article>'
        ).format(
            letter.subject,
            letter.sender,
            ", ".join(letter.to),
            datetime.fromtimestamp(letter.at, UTC),
            f" · {letter.times}번 옴 (came {letter.times} times)" if letter.times > 1 else "",
            letter.body,
        )
        for letter in letters
    ) or Markup("<p>아직 온 메일이 없습니다. No mail has come yet.</p>")
    return Markup(
        '<!doctype html><html lang="ko"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>우편함 (모의)</title>'
        '<link rel="stylesheet" href="/style.css"></head><body><main><p class="banner">모의 우편함입니다. 메일은 아무에게도 '
        "배달되지 않습니다. · A simulated mailbox: nothing is delivered to anybody.</p><h1>우편함 (모의) · Mailbox</h1>{}"
        "</main></body></html>"
    ).format(rows)
