"""The order of a call, and an application taken in at the counter."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
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
from jiphyeon.foundation.casework.pages.ranking import RankingPage
from jiphyeon.foundation.ui.fact_forms import FactsForm
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused, uuid_of

PREPARER = officer(CASE_OFFICER)


@door(DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_page(request: Request, programme: str, call: str) -> HttpResponse:
    """Show the order of a call, fix it, and decide a tie over the last place."""
    about = programmes.office(programme).call(call) if programme in programmes.offered() else None
    if about is None:
        raise Http404
    on = request.today
    page = RankingPage(
        name=programmes.programme(programme).names,
        call=about.words,
        period=about.period,
        queue=CASES,
        read=lambda: ranks.call_file(programme, call, language()),
        require_complete=lambda: calls.require_complete(programme, call, on),
        fix=lambda: calls.rank_call(programme=programme, call_id=call, by=request.actor, on=on),
        decide_tie=_decide_tie(request, programme, call) if request.actor.has(CASE_SIGNER) else None,
        fixes=request.actor.has(CASE_OFFICER),
        about=f"call:{programme}:{call}",
        verb="benefits.call_viewed",
    )
    return page.answer(request)


def _decide_tie(request: Request, programme: str, call: str) -> Callable[[list[str], str], object]:
    return lambda keys, reason: calls.decide_tie(
        keys=keys, programme=programme, call_id=call, reason=reason, by=request.actor, on=request.today
    )


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
