"""What a room's own item page shows of a matter; an officer's look stands in the person's trail."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from jiphyeon.foundation.accounts.doors import Request
from jiphyeon.foundation.casework import remarks, replying
from jiphyeon.foundation.casework.forms import Asked
from jiphyeon.foundation.casework.pages.acts import R
from jiphyeon.foundation.casework.pages.side import SidePages, asked
from jiphyeon.foundation.casework.screens import Screen, Side, screen
from jiphyeon.foundation.ui.saying import language


def opened(pages: SidePages[R], request: Request, row: R) -> Screen:
    """Return what the item page shows; an officer's look stands in the person's trail, and what was said counts as read."""
    handles = pages.side is Side.PERSON or pages.writes(request)
    found = screen(
        Asked(row, request.actor, request.today),
        side=pages.side,
        language=language(),
        address=lambda part, **more: (
            pages.at(part, key=row.key, **more) + (asked(request) if part != "paper" else "")
        ),
        drawn=pages.drawn,
        handles=handles,
    )
    with transaction.atomic():
        pages.noted(request, row, "viewed")
        if handles:
            remarks.read(row, by=request.actor)
    return _with_replies(pages, request, row, found) if pages.writes(request) else found


def _with_replies(pages: SidePages[R], request: Request, row: R, found: Screen) -> Screen:
    """Return the screen with the room's saved answers; where the address names one, the boxes begin with it."""

    def url(reply: UUID) -> str:
        query = request.GET.copy()
        query["reply"] = str(reply)
        return f"?{query.urlencode()}"

    kept = replying.offered(row, url)
    begins = replying.chosen(kept, request.GET.get("reply", ""))
    for offer in found.offers if begins is not None else ():
        if offer.form is not None and offer.form.takes_replies and begins is not None:
            offer.form.initial.update(comment=begins.korean, english=begins.english)
    return replace(found, replies=kept, replies_url=pages.at("replies"), begins_with=begins)
