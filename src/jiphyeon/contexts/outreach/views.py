"""Telling people of support they seem due: the officer's list and one confirmation; the citizen's own choice."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiphyeon.contexts.outreach import actions as deeds
from jiphyeon.contexts.outreach import permissions, queries
from jiphyeon.contexts.outreach.forms import SendForm
from jiphyeon.contexts.outreach.tables import ROUNDS
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.roles import CASE_OFFICER
from jiphyeon.foundation.accounts.doors import CITIZEN, Request, door, key_of, officer
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.queues.listing import doors
from jiphyeon.foundation.queues.views import listed
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.charts import Bars, Series
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.going_back import pressed, refused
from jiphyeon.foundation.ui.saying import day, escaped, html, language, localized
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Refused, Words

READERS = officer(*permissions.READERS)
SENDER = officer(CASE_OFFICER)


@door(READERS)
@never_cache
def outreach_index(request: Request) -> HttpResponse:
    """Show every programme with what became of the people told of it."""
    speech = language()
    rows = []
    for programme in programmes.offered():
        if programmes.office(programme).kind == "fee":
            continue  # nobody applies for it: it is asked for at the counter
        whole = queries.total_funnel(programme)
        rows.append(
            {
                "id": programme,
                "name": programmes.programme(programme).names.text(speech),
                "notified": whole.notified,
                "applied": whole.applied,
                "granted": whole.granted,
            }
        )
    columns = [
        Column("name", _("지원")), Column("notified", _("알린 사람"), "number"), Column("applied", _("신청한 사람"), "number"),
        Column("granted", _("지원 결정"), "number"),
    ]  # fmt: skip
    table = Table(
        columns,
        rows,
        _("지원 안내"),
        row_url=lambda row: reverse("outreach:programme", args=[row["id"]]),
    )
    page = {"table": table, "rounds": doors(ROUNDS, ["all", "sending"], request.actor, request.today)}
    return render(request, "outreach/index.html", page)


@door(READERS)
@never_cache
def rounds(request: Request) -> HttpResponse:
    """List every round with what came of it."""
    return listed(request, ROUNDS, "outreach/rounds.html")


@door(READERS)
@never_cache
def outreach_programme(request: Request, programme: str) -> HttpResponse:
    """Show who seems due and does not receive; that they were listed is written into their trails."""
    _applied_for_or_404(programme)
    page: dict[str, Any] = {
        "programme": programme,
        "name": programmes.programme(programme).names,
        "sends": request.actor.has(CASE_OFFICER),
        "rounds": doors(ROUNDS, ["all", "sending"], request.actor, request.today, programme=programme),
    }
    whole = queries.total_funnel(programme)
    if whole.notified:
        page["funnel"] = _funnel(whole)
    try:
        found = queries.preview(programme, request.today, language())
        page["notice"] = queries.notice_reads(programme, request.today)
    except Refused as no:
        page["problem"] = no.text(language())
        return render(request, "outreach/programme.html", page)
    for one in found.people:
        note(
            by=request.actor,
            verb="benefits.outreach_listed",
            about=f"outreach:{programme}",
            person=one.person,
            reason="받을 수 있는 지원 안내 명단",
        )
    page |= {
        "preview": found,
        "table": _table(found),
        "tellable": len(found.tellable),
        "form": SendForm(
            initial={"seen": found.digest, "selected": [str(one.person) for one in found.tellable]}
        ),
        "left": [(left.words, count) for left, count in found.left_out.items()],
        "no_consent": found.citizens - len(found.people) - found.unknown - found.not_due,
    }
    return render(request, "outreach/programme.html", page)


def _applied_for_or_404(programme: str) -> None:
    """Answer 404 for a programme nobody applies for."""
    if programme not in programmes.offered() or programmes.office(programme).kind == "fee":
        raise Http404


def _table(found: queries.Preview) -> Table:
    rows = [
        {
            "name": one.name,
            "amount": one.amount,
            "reasons": _reasons(one.reasons),
            "open": ", ".join(map(localized, one.open)) or None,
            "until": _("동의함, {day}까지").format(day=day(date.fromisoformat(one.until)))
            if one.until
            else _("동의함"),
            "state": Badge(one.left.words, "off") if one.left else Badge(_("알릴 수 있음"), "good"),
        }
        for one in found.people
    ]
    columns = [
        Column("name", _("이름")), Column("state", _("알릴지"), "badge"), Column("amount", _("받을 금액"), "won"),
        Column("open", _("본인만 아는 것")), Column("until", _("자료 동의"), "text"),
        Column("reasons", _("이유")),
    ]  # fmt: skip
    nobody = Empty(
        _("지금은 알릴 분이 없습니다."),
        _("시민이 ‘받을 수 있는 지원 알림’에서 자료에 동의하면, 받을 수 있는 분이 여기에 나옵니다."),
    )
    return Table(columns, rows, _("받을 수 있는데 받지 않는 분"), nobody)


def _reasons(reasons: tuple[Words, ...]) -> str:
    """Return the reasons folded, a line each: a list of many people stays a list."""
    lines = "".join(f"<li>{escaped(one)}</li>" for one in reasons)
    title = escaped(
        ngettext("맞는 조건 {count}가지", "맞는 조건 {count}가지", len(reasons)).format(count=len(reasons))
    )
    return html(f'<details class="rules-reasons"><summary>{title}</summary><ul>{lines}</ul></details>')


def _funnel(whole: queries.Funnel) -> Bars:
    title = _("알린 {told}명 가운데 {granted}명이 지원받게 되었습니다.").format(
        told=whole.notified, granted=whole.granted
    )
    names = [words for words, _count in whole.steps]
    return Bars(title, names, [Series(_("사람"), [count for _words, count in whole.steps])], _("명"))


@door(SENDER)
@require_POST
def outreach_send(request: Request, programme: str) -> HttpResponse:
    """Tell everybody the preview showed."""
    _applied_for_or_404(programme)
    form = SendForm(request.POST)
    form.is_valid()  # what nobody could have seen is refused as a list that changed
    people = form.cleaned_data.get("selected", [])
    sent = partial(
        deeds.send,
        programme=programme,
        people=people,
        seen=form.cleaned_data.get("seen", ""),
        by=request.actor,
        on=request.today,
    )
    told = ngettext("{count}명에게 알림을 보냅니다.", "{count}명에게 알림을 보냅니다.", len(people))
    back = reverse("outreach:programme", args=[programme])
    return pressed(request, sent, told.format(count=len(people)), back=back)


@door(CITIZEN)
@never_cache
def tell_me(request: Request) -> HttpResponse:
    """Let a citizen choose whether to be told, and agree to the data that needs."""
    if request.method == "POST":
        try:
            url = deeds.choose(wanted=request.POST.get("wanted") == "1", by=request.actor, on=request.today)
        except Refused as no:
            return refused(request, no, "outreach:tell_me")
        if url:
            return redirect(url)
        messages.success(request, _("앞으로 알리지 않습니다."))
        return redirect("outreach:tell_me")
    return render(
        request,
        "outreach/tell_me.html",
        {"choice": queries.choice_of(key_of(request)), "wait": queries.wait_on(request.today)},
    )
