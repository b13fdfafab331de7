"""Apply in four steps with names; saved at every step; a receipt with the day by which an answer is due."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiphyeon.contexts.benefits import permissions
from jiphyeon.contexts.benefits.actions import applying
from jiphyeon.contexts.benefits.enums import State
from jiphyeon.contexts.benefits.forms.deeds import DeclarationForm, PaperForm
from jiphyeon.contexts.benefits.forms.facts import FactsForm
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import applications, known, programmes, rulebook
from jiphyeon.contexts.benefits.views import carrying
from jiphyeon.contexts.benefits.views.owning import own_case, refused
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.foundation.accounts.doors import CITIZEN, Request, door, key_of
from jiphyeon.foundation.files.store import keep
from jiphyeon.foundation.ui.saying import language
from jiphyeon.foundation.ui.steps import Stepper
from jiphyeon.kernel import Refused


def stepper(current: int) -> Stepper:
    """Return the four steps."""
    return Stepper([_("알고 있는 것"), _("자료 동의"), _("확인"), _("제출")], current)


@door(CITIZEN)
@never_cache
@require_http_methods(["GET", "POST"])
def start(request: Request, programme: str) -> HttpResponse:
    """Show what will happen and begin, with the finder's answers where the person carried them over."""
    if programme not in rulebook.offered() or rulebook.office(programme).kind == "fee":
        raise Http404
    carried = carrying.kept(request)
    if request.method == "POST":
        return _begin(request, programme)
    card = programmes.card(programme, request.today)
    draft = known.open_case(key_of(request), programme, card.call.id if card.call else "")
    return render(
        request,
        "benefits/start.html",
        {"card": card, "token": uuid4(), "carried": len(carried.known()), "draft": draft},
    )


def _begin(request: Request, programme: str) -> HttpResponse:
    wanted = set(rulebook.facts_of(rulebook.version_on(programme, request.today)))
    facts = carrying.kept(request).known() if "with_answers" in request.POST else {}
    try:
        key = applying.start(
            person=key_of(request),
            programme=programme,
            token=UUID(request.POST.get("token", "")),
            by=request.actor,
            on=request.today,
            facts={name: value for name, value in facts.items() if name in wanted},
        )
    except ValueError:
        raise Http404 from None
    except Refused as no:
        return refused(request, no, "benefits:start", programme=programme)
    case = own_case(request, key)
    if case.at is not State.DRAFT:
        messages.info(request, _("이미 신청하신 건이 있어 그 건을 열었습니다."))
        return redirect("benefits:mine_case", key=key)
    response = redirect("benefits:step", key=key, step=case.step)
    carrying.forget(response)
    return response


@door(CITIZEN)
@never_cache
@require_http_methods(["GET", "POST"])
def step(request: Request, key: UUID, step: int) -> HttpResponse:
    """Show or save one of the four steps."""
    case = own_case(request, key)
    if case.at is not State.DRAFT:
        return redirect("benefits:mine_case", key=key)
    pages = {1: _facts_step, 2: _consent_step, 3: _check_step, 4: _send_step}
    if step not in pages:
        raise Http404
    return pages[step](request, case)


def _frame(case: Case, number: int, **more: Any) -> dict[str, Any]:
    return {
        "case": case,
        "name": rulebook.programme(case.programme).names,
        "stepper": stepper(number),
        "number": number,
        **more,
    }


def _facts_step(request: Request, case: Case) -> HttpResponse:
    facts = applications.form_facts(case, request.today)
    form = FactsForm(
        facts,
        request.POST or None,
        on=request.today,
        vocabulary=rulebook.pack().facts,
        known=case.facts_said,
    )
    if request.method == "POST" and form.is_valid():
        try:
            applying.save_step(key=case.key, facts=form.answers(), step=2, by=request.actor, on=request.today)
        except Refused as no:
            return refused(request, no, "benefits:step", key=case.key, step=1)
        return redirect("benefits:step", key=case.key, step=2)
    page = _frame(case, 1, form=form, lines=applications.fact_lines(case, request.today))
    return render(request, "benefits/step_facts.html", page)


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
            return_to=f"/benefits/mine/{case.key}/apply/2/",
            on=request.today,
        )
        return redirect(mydata.consent_url(consent))
    lines = applications.item_lines(case, request.today)
    page = _frame(
        case, 2, lines=lines, to_ask=len(items), came=sum(line.state == "answered" for line in lines)
    )
    return render(request, "benefits/step_consent.html", page)


