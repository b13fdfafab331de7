"""Refuses, before any view takes it in, what no page may be given: the sign NUL, and a field named by control signs.

Numbers of people: resident_numbers.py.

And says what cannot be kept for want of room.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from unicodedata import category

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.defaults import server_error

from jiphyeon.foundation.ui.answering import problem
from jiphyeon.kernel import Words
from jiphyeon.kernel.disk import is_full

_WRITES = {"POST", "PUT", "PATCH"}


def nul_signs(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware: 400 where address, query, cookie or form holds NUL, which nobody types and PostgreSQL keeps nowhere.

    No form of ours names a field by control signs either; what reads fields by their names need not think of them.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        if any("\x00" in value for value in request.COOKIES.values()):
            raise SuspiciousOperation("The sign NUL was sent in a cookie.")
        return get_response(request)

    def process_view(request: HttpRequest, view: object, *_: object) -> HttpResponse | None:
        has_nul = any(
            sign in text
            for sign, text in (("\x00", request.path), ("%00", request.META.get("QUERY_STRING", "")))
        ) or (_has_form(request, view) and _is_never_typed(request))
        if has_nul and getattr(view, "csrf_exempt", False):
            words = Words("NUL 문자는 받지 않습니다.", "The sign NUL is not taken in.")
            return problem("nul_sign", words, status=400)
        if has_nul:
            raise SuspiciousOperation("The sign NUL was sent.")
        return None

    handle.process_view = process_view  # type: ignore[attr-defined] # where Django looks for it
    return handle


def _has_form(request: HttpRequest, view: object) -> bool:
    # A door for programs reads the body itself, and takes no forms with files.
    reads_body = getattr(view, "csrf_exempt", False) and request.content_type == "multipart/form-data"
    return request.method in _WRITES and not reads_body


def _is_never_typed(request: HttpRequest) -> bool:
    names = (*request.POST, *request.FILES)
    return any(category(sign) == "Cc" for name in names for sign in name) or any(
        "\x00" in value for _name, values in request.POST.lists() for value in values
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler of what no view caught: 503 where the disk is full, which passes; 500 else."""
    if not is_full(sys.exc_info()[1]):
        return server_error(request)
    page = render_to_string(
        "503.html"
    )  # nothing of the request: what it knows may be what could not be saved
    return HttpResponse(page, status=503, headers={"Retry-After": "60"})
