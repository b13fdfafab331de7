"""The page at `/`: the one that a room declares as its home."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase

from jiphyeon.foundation.accounts.doors import EVERYONE, Request, View, door
from jiphyeon.foundation.rooms.declared import rooms


@door(EVERYONE)
def home(request: Request) -> HttpResponseBase:
    """Answer with the home page of the room that has one."""
    for room in rooms():
        if room.home:
            page: View[[]] = room.find(room.home)
            return page(request)
    raise Http404
