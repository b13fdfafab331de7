"""The open interface: programmes, an explanation for given facts (nothing stored), a person's own cases. OpenAPI 3.1."""

from __future__ import annotations

from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

import orjson
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path
from ninja import Field, NinjaAPI, Schema, Status
from ninja.renderers import BaseRenderer

from jiphyeon.contexts.benefits.queries import programmes, reading, rulebook
from jiphyeon.foundation.accounts.adapters import address_of
from jiphyeon.foundation.accounts.doors import CITIZEN, EVERYONE, Door, Request, door
from jiphyeon.foundation.clock.now import now
from jiphyeon.kernel import Refused, Words
from jiphyeon.methods import rules

EXPLANATIONS_A_MINUTE = 60


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


api = NinjaAPI(
    title="Jiphyeon benefits",
    version="1.0",
    description="Programmes with their conditions, explanations for given facts, and one's own cases.",
    renderer=Orjson(),
    urls_namespace="benefits-api",
    openapi_url=None,
    docs_url=None,
)


class TwoLanguages(Schema):
    """The same sentence in Korean and in English."""

    ko: str
    en: str


class ProgrammeOut(Schema):
    """A programme as the city offers it today."""

    id: str
    name: TwoLanguages
    summary: TwoLanguages
    initiative: str
    kind: str
    open: bool
    versions: list[str]


class Asked(Schema):
    """Facts by name, as the vocabulary names them; leave out or null what is not known."""

    facts: dict[str, Any] = Field(default_factory=dict, max_length=200)
    as_of: date | None = None


class Problem(Schema):
    """Why it could not be answered."""

    code: str
    message: TwoLanguages


class CaseOut(Schema):
    """One of your own cases."""

    key: UUID
    number: str
    programme: str
    state: str
    applied_on: date | None
    due_on: date | None
    amount: int


def _words(words: Words) -> dict[str, str]:
    return {"ko": words.ko, "en": words.en}


@api.exception_handler(Refused)
def refused(request: HttpRequest, no: Refused) -> HttpResponse:
    """Answer a refusal as 422 with its code and its reason in both languages."""
    return api.create_response(request, {"code": no.code, "message": _words(no.words)}, status=422)


def _offered(request: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": card.id,
            "name": _words(card.name),
            "summary": _words(card.summary),
            "initiative": card.initiative,
            "kind": card.kind,
            "open": card.is_open,
            "versions": [version.name for version in rulebook.programme(card.id).versions],
        }
        for card in programmes.cards(request.today)
    ]


@api.get("programmes", response=list[ProgrammeOut])
def list_programmes(request: HttpRequest) -> list[dict[str, Any]]:
    """List every programme."""
    return _offered(request)


@api.get("programmes/{programme_id}", response={200: ProgrammeOut, 404: Problem})
def one_programme(request: HttpRequest, programme_id: str) -> Any:
    """Return one programme."""
    found = next((entry for entry in _offered(request) if entry["id"] == programme_id), None)
    return Status(200, found) if found else Status(404, _unknown(programme_id))


def _unknown(programme_id: str) -> dict[str, Any]:
    said = {"ko": f"그런 지원이 없습니다: {programme_id}", "en": f"There is no such support: {programme_id}"}
    return {"code": "unknown_programme", "message": said}


@api.post(
    "programmes/{programme_id}/explain",
    response={200: dict[str, Any], 404: Problem, 422: Problem, 429: Problem},
)
def explain(request: HttpRequest, programme_id: str, asked: Asked) -> Any:
    """Explain what the rules say of given facts, clause by clause. Nothing is stored."""
    if programme_id not in rulebook.offered():
        return Status(404, _unknown(programme_id))
    if _too_often(request):
        said = {"ko": "잠시 뒤 다시 물어봐 주세요.", "en": "Please ask again in a moment."}
        return Status(429, {"code": "too_often", "message": said})
    on = asked.as_of or request.today  # type: ignore[attr-defined] # put there by the middleware
    version = rulebook.programme(programme_id).version_on(on)
    return Status(200, rules.evaluate(version, asked.facts, on).as_json())


def _too_often(request: HttpRequest) -> bool:
    """Count questions by address for a minute; only a number is kept, and only in memory."""
    minute = int(now().timestamp() // 60)
    slot = f"benefits-explain:{address_of(request)}:{minute}"
    cache.add(slot, 0, timeout=90)
    return cache.incr(slot) > EXPLANATIONS_A_MINUTE


@api.get("cases", response=list[CaseOut])
def own_cases(request: HttpRequest) -> list[dict[str, Any]]:
    """List the signed-in person's own cases."""
    actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    return [
        {
            "key": card.key,
            "number": card.number,
            "programme": card.programme,
            "state": card.state,
            "applied_on": card.applied_on,
            "due_on": card.due_on,
            "amount": card.amount,
        }
        for card in reading.cards_of(actor.user)
    ]


_DOORS: dict[str, Door] = {"own_cases": CITIZEN}


def _guarded(found: list[URLPattern | URLResolver]) -> list[URLPattern]:
    """Put the house's doors before ninja's views, under /benefits/api/; a program without sign-in hears 401."""
    made = []
    for entry in found:
        if not isinstance(entry, URLPattern) or entry.name == "api-root":
            continue
        opens = _DOORS.get(entry.name or "", EVERYONE)
        route = f"api/{entry.pattern}"
        made.append(path(route, _behind(opens, entry.callback), name=f"api_{entry.name}"))
    return made


def _behind(opens: Door, view: Any) -> Any:
    guarded = door(opens)(view)

    @wraps(view)
    def answer(request: Any, **named: Any) -> Any:
        if opens.needs_sign_in and request.actor.user is None:
            said = {"ko": "로그인이 필요합니다.", "en": "Please sign in."}
            return JsonResponse({"code": "sign_in", "message": said}, status=401)
        return guarded(request, **named)

    answer.door = opens  # type: ignore[attr-defined] # read by the house test that walks every address
    answer.csrf_exempt = True  # type: ignore[attr-defined] # nothing here changes anything
    return answer


@door(EVERYONE)
def schema(request: Request) -> JsonResponse:
    """Return the OpenAPI description."""
    del request
    return JsonResponse(api.get_openapi_schema(path_prefix="/benefits/api/"))


urlpatterns = [path("api/openapi.json", schema, name="api_schema"), *_guarded(api.urls[0])]
