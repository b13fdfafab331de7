"""Every view names who may open it. A view without a door is refused by a house test.

@door(EVERYONE)            @door(CITIZEN)            @door(officer(CASE_OFFICER))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.roles import Role, at_the_counter
from jiphyeon.foundation.accounts.unsent import sign_in_first

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Door:
    """A name for the law and a test on the actor."""

    name: str
    opens: Callable[[Actor], bool]
    needs_sign_in: bool = True


EVERYONE = Door("everyone", lambda _: True, needs_sign_in=False)
SIGNED_IN = Door("signed in", lambda actor: actor.user is not None)
CITIZEN = Door("citizen", lambda actor: actor.is_citizen)
ANY_OFFICER = Door("any officer", lambda actor: actor.is_officer)


AT_THE_COUNTER = Door("officer at the counter", lambda actor: bool(actor.roles & at_the_counter()))


def officer(*roles: Role) -> Door:
    """Return a door that opens for officers holding any of the roles; an auditor's reading needs AUDITOR named."""
    wanted = frozenset(roles)
    return Door("officer: " + ", ".join(sorted(wanted)), lambda actor: bool(actor.roles & wanted))


class Request(HttpRequest):
    """What a view is given: Django's request with the actor and the civil day on it (see middleware)."""

    actor: Actor
    today: date


def door(to: Door) -> Callable[[View[P]], View[P]]:
    """Guard a view: 403 for the wrong person, the sign-in page for nobody.

    To whoever is signed in no page is given ahead of being asked for (503, which a browser passes over): that a page was
    shown to somebody stands in a trail, and a page shown without a line there would be a way around it.
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            request.actor = request.who()
            if not to.opens(request.actor):
                if request.actor.user is None:
                    return sign_in_first(request)
                raise PermissionDenied(to.name)
            if request.actor.user is not None and _is_ahead(request):
                return HttpResponse(status=503, headers={"Cache-Control": "no-store"})
            return view(request, *args, **kwargs)

        guarded.door = to  # type: ignore[attr-defined] # read by the house test that walks every address
        return cast("View[P]", guarded)

    return guard


def _is_ahead(request: HttpRequest) -> bool:
    """Return whether a browser fetches a page that nobody has asked for yet."""
    return any("prefetch" in request.headers.get(name, "").lower() for name in ("Sec-Purpose", "Purpose"))


def opens_to(url: str, actor: Actor) -> bool:
    """Return whether a page should lead an actor to an address of ours: whoever is not signed in is asked to there."""
    try:
        guarded: Door | None = getattr(resolve(urlsplit(url).path).func, "door", None)
    except Resolver404:
        return False
    return guarded is None or actor.user is None or guarded.opens(actor)


def key_of(request: Request) -> UUID:
    """Return the signed-in person's key; only behind a door that needs signing in."""
    if request.actor.user is None:
        raise PermissionDenied("signed in")
    return request.actor.user
