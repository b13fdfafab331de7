"""Search across the rooms.

What somebody looks for may be a name, and it may tell an illness or a debt; neither may stand in an address, which browsers,
proxies and those behind the next link keep. So a search is sent as a form and answered under an address that holds it sealed:
of somebody signed in for them alone, under another purpose than what an officer looks for in a list.
A link from outside may still ask by `q`; no line of our logs holds it.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door
from jiphyeon.foundation.queues.finding import rows_of
from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.foundation.search import index
from jiphyeon.foundation.search.meanings import meanings_on
from jiphyeon.foundation.secrets.words import opened_words, seal_words
from jiphyeon.foundation.ui.errands import errands
from jiphyeon.foundation.ui.saying import localized

_LONGEST = 100
_PURPOSE = "search.words"


@door(EVERYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: Request) -> HttpResponse:
    """Show what was found, or what can be looked for."""
    if request.method == "POST":
        return _asked_by_form(request)
    sealed = request.GET.get("sealed", "")[:1_000]
    if sealed:
        asked = opened_words(sealed, purpose=_PURPOSE, reader=request.actor.user)
    else:
        asked = request.GET.get("q", "")
    asked = asked.strip()[:_LONGEST]
    people = rows_of(asked, request.actor, request.today)
    meanings = meanings_on(settings.CITY_PACK, request.today)
    answer = index.look_up(asked, request.actor, meanings, limit=30)
    kinds = {kind: words for room in rooms() for kind, words in room.searched.items()}
    page = {
        "asked": asked,
        "answer": answer,
        "people": people,
        "hits": [(hit, kinds.get(hit.kind, "")) for hit in answer.hits],
        "instead": [errand for errand in errands() if errand.url],
        "searched": ", ".join(localized(words) for words in kinds.values()),
    }
    return render(request, "desk/search.html", page)


def _asked_by_form(request: Request) -> HttpResponse:
    asked = request.POST.get("q", "").strip()[:_LONGEST]
    if not asked:
        return redirect("desk:search")
    kept = QueryDict(mutable=True)
    kept["sealed"] = seal_words(asked, purpose=_PURPOSE, reader=request.actor.user)
    return redirect(f"{reverse('desk:search')}?{kept.urlencode()}")
