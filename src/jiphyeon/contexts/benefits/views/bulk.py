"""Many cases at once: a preview of what will happen, one signature; export; saved views; the order of a call."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiphyeon.contexts.benefits.actions import applying, calls, handling, preparing, signing
from jiphyeon.contexts.benefits.enums import Channel, State, Verdict
from jiphyeon.contexts.benefits.forms.deeds import EntryForm, SaveViewForm
from jiphyeon.contexts.benefits.forms.facts import FactsForm
from jiphyeon.contexts.benefits.models import Case, SavedView
from jiphyeon.contexts.benefits.queries import reading, rulebook
from jiphyeon.contexts.benefits.tables import preview_table, verdict_badge
from jiphyeon.contexts.benefits.views.desk import DESK, kept_query
from jiphyeon.foundation.accounts.doors import Request, door, key_of, officer
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused

SIGNER = officer(Role.CASE_SIGNER)
PREPARER = officer(Role.CASE_OFFICER)
MOST_AT_ONCE = 200


def _selected(request: Request) -> list[UUID]:
    numbers = request.POST.getlist("selected")[:MOST_AT_ONCE]
    return list(
        Case.objects.beyond_draft()
        .filter(number__in=numbers)
        .order_by("number")
        .values_list("key", flat=True)
    )


def _to_queue(request: Request) -> str:
    query = kept_query(request.GET)
    return reverse("benefits:desk") + (f"?{query}" if query else "")


@door(SIGNER)
@never_cache
@require_POST
def bulk_preview(request: Request) -> HttpResponse:
    """Show exactly what one signature under the chosen cases would do."""
    keys = _selected(request)
    lines, seen = signing.preview(keys, by=request.actor)
    names = reading.names_of(line.person for line in lines)
    speech = language()
    rows = [
        {
            "number": line.number,
            "person": names.get(line.person, ""),
            "programme": rulebook.programme(line.programme).names,
            "verdict": verdict_badge(line.verdict) if line.obstacle is None else None,
            "amount": line.amount or None,
            "obstacle": line.obstacle.said(speech) if line.obstacle else "",
        }
        for line in lines
    ]
    ready = [line for line in lines if line.obstacle is None]
    page = {
        "table": preview_table(rows),
        "numbers": [line.number for line in lines],
        "seen": seen,
        "ready": len(ready),
        "blocked": len(lines) - len(ready),
        "granted": sum(line.verdict is Verdict.APPROVE for line in ready),
        "refused": sum(line.verdict is Verdict.REFUSE for line in ready),
        "monthly": sum(line.amount for line in ready if line.verdict is Verdict.APPROVE),
        "query": kept_query(request.GET),
    }
    return render(request, "benefits/bulk.html", page)


@door(SIGNER)
@require_POST
def bulk_sign(request: Request) -> HttpResponse:
    """Sign what the preview showed; nothing where anything changed since."""
    try:
        count = signing.sign_many(
            keys=_selected(request), seen=request.POST.get("seen", ""), by=request.actor, on=request.today
        )
    except Refused as no:
        messages.error(request, no.said(language()))
        return redirect(_to_queue(request))
    messages.success(request, _("{count}건에 서명했습니다.").format(count=count))
    return redirect(_to_queue(request))


@door(PREPARER)
@require_POST
def bulk_propose(request: Request) -> HttpResponse:
    """Lay every chosen case before the signer as it was prepared; what cannot be is named and left."""
    done, left = 0, []
    cases = Case.objects.filter(key__in=_selected(request), state=State.PREPARED)
    for case in cases:
        verdict = Verdict.REFUSE if case.within_places is False else Verdict(case.proposal or Verdict.CHECK)
        try:
            handling.propose(key=case.key, verdict=verdict, reason="", by=request.actor, on=request.today)
            done += 1
        except Refused as no:
            left.append(f"{case.number}: {no.said(language())}")
    messages.success(request, _("{count}건을 준비된 대로 올렸습니다.").format(count=done))
    for line in left[:5]:
        messages.warning(request, line)
    if len(left) > 5:
        messages.warning(request, _("그 밖에 {count}건은 올리지 못했습니다.").format(count=len(left) - 5))
    return redirect(_to_queue(request))


@door(DESK)
@require_POST
def save_view(request: Request) -> HttpResponse:
    """Keep the queue's filter under a name; the same name again replaces it."""
    form = SaveViewForm(request.POST)
    if form.is_valid():
        SavedView.objects.update_or_create(
            officer=key_of(request),
            name=form.cleaned_data["name"],
            defaults={"query": form.cleaned_data["query"]},
        )
        messages.success(request, _("보기를 저장했습니다."))
    return redirect(
        f"{reverse('benefits:desk')}?{form.cleaned_data.get('query', '')}"
        if form.is_valid()
        else reverse("benefits:desk")
    )


