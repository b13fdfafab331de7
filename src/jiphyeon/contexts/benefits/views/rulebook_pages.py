"""A programme's rules as officers read them, on any day and as known on any day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jiphyeon.contexts.benefits.models import Reform
from jiphyeon.contexts.benefits.queries import reforms, rule_sheets, rulebook
from jiphyeon.contexts.benefits.rules.reforming import ReformState
from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import language
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Refused

READERS = officer(Role.RULES_EDITOR, Role.RULES_APPROVER, Role.CASE_OFFICER, Role.CASE_SIGNER, Role.AUDITOR)


def day_of(text: str | None) -> date | None:
    """Return a day from an address; nothing where it is none."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def key_of(text: str | None) -> UUID | None:
    """Return a key from an address; nothing where it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def offered_or_404(programme: str) -> Any:
    """Return a programme the office runs, or answer 404."""
    if programme not in rulebook.offered():
        raise Http404
    return rulebook.programme(programme)


@door(READERS)
@never_cache
def rules_index(request: Request) -> HttpResponse:
    """Show every programme's rules, and the changes under way."""
    speech = language()
    rows = []
    for programme in rulebook.offered():
        version = rulebook.version_on(programme, request.today)
        rows.append(
            {
                "id": programme,
                "name": rulebook.programme(programme).names.said(speech),
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
        columns, rows, _("지원마다 기준"), row_url=lambda row: f"/benefits/rules/{row['id']}/", phone="cards"
    )
    waiting = Reform.objects.filter(state=ReformState.PROPOSED)
    page = {
        "table": table,
        "shared": _shared_table(request.today),
        "waiting": reform_table(waiting) if waiting else None,
        "reforms": reform_table(Reform.objects.kept().exclude(state=ReformState.PROPOSED)[:50]),
        "edits": request.actor.has(Role.RULES_EDITOR),
    }
    return render(request, "benefits/rules_index.html", page)


def _shared_table(today: date) -> Table:
    columns = [Column("label", _("값")), Column("now", _("오늘의 값")), Column("users", _("쓰는 지원"))]
    return Table(columns, rule_sheets.shared_lines(today), _("함께 쓰는 값"), phone="cards")


def reform_table(found: Any) -> Table:
    """Return reforms as a table."""
    rows = [
        {
            "key": reform.key,
            "name": reform.name,
            "programme": reforms.named_programmes(reform.parts),
            "first": reform.first,
            "by": reform.drafted_name,
            "state": reforms.state_badge(reform),
        }
        for reform in found
    ]
    columns = [
        Column("name", _("개정안")), Column("programme", _("지원")), Column("first", _("시행일"), "date"),
        Column("by", _("작성"), hide_on_phone=True), Column("state", _("상태"), "badge"),
    ]  # fmt: skip
    return Table(
        columns,
        rows,
        _("개정안"),
        Empty(_("아직 개정안이 없습니다."), _("개정안을 만들면 여기에 모입니다.")),
        row_url=lambda row: f"/benefits/rules/reforms/{row['key']}/",
        phone="cards",
    )


@door(READERS)
@never_cache
def rules_programme(request: Request, programme: str) -> HttpResponse:
    """Show one programme's clauses with their law, its values by date, and its versions."""
    offered_or_404(programme)
    as_of = day_of(request.GET.get("as_of")) or request.today
    known_on = day_of(request.GET.get("known_on"))
    page: dict[str, Any] = {
        "programme": programme,
        "name": rulebook.programme(programme).names,
        "as_of": as_of,
        "known_on": known_on,
        "reforms": reform_table(Reform.objects.kept().touching(programme)[:20]),
        "edits": request.actor.has(Role.RULES_EDITOR),
        "outreach": bool(request.actor.roles & {Role.CASE_OFFICER, Role.CASE_SIGNER, Role.AUDITOR}),
    }
    try:
        page["sheet"] = rule_sheets.sheet(programme, as_of, known_on)
    except Refused as no:
        page["wrong"] = no.said(language())
    return render(request, "benefits/rules_programme.html", page)
