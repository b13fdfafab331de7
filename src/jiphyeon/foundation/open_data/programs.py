"""Interfaces that take questions, made with ninja and held to what every program is answered with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from jiphyeon.foundation.accounts.doors import EVERYONE, Door
from jiphyeon.foundation.open_data.answering import for_programs
from jiphyeon.foundation.open_data.limits import READS, Limit
from jiphyeon.foundation.ui.answering import problem
from jiphyeon.kernel import Refused, Words, parse_json

NOT_JSON = Words(
    "보내신 내용을 JSON으로 읽을 수 없습니다. UTF-8로 적은 JSON을 보내 주세요.",
    "The body cannot be read as JSON. Please send JSON in UTF-8.",
)
NOT_AS_DESCRIBED = Words(
    "설명과 다르게 적힌 곳이 있습니다: {places}. {where}의 설명대로 보내 주세요.",
    "This is not as described: {places}. Please send it as {where} describes.",
)


class TwoLanguages(Schema):
    """The same sentence in Korean and in English."""

    ko: str
    en: str


class Problem(Schema):
    """Why it could not be answered: every answer but 200 has this body.

    Where digits might be a resident registration number, `none` names the header and its value that say they are not.
    """

    code: str
    message: TwoLanguages


ALWAYS: Mapping[int, type[Schema]] = {400: Problem, 405: Problem, 429: Problem}
"""What any address may answer besides its own; 400 for a body or an address that cannot be read."""


class Strict(Parser):
    """Reads JSON in one meaning or none."""

    def parse_body(self, request: HttpRequest) -> Any:
        return parse_json(request.body, "body")


class Orjson(BaseRenderer):
    """Writes Hangul as it is, three times as fast."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        del request, response_status
        return orjson.dumps(data, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Words):
        return {"ko": value.ko, "en": value.en}
    raise TypeError(type(value).__name__)


class Interface(NinjaAPI):
    """An interface of a room; its operations are called by the room and what they do, not by where they stand."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return f"{self.title}_{operation.view_func.__name__}"


def interface(room: str) -> NinjaAPI:
    """Return an interface of a room with the house's reading, writing and refusals."""
    api = Interface(
        title=room,
        version="1.0",
        renderer=Orjson(),
        parser=Strict(),
        urls_namespace=f"{room}-api",
        openapi_url=None,
        docs_url=None,
    )

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, no: Refused) -> HttpResponse:
        del request
        return problem(no.code, no.words, status=422)

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        del request
        return problem("not_json", NOT_JSON, status=error.status_code)

    @api.exception_handler(ValidationError)
    def unfitting(request: HttpRequest, failure: ValidationError) -> HttpResponse:
        del request
        # What stands there may be personal and is not said again; pydantic's own first word is where it looked.
        places = ", ".join(
            dict.fromkeys(".".join(map(str, error["loc"][2:])) or "body" for error in failure.errors)
        )
        words = NOT_AS_DESCRIBED.filled(places=places, where=reverse("open_data:openapi"))
        return problem("not_as_described", words, status=422)

    return api


def addresses(
    api: NinjaAPI,
    *,
    doors: Mapping[str, Door] | None = None,
    limits: Mapping[str, Limit] | None = None,
) -> list[URLPattern]:
    """Return the interface's addresses under `api/` of its room, each behind the house's doors and limits.

    `doors` and `limits` are named by operation; an operation without is for everyone, and may be read as often as tables.
    """
    made: list[URLPattern] = []
    for entry in api.urls[0]:
        if not isinstance(entry, URLPattern) or entry.name == "api-root":
            continue
        name = entry.name or ""
        to, limit = (doors or {}).get(name, EVERYONE), (limits or {}).get(name, READS)
        view = for_programs(to, methods=None, limit=limit)(entry.callback)
        made.append(path(f"api/{entry.pattern}", view, name=f"api_{name}"))
    return made


def described(api: NinjaAPI, name: str, at: str) -> Callable[[], Mapping[str, object]]:
    """Return how the interface describes itself, for the description of the whole house.

    `name` is the address of one of its operations by name, `at` the path of that operation within the interface.
    """
    return lambda: api.get_openapi_schema(path_prefix=reverse(name).removesuffix(at))
