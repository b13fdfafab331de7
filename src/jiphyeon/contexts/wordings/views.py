"""Pages of texts: the list, one edition on one screen with how it reads, writing, the letter as PDF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiphyeon.contexts.wordings import actions, permissions, queries, tables
from jiphyeon.contexts.wordings.enums import Stage
from jiphyeon.contexts.wordings.forms import TextForm, TryForm
from jiphyeon.contexts.wordings.models import Edition
from jiphyeon.contexts.wordings.roles import READERS, WORDING_APPROVER, WORDING_WRITER
from jiphyeon.contexts.wordings.rules.texts import WordingText, problems
from jiphyeon.contexts.wordings.rules.trying import Tried, tried
from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.casework.pages import CasePages, by_action
from jiphyeon.foundation.casework.screens import Side, staff_badge
from jiphyeon.foundation.documents.answering import as_pdf
from jiphyeon.foundation.messages.api import office
from jiphyeon.foundation.organisation.about import city_of
from jiphyeon.foundation.queues.views import listed, place
from jiphyeon.foundation.ui.going_back import refused
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused
from jiphyeon.methods.wording import Channel

DESK = officer(*READERS)
WRITER = officer(WORDING_WRITER)

OFFICE = CasePages(
    model=Edition,
    side=Side.OFFICE,
    namespace="wordings",
    door=DESK,
    item="item",
    listing="desk",
    acts={"approve": by_action(actions.approve, seen=lambda pressed: pressed.seen)},
    readers=(WORDING_WRITER, WORDING_APPROVER),
)


@door(DESK)
@never_cache
@require_GET
def desk(request: Request) -> HttpResponse:
    """List the texts."""
    return listed(
        request, tables.EDITIONS, "wordings/desk.html", lambda: {"writes": permissions.writes(request.actor)}
    )


@door(DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: Request, key: UUID) -> HttpResponse:
    """Show an edition: what it says, how it reads with values, what is wrong with it, what changed, what can be done."""
    row = OFFICE.find(request, key)
    form = TryForm(row.content, request.POST or None)
    page = {
        "row": row,
        "facts": tables.facts(row),
        "screen": OFFICE.opened(request, row),
        "place": place(request, tables.EDITIONS, row),
        "problems": problems(row.content, office().domains) if row.stands_at.is_open else (),
        "writes": permissions.writes(request.actor) and row.stage is Stage.DRAFT,
        "goes_on": permissions.writes(request.actor) and _goes_on(row),
        "editions": [(one, staff_badge(row.lifecycle, one.stage)) for one in queries.editions(row.text)],
        "differences": _differences(row),
        "form": form,
        **_preview(row.content, form, request),
    }
    return render(request, "wordings/item.html", page)


def _goes_on(row: Edition) -> bool:
    """Return whether the next edition can be begun from this one."""
    return not row.stands_at.is_open and not Edition.objects.of_text(row.text).written().exists()


def _differences(row: Edition) -> Any:
    found = queries.changed_since_the_last(row)
    return tables.compared(found) if found is not None else None


def _preview(content: WordingText, form: TryForm, request: Request) -> dict[str, Any]:
    """Return how a text reads with what was written in the form, or why it cannot be read."""
    shown, no = _tried(content, form, request)
    return {
        "tried": shown,
        "html": mark_safe(shown.html) if shown else "",  # noqa: S308 -- the method writes its own tags and escapes all else
        "length": tables.length_words(shown.measured) if shown else "",
        "why_not": no.text(language()) if no else "",
        "buttons": content.buttons if content.channel is Channel.RELAY else (),
        "is_phone": content.channel in {Channel.TEXT, Channel.RELAY},
        "is_paper": content.channel is Channel.PAPER,
    }


def _tried(content: WordingText, form: TryForm, request: Request) -> tuple[Tried | None, Refused | None]:
    if form.is_bound:
        form.is_valid()  # a word that is no choice is as if none had been made
    try:
        return tried(content, form.variant, form.values, request.today), None
    except Refused as no:
        return None, no


@door(DESK)
@never_cache
@require_POST
def letter(request: Request, key: UUID) -> HttpResponse:
    """Give a text for paper as PDF, with the values that were written beside it."""
    row = OFFICE.find(request, key)
    if row.channel is not Channel.PAPER:
        raise Http404
    form = TryForm(row.content, request.POST)
    shown, no = _tried(row.content, form, request)
    if no is not None:
        return refused(request, no, "wordings:item", key=key)
    assert shown is not None  # noqa: S101 -- what is not refused is read
    document = tables.sheet(
        row,
        shown,
        office=city_of(settings.CITY_PACK).name.text("ko"),
        today=request.today,
        demo=settings.DEMO,
        large=form.is_large,
    )
    return as_pdf(document, f"wording-{row.number}")


@door(WRITER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Begin a text."""
    form = TextForm(request.POST or None, initial={"unit": request.actor.unit})
    if request.method == "POST" and form.is_valid() and "show" not in request.POST:
        key = actions.begin(content=form.content, by=request.actor, on=request.today)
        messages.success(request, _("적어 두었습니다. 값을 넣어 보고 승인을 요청하세요."))
        return redirect("wordings:item", key=key)
    return _writing(request, form, None)


@door(WRITER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, key: UUID) -> HttpResponse:
    """Change a draft."""
    row = OFFICE.find(request, key)
    if row.stage is not Stage.DRAFT:
        messages.info(request, _("작성 중인 판만 고칠 수 있습니다."))
        return redirect("wordings:item", key=key)
    form = (
        TextForm(request.POST) if request.method == "POST" else TextForm.begun_with(row.content, row.version)
    )
    if request.method == "POST" and form.is_valid() and "show" not in request.POST:
        seen = form.cleaned_data["version"] or 0
        try:
            actions.write(key=key, content=form.content, seen=seen, by=request.actor, on=request.today)
        except Refused as no:
            messages.error(request, no.text(language()))
            return _writing(request, form, row)
        messages.success(request, _("고친 것을 적어 두었습니다."))
        return redirect("wordings:item", key=key)
    return _writing(request, form, row)


def _writing(request: Request, form: TextForm, row: Edition | None) -> HttpResponse:
    """Show the form, and how what is written reads."""
    content = form.content if form.is_bound and form.is_valid() else row.content if row is not None else None
    page: dict[str, Any] = {
        "form": form,
        "row": row,
        "problems": problems(content, office().domains) if content else (),
    }
    if content is not None:
        page |= _preview(content, TryForm(content), request)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "wordings/write.html", page, status=status)


@door(WRITER)
@never_cache
@require_POST
def begin_next(request: Request, key: UUID) -> HttpResponse:
    """Begin the next edition of a text."""
    OFFICE.find(request, key)
    try:
        made = actions.begin_next(key=key, by=request.actor, on=request.today)
    except Refused as no:
        return refused(request, no, "wordings:item", key=key)
    messages.success(request, _("새 판을 시작했습니다. 앞 판은 새 판이 승인될 때까지 그대로 쓰입니다."))
    return redirect("wordings:edit", key=made)
