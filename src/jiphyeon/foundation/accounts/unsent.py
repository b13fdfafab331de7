"""What somebody wrote and sent after their sign-in had ended: kept sealed for half an hour, to be sent once they are back.

Only for whoever was signed in on that browser before: a signed cookie says so, and another person's sign-in sees nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.secrets.keys import keyed_hash

COOKIE = "writer"
SALT = "jiphyeon.writer"
KEPT = "unsent"
KEPT_FOR = timedelta(minutes=30)
LARGEST = 40_000  # signs; what a person writes into one form
YEAR = 365 * 24 * 3600
_FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
_NOT_WORTH = {"csrfmiddlewaretoken"}


def _mark(actor: Actor) -> str:
    return keyed_hash(str(actor.user), purpose="accounts.writer")[:32]


def remember_writer(request: HttpRequest, answer: HttpResponseBase, actor: Actor) -> None:
    """Have the browser say later who was signed in on it last, in a way that only we can read."""
    if actor.user is None or _writer(request) == _mark(actor):
        return
    answer.set_signed_cookie(
        COOKIE,
        _mark(actor),
        salt=SALT,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _writer(request: HttpRequest) -> str:
    try:
        return str(request.get_signed_cookie(COOKIE, default="", salt=SALT) or "")
    except BadSignature:
        return ""


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Lead nobody in particular to the sign-in page, and back; what they had written waits for them there."""
    if request.method == "POST":
        return redirect_to_login(
            reverse("accounts:unsent") if _keep(request) else resolve_url(settings.LOGIN_REDIRECT_URL)
        )
    return redirect_to_login(request.get_full_path())


def _keep(request: HttpRequest) -> bool:
    """Keep a form that was sent, where we know whose it is."""
    fields = [(name, values) for name, values in request.POST.lists() if name not in _NOT_WORTH]
    size = sum(len(name) + sum(map(len, values)) for name, values in fields)
    if not _writer(request) or request.content_type not in _FORMS or size > LARGEST:
        return False
    came_from = request.headers.get("referer", "")
    safe = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    request.session[KEPT] = {
        "writer": _writer(request),
        "at": now().isoformat(),
        "address": request.get_full_path(),
        "page": came_from if safe else "/",
        "fields": fields,
        "files": [file.name for name in request.FILES for file in request.FILES.getlist(name)],
    }
    return True


def kept_for(actor: Actor, session: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what an actor could not send, while it is kept; None for anybody else."""
    kept: dict[str, Any] | None = session.get(KEPT)
    if kept is None or kept["writer"] != _mark(actor):
        return None
    return kept if now() - datetime.fromisoformat(kept["at"]) <= KEPT_FOR else None
