"""A person's inbox and one notice. Opening a notice is recorded; letting a browser look ahead is not opening."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiphyeon.foundation.accounts.doors import CITIZEN, Request, door, key_of
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.notices import actions, queries, tables

ON_A_PAGE = 20


@door(CITIZEN)
@require_safe
def inbox(request: Request) -> HttpResponse:
    """List my notices, newest first."""
    person = key_of(request)
    page = Paginator(queries.inbox(person), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "notices/inbox.html",
        {"page": page, "table": tables.inbox(page.object_list), "unread": queries.unread_count(person)},
    )


@door(CITIZEN)
@never_cache
@require_safe
def notice(request: Request, key: UUID) -> HttpResponse:
    """Show one of my notices and record that I opened it."""
    found = actions.open_notice(key=key, by=request.actor, on=request.today, at=now())
    if found is None:
        raise Http404
    return render(request, "notices/notice.html", {"notice": found, "written": found.written()})
