"""Every address names who may open it, keeps the wrong people out, and is kept by no browser of those who came in."""

import os
import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.database import laid

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


# A new room's test tries the doors of that room alone: see tests/commands/test_new_room.py.
ALONE = os.environ.get("JIPHYEON_DOORS_OF", "")
OURS = [
    (where, entry)
    for where, entry in addresses()
    if not where.startswith(THEIR_OWN) and where.startswith(ALONE)
]


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
    laid((pack.load_demo, settings.CITY_PACK, date(2024, 3, 4)))
    return {user.username: user for user in User.objects.filter(is_demo=True)}


def is_kept(answer):
    """Return whether a browser or a proxy may keep an answer."""
    return not {"no-store", "private"} <= set(answer.get("Cache-Control", "").replace(" ", "").split(","))


@pytest.mark.parametrize("who", ["", "hana", "seoyeon", "minjae", "yujin", "haeun", "jiwoo", "garam", "taeo"])
def test_every_door_opens_for_whom_it_names_and_no_answer_to_them_is_kept(cast, who):
    client = Client(raise_request_exception=False)
    actor = actor_of(cast[who], on=date(2024, 3, 4)) if who else NOBODY
    if who:
        client.force_login(cast[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    problems, kept, seen = [], [], set()
    for where, entry in OURS:
        for ask in (client.get, client.post):
            answer = ask(filled(where))
            status = answer.status_code
            seen.add(status)
            opens = guard_of(entry).opens(actor)
            kept_out = status in ((302, 401) if actor is NOBODY else (403,))
            if status >= 500 or (not opens and not kept_out and status != 405):
                problems.append(f"{ask.__name__} /{where}: {status}")
            if who and is_kept(answer):
                kept.append(f"{ask.__name__} /{where}: {answer.get('Cache-Control')}")

    assert (problems, kept) == ([], [])
    assert ALONE or not who or {200, 302, 403, 404, 405} <= seen
