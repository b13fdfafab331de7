"""The named demo people: a page that lists them, one press signs in. Answers 404 outside demo mode."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.doors import EVERYONE, door
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.pack import stories
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.kernel import Words

_CITIZEN = Words("시민", "citizen")


@dataclass(frozen=True, slots=True)
class Person:
    """One of the cast, as the list shows them."""

    username: str
    name: str
    what: str
    story: str
    is_officer: bool


def cast(language: str = "en") -> list[Person]:
    """Return the demo people, citizens first."""
    people, texts = [], stories(settings.CITY_PACK)
    for user in User.objects.filter(is_demo=True).order_by("id"):
        who = actor_of(user, on=civil_today())
        duties = [role.words.text(language) for role in sorted(who.roles)]
        what = " · ".join(duties) if who.is_officer else _CITIZEN.text(language)
        story = texts[user.username].text(language) if user.username in texts else ""
        people.append(Person(user.username, user.called(language), what, story, who.is_officer))
    return sorted(people, key=lambda person: person.is_officer)


@door(EVERYONE)
def demo_people(request: HttpRequest) -> HttpResponse:
    """Show the cast."""
    if not settings.DEMO:
        raise Http404
    people = cast(get_language() or "ko")
    return render(
        request,
        "accounts/demo.html",
        {
            "citizens": [p for p in people if not p.is_officer],
            "officers": [p for p in people if p.is_officer],
            "next": request.GET.get("next", ""),
        },
    )


@require_POST
@door(EVERYONE)
def sign_in_as(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as one of the cast; anyone else is not found."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(User, username=username, is_demo=True, is_active=True)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    onward = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
        onward = resolve_url(settings.LOGIN_REDIRECT_URL)
    return HttpResponseRedirect(onward)
