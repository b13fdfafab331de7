"""Nothing anyone types breaks a page: every address, every role, both languages, in the query and in the form."""

from datetime import date

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from tests.contexts.benefits.conftest import silence_mail
from tests.house.test_doors import OURS, guard_of, re

from jiphyeon.foundation.accounts import pack
from jiphyeon.foundation.accounts.actors import NOBODY, actor_of
from jiphyeon.foundation.accounts.models import User

TODAY = date(2024, 3, 4)
CAST = ["", "hana", "seoyeon", "minjae", "yujin", "haeun", "jiwoo", "garam", "taeo"]
NAMES = [
    "q",
    "view",
    "programme",
    "state",
    "verdict",
    "mine",
    "number",
    "sort",
    "page",
    "show",
    "day",
    "when",
    "year",
    "unit",
    "direction",
    "about",
    "next",
    "language",
    "fact",
    "answer",
    "undo",
    "wrong",
    "frame",
    "from",
    "size",
    "first",
    "second",
    "start",
    "count",
    "name",
    "text",
    "light",
    "reason",
    "body",
    "days",
    "amount",
    "months",
    "version",
    "token",
    "account",
    "channel",
    "basis",
    "post",
    "roles",
    "last",
    "selected",
    "then",
    "to_citizen",
    "not_due_from",
    "title",
    "query",
    "english",
    "call",
    "file",
    "declared",
    "consent",
    "items",
    "value",
    "due",
    "note",
    "evidence",
    "on",
    "kind",
    "people",
    "population",
    "set",
    "as_of",
    "format",
    "month",
    "month_from",
    "town",
]
NASTY = {
    "nul": "a\x00b",
    "long": "9" * 5000,
    "minus": "-1",
    "words": "열흘 <script>alert(1)</script> '; DROP TABLE x; --",
    "list": "[1,2",
    "day": "2024-02-30",
    "far day": "99999-12-31",
    "half a letter": "\ud55c\udc00".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "decimal": "1e999",
    "other digits": "²③",
}


@pytest.fixture
def city(db, monkeypatch):
    """The pack and its people, with one application of hana's; letters go nowhere."""
    from jiphyeon.contexts.benefits import api as benefits
    from jiphyeon.contexts.mydata import api as mydata
    from jiphyeon.contexts.notices import api as notices
    from jiphyeon.contexts.plans import api as plans

    silence_mail(monkeypatch)
    pack.load_demo(settings.CITY_PACK, TODAY)
    for room in (notices, mydata, plans, benefits):
        room.load_city(settings.CITY_PACK)
    cache.clear()
    return {user.username: user for user in User.objects.filter(is_demo=True)}


@pytest.fixture
def application(city, run_jobs):
    from uuid import uuid4

    from jiphyeon.contexts.benefits.actions import applying

    by = actor_of(city["hana"], on=TODAY)
    key = applying.start(person=by.user, programme="youth-rent", token=uuid4(), by=by, on=TODAY)
    applying.submit(key=key, declared=True, by=by, on=TODAY)
    run_jobs()
    return key


def real(where, application, person):
    """An address whose slots name what exists, as far as the city has it."""
    slots = {
        "programme": "youth-rent",
        "facility": "boram-pool",
        "call": "2024-1",
        "year": "2024",
        "code": "youth-rent",
        "username": "hana",
        "deed": "note",
        "leaf": "0" * 64,
        "kind": "json",
    }

    def slot(found):
        kind, name = found.group(1) or "str", found.group(2)
        if name in slots:
            return slots[name]
        if kind == "uuid":
            return str(person if "person" in where else application)
        return "1" if kind == "int" else "nothing"

    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", slot, where)


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_no_wrong_word_breaks_a_page(city, application, nasty):
    """Each address is asked by one for whom its door opens; every second one in English."""
    given = dict.fromkeys(NAMES, nasty)
    clients, broken = {}, []
    for who in CAST:
        clients[who] = Client(raise_request_exception=False)
        if who:
            clients[who].force_login(city[who])
    actors = {who: actor_of(city[who], on=TODAY) if who else NOBODY for who in CAST}
    for number, (where, entry) in enumerate(OURS):
        client = next(clients[who] for who in CAST if guard_of(entry).opens(actors[who]))
        for ask in (client.get, client.post):
            answer = ask(
                real(where, application, city["hana"].key),
                given,
                headers={"accept-language": ("ko", "en")[number % 2]},
            )
            if answer.status_code >= 500:
                broken.append(f"{ask.__name__} /{where}: {answer.status_code}")

    assert broken == []
