"""An officer's month: the last days of what waits for them, in every room, as a sheet and as a list."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiphyeon.desk.days import days_address
from jiphyeon.desk.shares import due_of
from jiphyeon.foundation.accounts.doors import ANY_OFFICER, Request, door, key_of
from jiphyeon.foundation.clock.asked import asked_day
from jiphyeon.foundation.ui.calendars import ends_of, month_of
from jiphyeon.kernel import Refused


@door(ANY_OFFICER)
@never_cache
@require_safe
def calendar(request: Request) -> HttpResponse:
    """Show the month of a day; a day that cannot be read shows this month."""
    day = _day(request)
    month = month_of(day, request.today, due_of(request.actor, *ends_of(day), request.today))
    here = month.first <= request.today <= month.last
    page = {"month": month, "is_now": here, "days_file": days_address(request, key_of(request))}
    return render(request, "desk/calendar.html", page)


def _day(request: Request) -> date:
    try:
        day = asked_day(request.GET.get("day", request.today.isoformat()))
        month_of(day, request.today, ())  # a month at the end of all days has none after it
    except (Refused, OverflowError):
        return request.today
    return day
