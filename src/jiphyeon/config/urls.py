"""Every address of the house. A room with a `urls.py` is found by itself: contexts at /<room>/, foundation likewise."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from jiphyeon.foundation.accounts import openid
from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.foundation.ui.moved import moved


def _of_rooms() -> list[URLPattern | URLResolver]:
    rooms = [
        app
        for app in settings.INSTALLED_APPS
        if app.startswith(("jiphyeon.contexts.", "jiphyeon.foundation."))
    ]
    return [
        path(f"{room.rsplit('.', 1)[1].replace('_', '-')}/", include(f"{room}.urls"))
        for room in rooms
        if find_spec(f"{room}.urls") is not None
    ]


def _at_root() -> list[URLResolver]:
    """Return what rooms answer at addresses that others have laid down: `at_root` of their `urls.py`, named `<room>_root:…`."""
    found = [
        (app.rsplit(".", 1)[1], import_module(f"{app}.urls"))
        for app in settings.INSTALLED_APPS
        if app.startswith("jiphyeon.contexts.") and find_spec(f"{app}.urls") is not None
    ]
    return [
        path("", include((module.at_root, f"{room}_root")))
        for room, module in found
        if hasattr(module, "at_root")
    ]


def _former() -> list[URLPattern]:
    """Return what leads on from addresses that pages had before, as their rooms declare them."""
    return [
        path(before, moved(name if ":" in name else f"{room.label}:{name}"))
        for room in rooms()
        for before, name in room.formerly.items()
    ]


urlpatterns = [
    path("", include("jiphyeon.desk.urls")),
    # Before allauth's own of the same address: ours asks for a nonce and proves the answer.
    path("account/oidc/<provider_id>/login/", openid.login),
    path("account/oidc/<provider_id>/login/callback/", openid.callback),
    path("account/", include("allauth.urls")),
    *_of_rooms(),
    *_at_root(),
    *_former(),
]
handler404 = "jiphyeon.foundation.open_data.answering.not_found"
handler500 = "jiphyeon.foundation.ui.refusing.failed"
