"""The machine room's page of messages: what waits by channel, what failed and why, what goes out."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.accounts.roles import AUDITOR
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.roles import JOBS_OPERATOR
from jiphyeon.foundation.messages import board as outbox
from jiphyeon.foundation.messages.board import Flow
from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.messages.tables import CHANNELS, batch_table, channel_table, failure_table


@door(officer(JOBS_OPERATOR, AUDITOR))
@require_safe
def board(request: Request) -> HttpResponse:
    """Show how each channel stands."""
    moment = now()
    lines = outbox.channels(moment)
    may_steer = request.actor.has(JOBS_OPERATOR)
    return render(
        request,
        "messages/board.html",
        {
            "channels": channel_table(lines),
            "stopped": sum(line.flow in {Flow.PAUSED, Flow.AWAY} for line in lines),
            "steered": [
                (line.channel.value, CHANNELS[line.channel], line.flow is Flow.PAUSED) for line in lines
            ]
            if may_steer
            else [],
            "failures": failure_table(outbox.failures(moment)),
            "batches": batch_table(outbox.batches()),
        },
    )


@door(officer(JOBS_OPERATOR))
@require_POST
def pause(request: Request, channel: str) -> HttpResponse:
    """Begin nothing more by a channel."""
    named = _named(channel)
    if outbox.pause(named, by=request.actor, at=now()):
        messages.success(
            request,
            _("{channel} 길을 멈춰 두었습니다. 나가던 것만 마칩니다.").format(channel=CHANNELS[named]),
        )
    else:
        messages.info(request, _("이미 멈춰 둔 길입니다."))
    return redirect("messages:board")


@door(officer(JOBS_OPERATOR))
@require_POST
def resume(request: Request, channel: str) -> HttpResponse:
    """Let a channel go on."""
    named = _named(channel)
    if outbox.resume(named, by=request.actor):
        messages.success(request, _("{channel} 길로 다시 보냅니다.").format(channel=CHANNELS[named]))
    else:
        messages.info(request, _("멈춰 둔 길이 아닙니다."))
    return redirect("messages:board")


def _named(channel: str) -> Channel:
    try:
        return Channel(channel)
    except ValueError:
        raise Http404 from None
