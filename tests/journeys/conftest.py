"""A real browser on a real server: for journeys through whole duties.

`page` is a fresh reader in Korean at 1280 px. `no_violations(page)` holds a page against WCAG 2.2 A and AA with axe,
`shot(page, "name")` sees that it fits 1280 and 390 px, and with JIPHYEON_SHOTS=1 keeps what it looks like in
screenshots/ (ignored by git). A complaint of the browser's console (a refused script, a missing file) fails the journey.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "screenshots"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
WIDTHS = (1280, 390)
STORED = "local_storage,indexeddb,service_workers,cache_storage"
_under_axe: set[object] = set()  # axe sets styles the policy refuses; that is its complaint, not the page's
_took: set[object] = set()  # pages that a press left where they were: what came was a file
PATIENCE = 240_000  # milliseconds that a busy machine may take for anything; a quiet one waits for none of it
# A press says at once that it leads away; what it asks for may be asked a moment later, and come long after that.
SAYS_IT_LEAVES = """
addEventListener("submit", (event) => {
  const how = event.submitter?.getAttribute("formmethod") || event.target.getAttribute("method");
  if (!event.defaultPrevented && how !== "dialog") window.isLeaving = true;
});
navigation.addEventListener("navigate", (event) => {
  if (!event.destination.sameDocument && event.downloadRequest === null) window.isLeaving = true;
});
"""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",  # with one renderer, the fewest processes that a page is made by
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
_city: dict[str, str] = {}  # where the city of the tests is


def sign_in(page, name: str) -> None:
    """Come in as one of the demo cast, by one of the names they are called by (`오은채|Oh Eunchae`)."""
    from jiphyeon.foundation.accounts.models import User

    called = set(name.split("|"))
    cast = User.objects.filter(is_demo=True)
    sign_in_as(page, next(one.username for one in cast if {one.display_name, one.latin_name} & called))


def sign_in_as(page, username: str) -> None:
    """Come in as one of the demo cast, by the name they sign in with.

    The session is the one that the page of the demo people begins; that page itself is walked in test_another_city.py.
    """
    from jiphyeon.foundation.accounts.models import User

    come_in(page, User.objects.get(username=username, is_demo=True))


def come_in(page, user) -> None:
    """Begin a session of anybody's."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    name = settings.SESSION_COOKIE_NAME
    session = {"name": name, "value": client.cookies[name].value, "url": _city["address"], "httpOnly": True}
    for each in page.context.pages:  # what was pressed is sent by whoever pressed it
        settled(each)
    page.context.add_cookies([session])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey, and writes as a worker and a server would."""
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium; required where CI=true, else its absence is said and the journey left out."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI=true and no Chromium: the journeys are required here.")
        pytest.skip("No Chromium on this machine: journeys are left out.")
    # Playwright runs an event loop in this thread; Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def readers(browser, live_server) -> Iterator[Readers]:
    """Browsers' profiles for the whole run, emptied between two tests."""
    _city["address"] = live_server.url
    made = Readers(browser, live_server.url)
    yield made
    made.close()


class Readers:
    """Profiles by language and by whether scripts run: made when all of a kind are in use, emptied to be used again.

    What stays is what the city lets a browser keep: style sheets, scripts, the typeface.
    """

    def __init__(self, browser, address):
        self.browser, self.address = browser, address
        self.resting: dict[tuple[str, bool], list] = {}

    def take(self, language: str, *, script: bool) -> object:
        """Return a profile that nobody uses."""
        if resting := self.resting.get((language, script)):
            return resting.pop()
        made = self.browser.new_context(
            base_url=self.address,
            locale="en-GB" if language == "en" else "ko-KR",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        made.set_default_timeout(PATIENCE)
        made.add_init_script(SAYS_IT_LEAVES)
        return made

    def give_back(self, context, language: str, *, script: bool) -> None:
        """Empty a profile: nobody is signed in, nothing is chosen, nothing was typed."""
        context.clear_cookies()
        context.clear_permissions()
        debugger = context.new_cdp_session(context.pages[0] if context.pages else context.new_page())
        debugger.send("Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": STORED})
        for page in context.pages:
            page.close()
        self.resting.setdefault((language, script), []).append(context)

    def close(self) -> None:
        """Close those that rest; a profile of a test that failed was closed then."""
        for resting in self.resting.values():
            for context in resting:
                context.close()


@pytest.fixture
def new_page(request, readers) -> Iterator[Callable[..., object]]:
    """Make a page: `new_page(width=390, language="en", look="dark.large", script=False)`."""
    opened, complaints, failed = [], [], request.session.testsfailed

    def make(*, width: int = 1280, language: str = "ko", look: str = "", script: bool = True) -> object:
        context = readers.take(language, script=script)
        opened.append((context, language, script))
        cookies = {"django_language": language, **({"look": look} if look else {})}
        context.add_cookies([{"name": k, "value": v, "url": readers.address} for k, v in cookies.items()])
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})

        def hear(message: object) -> None:
            answered = (
                "404 (Not Found)" in message.text or "422 (Unprocessable" in message.text
            )  # a page, with its reasons
            if message.type == "error" and page not in _under_axe and not answered:
                complaints.append(message.text)

        waits_before_it_leaves(page)
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context, language, script in opened:
        if request.session.testsfailed > failed:
            context.close()
        else:
            readers.give_back(context, language, script=script)
    assert complaints == []


@pytest.fixture
def page(new_page) -> object:
    """A reader in Korean at 1280 px."""
    return new_page()


def waits_before_it_leaves(page) -> None:
    """Let a page go to another address only when what was pressed before has come: a form is not cut off on its way."""
    go = page.goto

    def goto(address: str) -> object:
        settled(page)
        return go(address)

    page.goto = goto
    page.on("download", lambda _file: _took.add(page))


def settled(page) -> None:
    """Wait for the page a press has asked for, so that it is not the old one that is looked at.

    Where no script runs, no page says that it leaves: there it is `press` that waits.
    """
    if page in _took:
        _took.discard(page)
        page.evaluate("delete window.isLeaving")
    page.wait_for_function("!window.isLeaving", polling=20)
    page.wait_for_load_state()


def press(page, what) -> None:
    """Press, and wait for the page that follows."""
    with page.expect_navigation():
        what.click()


def no_violations(page, within: str = "html") -> None:
    """Hold the page, or what a selector names, as it stands now against WCAG 2.0–2.2, A and AA."""
    if not AXE.exists():
        pytest.fail(f"{AXE.relative_to(ROOT)} is missing: ./jip installs it.")
    settled(page)
    _under_axe.add(page)
    # By the debugger's door, so that the page's own policy needs no exception.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "([within, tags]) => axe.run(within, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
        ".then(all => all.violations.flatMap(one => one.nodes.map(node =>"
        " `${one.id}: ${node.html.slice(0, 160)} · ${node.failureSummary.slice(0, 200)}`)))",
        [within, STANDARDS],
    )
    _under_axe.discard(page)
    assert found == []


def shot(page, name: str) -> None:
    """See that a page never scrolls sideways at each width; where asked for, keep what the whole of it looks like."""
    settled(page)
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.fonts.ready.then(() => true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (
            f"{name} scrolls sideways at {width}"
        )
        if os.environ.get("JIPHYEON_SHOTS"):
            page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True, caret="initial")
    page.set_viewport_size(before)
