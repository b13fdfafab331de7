"""The order of a call, and an application taken in at the counter."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiphyeon.contexts.benefits.actions import applying, calls
from jiphyeon.contexts.benefits.enums import Channel
from jiphyeon.contexts.benefits.forms.deeds import EntryForm
from jiphyeon.contexts.benefits.queries import calls as ranks
from jiphyeon.contexts.benefits.tables import CASES
from jiphyeon.contexts.benefits.views.desk import DESK
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.casework.agency import NAME_AGENT
from jiphyeon.foundation.casework.ranked import TieForm
from jiphyeon.foundation.ledger.trail import note_each
from jiphyeon.foundation.ui.fact_forms import FactsForm
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused, refusal_of, uuid_of

PREPARER = officer(CASE_OFFICER)


@door(DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_page(request: Request, programme: str, call: str) -> HttpResponse:
    """Show the order of a call, fix it, and decide a tie over the last place."""
    if programme not in programmes.offered() or programmes.office(programme).call(call) is None:
        raise Http404
    try:
        found = ranks.call_file(programme, call, language())
    except Refused as no:
        context = _heads(programme, call) | {"problem": no.text(language())}
        return render(request, "casework/ranking.html", context)
    tie, why_not = None, refusal_of(lambda: calls.require_complete(programme, call, request.today))
    if found.tied and why_not is None and request.actor.has(CASE_SIGNER):
        posted = request.POST if "tie" in request.POST else None
        tie = TieForm(posted, tied=found.tied, places=found.order.places_left_for_tie)
    if request.method == "POST" and ("tie" not in request.POST or (tie is not None and tie.is_valid())):
        return _rank(request, programme, call, tie)
    people = [line.whose for line in found.lines]
    note_each(
        people,
        by=request.actor,
        verb="benefits.call_viewed",
        about=f"call:{programme}:{call}",
        reason="순위 확인",
    )
    page = {
        **_heads(programme, call),
        "ranked": found,
        "why_not": why_not.text(language()) if why_not is not None else "",
        "tie": tie,
        "prepares": request.actor.has(CASE_OFFICER),
    }
    status = 422 if tie is not None and tie.is_bound else 200
    return render(request, "casework/ranking.html", page, status=status)


def _heads(programme: str, call: str) -> dict[str, object]:
    about = programmes.office(programme).call(call)
    return {
        "name": programmes.programme(programme).names,
        "call": about,
        "list_url": reverse("benefits:desk"),
        "list": CASES.words,
    }


def _rank(request: Request, programme: str, call: str, tie: TieForm | None) -> HttpResponse:
    try:
        if "tie" in request.POST and tie is not None:
            calls.decide_tie(
                keys=tie.cleaned_data["chosen"],
                programme=programme,
                call_id=call,
                reason=tie.cleaned_data["reason"],
                by=request.actor,
                on=request.today,
            )
        else:
            calls.rank_call(programme=programme, call_id=call, by=request.actor, on=request.today)
        messages.success(request, _("순위를 정했습니다."))
    except Refused as no:
        messages.error(request, no.text(language()))
    return redirect("benefits:call", programme=programme, call=call)


@door(PREPARER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: Request, programme: str) -> HttpResponse:
    """Take an application at the counter, by phone or from paper, on one page."""
    version = programmes.version_on(programme, request.today) if programme in programmes.offered() else None
    if version is None or programmes.office(programme).kind == "fee":
        raise Http404
    vocabulary = programmes.pack().facts
    facts = [
        vocabulary[name]
        for name in programmes.facts_of(version)
        if vocabulary[name].askable and name != "birth_date"
    ]
    form = EntryForm(request.POST or None, initial={"channel": Channel.COUNTER})
    facts_form = FactsForm(facts, request.POST or None, on=request.today, vocabulary=vocabulary)
    token = uuid_of(request.POST.get("token")) or uuid4()
    if request.method == "POST" and form.is_valid() and facts_form.is_valid():
        try:
            key = applying.take_in(
                person=form.cleaned_data["account"].key,
                programme=programme,
                channel=form.cleaned_data["channel"],
                facts={name: value for name, value in facts_form.answers().items() if value is not None},
                basis=form.cleaned_data["basis"],
                token=token,
                by=request.actor,
                on=request.today,
            )
        except Refused as no:
            form.add_error(None, no.text(language()))
            token = uuid4()  # what was sent under the old one is settled; pressing again is a new application
        else:
            messages.success(request, _("신청을 접수했습니다."))
            if form.cleaned_data["by_agent"]:
                return redirect("benefits:office_deed", key=key, deed=NAME_AGENT)
            return redirect("benefits:desk_case", key=key)
    page = {
        "form": form,
        "facts_form": facts_form,
        "name": programmes.programme(programme).names,
        "token": token,
    }
    return render(request, "benefits/entry.html", page)
