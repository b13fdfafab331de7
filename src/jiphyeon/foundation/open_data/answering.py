"""How programs are answered, the same at every address: methods, limits, refusals, caching, other people's pages."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseNotModified,
)
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.defaults import page_not_found

from jiphyeon.foundation.accounts.actors import NOBODY
from jiphyeon.foundation.accounts.doors import EVERYONE, Door, door
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.open_data.limits import READS, Limit, seconds_left, too_often
from jiphyeon.foundation.ui.answering import problem
from jiphyeon.kernel import Refused, Words

FRESH_SECONDS = 300
"""How long anybody's cache may keep an answer: figures move during the day, not by the second."""

FOR_PROGRAMS = (".json", ".csv", ".pem", ".jsonld")

SIGN_IN = Words("로그인이 필요합니다.", "Please sign in.")
NOT_YOURS = Words("이 계정으로는 볼 수 없습니다.", "This account may not see this.")
NOT_FOUND = Words(
    "그런 자료가 없습니다. {where}에서 있는 자료를 볼 수 있습니다.",
    "There is no such data. See {where} for what there is.",
)
TOO_OFTEN = Words("잠시 뒤 다시 물어봐 주세요.", "Please ask again in a moment.")
NOT_ALLOWED = Words("이 주소에서는 {methods}만 받습니다.", "This address takes {methods} alone.")

View = Callable[..., HttpResponseBase]


def _counted(request: Any, limit: Limit | None) -> HttpResponse | None:
    """Count a question once, by whomever it is counted first; return 429 where it is one too many."""
    if limit is None or request.method == "OPTIONS" or getattr(request, "is_counted", False):
        return None
    request.is_counted = True
    if not too_often(request, limit):
        return None
    return problem("too_often", TOO_OFTEN, status=429, **{"Retry-After": str(seconds_left())})


def for_programs(
    to: Door = EVERYONE,
    *,
    methods: Collection[str] | None = ("GET",),
    limit: Limit | None = READS,
    absent: Collection[str] = (),
) -> Callable[[View], View]:
    """Make a view answer programs: its doors in JSON, HEAD where GET is, 405 with `Allow`, 429 with `Retry-After`.

    A refusal is 404 where its code is one of `absent`, and 422 else. What is for everyone may be read by anybody's page
    (CORS), asks nobody who they are, and may be kept by caches; a question that was answered alike is told so (304).
    `methods` None leaves them to the view, which answers those it does not take with 405.
    """
    is_open = not to.needs_sign_in

    def make(view: View) -> View:
        guarded = door(to)(view)

        def counts(request: Any) -> HttpResponse | None:
            return _counted(request, limit)

        def asked(request: Any, *args: Any, **named: Any) -> HttpResponseBase:
            if methods is not None and request.method not in _with_head(methods):
                return HttpResponseNotAllowed(_with_head(methods))
            if (turned_away := counts(request)) is not None:
                return turned_away
            if request.method == "HEAD":
                request.method = "GET"  # asked alike, and answered without its body by the server
            if is_open:
                # Nobody's session is read: the answer is one for all, and can be kept for all.
                request.actor, request.today = NOBODY, civil_today()
                return view(request, *args, **named)
            if request.who().user is None:
                return problem("sign_in", SIGN_IN, status=401)
            return guarded(request, *args, **named)

        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            method = request.method
            found = _answered(lambda: asked(request, *args, **named), absent)
            request.method = method
            if isinstance(found, HttpResponseNotAllowed):
                found = _not_allowed(request, _with_head(found["Allow"].split(", ")))
            return _as_open_data(request, found) if is_open else found

        answered.door = to  # type: ignore[attr-defined] # read by the house test that walks every address
        answered.counts = counts  # type: ignore[attr-defined] # for a middleware that answers before the view does
        answered.csrf_exempt = True  # type: ignore[attr-defined] # nothing is changed by a question
        return answered

    return make


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Django's handler of an address that leads nowhere: in JSON where a program asked, as a page else."""
    if not request.path.endswith(FOR_PROGRAMS) and "/api/" not in request.path:
        return page_not_found(request, exception)
    return _as_open_data(request, _not_found())


def _not_found() -> HttpResponse:
    return problem("not_found", NOT_FOUND.filled(where=reverse("open_data:home")), status=404)


def _answered(ask: Callable[[], HttpResponseBase], absent: Collection[str]) -> HttpResponseBase:
    """Return the answer, or the refusal in the shape that is the same everywhere."""
    try:
        return ask()
    except Refused as no:
        return problem(no.code, no.words, status=404 if no.code in absent else 422)
    except Http404:
        return _not_found()
    except PermissionDenied:
        return problem("not_yours", NOT_YOURS, status=403)


def _with_head(methods: Collection[str]) -> list[str]:
    """Return the methods, HEAD wherever GET is."""
    return sorted({*methods, *(["HEAD"] if "GET" in methods else [])})


def _not_allowed(request: HttpRequest, methods: list[str]) -> HttpResponse:
    """Answer another method than those taken: 405, or what OPTIONS asks for."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
    else:
        response = problem("not_allowed", NOT_ALLOWED.filled(methods=", ".join(methods)), status=405)
    response["Allow"] = ", ".join(methods)
    return response


def _as_open_data(request: HttpRequest, found: HttpResponseBase) -> HttpResponseBase:
    found["Access-Control-Allow-Origin"] = "*"
    found["Access-Control-Expose-Headers"] = "ETag, Retry-After, Content-Disposition, Link"
    if request.method == "OPTIONS":
        found["Access-Control-Allow-Methods"] = found.get("Allow", "")
        found["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
        found["Access-Control-Max-Age"] = "86400"
        return found
    if request.method not in {"GET", "HEAD"}:
        return found
    if found.status_code != 200:
        patch_cache_control(found, no_store=True)
        return found
    patch_cache_control(found, public=True, max_age=FRESH_SECONDS)
    if not isinstance(found, HttpResponse):  # a stream has no end yet to be named by
        return found
    found["ETag"] = f'"{sha256(found.content).hexdigest()[:32]}"'
    given = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    if found["ETag"] not in given and "*" not in given:
        return found
    same = HttpResponseNotModified()
    for name in ("ETag", "Cache-Control", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"):
        same[name] = found[name]
    return same
