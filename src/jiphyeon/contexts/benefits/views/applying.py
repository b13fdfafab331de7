"""Apply in four steps with names; saved at every step; a receipt with the day by which an answer is due."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiphyeon.contexts.benefits.actions import applying
from jiphyeon.contexts.benefits.enums import CaseState
from jiphyeon.contexts.benefits.forms.deeds import DeclarationForm, StartForm
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import applications, cases, retention
from jiphyeon.contexts.benefits.views.mine import PERSON
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.doors import CITIZEN, Request, door, key_of
from jiphyeon.foundation.casework import agents, clock
from jiphyeon.foundation.payees import api as payees
from jiphyeon.foundation.ui.fact_forms import FactsForm
from jiphyeon.foundation.ui.going_back import refused
from jiphyeon.foundation.ui.steps import Stepper
from jiphyeon.kernel import Refused, Words

_CONSENTING = 2


def stepper(current: int, *, left_out: Collection[int] = ()) -> Stepper:
    """Return the four steps, those that were passed by marked as such."""
    return Stepper([_("알고 있는 것"), _("자료 동의"), _("확인"), _("제출")], current, left_out)


@door(CITIZEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request, programme: str) -> HttpResponse:
    """Show what will happen and begin, with the finder's answers where the person carried them over."""
    if programme not in programmes.offered() or programmes.office(programme).kind == "fee":
        raise Http404
    carried = programmes.finder_answers_in(request.COOKIES.get(programmes.ANSWERS_COOKIE, ""))
    if request.method == "POST":
        return _begin(request, programme, carried)
    card = programmes.card(programme, request.today)
    draft = cases.open_case(key_of(request), programme, card.call.id if card.call else "")
    if draft is not None and draft.at is not CaseState.DRAFT:
        messages.info(request, _("이미 신청하신 건이 있어 그 건을 열었습니다."))
        return redirect("benefits:mine_case", key=draft.key)
    initial = {"token": uuid4(), "with_answers": request.GET.get("with") == "answers"}
    page = {"card": card, "form": StartForm(carried=len(carried), initial=initial), "draft": draft}
    return render(request, "benefits/start.html", page)


def _begin(request: Request, programme: str, carried: Mapping[str, Any]) -> HttpResponse:
    form = StartForm(request.POST, carried=len(carried))
    if not form.is_valid():
        raise Http404
    version = programmes.version_on(programme, request.today)
    wanted = set(programmes.facts_of(version)) if version is not None else set()
    facts = carried if form.cleaned_data.get("with_answers") else {}
    try:
        key = applying.start(
            person=key_of(request),
            programme=programme,
            token=form.cleaned_data["token"],
            by=request.actor,
            on=request.today,
            facts={name: value for name, value in facts.items() if name in wanted},
        )
    except Refused as no:
        return refused(request, no, "benefits:start", programme=programme)
    case = PERSON.find(request, key)
    if case.at is not CaseState.DRAFT:
        messages.info(request, _("이미 신청하신 건이 있어 그 건을 열었습니다."))
        return redirect("benefits:mine_case", key=key)
    response = redirect("benefits:step", key=key, step=case.step)
    response.delete_cookie(programmes.ANSWERS_COOKIE)
    return response


@door(CITIZEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, key: UUID, step: int) -> HttpResponse:
    """Show or save one of the four steps."""
    case = PERSON.find(request, key)
    if case.at is not CaseState.DRAFT:
        return redirect("benefits:mine_case", key=key)
    pages = {1: _facts_step, 2: _consent_step, 3: _check_step, 4: _send_step}
    if step not in pages:
        raise Http404
    try:
        return pages[step](request, case)
    except Refused as no:
        if request.method != "POST":
            raise
        # Another tab may have sent the application meanwhile: its steps lead on to the case itself.
        return refused(request, no, "benefits:step", key=key, step=step)


def _frame(case: Case, number: int, today: date, **more: Any) -> dict[str, Any]:
    return {
        "case": case,
        "name": programmes.programme(case.programme).names,
        "stepper": stepper(number, left_out=() if _has_consented(case, today) else (_CONSENTING,)),
        "number": number,
        "kept_until": retention.kept_until(case) if case.at is CaseState.DRAFT else None,
        **more,
    }


