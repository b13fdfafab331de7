"""The frame's own small doors: move the demo day, choose language and look; and the page that shows every part."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door
from jiphyeon.foundation.clock.now import move_civil_day
from jiphyeon.foundation.ui import gallery as shown
from jiphyeon.foundation.ui.looks import COOKIE, look_from
from jiphyeon.foundation.ui.saying import day as day_text
from jiphyeon.foundation.ui.saying import filled
from jiphyeon.kernel import day_of

YEAR = 365 * 24 * 3600
_FRAMES = {"desk": "ui/desk.html", "narrow": "ui/narrow.html"}
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)


def _back(request: Request) -> HttpResponse:
    """Lead back to the page the reader came from; never to another site."""
    wanted = request.POST.get("next", "") or request.headers.get("referer", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if safe else "/")


def _moved(today: date, step: str, day: str) -> date:
    """Return the day a press means. Raises ValueError for a text that is no day."""
    if step == "month":
        year, month = divmod(today.month, 12)
        first = date(today.year + year, month + 1, 1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return first.replace(day=min(today.day, last.day))
    if step in {"day", "week"}:
        return today + timedelta(days={"day": 1, "week": 7}[step])
    return day_of(day)


@door(EVERYONE)
@require_POST
def day(request: Request) -> HttpResponse:
    """Move the demo city's civil day: `step` = day, week or month, or else `day` = ISO date."""
    if not settings.DEMO:
        raise Http404
    try:
        to = _moved(request.today, request.POST.get("step", ""), request.POST.get("day", ""))
    except (ValueError, OverflowError):
        to = None
    if to is None or not _FIRST <= to <= _LAST:
        messages.error(
            request, _("날짜를 2024-03-04처럼 적어 주세요. 2000년부터 2099년까지 옮길 수 있습니다.")
        )
    else:
        move_civil_day(to)
        messages.success(request, filled(_("도시의 오늘을 {day}(으)로 옮겼습니다."), day=day_text(to)))
    return _back(request)


@door(EVERYONE)
@require_POST
def language(request: Request) -> HttpResponse:
    """Remember the language asked for and lead back."""
    answer = _back(request)
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES) and check_for_language(wanted):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
    return answer


@door(EVERYONE)
@require_POST
def look(request: Request) -> HttpResponse:
    """Remember size of text and light or dark, and lead back."""
    answer = _back(request)
    chosen = look_from(request.POST.get("light", ""), request.POST.get("text", ""))
    answer.set_cookie(
        COOKIE, chosen.cookie, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return answer


@door(EVERYONE)
def gallery(request: Request) -> HttpResponse:
    """Show every part with realistic content, empty and wrong; `frame` = desk or narrow shows it in those frames."""
    if request.method == "POST":
        form = shown.ApplicationForm(request.POST, request.FILES)
        if form.is_valid():
            messages.success(request, _("모두 맞게 적으셨습니다. 적으신 내용은 저장하지 않았습니다."))
            return redirect("ui:gallery")
    else:
        form = shown.wrong_form() if request.GET.get("wrong") else shown.ApplicationForm()
    frame = _FRAMES.get(request.GET.get("frame", ""), "ui/page.html")
    return render(request, "ui/gallery.html", {"frame": frame, **shown.everything(form)})
