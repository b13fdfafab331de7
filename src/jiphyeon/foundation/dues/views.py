"""The door the payment house calls us at, and the officer's pages of money paid in."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door, officer
from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.dues import paying, queries, settling
from jiphyeon.foundation.dues.enums import Match, Outcome
from jiphyeon.foundation.dues.models import Receivable
from jiphyeon.foundation.dues.queries import SettlementLine
from jiphyeon.foundation.dues.roles import COLLECTOR
from jiphyeon.foundation.dues.service import is_set_up, the_house
from jiphyeon.foundation.dues.tables import (
    DUES,
    movement_table,
    settlement_cells,
    settlement_table,
    state_badge,
)
from jiphyeon.foundation.network import signed
from jiphyeon.foundation.queues.views import listed, place
from jiphyeon.foundation.rooms.roles import AUDITOR
from jiphyeon.foundation.ui.answering import problem
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.spreadsheets import XLSX, write_xlsx

DESK = officer(COLLECTOR, AUDITOR)


@csrf_exempt
@door(EVERYONE)
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Take what the payment house tells us: 200 with what came of each, 404 where none is of an order of ours."""
    try:
        outcomes = paying.receive(
            request.body,
            stamp=request.headers.get("X-Timestamp", ""),
            signature=request.headers.get("X-Signature", ""),
            secret=settings.PAYMENTS_SECRET if is_set_up() else "",
            on=civil_today(),
            at=now(),
        )
    except Refused as no:
        return problem(no.code, no.words, status=signed.STATUS[no.code])
    if all(one is Outcome.UNKNOWN for one in outcomes):
        return problem(
            "unknown_order", Words("우리 주문이 아닙니다.", "This is no order of ours."), status=404
        )
    return JsonResponse({"events": [{"result": one.value} for one in outcomes]})


@door(DESK)
@require_safe
def desk(request: Request) -> HttpResponse:
    """List the dues."""
    return listed(request, DUES, "dues/desk.html")


@door(DESK)
@never_cache
@require_safe
def desk_due(request: Request, key: UUID) -> HttpResponse:
    """Show one due with what the house told of it."""
    row = Receivable.objects.filter(key=key).first()
    if row is None:
        raise Http404
    (line,) = queries.lines([row], request.today, language())
    page = {
        "line": line,
        "state": state_badge(line),
        "changes": row.changes.order_by("first"),
        "movements": movement_table(queries.movements_of(key)),
        "place": place(request, DUES, row),
    }
    return render(request, "dues/desk_due.html", page)


@door(DESK)
@never_cache
@require_safe
def settlement(request: Request) -> HttpResponse:
    """Show the house's list of a calendar day beside ours; as a workbook where it is asked for."""
    day = _day(request.GET.get("day", ""))
    lines: list[SettlementLine] = []
    problem_words = None
    try:
        lines = settling.compared(day, house=the_house())
    except Refused as no:
        problem_words = no.words.text(language())
    if request.GET.get("format") == "xlsx" and problem_words is None:
        return _workbook(day, lines)
    page = {
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "file": f"{reverse('dues:settlement')}?{urlencode({'day': day.isoformat(), 'format': 'xlsx'})}",
        "problem": problem_words,
        "lines": settlement_table(lines),
        "unlike": sum(line.match is not Match.SAME for line in lines),
        "may_take_in": request.actor.has(COLLECTOR) and any(line.match is Match.ONLY_HOUSE for line in lines),
    }
    return render(request, "dues/settlement.html", page)


@door(officer(COLLECTOR))
@require_POST
def take_in(request: Request) -> HttpResponse:
    """Take in what the house never told us of a day."""
    day = _day(request.POST.get("day", ""))
    try:
        count = settling.take_in(day, house=the_house(), on=request.today, at=now())
        text = ngettext("{n}건을 장부에 넣었습니다.", "{n}건을 장부에 넣었습니다.", count)
        messages.success(request, text.format(n=count))
    except Refused as no:
        messages.error(request, no.words.text(language()))
    return redirect(f"{reverse('dues:settlement')}?{urlencode({'day': day.isoformat()})}")


def _day(given: str) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return timezone.localdate()
    return day if 2000 <= day.year < 2100 else timezone.localdate()


def _workbook(day: date, lines: list[SettlementLine]) -> HttpResponse:
    heads, rows = settlement_cells(lines)
    file = BytesIO()
    write_xlsx(file, heads, rows, title=_("결제소 대조"), won=frozenset({2, 3}))
    answer = HttpResponse(file.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="settlement-{day.isoformat()}.xlsx"'
    return answer
