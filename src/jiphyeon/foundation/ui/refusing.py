"""Refuses, before any view takes it in, what no page may be given: a resident registration number, and the sign NUL."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiphyeon.foundation.secrets.resident_numbers import holds_resident_number

_WRITES = {"POST", "PUT", "PATCH"}


def resident_numbers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware: 422 with what to do next; nothing of what was sent is kept, nor logged."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(request: HttpRequest, view: object, *_: object) -> HttpResponseBase | None:
        return _refused(request) if _has_form(request, view) and _is_told(request) else None

    handle.process_view = process_view  # type: ignore[attr-defined] # where Django looks for it
    return handle


def nul_signs(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware: 400 where the query or a form holds NUL, which no keyboard types and PostgreSQL keeps nowhere."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(request: HttpRequest, view: object, *_: object) -> None:
        told = "%00" in request.META.get("QUERY_STRING", "") or (
            _has_form(request, view)
            and any("\x00" in value for _name, values in request.POST.lists() for value in values)
        )
        if told:
            raise SuspiciousOperation("The sign NUL was sent.")

    handle.process_view = process_view  # type: ignore[attr-defined] # where Django looks for it
    return handle


def _has_form(request: HttpRequest, view: object) -> bool:
    # A door for programs reads the body itself, and takes no forms with files.
    reads_body = getattr(view, "csrf_exempt", False) and request.content_type == "multipart/form-data"
    return request.method in _WRITES and not reads_body


def _is_told(request: HttpRequest) -> bool:
    if request.content_type != "multipart/form-data":
        body = request.body  # kept by Django, so that the view can read it again
        if request.content_type == "application/json":
            return holds_resident_number(body.decode("utf-8", "replace"))
    return any(
        holds_resident_number(value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    )


def _refused(request: HttpRequest) -> HttpResponse:
    words = _(
        "주민등록번호는 받지 않습니다. 번호를 지우고 다시 보내 주세요. 보내신 내용은 저장하지 않았습니다."
    )
    if request.content_type == "application/json":
        return JsonResponse(
            {"code": "resident_number", "detail": words},
            status=422,
            json_dumps_params={"ensure_ascii": False},
        )
    return render(request, "ui/resident_number.html", {"words": words}, status=422)