def _has_consented(case: Case, today: date) -> bool:
    """Return whether it was agreed to fetch something for it, or there was nothing to agree to."""
    asked = mydata.consents(person=case.person, about=case.about, on=today)
    return any(one.fetched_at is not None for one in asked) or not applications.item_lines(case, today)


def _facts_step(request: Request, case: Case) -> HttpResponse:
    facts = applications.form_facts(case, request.today)
    form = FactsForm(
        facts,
        request.POST or None,
        on=request.today,
        vocabulary=programmes.pack().facts,
        known=case.facts_said,
    )
    if (
        "language" in request.POST
    ):  # without script another language would lose what was written: the draft keeps it
        form.is_valid()
        applying.save_step(key=case.key, facts=form.answers(), step=1, by=request.actor, on=request.today)
        return redirect("ui:language", preserve_request=True)
    kept: list[tuple[Words, Words]] = []
    if request.method == "POST" and form.is_valid():
        try:
            applying.save_step(
                key=case.key,
                facts=form.answers(),
                step=2,
                by=request.actor,
                on=request.today,
                seen=_seen(request),
            )
        except Refused as no:
            if no.code != "draft_changed":
                raise
            kept = applications.kept_otherwise(case, form.answers())
        else:
            return redirect("benefits:step", key=case.key, step=2)
    page = _frame(
        case, 1, request.today, form=form, kept=kept, lines=applications.fact_lines(case, request.today)
    )
    return render(request, "benefits/step_facts.html", page)


def _seen(request: Request) -> int | None:
    """Return the version of the draft that was on the page; None where the page did not say."""
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def _consent_step(request: Request, case: Case) -> HttpResponse:
    items = applications.items_to_ask(case, request.today)
    if request.method == "POST":
        if "ask" not in request.POST or not items:
            applying.save_step(key=case.key, facts={}, step=3, by=request.actor, on=request.today)
            return redirect("benefits:step", key=case.key, step=3)
        consent = mydata.ask_consent(
            person=case.person,
            purpose="benefit-application",
            about=case.about,
            items=items,
            return_to=reverse("benefits:step", args=[case.key, 2]),
            on=request.today,
            needed_until=_answered_by(case, request.today),
        )
        return redirect(mydata.consent_url(consent))
    lines = applications.item_lines(case, request.today)
    page = _frame(
        case,
        2,
        request.today,
        lines=lines,
        to_ask=len(items),
        came=sum(line.state == "answered" for line in lines),
    )
    return render(request, "benefits/step_consent.html", page)


def _answered_by(case: Case, today: date) -> date:
    """Return the day by which it is answered where it is sent today."""
    return clock.due_by(case.term_on(today), today).due


def _check_step(request: Request, case: Case) -> HttpResponse:
    preview = applications.preview(case, request.today)
    if request.method == "POST":
        applying.save_step(key=case.key, facts={}, step=4, by=request.actor, on=request.today)
        return redirect("benefits:step", key=case.key, step=4)
    page = _frame(case, 3, request.today, preview=preview, screen=PERSON.opened(request, case))
    return render(request, "benefits/step_check.html", page)


def _send_step(request: Request, case: Case) -> HttpResponse:
    form = DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        applying.submit(
            key=case.key,
            declared=form.cleaned_data["declared"],
            by=request.actor,
            on=request.today,
            seen=_seen(request),
        )
        return redirect("benefits:receipt", key=case.key)
    due = _answered_by(case, request.today)
    preview = applications.preview(case, request.today)
    page = _frame(
        case,
        4,
        request.today,
        form=form,
        due=due,
        preview=preview,
        lines=preview.lines,
        papers=case.papers.all(),
    )
    if programmes.office(case.programme).kind == "money":
        page["payee"] = payees.line(case.person, request.today)
    return render(request, "benefits/step_send.html", page)


@door(CITIZEN)
@never_cache
def receipt(request: Request, key: UUID) -> HttpResponse:
    """Show the receipt: the number, what happens next, and by when."""
    case = PERSON.find(request, key)
    if not case.number:
        return redirect("benefits:step", key=key, step=case.step)
    agent_lines = agents.pairs(case, request.today)
    return render(request, "benefits/receipt.html", _frame(case, 5, request.today, agents=agent_lines))
