"""Nobody who reads English meets Korean unawares: what stands in Korean on a page of citizens says so by its language."""

import re
from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client
from tests.contexts.benefits.conftest import silence_mail
from tests.desk.test_shown_doors import roles_of, route_of
from tests.fuzzing import city, pages

HANGUL = re.compile("[가-힣]")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SAID = ("alt", "aria-label", "content", "placeholder", "title")  # attributes that are read out or seen
MOST_THINGS = 3  # pages about one kind of thing, whoever looks; of lists, one


class Unmarked(HTMLParser):
    """Collects Korean outside whatever says that it is Korean; scripts and what people type into are none of it."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.found = [], []

    @property
    def is_marked(self):
        said = [language for _tag, language in self.open if language]
        return bool(said) and said[-1].startswith("ko")

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self.open.append((tag, given.get("lang", "")))
        if not self.is_marked:
            self.found += [given[name] for name in SAID if HANGUL.search(given.get(name, ""))]
        if tag in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while any(one == tag for one, _language in self.open) and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        unread = {"script", "style", "textarea"} & {tag for tag, _language in self.open}
        if HANGUL.search(data) and not unread and not self.is_marked:
            self.found.append(" ".join(data.split()))


def unmarked(html):
    reader = Unmarked()
    reader.feed(html)
    return reader.found


def test_the_reader_sees_what_is_marked():
    assert unmarked(
        '<html lang="en"><p lang="ko">한국어 <b>글</b></p><p>and <i>그냥</i></p><img alt="그림">'
    ) == [
        "그냥",
        "그림",
    ]
    assert unmarked('<p lang="ko"><span lang="en">그것 is left</span></p><textarea>적던 글</textarea>') == [
        "그것 is left"
    ]


def walked(user, looks):
    """Yield the address and the text of every page in English that somebody is led to."""
    client = Client()
    client.cookies["django_language"] = "en"
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    waiting = deque(["/", "/my/", "/programmes/"])
    seen = set(waiting)
    while waiting:
        address = waiting.popleft()
        route, about_one = route_of(urlsplit(address).path)
        kind = route, bool(urlsplit(address).query)
        looks[kind] += 1
        if not route or looks[kind] > (MOST_THINGS if about_one else 1):
            continue
        answer = client.get(address, follow=True)
        if answer.streaming or "html" not in answer.headers.get("content-type", ""):
            continue
        text = answer.content.decode()
        yield address, text
        links, _forms = pages.read(answer.request["PATH_INFO"], text)
        for link in sorted(links - seen):
            seen.add(link)
            waiting.append(link)


@pytest.mark.django_db
def test_english_pages_of_citizens_say_where_they_are_korean(settings, monkeypatch):
    silence_mail(monkeypatch)
    settings.MYDATA_PROVIDER = "http://127.0.0.1:9"  # nobody answers there
    people = city.build().people
    citizens = [user for user in people.values() if user is None or roles_of(user) == {"citizen"}]
    found, opened = {}, 0

    for user in citizens:
        for address, text in walked(user, Counter()):
            opened += 1
            for korean in unmarked(text.replace(user.display_name, "") if user else text):
                found.setdefault(
                    korean, address
                )  # a name in Korean letters, where no Latin one was told, is nobody's text

    said = "\n".join(sorted(f"{address}: {korean}" for korean, address in found.items()))
    assert opened > 10 * len(citizens)
    assert not said, said
