"""Pages of services for officers: the list, one service on one screen, its keys, what it was told of, letters to post."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiphyeon.contexts.senders import permissions, queries, tables, tasks
from jiphyeon.contexts.senders.actions import events as telling
from jiphyeon.contexts.senders.actions import letters, registering
from jiphyeon.contexts.senders.enums import KeyKind, Stage, Told
from jiphyeon.contexts.senders.forms import KeyForm, ReplayForm, ServiceForm
from jiphyeon.contexts.senders.models import Service
from jiphyeon.contexts.senders.roles import READERS, SENDER_APPROVER, SENDER_MANAGER
from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.casework.pages import CasePages
from jiphyeon.foundation.casework.screens import Side
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.files.download import hand_over
from jiphyeon.foundation.queues.views import listed, place
from jiphyeon.foundation.ui.going_back import refused
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused

DESK = officer(*READERS)
MANAGER = officer(SENDER_MANAGER)
KEEPERS = officer(SENDER_MANAGER, SENDER_APPROVER)

OFFICE = CasePages(
    model=Service,
    side=Side.OFFICE,
    namespace="senders",
    door=DESK,
    item="item",
    listing="desk",
    readers=(SENDER_MANAGER, SENDER_APPROVER),
)


@door(DESK)
@never_cache
@require_GET
def desk(request: Request) -> HttpResponse:
    """List the services."""
    return listed(
        request, tables.SERVICES, "senders/desk.html", lambda: {"manages": permissions.manages(request.actor)}
    )


@door(DESK)
@never_cache
@require_GET
def item(request: Request, key: UUID) -> HttpResponse:
    """Show a service: what it is, its keys, what it sent, what can be done."""
    row = OFFICE.find(request, key)
    return _shown(request, row, KeyForm(initial={"kind": KeyKind.TEST.value}))


def _shown(request: Request, row: Service, form: KeyForm, *, made: str = "") -> HttpResponse:
    is_open = row.stage in {Stage.TRIAL, Stage.LIVE}
    page = {
        "row": row,
        "facts": tables.facts(row),
        "screen": OFFICE.opened(request, row),
        "place": place(request, tables.SERVICES, row),
        "keys": [(one, one.kind.words) for one in queries.keys_of(row)],
        "use": tables.use(queries.use_of(row, request.today)),
        "letters": queries.letters_to_post(row),
        "manages": permissions.manages(request.actor) and is_open,
        "posts": permissions.manages(request.actor),
        "revokes": request.actor.has(SENDER_MANAGER) or request.actor.has(SENDER_APPROVER),
        "secret": row.callback_secret if row.callback_url and permissions.manages(request.actor) else "",
        "form": form,
        "made": made,
    }
    return render(request, "senders/item.html", page, status=422 if form.is_bound else 200)


@door(MANAGER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Register a service."""
    form = ServiceForm(request.POST or None, initial={"unit": request.actor.unit})
    if request.method == "POST" and form.is_valid():
        try:
            key = registering.register(content=form.content, by=request.actor, on=request.today)
        except Refused as no:
            form.add_error("number_for_answers", no.text(language()))
        else:
            messages.success(request, _("등록했습니다. 시험 열쇠를 만들어 프로그램을 이어 보세요."))
            return redirect("senders:item", key=key)
    return render(request, "senders/write.html", {"form": form}, status=422 if form.is_bound else 200)


@door(MANAGER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, key: UUID) -> HttpResponse:
    """Change a service."""
    row = OFFICE.find(request, key)
    form = ServiceForm(request.POST) if request.method == "POST" else ServiceForm.begun_with(row)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            registering.change(
                key=key, content=form.content, token=form.token, seen=seen, by=request.actor, on=request.today
            )
        except Refused as no:
            messages.error(request, no.text(language()))
            return render(request, "senders/write.html", {"form": form, "row": row}, status=422)
        messages.success(request, _("고친 것을 적어 두었습니다."))
        return redirect("senders:item", key=key)
    status = 422 if form.is_bound else 200
    return render(request, "senders/write.html", {"form": form, "row": row}, status=status)


@door(MANAGER)
@never_cache
@require_POST
def make_key(request: Request, key: UUID) -> HttpResponse:
    """Make a key, and show it this once."""
    row = OFFICE.find(request, key)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, form)
    try:
        made = registering.make_key(
            key=key,
            name=form.cleaned_data["name"].strip(),
            kind=KeyKind(form.cleaned_data["kind"]),
            by=request.actor,
            on=request.today,
            at=now(),
        )
    except Refused as no:
        form.add_error("name", no.text(language()))
        return _shown(request, row, form)
    row.refresh_from_db()
    return _shown(request, row, KeyForm(initial={"kind": KeyKind.TEST.value}), made=made)


@door(KEEPERS)
@never_cache
@require_POST
def revoke_key(request: Request, key: UUID, revoked: UUID) -> HttpResponse:
    """Revoke a key."""
    OFFICE.find(request, key)
    try:
        registering.revoke_key(key=key, revoked=revoked, by=request.actor, on=request.today, at=now())
    except Refused as no:
        return refused(request, no, "senders:item", key=key)
    messages.success(request, _("열쇠를 없앴습니다. 이제 이 열쇠로는 아무것도 보내지 못합니다."))
    return redirect("senders:item", key=key)


@door(DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def events(request: Request, key: UUID) -> HttpResponse:
    """Show what a service was told of, and tell it once more."""
    row = OFFICE.find(request, key)
    lines = queries.events_of(row)
    given_up = [line.key for line in lines if line.state is Told.GIVEN_UP and line.is_kept]
    form = ReplayForm(lines, request.POST if request.method == "POST" and "all" not in request.POST else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            again = telling.replay(
                service=key, keys=form.chosen if form.is_bound else given_up, by=request.actor
            )
        except Refused as no:
            return refused(request, no, "senders:events", key=key)
        tasks.tell_all(again)
        messages.success(request, _("{count}건을 다시 알립니다.").format(count=len(again)))
        return redirect("senders:events", key=key)
    page = {
        "row": row,
        "table": tables.events(lines),
        "given_up": len(given_up),
        "form": form,
        "manages": permissions.manages(request.actor),
    }
    return render(request, "senders/events.html", page, status=422 if form.is_bound else 200)


@door(MANAGER)
@never_cache
@require_GET
def open_letter(request: Request, key: UUID, letter: UUID) -> HttpResponseBase:
    """Open a letter that came as a file."""
    row = OFFICE.find(request, key)
    opened = letters.opened(service=row, key=letter, by=request.actor)
    if opened is None:
        raise Http404
    return hand_over(opened, inline=True)


@door(MANAGER)
@never_cache
@require_POST
def posted(request: Request, key: UUID, letter: UUID) -> HttpResponse:
    """Write down that a letter was posted."""
    OFFICE.find(request, key)
    try:
        made = letters.post(service=key, key=letter, by=request.actor, at=now())
    except Refused as no:
        return refused(request, no, "senders:item", key=key)
    tasks.tell_all(made)
    messages.success(request, _("부친 것으로 적었습니다."))
    return redirect("senders:item", key=key)
