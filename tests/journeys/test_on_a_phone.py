"""Nothing is cut off on a phone: every page that somebody is led to, with everything unfolded, at 390 px."""

from collections import Counter, deque
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error
from tests.contexts.benefits.conftest import silence_mail
from tests.desk.test_shown_doors import roles_of, route_of
from tests.fuzzing import city, pages

from .conftest import come_in

MOST_THINGS = 2  # pages about one kind of thing, whoever looks; of lists, one
BEGINNINGS = {"/", "/my/"}  # from which everybody is led on
OTHERS = {"paid", "objected"}  # citizens like those of the cast, but for what they have
# What reaches past the edge, unless inside a part that scrolls, shows so and is reached by keyboard.
CUT_OFF = """() => {
    document.querySelectorAll('main details, aside details').forEach(one => { one.open = true; });
    const scrolls = one => /auto|scroll/.test(getComputedStyle(one).overflowX)
        && (one.tabIndex >= 0 || one.querySelector('a, button, input, select, textarea'));
    const within = one => one && one !== document.body && (scrolls(one) || within(one.parentElement));
    return [...document.querySelectorAll('main *, aside *')].filter(one => {
        const box = one.getBoundingClientRect();
        if (!box.width || !box.height || one.closest('.jip-unseen, svg, dialog')) return false;
        return (box.right > innerWidth + 1 || box.left < -1) && !within(one.parentElement);
    }).map(one => one.outerHTML.slice(0, 120));
}"""


def look_around(page, looks):
    """Yield the address of every page that somebody is led to and what is cut off there."""
    waiting, seen = deque(sorted(BEGINNINGS)), set(BEGINNINGS)
    while waiting:
        address = waiting.popleft()
        route, about_one = route_of(urlsplit(address).path)
        kind = route, bool(urlsplit(address).query)
        looks[kind] += 1
        if not route or (looks[kind] > (MOST_THINGS if about_one else 1) and address not in BEGINNINGS):
            continue
        answer = opened(page, address)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        yield address, page.evaluate(CUT_OFF)
        links, _forms = pages.read(urlsplit(answer.url).path, page.content())
        for link in sorted(links - seen):
            seen.add(link)
            waiting.append(link)


def opened(page, address):
    """Return the answer to an address; None where it is a file to keep."""
    try:
        return page.goto(address)
    except Error as no:
        if "Download is starting" in no.message or "ERR_ABORTED" in no.message:
            return None
        raise


def one_of_each(people):
    """Return somebody of every set of roles, and those who have more than the first of theirs."""
    found = {roles_of(user): (name, user) for name, user in reversed(people.items()) if name not in OTHERS}
    return [*reversed(found.values()), *((name, people[name]) for name in sorted(OTHERS))]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_cut_off_on_a_phone(new_page, settings, monkeypatch):
    silence_mail(monkeypatch)
    settings.MYDATA_PROVIDER = "http://127.0.0.1:9"  # nobody answers there
    looks, cut = Counter(), []
    page = new_page(width=390, script=False)

    for name, user in one_of_each(city.build().people):
        if user is not None:
            come_in(page, user)
        for address, found in look_around(page, looks):
            cut += [f"{name or 'nobody'} at {address}: {one}" for one in found[:3]]

    assert len(looks) > 80
    assert "\n".join(cut) == ""
