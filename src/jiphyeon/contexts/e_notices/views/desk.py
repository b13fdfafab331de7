"""The office's pages: sendings, and the notice to each addressee."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from jiphyeon.contexts.e_notices import tables
from jiphyeon.contexts.e_notices.actions import drafting, following, paying, steering
from jiphyeon.contexts.e_notices.enums import Reason, Stage
from jiphyeon.contexts.e_notices.forms import ResendForm, ReturnForm, SendingForm
from jiphyeon.contexts.e_notices.models import Notice, Sending, service
from jiphyeon.contexts.e_notices.queries import letters, sendings
from jiphyeon.contexts.e_notices.queries.texts import terms_of
from jiphyeon.contexts.e_notices.roles import NOTICE_APPROVER, NOTICE_SENDER, READERS
from jiphyeon.contexts.e_notices.rules.clock import earliest_respond_by
from jiphyeon.contexts.e_notices.rules.codes import shown
from jiphyeon.contexts.e_notices.views.records import as_html, record_of
from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.casework.pages import CasePages, by_action
from jiphyeon.foundation.casework.pages.acts import Pressed
from jiphyeon.foundation.casework.screens import Drawn, Side
from jiphyeon.foundation.clock.deadlines import is_working_day
from jiphyeon.foundation.queues.views import listed, place
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused

DESK = officer(*READERS)


def _seen(pressed: Pressed) -> int:
    return pressed.seen


OFFICE = CasePages(
    model=Sending,
    side=Side.OFFICE,
    namespace="e_notices",
    door=DESK,
    item="item",
    listing="desk",
    acts={
        "propose": by_action(drafting.propose, seen=_seen),
        "approve": by_action(drafting.approve, seen=_seen),
        "pause": by_action(steering.pause, seen=_seen, reason="comment"),
        "resume": by_action(steering.resume, seen=_seen),
        "cancel": by_action(steering.cancel, seen=_seen, reason="comment"),
    },
    readers=(NOTICE_SENDER, NOTICE_APPROVER),
)
NOTICES = CasePages(
    model=Notice,
    side=Side.OFFICE,
    namespace="e_notices:addressees",
    door=DESK,
    item="notice",
    listing="notices",
    acts={
        "arrive": by_action(following.arrived, seen=_seen),
        "return": by_action(
            following.came_back,
            seen=_seen,
            comment="comment",
            why=lambda pressed: Reason(pressed.filled["why"]),
        ),
        "resend": by_action(following.resend, seen=_seen, comment="comment", postal="postal"),
        "waive": by_action(paying.waive, seen=_seen, reason="comment"),
        "publish": by_action(following.publish, seen=_seen, comment="comment"),
    },
    drawn=Drawn(forms={"return": ReturnForm, "resend": ResendForm}),
    readers=(NOTICE_SENDER,),
    queue=tables.NOTICES,
    letter=record_of,
)


@door(DESK)
@never_cache
@require_GET
def desk(request: Request) -> HttpResponse:
    """List the sendings."""
    return listed(
        request, tables.SENDINGS, "e_notices/desk.html", lambda: {"sends": request.actor.has(NOTICE_SENDER)}
    )


@door(DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: Request, key: UUID) -> HttpResponse:
    """Show a sending: what goes to how many, by which days, how far it is, what can be done; write it while it is a draft."""
    row = OFFICE.find(request, key)
    writes = row.stage is Stage.DRAFT and request.actor.has(NOTICE_SENDER)
    form = SendingForm(row, request.POST or None, initial=_suggested(row, request)) if writes else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            drafting.write(
                key=key,
                written=form.written,
                seen=form.cleaned_data["version"],
                by=request.actor,
                on=request.today,
            )
        except Refused as no:
            form.add_error(None, no.text(language()))
        else:
            messages.success(request, _("정한 것을 적어 두었습니다."))
            return redirect("e_notices:item", key=key)
    found = sendings.counts(row)
    days = sendings.days(row, request.today)
    page = {
        "row": row,
        "kind": sendings.kind_words(row.kind),
        "badge": tables.stage_badge(row.stage),
        "progress": sendings.progress(found),
        "steps": [(tables.step_badge(step), many) for step, many in found.items()],
        "days": None if isinstance(days, Refused) else days,
        "why_not": days.text(language()) if isinstance(days, Refused) else "",
        "form": form,
        "screen": OFFICE.opened(request, row),
        "place": place(request, tables.SENDINGS, row),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "e_notices/item.html", page, status=status)


def _suggested(row: Sending, request: Request) -> dict[str, object]:
    """Return the earliest last day to answer, where none was chosen yet."""
    if row.respond_by is not None:
        return {}
    on = request.today
    terms, working = terms_of(row, on), service().working_on(on)
    return {"respond_by": earliest_respond_by(on, terms, working, is_working_day)}


@door(DESK)
@never_cache
@require_GET
def notices(request: Request) -> HttpResponse:
    """List the notices of all sendings."""
    return listed(request, tables.NOTICES, "e_notices/notices.html")


@door(DESK)
@never_cache
@require_GET
def notice(request: Request, key: UUID) -> HttpResponse:
    """Show one notice: to whom, what it says, where it stands and how it came there."""
    row = NOTICES.find(request, key)
    letter = letters.letter(row, request.today)
    page = {
        "row": row,
        "sending": row.sending,
        "kind": sendings.kind_words(row.sending.kind),
        "badge": tables.step_badge(row.step),
        "code": shown(row.code),
        "letter": letter,
        "document": as_html(letter.said),
        "near": tables.near(row.respond_by, request.today) if row.stands_at.is_open else None,
        "screen": NOTICES.opened(request, row),
        "place": place(request, tables.NOTICES, row),
    }
    return render(request, "e_notices/notice.html", page)
