"""Nothing is cut off on a phone: every page that somebody is led to, with everything unfolded, at 390 px."""

from collections import Counter, defaultdict, deque
from urllib.parse import urlsplit

import pytest
from django.test import Client
from tests.contexts.benefits.conftest import silence_mail
from tests.desk.test_shown_doors import roles_of, route_of
from tests.fuzzing import city, pages

from .conftest import come_in

FOLLOWED = 2  # pages about a thing that people with the same roles are led on from; of lists, one
MEASURED = 2  # pages of one address in the browser, whoever looks
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


def led_to(user, followed):
    """Yield the address and the kind of every page that somebody is led to from the front page."""
    client, waiting, seen = Client(), deque(["/"]), {"/"}
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    while waiting:
        address = waiting.popleft()
        route, about_one = route_of(urlsplit(address).path)
        kind = route, bool(urlsplit(address).query)
        followed[kind] += 1
        if not route or (followed[kind] > (FOLLOWED if about_one else 1) and address != "/"):
            continue
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
            continue
        yield address, kind
        links, _forms = pages.read(answer.request["PATH_INFO"], answer.content.decode())
        for link in sorted(links - seen):
            seen.add(link)
            waiting.append(link)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_cut_off_on_a_phone(new_page, settings, monkeypatch):
    silence_mail(monkeypatch)
    settings.MYDATA_PROVIDER = "http://127.0.0.1:9"  # nobody answers there
    followed, measured, cut = defaultdict(Counter), Counter(), []
    page = new_page(width=390, script=False)

    for name, user in city.build().people.items():
        if user is not None:
            come_in(page, user)
        for address, kind in led_to(user, followed[roles_of(user)]):
            measured[kind] += 1
            if measured[kind] <= MEASURED:
                page.goto(address)
                cut += [f"{name or 'nobody'} at {address}: {one}" for one in page.evaluate(CUT_OFF)[:3]]

    print(sum(measured.values()), len(measured))
    assert "\n".join(cut) == ""
