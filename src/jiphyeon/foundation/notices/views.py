"""A person's inbox, one notice, and how they want to be told. Opening is recorded; letting a browser look ahead is not opening."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiphyeon.foundation.accounts.doors import CITIZEN, EVERYONE, Request, door, key_of
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.notices import actions, choosing, leaving, queries, tables
from jiphyeon.foundation.notices.forms import WaysForm
from jiphyeon.foundation.notices.terms import terms_of
from jiphyeon.foundation.ui.going_back import refused
from jiphyeon.kernel import Refused

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


@door(CITIZEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: Request) -> HttpResponse:
    """Let a person choose how they are told of each topic, and show what they agreed to."""
    person = key_of(request)
    form = WaysForm(request.POST or None, chosen=queries.ways(person), kinds=queries.kinds_told())
    if request.method == "POST" and form.is_valid():
        choosing.choose(ways=form.ways, by=request.actor, at=now())
        messages.success(request, _("고르신 대로 알려 드리겠습니다."))
        return redirect("notices:choices")
    terms = terms_of(settings.CITY_PACK)
    given = queries.consents(person)
    page = {
        "form": form,
        "daily_at": f"{terms.daily_at:%H:%M}",
        "consents": tables.consents_asked(terms.consents, given),
        "history": tables.consents(given, terms),
    }
    return render(request, "notices/choices.html", page, status=422 if form.errors else 200)


@door(CITIZEN)
@require_POST
def consent(request: Request, basis: str) -> HttpResponse:
    """Agree to be served electronically by a law, or withdraw it."""
    agreed = request.POST.get("agreed") == "1"
    try:
        choosing.consent(basis=basis, agreed=agreed, by=request.actor, on=request.today, at=now())
    except Refused as no:
        return refused(request, no, "notices:choices")
    messages.success(request, _("동의를 적어 두었습니다.") if agreed else _("동의를 거두었습니다."))
    return redirect("notices:choices")


@csrf_exempt  # a mail program presses it (RFC 8058), and the address itself says whose it is
@door(EVERYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: Request, token: str) -> HttpResponse:
    """Stop e-mails about some topics: at once where a mail program says so, by a button where a person looks."""
    found = leaving.read(token)
    if found is None:
        raise Http404
    person, topics = found
    if request.method == "POST":
        choosing.leave(person=person, topics=topics, at=now())
    page = {"topics": [topic.words for topic in topics], "done": request.method == "POST"}
    return render(request, "notices/leave.html", page)
