"""What is the same from press to press is drawn once.

`part`: the frame, kept for all that it depends on. `drawn`: whatever is read from the database, kept for as long as
the database says that nothing at all was written since.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import get_template, render_to_string

from jiphyeon.foundation.accounts.actors import NOBODY
from jiphyeon.foundation.ui.looks import look_of
from jiphyeon.foundation.ui.saying import language

# Stands for the form token while a part is kept: every answer carries a token of its own.
_TOKEN = "jip-form-token-of-this-answer"  # noqa: S105 -- a mark, not a secret
KEPT = 1_000
T = TypeVar("T")
_DRAWN: dict[Hashable, tuple[Hashable, object]] = {}
_PARTS: dict[Hashable, str] = {}


def part(context: Context, template: str) -> str:
    """Return a part of the frame, drawn anew only where something it shows has changed."""
    request: HttpRequest = context["request"]
    key = (template, *_reader(request))
    kept = _PARTS.get(key)
    if kept is None:
        if len(_PARTS) >= KEPT:
            _PARTS.clear()
        with context.push(csrf_token=_TOKEN):
            kept = _PARTS[key] = get_template(template).template.render(context)  # type: ignore[attr-defined] # Django's
    return kept.replace(_TOKEN, str(context.get("csrf_token", ""))) if _TOKEN in kept else kept


def _reader(request: HttpRequest) -> tuple[Hashable, ...]:
    """Return everything about the reader that a page can show: who, where, on which day, in which language and look."""
    actor = getattr(request, "actor", NOBODY)
    return (
        request.get_full_path(),
        language(),
        look_of(request),
        str(getattr(request, "today", "")),
        actor.user,
        actor.name,
        actor.latin_name,
        actor.roles,
        actor.is_citizen,
        actor.post,
        actor.bodies,
    )


def answer(request: HttpRequest, template: str, read: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Answer with a page that changes nothing by being read; drawn again only after somebody wrote something.

    `read` brings what the page shows. A page with a message to this reader is always drawn for them alone.
    """

    def draw() -> str:
        return render_to_string(template, {**read(), "csrf_token": _TOKEN}, request)

    page = draw() if len(get_messages(request)) else drawn((template, *_reader(request)), draw)
    return HttpResponse(page.replace(_TOKEN, get_token(request)) if _TOKEN in page else page)


def unwritten_since() -> Hashable | None:
    """Return a mark of all that can be read now: the same mark, the same rows. None where none can be had.

    SQLite counts other connections' commits, and this connection its own changes. PostgreSQL names its snapshot, which
    is what decides which rows a reader sees: a commit shows in both at the same moment. (Its log's position shows a
    commit before its rows can be read: what was read in between would be kept under the new position.) The mark is
    taken before reading, so what is read can only be newer than it says.
    """
    if connection.in_atomic_block or settings.TESTING:
        return None  # what this transaction sees is its own
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        raw = connection.connection
        # The connection itself, not its id: a later connection may be given the id of one that was closed.
        return (raw, raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes)
    try:
        with connection.cursor() as cursor:
            # On a standby a snapshot does not list who is still writing.
            cursor.execute("SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_snapshot()::text END")
            return cursor.fetchone()[0]  # type: ignore[no-any-return] # text or nothing
    except DatabaseError:
        return None


def drawn(key: Hashable, draw: Callable[[], T]) -> T:
    """Return what `draw` returns, without drawing again while nothing was written.

    `key` names everything else it depends on: who reads, in which language, on which day, with which filters.
    """
    mark = unwritten_since()
    if mark is None:
        return draw()
    # SQLite counts for each connection, so each keeps its own; a snapshot is everyone's.
    place = (connection.connection if connection.vendor == "sqlite" else None, key)
    found = _DRAWN.get(place)
    if found is not None and found[0] == mark:
        return found[1]  # type: ignore[return-value] # the same key is drawn by the same function
    made = draw()
    if len(_DRAWN) >= KEPT:
        _DRAWN.clear()
    _DRAWN[place] = (mark, made)
    return made