def _check_step(request: Request, case: Case) -> HttpResponse:
    preview = applications.preview(case, request.today)
    if request.method == "POST":
        applying.save_step(key=case.key, facts={}, step=4, by=request.actor, on=request.today)
        return redirect("benefits:step", key=case.key, step=4)
    page = _frame(case, 3, preview=preview, papers=case.papers.all(), paper_form=PaperForm())
    return render(request, "benefits/step_check.html", page)


def _send_step(request: Request, case: Case) -> HttpResponse:
    form = DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            applying.submit(
                key=case.key, declared=form.cleaned_data["declared"], by=request.actor, on=request.today
            )
        except Refused as no:
            return refused(request, no, "benefits:step", key=case.key, step=4)
        return redirect("benefits:receipt", key=case.key)
    due = applying.answer_due(rulebook.office(case.programme), case.call, request.today)
    lines = applications.fact_lines(case, request.today)
    return render(request, "benefits/step_send.html", _frame(case, 4, form=form, due=due, lines=lines))


@door(CITIZEN)
@never_cache
def receipt(request: Request, key: UUID) -> HttpResponse:
    """Show the receipt: the number, what happens next, and by when."""
    case = own_case(request, key)
    if not case.number:
        return redirect("benefits:step", key=key, step=case.step)
    return render(request, "benefits/receipt.html", _frame(case, 5))


@door(CITIZEN)
@require_POST
def withdraw(request: Request, key: UUID) -> HttpResponse:
    """Take an application back."""
    case = own_case(request, key)
    was_draft = case.at is State.DRAFT
    try:
        applying.withdraw(key=key, by=request.actor, on=request.today)
    except Refused as no:
        return refused(request, no, "benefits:mine_case", key=key)
    messages.success(request, _("쓰던 신청서를 지웠습니다.") if was_draft else _("신청을 취하했습니다."))
    return redirect("benefits:mine")


@door(CITIZEN)
@require_POST
def paper(request: Request, key: UUID) -> HttpResponse:
    """Bring a paper instead of data."""
    case = own_case(request, key)
    back = _back(case)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        messages.error(request, str(first))
        return redirect(*back)
    try:
        kept = keep(
            form.cleaned_data["paper"],
            kinds={"pdf", "png", "jpeg"},
            owner=key_of(request),
            purpose="benefits.paper",
            readers=permissions.READERS,
        )
        applying.bring_paper(
            key=key,
            file=kept.key,
            fact=form.cleaned_data["fact"],
            title=form.cleaned_data["title"],
            by=request.actor,
            on=request.today,
        )
    except Refused as no:
        messages.error(request, no.said(language()))
        return redirect(*back)
    messages.success(request, _("서류를 받았습니다. 담당자가 확인합니다."))
    return redirect(*back)


def _back(case: Case) -> tuple[str, ...]:
    if case.at is State.DRAFT:
        return (f"/benefits/mine/{case.key}/apply/3/",)
    return (f"/benefits/mine/{case.key}/",)


@door(CITIZEN)
@require_POST
def supply(request: Request, key: UUID) -> HttpResponse:
    """Say that what was asked for has been supplied."""
    own_case(request, key)
    try:
        applying.supply(key=key, answer=request.POST.get("body", ""), by=request.actor, on=request.today)
    except Refused as no:
        return refused(request, no, "benefits:mine_case", key=key)
    messages.success(request, _("보완을 마쳤습니다. 심사가 이어집니다."))
    return redirect("benefits:mine_case", key=key)
