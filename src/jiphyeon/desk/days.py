"""A citizen's days ahead and an officer's last days as a file for their own calendar, at a private address.

Its owner renews it or takes it away.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiphyeon.desk.shares import due_of, shares_of
from jiphyeon.foundation.accounts.actors import Actor, actor_of
from jiphyeon.foundation.accounts.doors import EVERYONE, SIGNED_IN, Request, door, key_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.calendars import addresses
from jiphyeon.foundation.calendars.ics import Event, calendar
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.ui.context import city_name
from jiphyeon.foundation.ui.my_page import Ahead
from jiphyeon.foundation.ui.saying import localized
from jiphyeon.kernel import Words


def days_address(request: HttpRequest, person: UUID) -> str:
    """Return the whole private address of a person's days; "" where they have none. The secret stands in the query, which no
    log keeps.
    """
    token = addresses.token_of(person)
    if token is None:
        return ""
    return request.build_absolute_uri(f"{reverse('desk:days_file')}?{urlencode({'key': token})}")


def events_of(ahead: list[Ahead], *, city: str, page: str) -> list[Event]:
    """Return days as events that name the city and what is due, but not what it is about: a calendar may be seen by others."""
    return [Event(one.key, one.day, f"{city}: {localized(one.words)}", page) for one in ahead]


AHEAD_DAYS = 92
"""How far an officer's days are told ahead: a quarter."""


def work_of(actor: Actor, today: date, *, city: str, page: str) -> list[Event]:
    """Return an officer's last days as events: how much of which list, of nobody's by name or number."""
    if not actor.is_officer:
        return []
    counted = Counter((one.day, one.of) for one in due_of(actor, today, today + timedelta(AHEAD_DAYS), today))
    return [
        Event(
            f"work-{day}-{_key_of(words)}",
            day,
            _("{city}: {what} 마지막 날 {count}건").format(city=city, what=localized(words), count=count),
            f"{page}?day={day}",
        )
        for (day, words), count in counted.items()
    ]


def _key_of(words: Words) -> str:
    return digest_of({"list": words.ko})[:12]


@door(EVERYONE)
@never_cache
@require_safe
def days_file(request: Request) -> HttpResponse:
    """Answer whoever knows the address with its owner's days, in the owner's language; 404 for every other address."""
    person = addresses.person_of(request.GET.get("key", ""))
    user = User.objects.filter(key=person, is_active=True).first() if person is not None else None
    if user is None:
        raise Http404
    ahead = [one for share in shares_of(user.key, request.today) for one in share.ahead]
    with override(user.language or settings.LANGUAGE_CODE):
        city = localized(city_name(settings.CITY_PACK))
        page = request.build_absolute_uri(reverse("desk:my_page"))
        events = events_of(ahead, city=city, page=page)
        work = request.build_absolute_uri(reverse("desk:calendar"))
        events += work_of(actor_of(user, on=request.today), request.today, city=city, page=work)
        name = _("{city}에서 챙길 날").format(city=city)
        text = calendar(events, name=name, host=request.get_host().partition(":")[0], at=now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="jiphyeon-days.ics"'
    return answer


@door(SIGNED_IN)
@require_POST
def change_address(request: Request) -> HttpResponse:
    """Make a private address, or a new one in its place; `off` takes it away."""
    if "off" in request.POST:
        addresses.take_away(key_of(request))
        messages.success(request, _("달력 주소를 지웠습니다. 이제 그 주소로는 아무것도 볼 수 없습니다."))
    else:
        addresses.renew(key_of(request), on=request.today)
        messages.success(
            request, _("달력 주소를 만들었습니다. 앞서 쓰던 주소가 있었다면 이제 쓸 수 없습니다.")
        )
    if "work" in request.POST:
        return redirect(f"{reverse('desk:calendar')}#ahead")
    return redirect(f"{reverse('desk:my_page')}?days=1#ahead")
