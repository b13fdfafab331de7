"""A deed asked about and done: what it will do, what it takes, and what follows once it is pressed."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html

from jiphyeon.foundation.accounts.doors import Request
from jiphyeon.foundation.accounts.names import names_of
from jiphyeon.foundation.casework import agents, undoing
from jiphyeon.foundation.casework.forms import Asked, DeedForm
from jiphyeon.foundation.casework.lifecycle import Deed, Kind, Reader, Records, Tells
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.casework.pages.acts import Pressed, R
from jiphyeon.foundation.casework.pages.side import FRAMES, SidePages, asked
from jiphyeon.foundation.casework.permissions import names_the_actor
from jiphyeon.foundation.casework.screens import Side, state_badge
from jiphyeon.foundation.queues.views import place
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.saying import language, localized
from jiphyeon.kernel import Refused


def deed_page(pages: SidePages[R], request: Request, key: UUID, deed: str) -> HttpResponse:
    """Show what a deed will do and ask for what it takes; pressed, do it. A refusal is said and nothing has changed."""
    row = pages.find(request, key)
    step = row.lifecycle.deed(deed) if row.lifecycle.has_deed(deed) else None
    # A deed with neither words to press nor a form is the machine's, or is done by a page of its own.
    own = step is not None and (step.press is not None or str(step.code) in pages.drawn.forms)
    if step is None or not own or not names_the_actor(row, step, request.actor):
        raise Http404
    about = Asked(row, request.actor, request.today)
    if request.method == "POST":
        form = pages.drawn.form(step, about, request.POST, files=request.FILES)
        if form.is_valid():
            return _press(pages, request, row, step, form)
    else:
        form = pages.drawn.form(step, about, initial={"version": row.version})
    return _ask(pages, request, row, step, form)


def _press(pages: SidePages[R], request: Request, row: R, step: Deed, form: DeedForm) -> HttpResponse:
    filled = form.cleaned_data
    pressed = Pressed(str(step.code), request.actor, request.today, filled["version"], filled)
    try:
        with transaction.atomic():  # the deed and its line in the trail stand or fall together
            done = pages.acts.get(pressed.deed, partial(_plain, pages))(row.key, pressed)
            pages.noted(request, row, pressed.deed)
    except Refused as no:
        return _refused(pages, request, row, step, form, no)
    except ObjectDoesNotExist:
        raise Http404 from None
    if pressed.deed in pages.afterwards:
        done = pages.afterwards[pressed.deed](row.key, pressed)
    reader = Reader.PERSON if pages.side is Side.PERSON else Reader.STAFF
    said = done or f"{step.did.to(reader).text(language())}."
    following = _following(pages, request, row, pressed.deed)
    messages.success(request, said if following is None else _of_another(pages, request, row, step, said))
    return redirect(
        _back_to(pages, request, row) if following is None else pages.item_url(request, following.key)
    )


def _of_another(pages: SidePages[R], request: Request, row: R, step: Deed, said: str) -> str:
    """Return what is said of a matter over the page of the next one: by its number and whose it is, with the way back to it."""
    person = names_of([row.person], language()).get(row.person, "") if row.person is not None else ""
    known_by = format_html(
        '<a href="{}">{}</a>',
        pages.item_url(request, row.key),
        " ".join(filter(None, (pages.known_by(row), person))),
    )
    back = row.lifecycle.deed(step.undone_by).press if step.undone_by else None
    if back is None:
        return format_html("{}: {}", known_by, said)
    undo = pages.at("deed", key=row.key, deed=step.undone_by) + asked(request)
    return format_html('{}: {} <a href="{}">{}</a>', known_by, said, undo, back.text(language()))


def _refused(
    pages: SidePages[R], request: Request, row: R, step: Deed, form: DeedForm, no: Refused
) -> HttpResponse:
    """Say why not. What was written is asked for again, beside where the matter stands now, as long as it can still be done."""
    row.refresh_from_db()
    written = any(form.cleaned_data.get(bound.name) for bound in form.visible_fields())
    at = form.faults.get(no.code)
    if (not written and at is None) or form.obstacle() is not None:
        messages.error(request, no.text(language()))
        return redirect(pages.item_url(request, row.key))
    form.data = request.POST.copy()
    form.data["version"] = str(row.version)
    form.add_error(at, no.text(language()))
    return _ask(pages, request, row, step, form)


def _plain(pages: SidePages[R], key: UUID, pressed: Pressed) -> None:
    # Who acts for the person rests on nothing that changes meanwhile, as the machine's preparing right after the intake does.
    about_an_agent = pages.model.lifecycle.deed(pressed.deed).kind in {Kind.AGENT_NAMED, Kind.AGENT_ENDED}
    row = hold(pages.model, key, pressed.deed, by=pressed.by, seen=None if about_an_agent else pressed.seen)
    naming, values = None, {}
    if row.lifecycle.deed(pressed.deed).kind is Kind.AGENT_NAMED:
        naming = agents.brought(row, pressed.filled, readers=pages.readers, by=pressed.by, on=pressed.on)
        values = agents.notice_values(row.lifecycle.deed(pressed.deed), naming)
    move(
        row,
        pressed.deed,
        by=pressed.by,
        on=pressed.on,
        comment=pressed.comment,
        until=pressed.filled.get("until"),
        agent=naming,
        tell=values,
    )


def _ask(pages: SidePages[R], request: Request, row: R, step: Deed, form: DeedForm) -> HttpResponse:
    speech = language()
    no = form.obstacle()
    after = row.lifecycle.state(step.leads_to(row.state)).names
    back = row.lifecycle.deed(step.undone_by) if step.undone_by else None
    page = {
        "frame": FRAMES[pages.side],
        "title": (step.press or step.did.staff).text(speech),
        "name": row.lifecycle.names,
        "number": pages.known_by(row),
        "form": form,
        "asks_first": step.asks_first,
        "why_not": no.text(speech) if no is not None else "",
        "state": state_badge(row, pages.side),
        "after": Badge(after.to(Reader.PERSON if pages.side is Side.PERSON else Reader.STAFF)),
        "stays": step.leads_to(row.state) == row.state,
        "law": localized(step.law),
        "tells": isinstance(step.tells, Tells),
        "tells_nobody": "" if isinstance(step.tells, Tells) else step.tells.why.text(speech),
        "records": isinstance(step.records, Records),
        "undone_by": back.press if back is not None else None,
        "undo_until": undoing.until(row, step, request.today) if back is not None else None,
        "is_office": pages.side is Side.OFFICE,
        "ways": form.ways(),
        "following": place(request, pages.queue, row).after
        if pages.queue is not None and step.code in pages.drawn.onward
        else "",
        "item_url": pages.item_url(request, row.key),
        "list_url": pages.listing_url(request),
    }
    return render(request, "casework/confirm.html", page, status=422 if form.is_bound else 200)


def _following(pages: SidePages[R], request: Request, row: R, deed: str) -> R | None:
    """Return the next matter of the list, where the reader goes on with it."""
    wanted = request.POST.get("then", "")[:20] if deed in pages.drawn.onward else ""
    found = pages.model._default_manager.filter(number=wanted).exclude(pk=row.pk).first() if wanted else None  # noqa: SLF001 -- Django's public name for it
    return found if found is not None and pages.may_know(request, found) else None


def _back_to(pages: SidePages[R], request: Request, row: R) -> str:
    """Return where a matter is read after a deed; one that is no more, and never was sent, is left for the list."""
    row.refresh_from_db()
    if row.number is None and not row.stands_at.is_open:
        return pages.listing_url(request)
    return pages.item_url(request, row.key)
