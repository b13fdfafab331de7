"""Find what I can get, why, and what a programme is."""

from __future__ import annotations

from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiphyeon.contexts.programmes.actions import wishing
from jiphyeon.contexts.programmes.forms import DayForm
from jiphyeon.contexts.programmes.queries import (
    catalogue,
    clauses,
    finder_answers,
    finding,
    rulebook,
    wishes,
)
from jiphyeon.contexts.programmes.queries.applied import Applied, applied
from jiphyeon.contexts.programmes.rules.facts import FactValue
from jiphyeon.contexts.programmes.rules.finder import Answers, Question, pages_of
from jiphyeon.contexts.programmes.tables import conditions_table, sheet_document, values_table
from jiphyeon.foundation.accounts.doors import CITIZEN, EVERYONE, Request, door, key_of
from jiphyeon.foundation.documents.answering import as_pdf
from jiphyeon.foundation.ui.fact_forms import FactsForm
from jiphyeon.foundation.ui.going_back import pressed
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.words import Language
from jiphyeon.methods.rules import Fact, Type

SPEECHES: dict[str, Language] = {"ko": "ko", "en": "en"}


@door(EVERYONE)
def index(request: Request) -> HttpResponse:
    """Show every programme, with what is open for application today."""
    return render(request, "programmes/index.html", {"programmes": catalogue.cards(request.today)})


