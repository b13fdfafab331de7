"""The door of the text gateway: what somebody wrote to a number of ours.

POST /senders/received/   Authorization: Bearer …   {"id": its own key, "from": number, "to": our number, "text": body}
201  kept; the same id again is the same text   401  not the gateway   404  a number of nobody   422  not as described
"""

from __future__ import annotations

import hmac
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from jiphyeon.contexts.senders import tasks
from jiphyeon.contexts.senders.actions import events
from jiphyeon.contexts.senders.rules.phones import plain_number
from jiphyeon.foundation.accounts.doors import EVERYONE
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ui.answering import problem
from jiphyeon.kernel import Refused, Words, parse_json

_LONGEST = 2_000
_NOT_THE_GATEWAY = Words("문자 중계 서버만 부를 수 있습니다.", "Only the text gateway calls here.")
_NOT_AS_DESCRIBED = Words(
    "id, from, to, text를 글로 적어 보내 주세요.", "Send id, from, to and text, each a text."
)
_NOBODYS = Words("이 번호로 받는 곳이 없습니다.", "Nobody receives texts at this number.")


def _received(request: HttpRequest) -> HttpResponse:
    """Take in a text from the gateway."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.TEXTS_TOKEN or not hmac.compare_digest(given.encode(), settings.TEXTS_TOKEN.encode()):
        return problem("not_the_gateway", _NOT_THE_GATEWAY, status=401)
    text = _text_in(request)
    if text is None:
        return problem("not_as_described", _NOT_AS_DESCRIBED, status=422)
    made = events.receive(
        given=text["id"],
        number=plain_number(text["from"]) or text["from"],
        to="".join(sign for sign in text["to"] if sign.isdigit()),
        content=text["text"],
        at=now(),
    )
    if made is None:
        return problem("number_of_nobody", _NOBODYS, status=404)
    tasks.tell_all(made)
    return HttpResponse(status=201)


def _text_in(request: HttpRequest) -> dict[str, str] | None:
    try:
        found: Any = parse_json(request.body, "body")
    except Refused:
        return None
    if not isinstance(found, dict):
        return None
    names = ("id", "from", "to", "text")
    text = {name: value for name in names if isinstance(value := found.get(name), str)}
    if len(text) < len(names) or any(not value or "\x00" in value for value in text.values()):
        return None
    if len(text["id"]) > 64 or len(text["from"]) > 40 or len(text["to"]) > 40 or len(text["text"]) > _LONGEST:
        return None
    return text


received = csrf_exempt(_received)
received.door = EVERYONE  # type: ignore[attr-defined] # the gateway's token is asked for inside
