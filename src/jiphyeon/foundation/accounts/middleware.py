"""Puts the actor and the civil day on every request, and keeps what is for one person out of every cache."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject

from jiphyeon.foundation.accounts.actors import NOBODY, Actor, actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.unsent import remember_writer
from jiphyeon.foundation.clock.now import civil_today


def actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django middleware: `request.actor` (Actor) and `request.today` (date); the actor is worked out only when asked for."""

    def handle(request: HttpRequest) -> HttpResponse:
        today = civil_today()

        @cache
        def who() -> Actor:
            user = request.user
            return actor_of(user, on=today) if isinstance(user, User) else NOBODY

        request.who = who  # type: ignore[attr-defined] # a door asks, and keeps the answer as a plain actor
        request.actor = SimpleLazyObject(who)  # type: ignore[attr-defined] # added to every request
        request.today = today  # type: ignore[attr-defined] # a plain day: the law is counted with it
        answer = get_response(request)
        if who.cache_info().currsize:
            remember_writer(request, answer, who())
        return answer

    return handle


def one_scheme(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django middleware: a scheme told twice (`https,http`) is told by nobody; the proxy says it once."""

    def handle(request: HttpRequest) -> HttpResponse:
        if "," in request.META.get("HTTP_X_FORWARDED_PROTO", ""):
            del request.META["HTTP_X_FORWARDED_PROTO"]
        return get_response(request)

    return handle


def not_kept(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django middleware: no browser and no proxy keeps what was answered to a session, to a form, or with a cookie.

    Left are pages read by nobody in particular. Stands outside the session's middleware, which sets the cookie.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        in_session = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
        if in_session or answer.cookies or request.method not in {"GET", "HEAD"}:
            patch_cache_control(answer, private=True, no_store=True)
        return answer

    return handle
