"""The officers' page: who holds what, one person with their history, appointing and ending."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.accounts.roles import ADMINISTRATOR, AUDITOR, known_roles
from jiphyeon.foundation.appointments import actions, queries
from jiphyeon.foundation.appointments.forms import AppointForm, EndForm, FindForm
from jiphyeon.foundation.appointments.tables import badge, officers_table, until
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused

READ = officer(ADMINISTRATOR, AUDITOR)
APPOINT = officer(ADMINISTRATOR)


@door(READ)
@never_cache
@require_safe
def officers(request: Request) -> HttpResponse:
    """List who holds what now and will; who held it is one press away."""
    return _list(request, FindForm())


@door(APPOINT)
@never_cache
@require_POST
def find(request: Request) -> HttpResponse:
    """Lead to the account that was asked for. By POST: a name or an address never stands in an address bar."""
    form = FindForm(request.POST)
    if form.is_valid():
        try:
            return redirect("appointments:person", key=queries.find(form.cleaned_data["account"]))
        except Refused as no:
            form.add_error("account", no.text(language()))
    return _list(request, form)


def _list(request: Request, form: FindForm) -> HttpResponse:
    lines = queries.appointments(on=request.today, language=language())
    page = {
        "table": officers_table([line for line in lines if line.stands != "past"]),
        "past": [line for line in lines if line.stands == "past"],
        "past_table": officers_table([line for line in lines if line.stands == "past"]),
        "form": form,
        "may_appoint": request.actor.has(ADMINISTRATOR),
    }
    return render(request, "appointments/officers.html", page, status=422 if form.errors else 200)


@door(READ)
@never_cache
@require_safe
def person(request: Request, key: UUID) -> HttpResponse:
    """Show one person: what they hold, what was done and why. That it was opened is written into their trail."""
    page = _person(request, key, AppointForm(initial={"first": request.today}))
    note(
        by=request.actor,
        verb="appointments.viewed",
        about=f"appointments:{key}",
        person=key,
        reason="담당자 관리",
    )
    return render(request, "appointments/person.html", page)


@door(APPOINT)
@never_cache
@require_POST
def appoint(request: Request, key: UUID) -> HttpResponse:
    """Give a post with roles."""
    form = AppointForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.appoint(
                person=key,
                post=given["post"],
                roles=known_roles(given["roles"]),
                first=given["first"],
                last=given["last"],
                reason=given["reason"],
                by=request.actor,
                on=request.today,
            )
        except User.DoesNotExist:
            raise Http404 from None
        except Refused as no:
            form.add_error(_FIELD_OF.get(no.code), no.text(language()))
        else:
            messages.success(request, _("맡겼습니다. 공개 기록에 남았습니다."))
            return redirect("appointments:person", key=key)
    return render(request, "appointments/person.html", _person(request, key, form), status=422)


# Which field a refusal speaks of; any other stands above the form.
_FIELD_OF = {
    "appointed_backwards": "first",
    "period_backwards": "last",
    "auditor_does_nothing_else": "roles",
    "already_appointed": "post",
    "end_backdated": "last",
    "end_not_earlier": "last",
}


@door(APPOINT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Request, number: int) -> HttpResponse:
    """Ask until when and why, then let an appointment end."""
    try:
        line = queries.appointment(number, on=request.today, language=language())
    except Appointment.DoesNotExist:
        raise Http404 from None
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(
                appointment=number,
                last=_last_day(form, request.today),
                reason=form.cleaned_data["reason"],
                by=request.actor,
                on=request.today,
            )
        except Appointment.DoesNotExist:
            raise Http404 from None
        except Refused as no:
            form.add_error(_FIELD_OF.get(no.code), no.text(language()))
        else:
            messages.success(request, _("끝냈습니다. 공개 기록에 남았습니다."))
            return redirect("appointments:person", key=line.person)
    page = {"line": line, "until": until(line), "badge": badge(line.stands), "form": form}
    return render(request, "appointments/end.html", page, status=422 if form.errors else 200)


def _last_day(form: EndForm, today: date) -> date:
    given = form.cleaned_data
    days = {"now": today - timedelta(days=1), "today": today}
    found: date = days.get(given["when"]) or given["last"]
    return found


def _person(request: Request, key: UUID, form: Form) -> dict[str, Any]:
    try:
        account = queries.account(key, language=language())
    except User.DoesNotExist:
        raise Http404 from None
    lines = queries.appointments(on=request.today, language=language(), person=key)
    mine = request.actor.user == key
    return {
        "account": account,
        "lines": [(line, badge(line.stands), until(line)) for line in lines],
        "history": queries.history(key, language=language()),
        "form": form,
        "is_oneself": mine,
        "may_appoint": request.actor.has(ADMINISTRATOR) and not mine and account.is_open,
        "may_end": request.actor.has(ADMINISTRATOR),
    }
