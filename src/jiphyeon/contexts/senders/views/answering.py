"""How a program with a key is answered: who it is, how often it may ask, refusals in the contract's shape."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from jiphyeon.contexts.senders import queries
from jiphyeon.contexts.senders.enums import Stage
from jiphyeon.contexts.senders.models import ApiKey
from jiphyeon.contexts.senders.rules.answers import Rejected, absent, bad, too_fast, wrong_key
from jiphyeon.contexts.senders.rules.buckets import Buckets
from jiphyeon.contexts.senders.rules.terms import terms_on
from jiphyeon.contexts.senders.rules.tokens import issuer_of, signed_by, token_of
from jiphyeon.foundation.accounts.doors import EVERYONE
from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.kernel import Refused, parse_json

LARGEST = 5 * 1024 * 1024
"""Bytes of a request: a letter of two megabytes in base64, five thousand rows."""

_buckets = Buckets()

View = Callable[..., "dict[str, Any] | HttpResponse"]


def with_key(method: str) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Make a view answer programs that hold a key; it is given the key, and returns the body of a 200 or an answer."""

    def make(view: View) -> Callable[..., HttpResponseBase]:
        def takes(request: HttpRequest) -> bool:
            return request.method == method or (method == "GET" and request.method == "HEAD")

        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            try:
                if not takes(request):
                    no = Rejected(405, [("MethodNotAllowed", f"This address takes {method} alone")])
                    return _headed(_refused(no), Allow=method)
                if (turned_away := _known(request)) is not None:
                    return turned_away
                found = view(request, request.api_key, *args, **named)  # type: ignore[attr-defined] # set by _known
                return found if isinstance(found, HttpResponse) else answer(found)
            except Rejected as no:
                return _refused(no)
            except Refused as no:
                return _refused(bad(no.words.en))
            except Http404:
                return _refused(absent())

        answered.door = EVERYONE  # type: ignore[attr-defined] # a key is asked for inside
        answered.counts = lambda request: _known(request) if takes(request) else None  # type: ignore[attr-defined]
        answered.csrf_exempt = True  # type: ignore[attr-defined] # a program has no session
        answered.refuses = _refusal  # type: ignore[attr-defined] # what middlewares say comes in this shape
        answered.largest_body = LARGEST  # type: ignore[attr-defined]
        return answered

    return make


def answer(body: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Return an answer as JSON."""
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/json")


def document_of(request: HttpRequest) -> Any:
    """Return what was sent. Rejected: it is no JSON, or could be read in two ways."""
    try:
        return parse_json(request.body, "body")
    except Refused as no:
        raise bad(f"Invalid JSON supplied in POST data: {no.words.en}") from None


def _known(request: HttpRequest) -> HttpResponse | None:
    """Find out whose key a request is made with, once; return the refusal where it is nobody's, or asks too often."""
    if hasattr(request, "api_key"):
        return None
    try:
        key = _key(request.headers.get("Authorization", ""))
        terms = terms_on(queries.terms_file(), civil_today())
        if not _buckets.take(key.pk, a_minute=terms.a_minute, seconds=time.monotonic()):
            raise too_fast(key.kind, terms.a_minute, 60)
    except Rejected as no:
        return _refused(no)
    request.api_key = key  # type: ignore[attr-defined] # read by `with_key`
    return None


def _key(header: str) -> ApiKey:
    token = token_of(header)
    service = issuer_of(token)
    keys = queries.working_keys(service)
    if not keys:
        raise wrong_key("service not found, or it has no API key")
    key = keys[signed_by(token, [one.secret for one in keys], moment=now())]
    if key.service.stage not in {Stage.TRIAL, Stage.LIVE}:
        raise wrong_key("service is archived")
    return key


def _refused(no: Rejected) -> HttpResponse:
    return answer(no.body, no.status)


def _refusal(status: int, sentence: str, more: Mapping[str, object]) -> HttpResponse:
    status = 400 if status == 422 else status
    name = "ValidationError" if status == 400 else "BadRequestError"
    return answer({**Rejected(status, [(name, sentence)]).body, **more}, status)


def _headed(given: HttpResponse, **headers: str) -> HttpResponse:
    for name, value in headers.items():
        given[name] = value
    return given
