"""My account, the payers' list and one account on it, and the counter."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiphyeon.foundation.accounts.doors import AT_THE_COUNTER, CITIZEN, Request, door, key_of, officer
from jiphyeon.foundation.accounts.names import names_of
from jiphyeon.foundation.casework.pages import CasePages, Pressed, by_action
from jiphyeon.foundation.casework.screens import Drawn, Side
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.payees import actions, keeping, queries
from jiphyeon.foundation.payees.bank import the_service
from jiphyeon.foundation.payees.enums import AccountState, Deed
from jiphyeon.foundation.payees.forms import AccountForm, CounterAccountForm
from jiphyeon.foundation.payees.models import PayeeAccount, signs_in_nowhere
from jiphyeon.foundation.payees.roles import PAYER
from jiphyeon.foundation.payees.tables import ACCOUNTS
from jiphyeon.foundation.queues.views import listed, place
from jiphyeon.foundation.rooms.roles import AUDITOR
from jiphyeon.foundation.ui.resident_numbers import takes_account
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused

DESK = officer(PAYER, AUDITOR)
READERS = (PAYER, AUDITOR)


def check_result(state: AccountState) -> str:
    """Return what a person is told once their account was taken in."""
    return {
        AccountState.CONFIRMED: _("계좌를 받았고, 예금주가 본인임을 은행에서 확인했습니다."),
        AccountState.DIFFERS: _("계좌를 받았습니다. 예금주 이름이 달라 지급 담당이 확인한 뒤 알려 드립니다."),
        AccountState.NOT_FOUND: _("은행에서 그 계좌를 찾지 못했습니다. 은행과 번호를 다시 확인해 주세요."),
    }.get(state, _("계좌를 받았습니다. 은행이 아직 답하지 않아 저희가 다시 물은 뒤 알려 드립니다."))


def _ask_bank(key: UUID, pressed: Pressed) -> str:
    return check_result(actions.check(key=key, on=pressed.on, at=now(), names=the_service()))


ASK_AGAIN = by_action(actions.ask_again, seen="version")


PERSON = CasePages(
    model=PayeeAccount,
    side=Side.PERSON,
    namespace="payees",
    door=CITIZEN,
    item="mine_account",
    listing="mine",
    acts={Deed.ASK_AGAIN: ASK_AGAIN},
    afterwards={Deed.ASK_AGAIN: _ask_bank},
    readers=READERS,
)
OFFICE = CasePages(
    model=PayeeAccount,
    side=Side.OFFICE,
    namespace="payees",
    door=DESK,
    item="desk_account",
    listing="desk",
    acts={
        Deed.ASK_AGAIN: ASK_AGAIN,
        Deed.REFUSE: by_action(actions.refuse, reason="comment", seen="version"),
    },
    afterwards={Deed.ASK_AGAIN: _ask_bank},
    drawn=Drawn(onward=frozenset({Deed.ACCEPT})),
    readers=READERS,
    queue=ACCOUNTS,
)


def _take_in(request: Request, person: UUID, form: AccountForm) -> AccountState | None:
    """Take in what a form holds, and say what came of it; None where it was refused, which then stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        state = actions.give_and_check(
            person=person,
            bank=form.cleaned_data["bank"],
            number=form.cleaned_data["number"],
            by=request.actor,
            on=request.today,
            at=now(),
            salt=secrets.token_hex(16),
            names=the_service(),
        )
    except Refused as no:
        form.add_error(None, no.text(language()))
        return None
    tell = messages.success if state is AccountState.CONFIRMED else messages.warning
    tell(request, check_result(state))
    return state


@door(CITIZEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@takes_account("number")
def mine(request: Request) -> HttpResponse:
    """Show the account I mean, and take another in."""
    form = AccountForm(request.POST or None, on=request.today)
    asked = request.POST.get("next", request.GET.get("next", ""))
    # An address of this city; a bare word would be taken for a page's name.
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, {request.get_host()})
    onward = asked if safe else ""
    if _take_in(request, key_of(request), form) is not None:
        return HttpResponseRedirect(onward) if onward else redirect("payees:mine")
    found = queries.current(key_of(request))
    page = {
        "form": form,
        "next": onward,
        "account": found,
        "called": found.words(request.today) if found is not None else None,
        "screen": PERSON.opened(request, found) if found is not None else None,
        "law": queries.terms().paying,
        "keeping": queries.terms().keeping_on(request.today),
    }
    return render(request, "payees/mine.html", page, status=422 if form.errors else 200)


@door(CITIZEN)
@never_cache
@require_safe
def mine_account(request: Request, key: UUID) -> HttpResponse:
    """Show one account I gave, with its papers, its history and what was said about it."""
    row = PERSON.find(request, key)
    page = {
        "account": row,
        "called": row.words(request.today),
        "screen": PERSON.opened(request, row),
        "kept_until": keeping.kept_until(row, keeping.last_paid([row.key]).get(row.key)),
    }
    return render(request, "payees/mine_account.html", page)


@door(DESK)
@never_cache
def desk(request: Request) -> HttpResponse:
    """List the accounts."""
    return listed(request, ACCOUNTS)


@door(DESK)
@never_cache
@require_safe
def desk_account(request: Request, key: UUID) -> HttpResponse:
    """Show one account; its whole number to whoever pays alone. That it was opened stands in its owner's trail."""
    row = OFFICE.find(request, key)
    page = {
        "account": row,
        "called": row.words(request.today),
        "whole": queries.whole(row, request.today) if request.actor.has(PAYER) else None,
        "owner": names_of([row.person], language()).get(row.person, "") if row.person else "",
        "screen": OFFICE.opened(request, row),
        "paid_on": keeping.last_paid([row.key]).get(row.key),
        "place": place(request, ACCOUNTS, row),
    }
    return render(request, "payees/desk_account.html", page)


@door(AT_THE_COUNTER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@takes_account("number")
def counter(request: Request, person: UUID) -> HttpResponse:
    """Write down the account of somebody who stands at the counter and cannot sign in. Look and deed stand in their trail."""
    if not signs_in_nowhere(person):
        raise Http404
    form = CounterAccountForm(request.POST or None, on=request.today)
    if _take_in(request, person, form) is not None:
        return redirect("payees:counter", person=person)
    note(by=request.actor, verb="payees.viewed", about=f"payees:{person}", person=person, reason="지급")
    page = {
        "form": form,
        "owner": names_of([person], language()).get(person, ""),
        "payee": queries.payee(person, request.today),
    }
    return render(request, "payees/counter.html", page, status=422 if form.errors else 200)
