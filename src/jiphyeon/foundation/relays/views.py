"""The door the relay calls us at, and the machine room's page of what came through it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door, officer
from jiphyeon.foundation.accounts.roles import AUDITOR
from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.jobs.roles import JOBS_OPERATOR
from jiphyeon.foundation.network import signed
from jiphyeon.foundation.relays import callbacks, queries
from jiphyeon.foundation.relays.enums import Callback
from jiphyeon.foundation.relays.service import is_set_up
from jiphyeon.foundation.relays.tables import event_table, refused_table
from jiphyeon.foundation.ui.answering import problem
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.kernel import Refused, Words


@csrf_exempt
@door(EVERYONE)
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Take what the relay tells us: 200 with what came of each event, 404 where we know none of its documents."""
    try:
        answers = callbacks.receive(
            request.body,
            stamp=request.headers.get("X-Timestamp", ""),
            signature=request.headers.get("X-Signature", ""),
            secret=settings.RELAY_SECRET if is_set_up() else "",
            day=civil_today(),
            at=now(),
        )
    except Refused as no:
        return problem(no.code, no.words, status=signed.STATUS[no.code])
    if all(one.outcome is Callback.UNKNOWN for one in answers):
        words = Words("우리가 보낸 문서가 아닙니다.", "This is no document of ours.")
        return problem("unknown_document", words, status=404)
    return JsonResponse({"events": [{"id": str(one.id), "result": _result(one)} for one in answers]})


def _result(one: callbacks.Answer) -> str:
    return one.outcome.value if one.is_new or one.outcome is Callback.UNKNOWN else "again"


@door(officer(JOBS_OPERATOR, AUDITOR))
@require_safe
def board(request: Request) -> HttpResponse:
    """Show what came, what could not be settled, and what was turned away."""
    may_play = request.actor.has(JOBS_OPERATOR)
    return render(
        request,
        "relays/board.html",
        {
            "is_set_up": is_set_up(),
            "may_play": may_play,
            "unsettled": event_table(
                queries.to_look_at(),
                caption=_("살펴볼 것"),
                empty=Empty(
                    _("살펴볼 것이 없습니다."), _("모르는 문서나 앞뒤가 맞지 않는 알림이 여기에 모입니다.")
                ),
                may_choose=may_play,
            ),
            "latest": event_table(
                queries.latest(),
                caption=_("최근에 온 것"),
                empty=Empty(
                    _("아직 온 것이 없습니다."), _("중계로 보낸 문서가 닿고 열리면 여기에 보입니다.")
                ),
                may_choose=may_play,
            ),
            "refused": refused_table(queries.refused(request.today)),
        },
    )


@door(officer(JOBS_OPERATOR))
@require_POST
def play(request: Request) -> HttpResponse:
    """Take chosen events as if they came now."""
    chosen = [key for value in request.POST.getlist("selected")[:200] if (key := _key(value)) is not None]
    if not chosen:
        messages.info(request, _("다시 알릴 것을 골라 주세요."))
        return redirect("relays:board")
    done = callbacks.play(chosen)
    if done:
        text = ngettext("{n}건을 다시 알렸습니다.", "{n}건을 다시 알렸습니다.", done)
        messages.success(request, text.format(n=done))
    if done < len(chosen):
        left = len(chosen) - done
        text = ngettext(
            "{n}건은 아직 모르는 문서라 그대로 둡니다.", "{n}건은 아직 모르는 문서라 그대로 둡니다.", left
        )
        messages.warning(request, text.format(n=left))
    return redirect("relays:board")


def _key(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
