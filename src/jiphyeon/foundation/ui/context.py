"""What every page knows: the city, the civil day, who reads, and how they want it to look."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from jiphyeon.foundation.accounts.actors import NOBODY
from jiphyeon.foundation.organisation.about import city_of
from jiphyeon.foundation.ui.looks import Look, look_of
from jiphyeon.foundation.ui.navigation import Link, address, links
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses the frame itself leads to; "" where no room offers the page yet."""

    search: str
    my_page: str
    sign_in: str
    sign_out: str
    day: str
    language: str
    look: str
    gallery: str


def city_name(pack: Path) -> Words:
    """Return the city's name from its pack (`city.yaml`: name_ko, name_en), or the pack's folder name."""
    return city_of(pack).name


@cache
def _places() -> Places:
    return Places(
        search=address("desk:search"),
        my_page=address("desk:my_page"),
        sign_in=address("accounts:demo")
        if settings.DEMO and address("accounts:demo")
        else settings.LOGIN_URL,
        sign_out=address("account_logout"),
        day=address("ui:day"),
        language=address("ui:language"),
        look=address("ui:look"),
        gallery=address("ui:gallery"),
    )


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor; navigation is worked out only where a frame shows it."""
    actor = getattr(request, "actor", NOBODY)
    look: Look = look_of(request)
    speech = language()

    def main() -> list[Link]:
        return links(actor, request.path, desk=False)

    def desk() -> list[Link]:
        return links(actor, request.path, desk=True)

    return {
        "demo": settings.DEMO,
        "today": getattr(request, "today", None),
        "actor": actor,
        "reader": SimpleLazyObject(lambda: actor.called(speech)),
        "look": look,
        "speech": speech,
        "city": city_name(settings.CITY_PACK).text(speech),
        "places": _places(),
        "main_navigation": SimpleLazyObject(main),
        "desk_navigation": SimpleLazyObject(desk),
    }
