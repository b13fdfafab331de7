"""Handing a file to a browser so that nothing in it can act."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from jiphyeon.foundation.files.store import Opened


def hand_over(opened: Opened, *, inline: bool = False) -> StreamingHttpResponse:
    """Return a download; `inline` shows PDF and pictures in the browser, still sandboxed."""
    about = opened.about
    shown = inline and about.kind in {"pdf", "png", "jpeg"}
    answer = StreamingHttpResponse(opened.pieces, content_type=about.content_type)
    answer["Content-Disposition"] = content_disposition_header(not shown, about.name) or "attachment"
    answer["Content-Length"] = str(about.size)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
