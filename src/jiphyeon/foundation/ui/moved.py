"""An address that stood in one room and is another page's now."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from jiphyeon.foundation.accounts.doors import EVERYONE, Request, View, door


def moved(to: str) -> View[...]:
    """Return the view that leads to a page by its name, with all that was asked; the page's own door stands there."""

    @door(EVERYONE)
    def lead(request: Request, /, **where: object) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        address = reverse(to, kwargs=where) + (f"?{asked}" if asked else "")
        # 308: what is sent to the old address by POST is sent to the new one.
        return HttpResponsePermanentRedirect(address, preserve_request=True)

    lead.csrf_exempt = True  # type: ignore[attr-defined] # leading changes nothing; a program has no token
    return lead
