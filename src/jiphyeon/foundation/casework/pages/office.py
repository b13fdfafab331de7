"""What whoever handles matters of a kind needs besides: their saved answers, and how a matter goes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from jiphyeon.foundation.accounts.doors import Request
from jiphyeon.foundation.accounts.roles import roles
from jiphyeon.foundation.casework import replying
from jiphyeon.foundation.casework.drawing import cells, head, svg
from jiphyeon.foundation.casework.pages.acts import R
from jiphyeon.foundation.casework.pages.side import SidePages
from jiphyeon.foundation.ui.saying import language
from jiphyeon.foundation.ui.tables import Column, Table


def replies(pages: SidePages[R], request: Request, reply: UUID | None = None) -> HttpResponse:
    """Keep the room's saved answers: whoever handles its matters writes them."""
    pages.require_writer(request)

    def at(key: UUID | None) -> str:
        return pages.at("replies") if key is None else pages.at("reply", reply=key)

    page = require_http_methods(["GET", "HEAD", "POST"])(replying.reply_page)
    return page(request, pages.model, reply, at=at, list_url=pages.listing_url(request))


def life(pages: SidePages[R], request: Request) -> HttpResponse:
    """Show how a matter goes, drawn from its table: the officers' help."""
    life, speech = pages.model.lifecycle, language()
    words = {str(role): role.words for role in roles()}
    rows = [dict(zip("abcdefg", cells(deed, life, speech, words), strict=True)) for deed in life.deeds]
    columns = [Column(key, word) for key, word in zip("abcdefg", head(speech), strict=True)]
    page = {
        "name": life.names,
        "picture": mark_safe(svg(life, speech, roles=words, in_page=True)),  # noqa: S308 -- our own picture
        "table": Table(columns, rows, life.names.text(speech)),
        "list_url": pages.listing_url(request),
    }
    return render(request, "casework/life.html", page)