@door(DESK)
@require_POST
def drop_view(request: Request, view: int) -> HttpResponse:
    """Throw a saved view away."""
    SavedView.objects.filter(officer=key_of(request), pk=view).delete()
    return redirect("benefits:desk")


@door(DESK)
@never_cache
@require_http_methods(["GET", "POST"])
def call_page(request: Request, programme: str, call: str) -> HttpResponse:
    """Show the order of a call, fix it, and decide a tie over the last place."""
    if programme not in rulebook.offered() or rulebook.office(programme).call(call) is None:
        raise Http404
    if request.method == "POST":
        return _rank(request, programme, call)
    speech = language()
    version = rulebook.version_on(programme, rulebook.office(programme).call(call).period.first)  # type: ignore[union-attr]
    try:
        order, wrong = calls.order_of(programme, call), ""
    except Refused as no:
        order, wrong = None, no.said(speech)
    places = {place.case: place for place in order.order} if order else {}
    cases = {str(case.key): case for case in Case.objects.filter(key__in=list(places))}
    rows = reading.rows([cases[key] for key in places], today=request.today)
    note(by=request.actor, verb="benefits.call_viewed", about=f"call:{programme}:{call}", reason="심사")
    page = {
        "programme": rulebook.programme(programme).names,
        "programme_id": programme,
        "call": rulebook.office(programme).call(call),
        "order": order,
        "rows": [(places[str(row.key)], row) for row in rows],
        "labels": [key.label.said(speech) for key in version.ranking] if version else [],
        "wrong": wrong,
        "prepares": request.actor.has(Role.CASE_OFFICER),
        "signs": request.actor.has(Role.CASE_SIGNER),
    }
    return render(request, "benefits/call.html", page)


def _rank(request: Request, programme: str, call: str) -> HttpResponse:
    try:
        if "tie" in request.POST:
            calls.decide_tie(
                keys=request.POST.getlist("selected"),
                programme=programme,
                call_id=call,
                reason=request.POST.get("reason", ""),
                by=request.actor,
                on=request.today,
            )
        else:
            calls.rank_call(programme=programme, call_id=call, by=request.actor, on=request.today)
        messages.success(request, _("순위를 정했습니다."))
    except Refused as no:
        messages.error(request, no.said(language()))
    return redirect("benefits:call", programme=programme, call=call)


@door(PREPARER)
@never_cache
@require_http_methods(["GET", "POST"])
def entry(request: Request, programme: str) -> HttpResponse:
    """Take an application at the counter, by phone or from paper, on one page."""
    version = rulebook.version_on(programme, request.today) if programme in rulebook.offered() else None
    if version is None or rulebook.office(programme).kind == "fee":
        raise Http404
    vocabulary = rulebook.pack().facts
    facts = [
        vocabulary[name]
        for name in rulebook.facts_of(version)
        if vocabulary[name].askable and name != "birth_date"
    ]
    form = EntryForm(request.POST or None, initial={"channel": Channel.COUNTER})
    facts_form = FactsForm(facts, request.POST or None, on=request.today, vocabulary=vocabulary)
    if request.method == "POST" and form.is_valid() and facts_form.is_valid():
        try:
            key = _enter(request, programme, form.cleaned_data, facts_form.answers())
        except Refused as no:
            form.add_error(None, no.said(language()))
        else:
            messages.success(request, _("신청을 접수했습니다."))
            return redirect("benefits:desk_case", key=key)
    page = {
        "form": form,
        "facts_form": facts_form,
        "name": rulebook.programme(programme).names,
        "token": request.POST.get("token") or uuid4(),
    }
    return render(request, "benefits/entry.html", page)


def _enter(request: Request, programme: str, given: dict[str, Any], facts: dict[str, Any]) -> UUID:
    account = given["account"].strip()
    user = User.objects.filter(username=account).first() or User.objects.filter(email__iexact=account).first()
    if user is None or not hasattr(user, "citizen"):
        raise Refused(
            "no_such_citizen",
            ko="그런 회원이 없습니다. 아이디나 전자우편을 다시 확인해 주세요.",
            en="There is no such account. Check the name or e-mail address.",
        )
    key = applying.start(
        person=user.key,
        programme=programme,
        token=UUID(request.POST["token"]),
        by=request.actor,
        on=request.today,
        channel=Channel(given["channel"]),
        facts={name: value for name, value in facts.items() if value is not None},
    )
    if Case.objects.get(key=key).state == State.DRAFT:
        applying.submit(key=key, declared=True, by=request.actor, on=request.today)
        seen = {name: value for name, value in facts.items() if value is not None}
        if seen:
            preparing.establish(key=key, facts=seen, basis=given["basis"], by=request.actor, on=request.today)
    return key
