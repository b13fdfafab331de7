"""Many at once: shown exactly, then done exactly so."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jiphyeon.foundation.accounts.doors import Request
from jiphyeon.foundation.casework import bulk
from jiphyeon.foundation.casework.pages.acts import R, Together
from jiphyeon.foundation.casework.pages.side import SidePages
from jiphyeon.foundation.queues.views import NOTHING_CHOSEN, selected
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.saying import language
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Refused

MOST_AT_ONCE = 200


def _pressed(pages: SidePages[R], request: Request, press: str) -> Together[R]:
    found = pages.together.get(press)
    if found is None:
        raise Http404
    if not found.roles & request.actor.roles:
        raise PermissionDenied(pages.door.name)
    return found


def _chosen(pages: SidePages[R], request: Request) -> list[R]:
    numbers = selected(request, pages.queue) if pages.queue else request.POST.getlist("selected")
    if not numbers:
        raise NOTHING_CHOSEN
    if len(numbers) > MOST_AT_ONCE:
        raise Refused(
            "too_many_chosen",
            ko="한 번에 {most}건까지 할 수 있습니다. 거르기로 나누어 해 주세요.",
            en="At most {most} can be done at once. Please narrow the list and go on in parts.",
            most=MOST_AT_ONCE,
        )
    rows = pages.model._default_manager.filter(number__in=numbers).order_by("number", "pk")  # noqa: SLF001 -- Django's public name for it
    return [row for row in rows if pages.may_know(request, row)]


def preview(pages: SidePages[R], request: Request, press: str) -> HttpResponse:
    """Show exactly what one press under the chosen matters would do."""
    together = _pressed(pages, request, press)
    try:
        chosen = _chosen(pages, request)
    except Refused as no:
        messages.warning(request, no.text(language()))
        return redirect(pages.listing_url(request))
    seen = bulk.preview(chosen, together.judge, by=request.actor, on=request.today)
    page = {
        "word": together.word,
        "unit": together.unit,
        "preview": seen,
        "table": _table(seen, language(), together.about(chosen) if together.about else {}),
        "done_url": pages.at("carry_out", press=press),
        "query": request.GET.urlencode(),
        "list_url": pages.listing_url(request),
    }
    return render(request, "casework/bulk.html", page)


def carry_out(pages: SidePages[R], request: Request, press: str) -> HttpResponse:
    """Do what the preview showed; nothing where anything changed since."""
    together = _pressed(pages, request, press)
    try:
        keys = [row.key for row in _chosen(pages, request)]
        with transaction.atomic():
            together.turns(keys)
            done = bulk.carry_out(
                pages.model,
                keys,
                seen=request.POST.get("seen", ""),
                judge=together.judge,
                act=lambda row, judged: together.act(row, judged, request.actor, request.today),
                by=request.actor,
                on=request.today,
            )
    except Refused as no:
        messages.error(request, no.text(language()))
        return redirect(pages.listing_url(request))
    messages.success(
        request,
        _("{word}: {count}건을 마쳤습니다.").format(
            word=together.word.text(language()), count=len(done.ready)
        ),
    )
    return redirect(pages.listing_url(request))


def _table(seen: bulk.Preview, speech: str, about: Mapping[UUID, str]) -> Table:
    """Return what would happen to each, one row a matter; where nothing would, why."""
    rows = [
        {
            "number": line.number,
            "about": about.get(line.key, ""),
            "state": Badge(line.state),
            "outcome": Badge(line.judged.outcome, "info") if line.is_ready else None,
            "amount": line.judged.amount if line.is_ready else None,
            "why": line.obstacle.text(speech) if line.obstacle is not None else "",
        }
        for line in seen.lines
    ]
    columns = [
        Column("number", _("번호")),
        *([Column("about", _("누구의 무엇"))] if about else []),
        Column("state", _("지금"), kind="badge"),
        Column("outcome", _("누르면"), kind="badge"),
        *(
            [Column("amount", _("금액"), kind="won")]
            if any(row["amount"] is not None for row in rows)
            else []
        ),
        Column("why", _("하지 않는 까닭")),
    ]
    return Table(columns, rows, _("미리보기"))
