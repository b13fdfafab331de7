"""What a room's own list view calls, and the addresses every list shares: saving, searching, files, handing over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiphyeon.foundation.accounts.doors import ANY_OFFICER, Request, door, key_of
from jiphyeon.foundation.accounts.roles import ADMINISTRATOR
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.queues import exporting, handing, saving, selecting, standing_in
from jiphyeon.foundation.queues.declaring import AnyQueue, queue_named
from jiphyeon.foundation.queues.forms import AbsenceForm
from jiphyeon.foundation.queues.listing import Place, list_page, place_of
from jiphyeon.foundation.queues.models import Absence
from jiphyeon.foundation.ui.fragments import answer
from jiphyeon.foundation.ui.going_back import pressed
from jiphyeon.foundation.ui.saying import language, localized, spoken
from jiphyeon.kernel import Refused
from jiphyeon.kernel.spreadsheets import CSV, XLSX


def listed(
    request: Request,
    queue: AnyQueue,
    template: str = "queues/list.html",
    more: Callable[[], dict[str, Any]] = dict,
) -> HttpResponse:
    """Answer with the list page; a room's own template extends `queues/list.html` and is given `more`."""

    def read() -> dict[str, Any]:
        chosen = selecting.selection_of(queue, request.GET, request.actor.user)
        return {"list": list_page(queue, chosen, request.actor, request.today), **more()}

    return answer(request, template, read)


def place(request: Request, queue: AnyQueue, row: Any) -> Place:
    """Return where a row stands in the list its reader came from; `queues/place.html` draws it."""
    chosen = selecting.selection_of(queue, request.GET, request.actor.user)
    return place_of(queue, chosen, row, request.actor, request.today)


def selected(request: Request, queue: AnyQueue) -> list[str]:
    """Return the keys a bulk form means. Refused where they are too many."""
    return selecting.chosen_keys(queue, request.POST, request.GET, request.actor, request.today)


def list_url(queue: AnyQueue, request: Request) -> str:
    """Return the address of the same place in the list."""
    return f"{reverse(queue.page)}?{selecting.selection_of(queue, request.GET, request.actor.user).query()}"


NOTHING_HANDED = Refused(
    "nothing_handed",
    ko="넘긴 건이 없습니다. 고른 건이 이미 그렇게 되어 있거나 끝난 건입니다. 목록을 다시 보고 골라 주세요.",
    en="Nothing was handed over: what you ticked stands so already, or is closed. Look at the list again and choose.",
)
NOTHING_CHOSEN = Refused(
    "nothing_chosen",
    ko="고른 건이 없습니다. 목록에서 건을 고른 뒤 다시 눌러 주세요.",
    en="Nothing is chosen. Tick what you mean in the list, then press again.",
)


def _queue(request: Request, name: str) -> AnyQueue:
    queue = queue_named(name)
    if queue is None:
        raise Http404
    if not queue.may(request.actor):
        raise PermissionDenied(name)
    return queue


@door(ANY_OFFICER)
@require_POST
def save_view(request: Request, queue: str) -> HttpResponse:
    """Keep the list as it is narrowed under a name; the same name again replaces it."""
    found = _queue(request, queue)
    chosen = selecting.selection_of(found, request.GET, request.actor.user)
    saved = partial(
        saving.save_view,
        queue=queue,
        name=request.POST.get("name", ""),
        query=chosen.from_the_top,
        officer=key_of(request),
    )
    return pressed(request, saved, _("보기를 저장했습니다."), back=list_url(found, request))


@door(ANY_OFFICER)
@require_POST
def drop_view(request: Request, queue: str, view: int) -> HttpResponse:
    """Throw a saved view away."""
    found = _queue(request, queue)
    saving.drop_view(view=view, officer=key_of(request))
    messages.success(request, _("저장한 보기를 지웠습니다."))
    return redirect(list_url(found, request))


