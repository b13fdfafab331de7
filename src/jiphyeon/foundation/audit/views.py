"""The auditor's pages: two lists, and one line of the trail with everything it holds."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.accounts.roles import AUDITOR
from jiphyeon.foundation.audit import queries
from jiphyeon.foundation.audit.lists import DEEDS, LOOKS
from jiphyeon.foundation.ledger.models import TrailEntry
from jiphyeon.foundation.queues.views import listed, place
from jiphyeon.foundation.ui.saying import language, moment

AUDIT = officer(AUDITOR)


@door(AUDIT)
@never_cache
@require_safe
def looks(request: Request) -> HttpResponse:
    """List who looked at what, who did what, and why."""
    return listed(request, LOOKS, "audit/looks.html")


@door(AUDIT)
@never_cache
@require_safe
def look(request: Request, number: int) -> HttpResponse:
    """Show one line of the trail."""
    try:
        row = TrailEntry.objects.get(pk=number)
    except (TrailEntry.DoesNotExist, OverflowError):
        raise Http404 from None
    page = {
        "at": moment(row.at),
        "line": queries.look_lines([row], language())[0],
        "unit": queries.unit_words(row.unit),
        "matter_url": queries.matter_url(row.about, request.today),
        "details": queries.details(row, language()),
        "place": place(request, LOOKS, row),
    }
    return render(request, "audit/look.html", page)


@door(AUDIT)
@never_cache
@require_safe
def deeds(request: Request) -> HttpResponse:
    """List the deeds of the public log, each leading to where it is checked."""
    return listed(request, DEEDS)
