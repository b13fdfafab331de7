"""What a first visit weighs: the main pages, each opened cold in a real browser, in both languages.

Counted is what comes over the wire, heads of answers included, as the browser itself reports it; localhost counts as a
safe place, so static files come as they would over HTTPS. Times are the browser's own, on this machine, without a
network between: they tell one page from another, not what a reader waits.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.measure import Report
from bench.web import city, serving

PAGES = {
    "home": "/",
    "programmes": "/programmes/",
    "finder": "/programmes/find/",
    "a programme": "/programmes/youth-rent/",
    "an initiative": "/plans/2024/youth-rent/",
    "search": "/search/?q=rent",
    "check": "/check/",
    "sign-in": "/accounts/sign-in/",
}
MOST_BYTES, MOST_REQUESTS = 350_000, 12


@dataclass
class Visit:
    """One page opened by a browser that has never been here."""

    size: int = 0
    requests: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)
    drawn: float = 0.0
    loaded: float = 0.0


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as kit:
        yield kit.chromium.launch(executable_path=found, args=["--no-sandbox"]) if found else None


def visit(browser: Any, port: int, path: str, language: str) -> Visit:
    """Open a page cold and return what it weighed."""
    context = browser.new_context(
        locale="ko-KR" if language == "ko" else "en-US", viewport={"width": 1280, "height": 900}
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": f"http://localhost:{port}"}])
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    seen, kinds = Visit(), {}
    wire.on(
        "Network.responseReceived", lambda measured: kinds.update({measured["requestId"]: measured["type"]})
    )

    def finished(event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        if not size:
            return  # what stands in the page itself, as data:
        kind = kinds.get(event["requestId"], "Other")
        seen.size += size
        seen.requests += 1
        seen.by_kind[kind] = seen.by_kind.get(kind, 0) + size

    wire.on("Network.loadingFinished", finished)
    page.goto(f"http://localhost:{port}{path}", wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(300)
    measured = page.evaluate(
        "() => [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,"
        " performance.getEntriesByType('navigation')[0].loadEventEnd]"
    )
    seen.drawn, seen.loaded = measured[0] / 1000, measured[1] / 1000
    context.close()
    return seen


def weigh(report: Report, environment: dict[str, str]) -> None:
    """Open every page in both languages, and hold the heaviest of each."""
    with (
        _browser() as browser,
        serving("jiphyeon.config.wsgi:application", environment, threads=4) as (_, port),
    ):
        if browser is None:
            report.skip("no Chromium on this machine: what pages weigh was not measured")
            return
        for language in ("ko", "en"):
            seen = {name: visit(browser, port, path, language) for name, path in PAGES.items()}
            for name, one in seen.items():
                kinds = ", ".join(f"{kind} {size / 1000:.0f}" for kind, size in sorted(one.by_kind.items()))
                report.figure(f"{name} ({language}): over the wire", one.size / 1000, f"kB ({kinds})")
                report.figure("  requests", one.requests)
                report.figure("  first words drawn", one.drawn, "s")
                report.figure("  loaded", one.loaded, "s")
            report.target(
                f"heaviest first visit ({language}), bytes",
                max(one.size for one in seen.values()),
                at_most=MOST_BYTES,
            )
            report.target(
                f"most requests of a first visit ({language})",
                max(one.requests for one in seen.values()),
                at_most=MOST_REQUESTS,
            )


def run(check: bool) -> int:
    """Measure, print, keep."""
    report = Report("weight")
    with tempfile.TemporaryDirectory() as folder:
        weigh(report, city(Path(folder)))
    return report.finish(check)
