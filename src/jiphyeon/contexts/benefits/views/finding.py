"""Find what I can get, why, and what a programme is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiphyeon.contexts.benefits.forms.facts import FactsForm
from jiphyeon.contexts.benefits.queries import finding, programmes, rulebook, sayings
from jiphyeon.contexts.benefits.rules.finder import Carried
from jiphyeon.contexts.benefits.views import carrying
from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused


@door(EVERYONE)
def index(request: Request) -> HttpResponse:
    """Show every programme, with what is open for application today."""
    return render(request, "benefits/index.html", {"programmes": programmes.cards(request.today)})


@door(EVERYONE)
@never_cache
@require_http_methods(["GET", "POST"])
def find(request: Request) -> HttpResponse:
    """Ask one question a page; everything answered so far travels sealed in the form."""
    carried = carrying.opened(request.POST.get("carried", ""))
    form = None
    if request.method == "POST":
        if "back" in request.POST:
            carried = carried.without_last()
        elif "again" in request.POST:
            carried = Carried()
        elif "carry" in request.POST:
            return _carry(request, carried)
        elif name := request.POST.get("fact", ""):
            carried, form = _answer(request, carried, name)
    return render(request, "benefits/find.html", _page(request, carried, form))


def _answer(request: Request, carried: Carried, name: str) -> tuple[Carried, FactsForm | None]:
    """Take one answer; an impossible one comes back with its reason."""
    facts = rulebook.pack().facts
    fact = facts.get(name)
    if fact is None or not fact.askable:
        return carried, None
    if "unknown" in request.POST:
        return carried.with_answer(name, None), None
    form = FactsForm([fact], request.POST, on=request.today, vocabulary=facts, required=True)
    if not form.is_valid():
        return carried, form
    return carried.with_answer(name, form.answers()[name]), None


def _carry(request: Request, carried: Carried) -> HttpResponse:
    programme = request.POST.get("carry", "")
    if programme not in rulebook.offered():
        raise Http404
    response = redirect("benefits:start", programme=programme)
    carrying.keep_for_later(response, carried, secure=request.is_secure())
    return response


def _page(request: Request, carried: Carried, form: FactsForm | None) -> dict[str, Any]:
    found = finding.standings(carried, request.today)
    left = finding.questions(carried, found)
    facts = rulebook.pack().facts
    done = "finish" in request.POST
    question = form.facts[0] if form else (left[0] if left and not done else None)
    if question is not None and form is None:
        form = FactsForm([question], on=request.today, vocabulary=facts, required=True)
    speech = language()
    return {
        "carried": carrying.sealed(carried),
        "answered": [
            (facts[name].label.said(speech), sayings.value_words(name, value) if value is not None else None)
            for name, value in carried.answers.items()
        ],
        "question": question,
        "buttons": _buttons(question, speech),
        "form": form,
        "left": len(left),
        "done": done and bool(left),
        "asked": len(carried.answers),
        "standings": found,
    }


def _buttons(question: Any, speech: str) -> list[tuple[str, str]]:
    """Return the answers that one press can give."""
    kind = str(question.type) if question is not None else ""
    if kind == "boolean":
        return [("yes", "예" if speech == "ko" else "Yes"), ("no", "아니요" if speech == "ko" else "No")]
    if kind == "choice":
        return [(name, words.said(speech)) for name, words in question.options.items()]
    return []


@door(EVERYONE)
@never_cache
@require_http_methods(["POST"])
def find_why(request: Request, programme: str) -> HttpResponse:
    """Open one result of the finder into its clauses."""
    carried = carrying.opened(request.POST.get("carried", ""))
    standing = next((s for s in finding.standings(carried, request.today) if s.programme == programme), None)
    if standing is None:
        raise Http404
    return render(
        request,
        "benefits/find_why.html",
        {
            "standing": standing,
            "clauses": sayings.clauses(standing.outcome),
            "carried": request.POST.get("carried", ""),
            "near": [change.words for change in standing.outcome.near_miss],
        },
    )


@door(EVERYONE)
def programme(request: Request, programme: str) -> HttpResponse:
    """Show what a programme asks, pays and rests on, on a day that can be chosen."""
    if programme not in rulebook.offered():
        raise Http404
    on, wrong = _chosen_day(request)
    try:
        shown = programmes.sheet(programme, on)
    except Refused as no:
        shown, wrong = None, no.said(language())
    return render(
        request,
        "benefits/programme.html",
        {"sheet": shown, "on": on, "wrong": wrong, "card": programmes.card(programme, request.today)},
    )


def _chosen_day(request: Request) -> tuple[date, str]:
    text = request.GET.get("on", "")
    if not text:
        return request.today, ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return request.today, (
            "있는 날짜를 2024-03-04처럼 적어 주세요."
            if language() == "ko"
            else "Write a day that exists, such as 2024-03-04."
        )
