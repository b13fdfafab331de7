"""What no view answers by itself: words in another encoding than ours, and a refusal that nobody caught."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.http import parse_header_parameters, url_has_allowed_host_and_scheme

from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused, Words

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

CHARSET = "utf-8"
NOT_OURS = Words("UTF-8로 적어 보내 주세요.", "Please send it in UTF-8.")


def only_utf8(application: WSGIApplication) -> WSGIApplication:
    """Wrap the WSGI application: 415 where a request says that it is written in another encoding than UTF-8.

    Stands before Django, which reads the query in the encoding said while it makes the request, and fails on some.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        refused = in_another_charset(environ)
        if refused is None:
            return application(environ, start_response)
        start_response(f"{refused.status_code} {refused.reason_phrase}", list(refused.items()))
        return [refused.content]

    return answer


def in_another_charset(environ: WSGIEnvironment) -> HttpResponse | None:
    """Return the answer to a request in another encoding; None for ours."""
    kind, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    if parameters.get("charset", CHARSET).lower() == CHARSET:
        return None
    if kind == "application/json":
        return problem("charset", NOT_OURS, status=415)
    return HttpResponse(loader.render_to_string("ui/charset.html"), status=415)


def refusals(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware: a refusal that a view let through is an answer too, 422 with its words.

    And an address that only takes what a button sends says so to whoever opens it.
    """

    def handle(request: HttpRequest) -> HttpResponseBase:
        answer = get_response(request)
        # Doors for programs have said it in their own shape already; Django's own answer is empty.
        if isinstance(answer, HttpResponseNotAllowed) and request.accepts("text/html"):
            return _not_a_page(request, answer)
        return answer

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        if request.content_type == "application/json":
            return problem(error.code, error.words, status=422)
        return render(request, "ui/refused.html", {"words": error.text(language())}, status=422)

    handle.process_exception = process_exception  # type: ignore[attr-defined] # where Django looks for it
    return handle


def _not_a_page(request: HttpRequest, answer: HttpResponseBase) -> HttpResponse:
    came_from = request.headers.get("referer", "")
    safe = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    back = came_from if safe and urlsplit(came_from).path != request.path else "/"
    page = render(request, "ui/not_a_page.html", {"back": back}, status=answer.status_code)
    page["Allow"] = answer["Allow"]
    return page


def problem(code: str, words: Words, *, status: int, **headers: str) -> JsonResponse:
    """Return why a program's question was not answered; the body is the same everywhere."""
    document = {"code": code, "message": {"ko": words.ko, "en": words.en}}
    return JsonResponse(document, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})
