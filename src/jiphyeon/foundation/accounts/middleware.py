"""Puts the actor and the civil day on every request; the actor is worked out only when asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from jiphyeon.foundation.accounts.actors import NOBODY, Actor, actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.clock.now import civil_today


def actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django middleware: `request.actor` (Actor) and `request.today` (date)."""

    def handle(request: HttpRequest) -> HttpResponse:
        today = civil_today()

        @cache
        def who() -> Actor:
            user = request.user
            return actor_of(user, on=today) if isinstance(user, User) else NOBODY

        request.who = who  # type: ignore[attr-defined] # a door asks, and keeps the answer as a plain actor
        request.actor = SimpleLazyObject(who)  # type: ignore[attr-defined] # added to every request
        request.today = today  # type: ignore[attr-defined] # a plain day: the law is counted with it
        return get_response(request)

    return handle
