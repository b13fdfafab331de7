"""A real browser on a real server: for journeys through whole duties.

`page` is a fresh reader in Korean at 1280 px. `no_violations(page)` holds a page against WCAG 2.2 A and AA with axe,
`shot(page, "name")` keeps what it looks like at 1280 and 390 px in screenshots/ (ignored by git). A complaint of the
browser's console (a refused script, a missing file) fails the journey.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "screenshots"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
WIDTHS = (1280, 390)
_under_axe: set[object] = set()  # axe sets styles the policy refuses; that is its complaint, not the page's
_leaving: set[object] = set()  # pages whose next address is asked for and has not come
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def sign_in(page, name: str) -> None:
    """Come in as one of the demo cast, named in Korean: English pages show the name in Latin letters."""
    people = yaml.safe_load(
        (ROOT / "src/jiphyeon/cities/sejong/demo/people.yaml").read_text(encoding="utf-8")
    )
    latin = [one["latin"] for kind in people.values() for one in kind if one.get("name") == name]
    page.context.clear_cookies(name="sessionid")
    page.goto("/accounts/demo/")
    page.get_by_role("button", name=re.compile("|".join([name, *latin]))).first.click()


def sign_in_as(page, username: str) -> None:
    """Come in as one of the demo cast, by the name they sign in with."""
    page.context.clear_cookies(name="sessionid")
    page.goto("/accounts/demo/")
    page.locator(f'form[action$="/{username}/"] button').click()


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
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def new_page(browser, live_server) -> Iterator[Callable[..., object]]:
    """Make a page: `new_page(width=390, language="en", look="dark.large", script=False)`."""
    opened, complaints = [], []

    def make(*, width: int = 1280, language: str = "ko", look: str = "", script: bool = True) -> object:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            locale="en-GB" if language == "en" else "ko-KR",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        cookies = {"django_language": language, **({"look": look} if look else {})}
        context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        context.set_default_timeout(15_000)
        page = context.new_page()

        def hear(said: object) -> None:
            answered = (
                "404 (Not Found)" in said.text or "422 (Unprocessable" in said.text
            )  # a page, with its reasons
            if said.type == "error" and page not in _under_axe and not answered:
                complaints.append(said.text)

        def leave(request: object) -> None:
            if request.is_navigation_request() and request.frame.parent_frame is None:
                _leaving.add(page)

        page.on("request", leave)
        page.on("load", lambda: _leaving.discard(page))
        page.on("requestfailed", lambda request: request.is_navigation_request() and _leaving.discard(page))
        page.on("console", hear)
        page.on("pageerror", lambda wrong: complaints.append(str(wrong)))
        opened.append(context)
        return page

    yield make
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page) -> object:
    """A reader in Korean at 1280 px."""
    return new_page()


def settled(page) -> None:
    """Wait for the page a press has asked for, so that it is not the old one that is looked at."""
    page.wait_for_timeout(50)  # a form is sent a moment after the press
    for _ in range(300):
        if page not in _leaving:
            break
        page.wait_for_timeout(50)
    page.wait_for_load_state()


def no_violations(page, within: str = "html") -> None:
    """Hold the page, or what a selector names, as it stands now against WCAG 2.0–2.2, A and AA."""
    if not AXE.exists():
        pytest.fail(f"{AXE.relative_to(ROOT)} is missing: ./jip installs it.")
    settled(page)
    _under_axe.add(page)
    # By the debugger's door, so that the page's own policy needs no exception.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "([within, tags]) => axe.run(within, {runOnly: {type: 'tag', values: tags}})"
        ".then(all => all.violations.flatMap(one => one.nodes.map(node =>"
        " `${one.id}: ${node.html.slice(0, 160)} · ${node.failureSummary.slice(0, 200)}`)))",
        [within, STANDARDS],
    )
    _under_axe.discard(page)
    assert found == []


def shot(page, name: str) -> None:
    """Keep what the whole page looks like at each width, and see that it never scrolls sideways."""
    SHOTS.mkdir(exist_ok=True)
    settled(page)
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.fonts.ready.then(() => true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (
            f"{name} scrolls sideways at {width}"
        )
        page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True, caret="initial")
    page.set_viewport_size(before)
