"""An interface whose shape others have laid down: what is answered before its views are asked comes in that shape too.

view.refuses = lambda status, sentence, more: HttpResponse(…)    what a refusal looks like there
view.largest_body = 5 * 1024 * 1024                              how much may be sent to it
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase

Shape = Callable[[int, str, Mapping[str, object]], HttpResponse]


def in_its_words(view: object, answer: HttpResponseBase) -> HttpResponseBase:
    """Return a refusal as the view's interface says it; as it stands for a view that has no shape of its own."""
    shape: Shape | None = getattr(view, "refuses", None)
    if shape is None:
        return answer
    try:
        told = orjson.loads(getattr(answer, "content", b""))
    except orjson.JSONDecodeError:
        told = {}
    sentence = told.get("message", {}).get("en") or HTTPStatus(answer.status_code).phrase
    return shape(answer.status_code, sentence, {"none": told["none"]} if "none" in told else {})


def taken_in(request: HttpRequest, view: object) -> HttpResponse | None:
    """Read the body of a request to an interface that says how large it may be; return the refusal of a larger one."""
    largest: int | None = getattr(view, "largest_body", None)
    if largest is None:
        return None
    shape: Shape = view.refuses  # type: ignore[attr-defined] # an interface says both
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest:
        return shape(413, f"Request body is larger than {largest // 1024 // 1024} MB", {})
    # As Django's `body` does, which stops at the length of a form.
    request._body = request.read()  # noqa: SLF001
    return None
