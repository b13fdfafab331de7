"""No page shows anybody a link, a form or a button that is closed to them: what is drawn can be pressed.

Everybody of the fuzz walk's city looks at the pages they find and presses every form as it stands. Each press is undone.
"""

from collections import Counter, defaultdict, deque
from contextlib import contextmanager
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from tests.contexts.benefits.conftest import silence_mail
from tests.fuzzing import city, pages

from jiphyeon.foundation.accounts.actors import NOBODY, actor_of

CLOSED = {403, 404, 405}
MOST_ALIKE = 12  # pages about one thing of a kind, for all with the same roles
MOST_OF_ALL = 3  # the same page by several people
MOST_QUERIES = 2  # a page with something asked of it


class Visitor:
    """One person looking around: `shut` holds what they were shown and may not do.

    `been` and `pressed` are what somebody with the same roles has looked at, and done.
    """

    def __init__(self, who, user, been, pressed):
        self.who, self.client, self.shut, self.looks = who or "nobody", Client(), [], 0
        self.been, self.pressed = been, pressed
        if user is not None:
            self.client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def look_around(self):
        waiting, seen = deque([("/", "")]), {"/"}
        while waiting:
            page, before = waiting.popleft()
            if not self.is_worth_a_look(page):
                continue
            links, forms = self.open(page, before)
            for form in forms:
                self.press(page, form)
            for link in sorted(links - seen):
                seen.add(link)
                waiting.append((link, page))

    def is_worth_a_look(self, page):
        parts = urlsplit(page)
        route, is_about_one = route_of(parts.path)
        if not route:
            return False
        kind = route, bool(parts.query)
        self.been[kind] += 1
        most = MOST_QUERIES if parts.query else MOST_ALIKE if is_about_one else MOST_OF_ALL
        return self.been[kind] <= most

    def open(self, page, before):
        self.looks += 1
        with self.undone():
            answer = self.client.get(page, follow=True)
        if answer.status_code in CLOSED:
            self.shut.append(f"{self.who} is led from {before} to {page}: {answer.status_code}")
        if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
            return set(), []
        return pages.read(answer.request["PATH_INFO"], answer.content.decode())

    def press(self, page, form):
        written = any(one.kind not in {"hidden", "checkbox"} for one in form.fields.values())
        for name, value, action in form.buttons or [("", "", "")] * written:
            where = action or form.action
            path = urlsplit(where).path
            word = value if value.isalpha() else ""
            kind = (route_of(path), name, word, tuple(sorted(form.fields)))
            if form.method != "post" or kind in self.pressed:
                continue
            self.pressed.add(kind)
            given = {one.name: one.value for one in form.fields.values() if one.kind != "file"}
            with self.undone():
                status = self.client.post(where, given | ({name: value} if name else {})).status_code
            if status in CLOSED:
                self.shut.append(f"{self.who} is shown on {page} a form to {path}: {status}")

    @contextmanager
    def undone(self):
        """Undo whatever is done within, signing in and out too."""
        cookies = self.client.cookies.copy()
        cache.clear()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        self.client.cookies = cookies


def route_of(path):
    """Return which address a path is one of (deeds apart from one another; "" for none of ours), and whether it names a thing."""
    try:
        found = resolve(path)
    except Resolver404:
        return "", False
    return f"/{found.route} {found.kwargs.get('deed', '')}".strip(), bool(found.kwargs)


def roles_of(user):
    actor = actor_of(user, on=date(2024, 3, 14)) if user is not None else NOBODY
    return frozenset(actor.roles | ({"citizen"} if actor.is_citizen else set()))


@pytest.mark.django_db
def test_nobody_is_shown_a_door_that_is_closed_to_them(settings, monkeypatch):
    silence_mail(monkeypatch)
    settings.MYDATA_PROVIDER = "http://127.0.0.1:9"  # nobody answers there
    been, pressed = defaultdict(Counter), defaultdict(set)
    visitors = [
        Visitor(who, user, been[roles_of(user)], pressed[roles_of(user)])
        for who, user in city.build().people.items()
    ]

    for visitor in visitors:
        visitor.look_around()

    print(
        f"{sum(visitor.looks for visitor in visitors)} looks, {sum(len(v.pressed) for v in visitors)} presses"
    )
    if shut := [line for visitor in visitors for line in visitor.shut]:
        pytest.fail("\n".join(shut), pytrace=False)