@door(EVERYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: Request) -> HttpResponse:
    """Ask one question a page. What was answered stays sealed in the person's browser; the address says the place alone.

    So Back, reload and another language keep both: every page is fetched, and an answer leads on to the next one.
    """
    carried = finder_answers.unsealed(request.COOKIES.get(finder_answers.COOKIE, ""))
    if request.method != "POST":
        return render(request, "programmes/find.html", _page(request, carried))
    if "again" in request.POST:
        response = redirect("programmes:find")
        response.delete_cookie(finder_answers.COOKIE)
        return response
    carried, taken = _answered(request, carried)
    # What could not be taken is asked again where it was.
    wanted = {} if taken else {"at": request.POST.get("at", "")}
    if not wanted:
        wanted = {"at": str(len(_pages(carried)) + 1)}
    if "more" in request.POST:
        wanted["more"] = "1"
    response = redirect(f"{reverse('programmes:find')}?{urlencode(wanted)}")
    response.set_cookie(
        finder_answers.COOKIE,
        finder_answers.sealed(carried),
        max_age=finder_answers.HALF_AN_HOUR,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


def _pages(carried: Answers) -> list[Question]:
    return pages_of(carried.answers, rulebook.policy().asks.together)


def _answered(request: Request, carried: Answers) -> tuple[Answers, bool]:
    """Take the answer to one page of questions; say whether it could be taken."""
    facts = rulebook.pack().facts
    asked = [facts[name] for name in request.POST.getlist("fact") if name in facts and facts[name].askable]
    if not asked:
        return carried, True
    names = [fact.name for fact in asked]
    if "unknown" in request.POST:
        return carried.with_answers(dict.fromkeys(names)), True
    if len(asked) > 1 or "together" in request.POST:
        ticked = request.POST.getlist("so")
        if not ticked and "none" not in request.POST:
            return carried.with_tried(names[0], ""), False
        return carried.with_answers({name: name in ticked for name in names}), True
    form = FactsForm(asked, request.POST, on=request.today, vocabulary=facts, required=True, compact=True)
    if not form.is_valid():
        return carried.with_tried(names[0], request.POST.get(names[0], "")), False
    return carried.with_answers(form.answers()), True


def _page(request: Request, carried: Answers) -> dict[str, object]:
    found = finding.standings(carried, request.today)
    left = finding.questions(carried, found)
    facts, done = rulebook.pack().facts, _pages(carried)
    at = _place(request, len(done) + 1)
    more = "more" in request.GET
    ask = [*left.first, *(left.fetched if more else ())]
    question = None
    if "done" not in request.GET:
        question = done[at - 1] if at <= len(done) else (ask[0] if ask else None)
    asked = [facts[name] for name in question.names] if question else []
    answered = [_line(page, place, carried) for place, page in enumerate(done, 1)]
    return {
        "answered": answered,
        "answers": sum(value is not None for _label, value, _place in answered),
        "count": len(done),
        "next_place": len(done) + 1,
        "at": at,
        "more": more,
        "question": question,
        "asked": asked,
        "single": asked[0] if question and not question.together else None,
        "form": _form(request, carried, asked) if question and not question.together else None,
        "untaken": bool(question and carried.tried and carried.tried[0] == question.names[0]),
        "buttons": _buttons(asked[0]) if question and not question.together else [],
        "given": {name: carried.answers[name] for name in question.names if name in carried.answers}
        if question
        else {},
        "left": len(ask) + (1 if question and at <= len(done) else 0),
        "fetched": [facts[name].label for page in left.fetched for name in page.names] if not more else [],
        "finished": not ask,
        "done": "done" in request.GET,
        "standings": [(one, _applied(request, one.programme)) for one in found],
        "here": urlencode(dict(request.GET.items())),
    }


def _applied(request: Request, programme: str) -> Applied | None:
    return applied(request.actor.user, programme, request.today) if request.actor.is_citizen else None


def _place(request: Request, last: int) -> int:
    """Return which page of questions is asked for: the first where none is said, never one beyond the next."""
    text = request.GET.get("at", "")
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1
    return max(1, min(wanted, last))


def _line(page: Question, place: int, carried: Answers) -> tuple[Words, Words | None, int]:
    """Return what was asked and answered on one page, with its place so that it can be changed."""
    facts = rulebook.pack().facts
    if page.together is None:
        name = page.names[0]
        value = carried.answers[name]
        return facts[name].label, clauses.fact_words(name, value) if value is not None else None, place
    values = {name: carried.answers[name] for name in page.names}
    if None in values.values():
        return page.together.question, None, place
    so = [facts[name].label for name, value in values.items() if value]
    return page.together.question, Words.joined(", ", so) if so else clauses.NONE_OF_THEM, place


def _form(request: Request, carried: Answers, asked: list[Fact]) -> FactsForm:
    """Return the form of a question: with what was written last where that could not be taken, or was answered before."""
    name = asked[0].name
    tried = {name: carried.tried[1]} if carried.tried and carried.tried[0] == name else None
    known = {name: _written(asked[0], carried.answers.get(name))}
    return FactsForm(
        asked,
        tried,
        on=request.today,
        vocabulary=rulebook.pack().facts,
        known=known,
        required=True,
        compact=True,
    )


def _written(fact: Fact, value: FactValue) -> object:
    """Return an answer as somebody would write it."""
    if fact.type is Type.DATE and value is not None:
        return date.fromisoformat(str(value))
    if fact.type is Type.WON and isinstance(value, int):
        return f"{value:,}"
    return value


def _buttons(fact: Fact) -> list[tuple[str, Words, object]]:
    """Return the answers that one press can give, each with the value it stands for."""
    if fact.type is Type.BOOLEAN:
        return [("yes", clauses.YES, True), ("no", clauses.NO, False)]
    return [(name, words, name) for name, words in fact.options.items()]


@door(EVERYONE)
@never_cache
@require_safe
def find_why(request: Request, programme: str) -> HttpResponse:
    """Open one result of the finder into its clauses."""
    carried = finder_answers.unsealed(request.COOKIES.get(finder_answers.COOKIE, ""))
    standing = next((s for s in finding.standings(carried, request.today) if s.programme == programme), None)
    if standing is None:
        raise Http404
    return render(
        request,
        "programmes/find_why.html",
        {
            "standing": standing,
            "clauses": clauses.clause_views(standing.outcome),
            "back": urlencode({k: v for k, v in request.GET.items() if k in {"at", "more", "done"}}),
            "near": [change.words for change in standing.outcome.near_miss],
        },
    )


@door(EVERYONE)
def programme(request: Request, programme: str) -> HttpResponse:
    """Show what a programme asks, pays and rests on, on a day that can be chosen."""
    if programme not in rulebook.offered():
        raise Http404
    form, problem = DayForm(request.GET, today=request.today), ""
    try:
        shown = catalogue.sheet(programme, form.day)
    except Refused as no:
        shown, problem = None, no.text(language())
    return render(
        request,
        "programmes/programme.html",
        {
            "sheet": shown,
            "conditions": conditions_table(shown) if shown is not None else None,
            "values": values_table(shown) if shown is not None else None,
            "form": form,
            "problem": problem,
            "card": catalogue.card(programme, request.today),
            "applied": _applied(request, programme),
            "wished": request.actor.is_citizen and wishes.has_wished(key_of(request), programme),
        },
    )


@door(EVERYONE)
@require_safe
def sheet(request: Request, programme: str) -> HttpResponse:
    """Return a programme's sheet as PDF, of the day that can be chosen; `?lang=` chooses its language."""
    speech = SPEECHES.get(request.GET.get("lang", language()))
    form = DayForm(request.GET, today=request.today)
    if programme not in rulebook.offered() or speech is None or form.errors:
        raise Http404
    try:
        shown = catalogue.sheet(programme, form.day)
    except Refused:
        raise Http404 from None
    page = request.build_absolute_uri(reverse("programmes:programme", args=[programme]))
    with override(speech):
        made = sheet_document(
            catalogue.card(programme, request.today),
            shown,
            on=form.day,
            today=request.today,
            page=page,
            speech=speech,
        )
    return as_pdf(made, f"{programme}-{form.day}-{speech}")


@door(CITIZEN)
@require_POST
def wish(request: Request, programme: str) -> HttpResponse:
    """Note that somebody wants to be told when applications open, or let it go (`off`)."""
    if programme not in rulebook.offered():
        raise Http404
    back = reverse("programmes:programme", args=[programme])
    if "off" in request.POST:
        taken = partial(wishing.take_back, programme=programme, by=request.actor)
        return pressed(request, taken, _("알리지 않겠습니다. 부탁하신 것은 지웠습니다."), back=back)
    wished = partial(wishing.wish, programme=programme, by=request.actor, on=request.today)
    return pressed(
        request, wished, _("접수가 열리면 한 번 알려 드립니다. 언제든 거두실 수 있습니다."), back=back
    )
