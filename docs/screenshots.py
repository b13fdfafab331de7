"""Makes the pictures of the READMEs from a running demo city.

    ./jip run                                            in one terminal
    .jip/venv/bin/python docs/screenshots.py             in another (the packages of ./jip test; Chromium on the machine)

Pictures land in docs/images/, each at most 200 kB.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parent / "images"
MOST_BYTES = 200_000


def sign_in(page: Page, name: str) -> None:
    page.goto("/accounts/demo/")
    page.get_by_role("button", name=re.compile(name)).first.click()


def home(page: Page) -> None:
    page.goto("/")


def finder(page: Page) -> None:
    page.goto("/programmes/find/")
    for answer in ("1996-08-15", "예"):
        button = page.locator(".benefits-answers").get_by_role("button", name=answer, exact=True)
        with page.expect_navigation():
            if button.count():
                button.click()
            else:
                page.locator(".benefits-question input[type=text]").fill(answer)
                page.locator(".benefits-question input[type=text]").press("Enter")


def desk(page: Page) -> None:
    sign_in(page, "박서연")
    page.goto("/benefits/desk/")


def case(page: Page) -> None:
    desk(page)
    page.locator(".jip-table a.jip-row-link").first.click()


def work(page: Page) -> None:
    sign_in(page, "박서연")
    page.goto("/my/")


# name → (what to show, width, height, language)
PICTURES: dict[str, tuple[Callable[[Page], None], int, int, str]] = {
    "home-ko": (home, 1280, 900, "ko"),
    "home-en": (home, 1280, 900, "en"),
    "finder": (finder, 390, 844, "ko"),
    "case": (case, 1280, 900, "ko"),
    "my-work": (work, 1280, 900, "en"),
}


def main(address: str) -> int:
    """Take every picture; 1 where one is too large."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("No Chromium on this machine.", file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    too_large = 0
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, (show, width, height, language) in PICTURES.items():
            context = browser.new_context(
                base_url=address,
                viewport={"width": width, "height": height},
                locale=language,
                reduced_motion="reduce",
            )
            context.add_cookies([{"name": "django_language", "value": language, "url": address}])
            page = context.new_page()
            show(page)
            page.evaluate("document.fonts.ready.then(() => true)")
            file = IMAGES / f"{name}.png"
            page.screenshot(path=file)
            context.close()
            size = file.stat().st_size
            too_large += size > MOST_BYTES
            print(f"{size:>9,} bytes  {file.relative_to(IMAGES.parent.parent)}")
        browser.close()
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"))
