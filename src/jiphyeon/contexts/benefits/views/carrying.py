"""Answers of the finder: sealed in the page, never in an address, never on the server."""

from __future__ import annotations

import json

from django.http import HttpResponse

from jiphyeon.contexts.benefits.rules.finder import Carried
from jiphyeon.foundation.accounts.doors import Request
from jiphyeon.foundation.secrets.keys import decrypt, encrypt
from jiphyeon.kernel import Refused

PURPOSE = "benefits.finder"
COOKIE = "benefits_answers"
HALF_AN_HOUR = 1800


def sealed(carried: Carried) -> str:
    """Return answers as a text only this office can open."""
    return encrypt(json.dumps(list(carried.answers.items())), purpose=PURPOSE)


def opened(text: str) -> Carried:
    """Return the answers in a sealed text; none where it was altered or is not ours."""
    if not text:
        return Carried()
    try:
        return Carried(dict(json.loads(decrypt(text, purpose=PURPOSE))))
    except (Refused, ValueError):
        return Carried()


def keep_for_later(response: HttpResponse, carried: Carried, *, secure: bool) -> None:
    """Put the answers, sealed, into the person's own browser for half an hour, because they asked to carry them over."""
    response.set_cookie(
        COOKIE,
        sealed(carried),
        max_age=HALF_AN_HOUR,
        path="/benefits/",
        httponly=True,
        secure=secure,
        samesite="Lax",
    )


def kept(request: Request) -> Carried:
    """Return answers kept in the person's browser."""
    return opened(request.COOKIES.get(COOKIE, ""))


def forget(response: HttpResponse) -> None:
    """Throw the kept answers away."""
    response.delete_cookie(COOKIE, path="/benefits/")
