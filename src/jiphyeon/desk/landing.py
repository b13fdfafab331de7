"""Where somebody begins who has just signed in and was not on the way elsewhere."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door
from jiphyeon.foundation.rooms.declared import rooms


def landing_of(actor: Actor) -> str:
    """Return the name of the page an actor begins on.

    A citizen's and an officer's own page says what waits for them; who only holds roles whose room declares a page of
    its own (`lands`, an auditor's log) begins there. Nobody in particular begins at home.
    """
    if actor.user is None:
        return "desk:home"
    declared = {role: page for room in rooms() for role, page in room.lands.items()}
    pages = {declared.get(role, "desk:my_page") for role in actor.roles}
    return pages.pop() if len(pages) == 1 and not actor.is_citizen else "desk:my_page"


@door(EVERYONE)
@never_cache
@require_safe
def landing(request: Request) -> HttpResponse:
    """Lead on to the page this reader begins on."""
    return redirect(landing_of(request.actor))
