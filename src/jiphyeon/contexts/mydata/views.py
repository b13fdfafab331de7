"""Pages on which a person agrees, sees what came, and takes it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiphyeon.contexts.mydata import queries, tables
from jiphyeon.contexts.mydata.actions import agreeing, fetching, keeping
from jiphyeon.contexts.mydata.actions.provider import the_provider
from jiphyeon.contexts.mydata.enums import ConsentState
from jiphyeon.contexts.mydata.forms import ConsentForm
from jiphyeon.contexts.mydata.models import Consent, ConsentItem
from jiphyeon.foundation.accounts.doors import CITIZEN, Request, door, key_of
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ledger.trail import looks_at
from jiphyeon.foundation.ui.saying import day
from jiphyeon.kernel import Refused, Words


@door(CITIZEN)
@require_safe
def mine(request: Request) -> HttpResponse:
    """List my consents, and who looked at my data and why."""
    person = key_of(request)
    consents = queries.consents_of(person)
    return render(
        request,
        "mydata/mine.html",
        {
            "consents": tables.consents(consents, request.today),
            "looks": tables.looks(looks_at(person), consents),
        },
    )


@door(CITIZEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: Request, key: UUID) -> HttpResponseBase:
    """Show one consent: to be decided item by item, or with what came of it."""
    found = _own(request, key)
    rows = list(found.items.all())
    table = queries.catalogue()
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        items=[(item.code, table.item(item.code).words) for item in rows],
        agreed=[item.code for item in rows if item.agreed],
    )
    if form.is_valid():
        return _decide(request, found, form.agreed)
    known = queries.facts_brought_by(found, request.today)
    over = request.today > found.last_day or found.state not in {ConsentState.ASKED, ConsentState.GIVEN}
    came = tables.came(known)
    open_question = not over and (found.fetched_at is None or "choose" in request.GET)
    return render(
        request,
        "mydata/consent.html",
        {
            "consent": found,
            "badge": tables.consent_badge(found, request.today),
            "form": form,
            "items": _items(rows, form),
            "asking": open_question or bool(form.errors),
            "again": not over and any(one.problem and one.problem != "not_agreed" for one in known),
            "changeable": not over,
            "came": came,
            "all_came": bool(came) and not any(row.problem for row in came),
            "can_withdraw": found.state == ConsentState.GIVEN,
            "pairs": _terms(found),
            "until_decided": queries.catalogue().purpose(found.purpose).until_decided,
        },
        status=422 if form.errors else 200,
    )


def _own(request: Request, key: UUID) -> Consent:
    found = queries.one_of(key_of(request), key)
    if found is None:
        raise Http404
    return found


def _items(rows: list[ConsentItem], form: ConsentForm) -> list[dict[str, object]]:
    """Return what the page says about each item, with its box of the form."""
    table = queries.catalogue()
    return [
        {
            "code": item.code,
            "box": box,
            "holder": table.item(item.code).holder_words,
            "reason": item.reason_words,
            "facts": [fact.words for fact in table.item(item.code).asked(item.facts)],
            "route": table.item(item.code).route,
            "answer_only": table.item(item.code).mode == "answer",
            "paper": table.item(item.code).paper,
            "checked": bool(item.agreed),
        }
        for item, box in zip(rows, form["item"].subwidgets, strict=True)
    ]


def _begun(words: Words) -> Words:
    """Return words that stand in the middle of sentences elsewhere as the beginning of a line."""
    return Words(words.ko, words.en[:1].upper() + words.en[1:])


def _terms(found: Consent) -> list[tuple[str, object]]:
    how = _("한 달에 한 번") if found.regular else _("한 번")
    return [
        (_("받는 곳"), found.recipient_words),
        (_("쓰는 까닭"), _begun(found.purpose_words)),
        (_("가져오는 횟수"), how),
        (
            _("동의 기간"),
            _("{first}부터 {last}까지").format(first=day(found.first_day), last=day(found.last_day)),
        ),
        (
            _("지우는 때"),
            ngettext("쓰임이 끝나고 {days}일 뒤", "쓰임이 끝나고 {days}일 뒤", found.keep_days).format(
                days=found.keep_days
            ),
        ),
    ]


def _decide(request: Request, found: Consent, agreed: list[str]) -> HttpResponseBase:
    try:
        chosen = agreeing.choose(key=found.key, by=request.actor, agreed=agreed, on=request.today, at=now())
        if chosen.state == ConsentState.REFUSED:
            messages.info(request, _("동의하지 않으셨습니다. 종이 서류로 그대로 신청하실 수 있습니다."))
            return redirect(found.return_to)
        address = agreeing.walk(
            consent=chosen,
            provider=the_provider(),
            redirect_uri=request.build_absolute_uri(reverse("mydata:return")),
            language=get_language() or "ko",
            on=request.today,
            at=now(),
        )
    except Refused as no:
        return _back_with(request, no, found.key)
    return redirect(address)


@door(CITIZEN)
@never_cache
@require_safe
def returned(request: Request) -> HttpResponseBase:
    """Come back from the provider: fetch what was allowed, once, and show it."""
    try:
        provider = the_provider()
        walk = fetching.claim(
            state=request.GET.get("state", ""),
            by=request.actor,
            issuer=request.GET.get("iss", ""),
            expected_issuer=provider.issuer,
            at=now(),
        )
    except Refused as no:
        return _back_with(request, no, no.values.get("consent"))
    key = walk.consent.key
    try:
        if "error" in request.GET:
            fetching.refused_there(walk=walk, on=request.today, at=now())
        else:
            brought = fetching.bring(
                walk=walk, code=request.GET.get("code", ""), provider=provider, on=request.today, at=now()
            )
            fetching.keep(key=key, brought=brought, on=request.today, at=now())
    except Refused as no:
        return _back_with(request, no, key)
    return redirect("mydata:consent", key=key)


@door(CITIZEN)
@require_POST
def withdraw(request: Request, key: UUID) -> HttpResponseBase:
    """Withdraw my consent; what was fetched is erased."""
    try:
        keeping.withdraw(key=key, by=request.actor, on=request.today, at=now())
    except Refused as no:
        if no.code == "consent_unknown":
            raise Http404 from no
        return _back_with(request, no, key)
    messages.success(request, _("동의를 거두었습니다. 가져온 자료는 지웠습니다."))
    return redirect("mydata:consent", key=key)


def _back_with(request: Request, no: Refused, key: object) -> HttpResponseBase:
    """Say what went wrong and what to do next, on the consent's own page where there is one."""
    if no.code != "walk_used":  # a page loaded twice is no mistake worth a word
        messages.error(request, no.text(get_language() or "ko"))
    return redirect("mydata:consent", key=key) if isinstance(key, UUID) else redirect("mydata:mine")
