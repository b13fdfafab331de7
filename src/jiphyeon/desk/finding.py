"""Search across the rooms."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door
from jiphyeon.foundation.search import index


@door(EVERYONE)
def search(request: Request) -> HttpResponse:
    """Show what was found, or what can be looked for."""
    asked = request.GET.get("q", "").strip()[:100]
    hits = index.find(asked, request.actor, limit=30) if asked else []
    return render(request, "desk/search.html", {"asked": asked, "hits": hits})
