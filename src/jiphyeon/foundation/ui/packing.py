"""Pages leave compressed, except where somebody else could learn from their length what stands in them (decision 111)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

_TEXTS = ("text/", "application/json", "application/ld+json", "application/problem+json", "image/svg+xml")
_OUR_OWN = {"same-origin", "none"}


def packed(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: compress texts. What a signed-in person reads only where our own page or the person asked for it."""
    zipping = GZipMiddleware(get_response)

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not response.get("Content-Type", "").startswith(_TEXTS):
            return response
        if _may_be_packed(request):
            done: HttpResponseBase = zipping.process_response(request, response)
            return done
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return answer


def _may_be_packed(request: HttpRequest) -> bool:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return True
    return request.headers.get("Sec-Fetch-Site") in _OUR_OWN
