"""My page: what I asked the city for and what came of it; for officers, what waits for them. Each room puts in its share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiphyeon.desk.days import days_address
from jiphyeon.desk.shares import shares_of
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.doors import SIGNED_IN, Request, door, key_of
from jiphyeon.foundation.appointments.queries import Past, history
from jiphyeon.foundation.ledger.looks import look_table
from jiphyeon.foundation.ledger.trail import looks_at
from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.foundation.ui.errands import first_open
from jiphyeon.foundation.ui.my_page import Ahead, Part, Work
from jiphyeon.foundation.ui.saying import language, localized
from jiphyeon.foundation.ui.tabs import Tab, Tabs
from jiphyeon.foundation.ui.timelines import Moment
from jiphyeon.kernel import Words

MOMENTS_ON_A_PAGE = 20
LOOKS_SHOWN = 100


@door(SIGNED_IN)
@never_cache
@require_safe
def my_page(request: Request) -> HttpResponse:
    """Show a citizen their timeline and an officer their work; whoever is both sees both."""
    actor = request.actor
    return render(
        request,
        "desk/my_page.html",
        {
            **(_citizen(request, key_of(request)) if actor.is_citizen else {}),
            **({"work": _work(actor, request.today)} if actor.is_officer else {}),
            "appointed": [_of_appointment(past) for past in history(key_of(request), language=language())],
        },
    )


def _work(actor: Actor, today: date) -> list[Work]:
    readers: list[Callable[[Actor, date], Sequence[Work]]] = [
        room.find(room.my_work) for room in reversed(rooms()) if room.my_work
    ]
    return [one for read in readers for one in read(actor, today)]


def _citizen(request: Request, person: UUID) -> dict[str, object]:
    today = request.today
    shares = shares_of(person, today)
    parts = [part for share in shares for part in share.parts]
    shown = request.GET.get("show", "")
    wanted = [moment for part in parts if shown in ("", part.kind) for moment in part.moments]
    wanted.sort(key=lambda moment: moment.day or today, reverse=True)
    page = Paginator(wanted, MOMENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    reasons = dict(chain.from_iterable(share.reasons.items() for share in shares))
    return {
        "now": [now for share in shares for now in share.now],
        "ahead": _nearest(one for share in shares for one in share.ahead),
        "days_file": days_address(request, person),
        "tabs": _tabs(parts, shown),
        "any": any(part.moments for part in parts),
        "kinds": ", ".join(localized(part.name) for part in parts),
        "begin": first_open(),
        "moments": list(page.object_list),
        "page_obj": page,
        "links": [link for share in shares for link in share.links],
        "looks": look_table(
            looks_at(person, limit=LOOKS_SHOWN),
            lambda look: reasons.get(":".join(look.about.split(":")[:2]), look.why),
        ),
    }


def _nearest(ahead: Iterable[Ahead]) -> list[Ahead]:
    """Return the next day of each kind about the same thing: of a year's payments the coming one."""
    first: dict[tuple[Words, object], Ahead] = {}
    for one in sorted(ahead, key=lambda one: (one.day, one.key)):
        first.setdefault((one.words, one.about), one)
    return list(first.values())


def _tabs(parts: Sequence[Part], shown: str) -> Tabs:
    base = reverse("desk:my_page")
    everything = Tab(_("모두"), base, shown == "", sum(len(part.moments) for part in parts))
    tabs = [
        Tab(localized(part.name), f"{base}?show={part.kind}", part.kind == shown, len(part.moments))
        for part in parts
    ]
    return Tabs([everything, *tabs], _("볼 것"))


def _of_appointment(past: Past) -> Moment:
    return Moment(
        day=past.on, title=f"{past.deed}: {past.post} ({past.duties})", text=past.reason, by=past.by
    )
