"""Every address of the house. A room with a `urls.py` is found by itself: contexts at /<room>/, foundation likewise."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path


def _of_rooms() -> list[URLPattern | URLResolver]:
    rooms = [
        app
        for app in settings.INSTALLED_APPS
        if app.startswith(("jiphyeon.contexts.", "jiphyeon.foundation."))
    ]
    return [
        path(f"{room.rsplit('.', 1)[1]}/", include(f"{room}.urls"))
        for room in rooms
        if find_spec(f"{room}.urls") is not None
    ]


urlpatterns = [
    path("", include("jiphyeon.desk.urls")),
    path("account/", include("allauth.urls")),
    *_of_rooms(),
]
