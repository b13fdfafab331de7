"""The operator's page: what waits, what runs, what stopped and why, what comes next."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.accounts.roles import AUDITOR
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs import board as jobs
from jiphyeon.foundation.jobs.roles import JOBS_OPERATOR
from jiphyeon.foundation.jobs.tables import queue_facts, running_table, schedule_table


@door(officer(JOBS_OPERATOR, AUDITOR))
@require_safe
def board(request: Request) -> HttpResponse:
    """Show the queue."""
    moment = now()
    counts = jobs.counts(moment)
    return render(
        request,
        "jobs/board.html",
        {
            "counts": counts,
            "counted": queue_facts(counts, moment),
            "running": running_table(jobs.running(), moment),
            "dead": jobs.dead(),
            "schedule": schedule_table(jobs.schedule_lines(moment, request.today)),
            "may_retry": request.actor.has(JOBS_OPERATOR),
        },
    )


@door(officer(JOBS_OPERATOR))
@require_POST
def retry(request: Request, key: UUID) -> HttpResponse:
    """Put one dead job back."""
    return _back_with_count(request, jobs.retry([key], by=request.actor, at=now()))


@door(officer(JOBS_OPERATOR))
@require_POST
def retry_all(request: Request) -> HttpResponse:
    """Put every dead job back."""
    return _back_with_count(request, jobs.retry(None, by=request.actor, at=now()))


def _back_with_count(request: Request, count: int) -> HttpResponse:
    if count:
        message = ngettext("{count}건을 다시 줄에 넣었습니다.", "{count}건을 다시 줄에 넣었습니다.", count)
        messages.success(request, message.format(count=count))
    else:
        messages.info(request, _("멈춘 일이 없습니다. 다른 담당자가 먼저 처리했을 수 있습니다."))
    return redirect("jobs:board")
