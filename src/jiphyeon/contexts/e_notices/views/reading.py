"""What an addressee reads on the phone, and where anybody checks a code. No page here asks who somebody is."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiphyeon.contexts.e_notices.actions import following, hearing, paying
from jiphyeon.contexts.e_notices.actions.going import OWNER
from jiphyeon.contexts.e_notices.forms import CodeForm, OpinionForm
from jiphyeon.contexts.e_notices.models import Notice
from jiphyeon.contexts.e_notices.queries import letters
from jiphyeon.contexts.e_notices.rules import codes
from jiphyeon.contexts.e_notices.views.records import as_html
from jiphyeon.foundation.accounts.doors import CITIZEN, EVERYONE, Request, door, key_of
from jiphyeon.foundation.accounts.models import Citizen
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.dues import api as dues
from jiphyeon.foundation.open_data.limits import Limit, too_often
from jiphyeon.foundation.relays import api as relays
from jiphyeon.foundation.ui.saying import language, won
from jiphyeon.kernel import Refused

OPENED = "e_notices.opened"
OPEN_FOR = timedelta(minutes=30)
CHECKS = Limit("notice-code", 20)


@door(EVERYONE)
@never_cache
@require_safe
def open_notice(request: Request) -> HttpResponse:
    """Take the token somebody comes with from their app, once, and lead them to what they opened."""
    token = request.GET.get("token", "")
    if not token:
        return redirect("e_notices:read")
    ahead = any("prefetch" in request.headers.get(name, "").lower() for name in ("Sec-Purpose", "Purpose"))
    if ahead or request.method == "HEAD":  # what only looks ahead uses up nothing
        return HttpResponse(status=503)
    try:
        opening = relays.redeem(token)
    except Refused as no:
        return render(request, "e_notices/closed.html", {"why": no.text(language())}, status=410)
    if opening.owner != OWNER:
        raise Http404
    reader = Citizen.objects.filter(ci_hash=opening.ci_hash).values_list("user__key", flat=True).first()
    hearing.opened(UUID(opening.owner_key), at=opening.opened_at, reader=reader)
    request.session[OPENED] = {"notice": opening.owner_key, "at": now().isoformat()}
    return redirect("e_notices:read")


def _opened(request: Request) -> Notice | None:
    """Return the notice that was opened in this browser a short while ago."""
    kept = request.session.get(OPENED)
    if not isinstance(kept, dict):
        return None
    if now() - datetime.fromisoformat(kept["at"]) > OPEN_FOR:
        del request.session[OPENED]
        return None
    return Notice.objects.select_related("sending").filter(key=kept["notice"]).first()


@door(EVERYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: Request) -> HttpResponse:
    """Show the document that was opened, what is owed and until when, and take an opinion."""
    row = _opened(request)
    if row is None:
        why = _("앱에서 문서를 다시 열어 주세요. 본인을 확인한 뒤 30분 동안 볼 수 있습니다.")
        return render(request, "e_notices/closed.html", {"why": why}, status=410)
    return _letter(request, row, reverse("e_notices:pay"))


@door(EVERYONE)
@never_cache
@require_POST
def pay(request: Request) -> HttpResponse:
    """Lead whoever opened a notice to where it is paid."""
    row = _opened(request)
    return _pay(request, row, reverse("e_notices:read")) if row else redirect("e_notices:read")


@door(CITIZEN)
@never_cache
@require_POST
def pay_mine(request: Request, key: UUID) -> HttpResponse:
    """Lead somebody to where a notice of theirs is paid."""
    row = _mine(request, key)
    return _pay(request, row, reverse("e_notices:my_notice", args=[key]))


def _pay(request: Request, row: Notice, back: str) -> HttpResponse:
    try:
        return redirect(dues.pay_address(paying.begin(key=row.key, on=request.today), back=back))
    except Refused as no:
        messages.error(request, no.text(language()))
        return redirect(back)


@door(CITIZEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_notice(request: Request, key: UUID) -> HttpResponse:
    """Show somebody a notice that they opened before."""
    return _letter(request, _mine(request, key), reverse("e_notices:pay_mine", args=[key]))


def _mine(request: Request, key: UUID) -> Notice:
    row = Notice.objects.select_related("sending").filter(key=key, reader=key_of(request)).first()
    if row is None:
        raise Http404
    return row


def _letter(request: Request, row: Notice, pays: str) -> HttpResponse:
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            following.give_opinion(
                key=row.key, words=form.cleaned_data["words"], by=hearing.OPENER, on=request.today
            )
        except Refused as no:
            form.add_error(None, no.text(language()))
        else:
            messages.success(request, _("의견을 냈습니다. 살펴보고 알려 드립니다."))
            return redirect(request.path)
    shown = letters.letter(row, request.today)
    page = {
        "row": row,
        "letter": shown,
        "owed": won(shown.owed),
        "pays": pays if shown.may_pay and dues.is_set_up() else "",
        "document": as_html(shown.said),
        "code": codes.shown(row.code),
        "form": form,
    }
    return render(request, "e_notices/letter.html", page, status=422 if form.is_bound else 200)


@door(EVERYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request) -> HttpResponse:
    """Answer whether the city sent a notice under a code. The code is posted, so that it stands in no address and no log."""
    form = CodeForm(request.POST or None)
    page: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if too_often(request, CHECKS):
            page["wait"] = True
            return render(request, "e_notices/check.html", page, status=429)
        code = codes.read(form.cleaned_data["code"])
        page |= {"asked": True, "mistyped": code is None, "found": letters.genuine(code) if code else None}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "e_notices/check.html", page, status=status)
