"""Every address names who may open it, and keeps the wrong people out."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from jiphyeon.foundation.accounts import pack
from jiphyeon.foundation.accounts.actors import NOBODY, actor_of
from jiphyeon.foundation.accounts.doors import Door
from jiphyeon.foundation.accounts.models import User

# allauth's own pages guard themselves.
THEIR_OWN = "account/"


def addresses(patterns=None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, here)
        else:
            yield here, entry


OURS = [(where, entry) for where, entry in addresses() if not where.startswith(THEIR_OWN)]


def guard_of(entry: URLPattern) -> Door | None:
    return getattr(entry.callback, "door", None)


@pytest.mark.parametrize(("where", "entry"), OURS, ids=[where or "/" for where, _ in OURS])
def test_every_view_names_its_door(where, entry):
    assert isinstance(guard_of(entry), Door), f"/{where} has no @door"


FILLED = {
    "uuid": "7f3b1c9e-0000-4000-8000-000000000000",
    "int": "1",
    "slug": "nothing",
    "str": "nothing",
    "path": "nothing",
}


def filled(where: str) -> str:
    """An address with something in every slot; what it names does not exist."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda slot: FILLED[slot.group(1) or "str"], where)


@pytest.fixture
def cast(db):
    """The demo cast; every role is held by one of them."""
    pack.load_demo(settings.CITY_PACK, date(2024, 3, 4))
    return {user.username: user for user in User.objects.filter(is_demo=True)}


@pytest.mark.parametrize("who", ["", "hana", "seoyeon", "minjae", "yujin", "haeun", "jiwoo", "garam", "taeo"])
def test_every_door_opens_for_whom_it_names_and_for_nobody_else(cast, who):
    client = Client(raise_request_exception=False)
    actor = actor_of(cast[who], on=date(2024, 3, 4)) if who else NOBODY
    if who:
        client.force_login(cast[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    wrong = []
    for where, entry in OURS:
        for ask in (client.get, client.post):
            status = ask(filled(where)).status_code
            opens = guard_of(entry).opens(actor)
            kept_out = status in ((302, 401) if actor is NOBODY else (403,))
            if status >= 500 or (not opens and not kept_out and status != 405):
                wrong.append(f"{ask.__name__} /{where}: {status}")

    assert wrong == []
