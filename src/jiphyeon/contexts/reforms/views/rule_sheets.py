"""A programme's rules as officers read them, on any day and as known on any day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER, RULES_EDITOR
from jiphyeon.contexts.reforms.forms.rule_days import RuleDaysForm
from jiphyeon.contexts.reforms.permissions import READERS as READING
from jiphyeon.contexts.reforms.tables.lists import REFORMS, RUNS
from jiphyeon.contexts.reforms.tables.reforms import shared_table
from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.accounts.roles import AUDITOR
from jiphyeon.foundation.clock.asked import asked_day
from jiphyeon.foundation.queues.listing import doors
from jiphyeon.foundation.ui.saying import language
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Refused
from jiphyeon.methods.rules import Programme

READERS = officer(*READING)


def day_of(text: str | None) -> date | None:
    """Return a day from an address; nothing where it is none."""
    try:
        return asked_day(text or "")
    except Refused:
        return None


def offered_or_404(programme: str) -> Programme:
    """Return a programme the office runs, or answer 404."""
    if programme not in programmes.offered():
        raise Http404
    return programmes.programme(programme)


@door(READERS)
@never_cache
def rules_index(request: Request) -> HttpResponse:
    """Show every programme's rules, and lead to the changes under way."""
    speech = language()
    rows = []
    for programme in programmes.offered():
        version = programmes.version_on(programme, request.today)
        rows.append(
            {
                "id": programme,
                "name": programmes.programme(programme).names.text(speech),
                "version": version.name if version else _("없음"),
                "clauses": len(version.clauses) if version else 0,
                "until": version.effective.last if version else None,
            }
        )
    columns = [
        Column("name", _("지원")), Column("version", _("오늘의 기준")), Column("clauses", _("조건"), "number"),
        Column("until", _("언제까지"), "date"),
    ]  # fmt: skip
    table = Table(
        columns,
        rows,
        _("지원마다 기준"),
        row_url=lambda row: reverse("reforms:rules", args=[row["id"]]),
    )
    actor, today = request.actor, request.today
    page = {
        "table": table,
        "shared": shared_table(today),
        "reforms": doors(REFORMS, ["waiting", "draft", "all"], actor, today),
        "runs": doors(RUNS, ["done"], actor, today),
        "edits": request.actor.has(RULES_EDITOR),
    }
    return render(request, "reforms/index.html", page)


@door(READERS)
@never_cache
def rules_programme(request: Request, programme: str) -> HttpResponse:
    """Show one programme's clauses with their law, its values by date, and its versions."""
    offered_or_404(programme)
    form = RuleDaysForm(request.GET.dict(), today=request.today)
    as_of, known_on = form.days
    page: dict[str, Any] = {
        "programme": programme,
        "name": programmes.programme(programme).names,
        "form": form,
        "known_on": known_on,
        "reforms": doors(
            REFORMS,
            ["waiting", "draft", "approved", "all"],
            request.actor,
            request.today,
            programme=programme,
        ),
        "edits": request.actor.has(RULES_EDITOR),
        "outreach": programmes.office(programme).kind != "fee"
        and bool(request.actor.roles & {CASE_OFFICER, CASE_SIGNER, AUDITOR}),
    }
    try:
        page["sheet"] = programmes.sheet(programme, as_of, known_on)
    except Refused as no:
        page["problem"] = no.text(language())
    return render(request, "reforms/programme.html", page)
