"""The page on which somebody finds what they could not send, because their sign-in had ended."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiphyeon.foundation.accounts.doors import SIGNED_IN, Request, door
from jiphyeon.foundation.accounts.unsent import KEPT, kept_for

_LONG = 40


@door(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsent(request: Request) -> HttpResponse:
    """Show what could not be sent, to be sent now or thrown away."""
    kept = kept_for(request.actor, request.session)
    if kept is None:
        return redirect("/")
    if request.method == "POST":
        del request.session[KEPT]
        return redirect(kept["page"])
    fields = [(name, value) for name, values in kept["fields"] for value in values]
    written = [value for _name, value in fields if " " in value.strip() or len(value) > _LONG]
    return render(request, "accounts/unsent.html", {**kept, "written": written, "fields": fields})