@door(ANY_OFFICER)
@require_POST
def find(request: Request, queue: str) -> HttpResponse:
    """Lead to the rows of a number or of a person. By POST: what may be a name never stands in an address."""
    found = _queue(request, queue)
    chosen = selecting.selection_of(found, request.GET, request.actor.user)
    wanted = selecting.searched_for(found, request.POST.get("wanted", ""), request.actor.user)
    query = chosen.query(**wanted, after="", before="")
    return redirect(f"{reverse(found.page)}?{query}")


@door(ANY_OFFICER)
@never_cache
@require_GET
def export(request: Request, queue: str, kind: str) -> HttpResponseBase:
    """Give the list as it is narrowed now; whoever took it away stands in the trail, and whether names were open."""
    found = _queue(request, queue)
    if kind not in {"xlsx", "csv"}:
        raise Http404
    chosen = selecting.selection_of(found, request.GET, request.actor.user)
    names = request.GET.get("names") == "1" and found.opens is not None and found.opens(request.actor)
    rows = selecting.ordered(found, chosen, request.actor, request.today)
    note(
        by=request.actor,
        verb="queues.exported",
        about=f"queue:{queue}",
        reason=found.reason,
        details={"rows": min(rows.count(), exporting.MOST_ROWS), "names": names, "kind": kind},
    )
    name = f"{'-'.join(localized(found.words).split())}-{request.today}.{kind}"
    if kind == "csv":
        lines = exporting.to_csv(found, rows, request.today, names=names)
        given = StreamingHttpResponse(spoken(lines, language()), content_type=CSV)
        given["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
        return given
    file = TemporaryFile()  # noqa: SIM115 -- the answer closes it
    exporting.to_xlsx(found, rows, file, request.today, names=names)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@door(ANY_OFFICER)
@require_POST
def assign(request: Request, queue: str) -> HttpResponse:
    """Hand the chosen rows to a colleague, or to nobody, by the room's own deed."""
    found = _queue(request, queue)
    if found.assign is None:
        raise Http404
    if not found.assigns(request.actor):
        raise PermissionDenied(queue)
    try:
        keys = selected(request, found)
        if not keys:
            raise NOTHING_CHOSEN
        to = handing.colleague(found, request.POST.get("to", ""), request.today)
        count = found.assign(keys, to, request.actor, request.today)
        if not count:
            raise NOTHING_HANDED
        messages.success(request, _("{count}건을 넘겼습니다.").format(count=count))
    except Refused as no:
        messages.error(request, no.text(language()))
    return redirect(list_url(found, request))


@door(ANY_OFFICER)
@never_cache
@require_http_methods(["GET", "POST"])
def absence(request: Request) -> HttpResponse:
    """Note who will be away and who stands in."""
    for_others = request.actor.has(ADMINISTRATOR)
    me = key_of(request)
    form = AbsenceForm(
        request.POST or None,
        officers=standing_in.officers(request.today, language()),
        substitutes=standing_in.substitutes_of(request.actor, request.today, language()),
        me=me,
        for_others=for_others,
        today=request.today,
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            standing_in.go_away(
                officer=UUID(given["officer"]),
                substitute=UUID(given["substitute"]),
                first=given["first"],
                last=given["last"],
                reason=given["reason"],
                by=request.actor,
                on=request.today,
            )
        except Refused as no:
            form.add_error(None, no.text(language()))
        else:
            messages.success(request, _("부재를 적었습니다."))
            return redirect("queues:absence")
    page = {
        "form": form,
        "absences": standing_in.absences(
            language=language(), after=request.today, officer=None if for_others else me
        ),
        "me": me,
        "for_others": for_others,
    }
    return render(request, "queues/absence.html", page, status=422 if form.errors else 200)


@door(ANY_OFFICER)
@require_POST
def back(request: Request, key: UUID) -> HttpResponse:
    """End an absence."""
    try:
        standing_in.come_back(key=key, by=request.actor, on=request.today)
    except Absence.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("부재를 끝냈습니다."))
    return redirect("queues:absence")
